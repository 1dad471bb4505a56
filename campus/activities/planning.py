"""When a rule's dates fall: instants across clock changes, the weeks in which to meet, how far to plan. Pure.

Reads terms and breaks that somebody else loaded; touches no database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cached_property
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from campus.activities import recurrence, rule_text
from campus.activities.models import Activity, Timing
from campus.activities.recurrence import Rule
from campus.directory import calendar
from campus.directory.calendar import Week
from campus.directory.models import Break, Calendar, Term

COMING = relativedelta(months=12)
AT_MOST = relativedelta(months=18)


class ClockChange(Enum):
    """What a clock change does to a local time: skip it (spring) or make it come twice (autumn)."""

    GAP = "gap"
    FOLD = "fold"


def instant(day: date, start: time, zone: str) -> datetime:
    """The instant in UTC of a local time in an IANA zone.

    A time that the clocks skip is read with the offset before the gap (02:30 becomes 03:30); of a time that comes
    twice it is the first. Both are what Python's fold=0 means (PEP 495).
    """
    return datetime.combine(day, start.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


def instants(day: date, start: time, minutes: int, zone: str, timing: str = Timing.TIMED) -> tuple[datetime, datetime]:
    """The start and the end in UTC of what begins at a local date and time and takes so many minutes.

    What is not timed takes whole local days, however long the clocks make them: `minutes` is 1,440 for each.
    """
    if timing == Timing.TIMED:
        starts_at = instant(day, start, zone)
        return starts_at, starts_at + timedelta(minutes=minutes)
    last = day + timedelta(days=max(1, round(minutes / (24 * 60))))
    return instant(day, time.min, zone), instant(last, time.min, zone)


def clock_change(day: date, start: time, zone: str) -> ClockChange | None:
    """Whether the clocks skip a local time on a day, or go through it twice."""
    local = datetime.combine(day, start.replace(fold=0), ZoneInfo(zone))
    if local.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        return ClockChange.GAP
    return ClockChange.FOLD if local.utcoffset() != local.replace(fold=1).utcoffset() else None


@dataclass(frozen=True)
class Timetable:
    """The terms by which a society schedules, with their breaks; without a calendar it has none."""

    calendar: Calendar | None = None
    terms: Sequence[Term] = ()
    breaks: Mapping[int, Sequence[Break]] = field(default_factory=dict)  # by the term's number
    holidays: Mapping[date, str] = field(default_factory=dict)  # public holidays by date, with their names

    def term_on(self, day: date) -> Term | None:
        """The term in whose active period a date lies."""
        return calendar.term_on(self.terms, day)

    def week_on(self, day: date) -> Week | None:
        """The week of a term in which a date lies, as the university counts it."""
        return calendar.week_on(self._weeks, day)

    def break_on(self, day: date) -> Break | None:
        """The break that takes a date."""
        term = self.term_on(day)
        pauses = self.breaks.get(term.pk, ()) if term else ()
        return next((pause for pause in pauses if pause.starts_on <= day <= pause.ends_on), None)

    @cached_property
    def _weeks(self) -> list[Week]:
        if self.calendar is None:
            return []
        found: list[Week] = []
        for term in self.terms:
            found += calendar.weeks(self.calendar, term, self.breaks.get(term.pk, ()))
        return found

    def left_out(self, window: str, day: date) -> str:
        """Why a date is outside a window (Activity.Window), in words; "" when it is inside.

        The weekend of a week without teaching is no teaching time either, though its break may end on the Friday.
        """
        if window == Activity.Window.ALWAYS:
            return ""
        term, pause = self.term_on(day), self.break_on(day)
        if term is None:
            return _("Outside term")
        if window == Activity.Window.TEACHING:
            if not term.teaching_from <= day <= term.teaching_to:
                return str(pause) if pause else _("Outside teaching weeks")
            week = self.week_on(day)
            pause = pause or (week.in_break if week else None)
        return str(pause) if pause else ""

    def horizon(self, today: date) -> date:
        """Up to where dates are planned: the coming 12 months or the end of the next term, 18 months at most."""
        coming = [term.active_to for term in self.terms if term.active_from > today]
        return min(max([today + COMING, *coming[:1]]), latest(today))


def latest(today: date) -> date:
    """The last date that can be planned at all: 18 months from today."""
    return today + AT_MOST


@dataclass(frozen=True)
class Stretch:
    """When an activity is, as its rule has it: what decides its dates, beside the calendar.

    `first` (DTSTART), `extra_dates` (RDATE) and `skipped_dates` (EXDATE) are naive and local to `zone`; unless it is
    timed their time is 00:00. `more_times` are further starts on each day of the rule. After `last_date` nothing comes.
    """

    rule: Rule | None
    first: datetime
    zone: str
    window: str
    more_times: Sequence[time] = ()
    extra_dates: Sequence[datetime] = ()
    skipped_dates: Sequence[datetime] = ()
    last_date: date | None = None
    skips_holidays: bool = False

    @classmethod
    def of(cls, activity: Activity) -> "Stretch":
        """That of a saved activity, whose rule was checked when it was saved."""
        return cls(
            rule=rule_text.parse(activity.rrule) if activity.rrule else None,
            first=datetime.combine(activity.first_date, activity.start_time),
            zone=activity.zone,
            window=activity.window,
            more_times=[time.fromisoformat(value) for value in activity.more_times],
            extra_dates=[datetime.fromisoformat(value) for value in activity.extra_dates],
            skipped_dates=[datetime.fromisoformat(value) for value in activity.skipped_dates],
            last_date=activity.last_date,
            skips_holidays=activity.skips_holidays,
        )


@dataclass(frozen=True)
class Dates:
    """The naive local starts of a stretch inside its window, and the dates left out with the reason."""

    starts: Sequence[datetime]
    left_out: Sequence[tuple[date, str]]


def plan_dates(stretch: Stretch, timetable: Timetable, since: date, last: date) -> Dates:
    """The dates of a stretch from `since` to `last`, both included, in order.

    Without a rule there is only its first date; that one and the extra dates somebody chose by hand, so no window
    leaves them out.
    """
    if stretch.last_date is not None:
        last = min(last, stretch.last_date)
    skipped, left_out = set(stretch.skipped_dates), []
    found = {start for start in stretch.extra_dates if since <= start.date() <= last}
    for start in _of_the_rule(stretch, since, last):
        day = start.date()
        reason = timetable.left_out(stretch.window, day) if stretch.rule else ""
        if stretch.skips_holidays and stretch.rule:
            reason = reason or timetable.holidays.get(day, "")
        if reason:
            left_out.append((day, reason))
        else:
            found.update([start, *(datetime.combine(day, more) for more in stretch.more_times)])
    return Dates(sorted(found - skipped), left_out)


def _of_the_rule(stretch: Stretch, since: date, last: date) -> Sequence[datetime]:
    if stretch.rule is None:
        return [stretch.first] if since <= stretch.first.date() <= last else []
    return recurrence.expand(stretch.rule, stretch.first, stretch.zone, since, last)
