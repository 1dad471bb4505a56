"""The real dates of a plan, before anything is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from campus.activities.models import Activity
from campus.activities.planning import ClockChange, clock_change, instant
from campus.activities.plans import ActivityPlan, Draft, draft
from campus.activities.words import rule_in_words, weekday_and_date
from campus.base import clock
from campus.directory.calendar import Week
from campus.directory.models import Society, Term


@dataclass(frozen=True)
class PreviewDate:
    """A local date, its start in UTC, the term and week it lies in, and what is special about it ("" if nothing)."""

    date: date
    starts_at: datetime
    week: Week | None
    term: Term | None
    note: str


@dataclass(frozen=True)
class Preview:
    """What a plan gives: dates, dates left out with the reason, the rule in words, and what to think about."""

    dates: Sequence[PreviewDate]
    left_out: Sequence[tuple[date, str]]
    in_words: str
    warnings: Sequence[str]


def preview(society: Society, plan: ActivityPlan, at: datetime) -> Preview:
    """The dates that planning would make for a society at the instant `at`. Raises Invalid like `plan_activity`."""
    drafted = draft(plan, society, at)
    plan = drafted.plan
    return Preview(
        dates=[_preview_date(start, drafted) for start in drafted.dates.starts],
        left_out=drafted.dates.left_out,
        in_words=rule_in_words(
            rrule=plan.rrule,
            first_date=plan.first_date,
            start_time=plan.start_time,
            window=plan.window,
            zone=plan.zone,
        ),
        warnings=_warnings(drafted),
    )


def _preview_date(start: datetime, drafted: Draft) -> PreviewDate:
    day, plan, timetable = start.date(), drafted.plan, drafted.timetable
    notes = [_clock_note(start, plan.zone)]
    if not plan.rrule:  # a date chosen by hand is kept wherever it falls
        notes.append(timetable.left_out(plan.window, day))
    return PreviewDate(
        date=day,
        starts_at=instant(day, start.time(), plan.zone),
        week=timetable.week_on(day),
        term=timetable.term_on(day),
        note=" ".join(note for note in notes if note),
    )


def _clock_note(start: datetime, zone: str) -> str:
    change = clock_change(start.date(), start.time(), zone)
    if change is ClockChange.GAP:
        return gettext("The clocks skip this time that day.")
    return gettext("The clocks show this time twice that day.") if change is ClockChange.FOLD else ""


def _warnings(drafted: Draft) -> list[str]:
    plan, starts = drafted.plan, drafted.dates.starts
    warnings = []
    for start in starts:
        change = clock_change(start.date(), start.time(), plan.zone)
        if change is not None:
            warnings.append(_clock_warning(change, start, plan.zone))
    if plan.rrule and plan.window != Activity.Window.ALWAYS and not drafted.timetable.terms:
        warnings.append(gettext("Your university has no term dates here yet. Plan for all year, or ask its staff."))
    elif not starts:
        warnings.append(gettext("No date is left: each falls outside the weeks chosen."))
    return warnings


def _clock_warning(change: ClockChange, start: datetime, zone: str) -> str:
    said = {
        "day": weekday_and_date(start.date()),
        "time": f"{start:%H:%M}",
        "zone": clock.zone_city(zone),
        "real": f"{instant(start.date(), start.time(), zone).astimezone(ZoneInfo(zone)):%H:%M}",
    }
    if change is ClockChange.GAP:
        return gettext("On %(day)s the clocks in %(zone)s skip %(time)s; it starts at %(real)s.") % said
    return gettext("On %(day)s the clocks in %(zone)s show %(time)s twice; it starts the first time.") % said
