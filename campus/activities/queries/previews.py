"""The real dates of a plan, before anything is saved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from campus.activities.models import Activity, Timing
from campus.activities.planning import ClockChange, clock_change, instant, instants
from campus.activities.plans import ActivityPlan, Draft, draft
from campus.activities.queries.rooms import Taken, Wanted, room_warnings, rooms_taken
from campus.activities.words import rule_in_words, time_in_words, weekday_and_date
from campus.base import clock
from campus.directory.calendar import Week
from campus.directory.models import Society, Term


@dataclass(frozen=True)
class PreviewDate:
    """A local date with its time (00:00 unless it is timed) and timing, its start and end in UTC, the term and week it
    lies in, the public holiday it falls on and what is special about it ("" if nothing), and who has its room.
    """

    date: date
    time: time
    timing: str
    starts_at: datetime
    ends_at: datetime
    week: Week | None
    term: Term | None
    holiday: str
    note: str
    taken: Taken | None = None


@dataclass(frozen=True)
class Preview:
    """What a plan gives: dates, dates left out with the reason, the rule in words, and what to think about.

    Dates are planned up to `last`; what the rule gives after it comes as time passes.
    """

    dates: Sequence[PreviewDate]
    left_out: Sequence[tuple[date, str]]
    in_words: str
    warnings: Sequence[str]
    last: date


def preview(society: Society, plan: ActivityPlan, at: datetime) -> Preview:
    """The dates that planning would make for a society at the instant `at`. Raises Invalid like `plan_activity`."""
    drafted = draft(plan, society, at)
    plan = drafted.plan
    dates = [_preview_date(start, drafted) for start in drafted.dates.starts]
    taken = _taken(society, plan, dates)
    in_the_way = {each.wanted.starts_at: each for each in taken}
    return Preview(
        dates=[replace(each, taken=in_the_way.get(each.starts_at)) for each in dates],
        left_out=drafted.dates.left_out,
        in_words=rule_in_words(
            rrule=plan.rrule,
            first_date=plan.first_date,
            start_time=plan.start_time,
            window=plan.window,
            zone=plan.zone,
            minutes=plan.minutes,
            timing=plan.timing,
            more_times=plan.more_times,
            extra_dates=plan.extra_dates,
            skipped_dates=plan.skipped_dates,
            skips_holidays=plan.skips_holidays,
        ),
        warnings=[*_warnings(drafted), *room_warnings(taken)],
        last=drafted.last,
    )


def _taken(society: Society, plan: ActivityPlan, dates: Sequence[PreviewDate]) -> Sequence[Taken]:
    """The dates whose room another date has; what has no time of its own needs none."""
    if plan.timing != Timing.TIMED:
        return []
    wanted = [Wanted(plan.place, datetime.combine(row.date, row.time), row.starts_at, row.ends_at) for row in dates]
    return rooms_taken(society, wanted)


def _preview_date(start: datetime, drafted: Draft) -> PreviewDate:
    day, plan, timetable = start.date(), drafted.plan, drafted.timetable
    starts_at, ends_at = instants(day, start.time(), plan.minutes, plan.zone, plan.timing)
    holiday = timetable.holidays.get(day, "")
    notes = [_clock_note(start, plan), timetable.left_out(plan.window, day) if _is_by_hand(start, plan) else ""]
    return PreviewDate(
        date=day,
        time=start.time(),
        timing=plan.timing,
        starts_at=starts_at,
        ends_at=ends_at,
        week=timetable.week_on(day),
        term=timetable.term_on(day),
        holiday=holiday,
        note=" ".join(note for note in notes if note) or holiday,
    )


def _is_by_hand(start: datetime, plan: ActivityPlan) -> bool:
    """A date chosen by hand is kept wherever it falls."""
    return not plan.rrule or start in plan.extra_dates


def _change(start: datetime, plan: ActivityPlan) -> ClockChange | None:
    """What the clocks do to a start; to whole days they do nothing that anybody notices."""
    return clock_change(start.date(), start.time(), plan.zone) if plan.timing == Timing.TIMED else None


def _clock_note(start: datetime, plan: ActivityPlan) -> str:
    change = _change(start, plan)
    if change is ClockChange.GAP:
        return gettext("The clocks skip this time that day.")
    return gettext("The clocks show this time twice that day.") if change is ClockChange.FOLD else ""


def _warnings(drafted: Draft) -> list[str]:
    plan, starts = drafted.plan, drafted.dates.starts
    changes = [(_change(start, plan), start) for start in starts]
    warnings = [_clock_warning(change, start, plan.zone) for change, start in changes if change is not None]
    warnings += _needless(drafted)
    if plan.rrule and plan.window != Activity.Window.ALWAYS and not drafted.timetable.terms:
        warnings.append(gettext("Your university has no term dates here yet. Plan for all year, or ask its staff."))
    elif not starts:
        warnings.append(gettext("No date is left: each falls outside the weeks chosen."))
    return warnings


def _needless(drafted: Draft) -> list[str]:
    """What is said of dates to leave out on which there is nothing that could be left out."""
    left_out = {day for day, _reason in drafted.dates.left_out}
    dates = {start.date() for start in drafted.dates.starts}
    within = [start for start in drafted.plan.skipped_dates if start.date() <= drafted.last]
    said = gettext("Nothing would be on %(day)s at %(time)s, so nothing is left out there.")
    nothing = gettext("Nothing would be on %(day)s, so nothing is left out there.")
    return [
        (said if start.date() in dates else nothing)
        % {"day": weekday_and_date(start.date()), "time": time_in_words(start.time())}
        for start in within
        if start.date() not in left_out and (start.date() not in dates or not _of_a_day(start, drafted.plan))
    ]


def _of_a_day(start: datetime, plan: ActivityPlan) -> bool:
    """Whether it is one of the times at which something begins."""
    return start.time() in {plan.start_time, *plan.more_times} or start in plan.extra_dates


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
