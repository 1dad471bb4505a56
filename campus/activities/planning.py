"""When a rule's dates fall: instants across clock changes, the weeks in which to meet, how far to plan. Pure.

Reads terms and breaks that somebody else loaded; touches no database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cached_property
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from campus.activities import recurrence
from campus.activities.models import Activity
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
class Dates:
    """The naive local starts of a rule inside its window, and the dates left out with the reason."""

    starts: Sequence[datetime]
    left_out: Sequence[tuple[date, str]]


def plan_dates(
    *, rule: Rule | None, first: datetime, zone: str, window: str, timetable: Timetable, since: date, last: date
) -> Dates:
    """The dates from `since` to `last`, both included, of what begins at the naive local start `first`.

    Without a rule there is only `first`; somebody chose that date by hand, so no window leaves it out.
    """
    if rule is None:
        return Dates([first] if since <= first.date() <= last else [], [])
    starts, left_out = [], []
    for start in recurrence.expand(rule, first, zone, since, last):
        reason = timetable.left_out(window, start.date())
        if reason:
            left_out.append((start.date(), reason))
        else:
            starts.append(start)
    return Dates(starts, left_out)
