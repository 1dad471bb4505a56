"""When a rule's dates fall: instants across clock changes, the weeks in which to meet, how far to plan. Pure.

Reads terms and breaks that somebody else loaded; touches no database.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cached_property
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campus.activities import recurrence, rule_text
from campus.activities.models import Activity, Timing
from campus.activities.recurrence import MAX_DATES, Rule
from campus.directory import calendar
from campus.directory.calendar import Week
from campus.directory.models import Break, Calendar, Term

COMING = relativedelta(months=12)
AT_MOST = relativedelta(months=18)
ONE_DAY = timedelta(days=1)


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


class Reasons(dict[date, str]):
    """Answers that are asked for many times, for as many activities as share a timetable; others are asked for once."""

    def __init__(self, known: Mapping[date, str], ask: Callable[[date], str]) -> None:
        super().__init__(known)
        self._ask = ask

    def __missing__(self, day: date) -> str:
        self[day] = reason = self._ask(day)
        return reason


def _days(first: date, last: date) -> list[date]:
    """The days from one to another, both included; none when the other comes first."""
    return [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]


@dataclass(frozen=True)
class Timetable:
    """The terms by which a society schedules, with their breaks; without a calendar it has none."""

    calendar: Calendar | None = None
    terms: Sequence[Term] = ()
    breaks: Mapping[int, Sequence[Break]] = field(default_factory=dict)  # by the term's number
    holidays: Mapping[date, str] = field(default_factory=dict)  # public holidays by date, with their names
    _known: dict[tuple[str | bool | None, ...], "Reasons"] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def term_on(self, day: date) -> Term | None:
        """The term in whose active period a date lies."""
        return calendar.term_on(self.terms, day)

    def week_on(self, day: date) -> Week | None:
        """The week of a term in which a date lies, as the university counts it."""
        return self._week_by_day.get(day)

    def break_on(self, day: date) -> Break | None:
        """The break that takes a date."""
        term = self.term_on(day)
        pauses = self.breaks.get(term.pk, ()) if term else ()
        return next((pause for pause in pauses if pause.starts_on <= day <= pause.ends_on), None)

    @cached_property
    def weeks(self) -> list[Week]:
        """The weeks of its terms in order of time, as the university counts them."""
        if self.calendar is None:
            return []
        found: list[Week] = []
        for term in self.terms:
            found += calendar.weeks(self.calendar, term, self.breaks.get(term.pk, ()))
        return found

    @cached_property
    def _week_by_day(self) -> Mapping[date, Week]:
        """Of weeks that share days, the first has them."""
        return {day: week for week in reversed(self.weeks) for day in _days(week.starts_on, week.ends_on)}

    def left_out(self, window: str, day: date) -> str:
        """Why a date is outside a window (Activity.Window), in words; "" when it is inside.

        The weekend of a week without teaching is no teaching time either, though its break may end on the Friday.
        """
        return self.reasons(window)[day]

    def reasons(self, window: str, *, skips_holidays: bool = False) -> "Reasons":
        """Why each date is left out, "" when it is not; worked out once, in the active language."""
        key = (window, skips_holidays, get_language())
        if key not in self._known:
            self._known[key] = self._without_holidays(window) if skips_holidays else self._outside(window)
        return self._known[key]

    def _without_holidays(self, window: str) -> "Reasons":
        outside = self.reasons(window)
        return Reasons({}, lambda day: outside[day] or self.holidays.get(day, ""))

    def _outside(self, window: str) -> "Reasons":
        if window == Activity.Window.ALWAYS:
            return Reasons({}, lambda day: "")
        found: dict[date, str] = {}
        for term in reversed(self.terms):  # of terms that share a day the first one says what it is
            found.update(dict.fromkeys(_days(term.active_from, term.active_to), ""))
            found.update(self._breaks_of(term))
            if window == Activity.Window.TEACHING:
                found.update(self._untaught_days_of(term))
        outside = _("Outside term")
        return Reasons(found, lambda day: outside)

    def _breaks_of(self, term: Term) -> dict[date, str]:
        found = {}
        for pause in reversed(self.breaks.get(term.pk, ())):
            days = _days(max(pause.starts_on, term.active_from), min(pause.ends_on, term.active_to))
            found.update(dict.fromkeys(days, str(pause)))
        return found

    def _untaught_days_of(self, term: Term) -> dict[date, str]:
        """Those before and after teaching, and what is left of weeks that a break takes; not the breaks themselves."""
        beside = [
            *_days(term.active_from, term.teaching_from - ONE_DAY),
            *_days(term.teaching_to + ONE_DAY, term.active_to),
        ]
        found = dict.fromkeys(beside, _("Outside teaching weeks"))
        for week in self.weeks:
            if week.in_break is not None:
                found.update(dict.fromkeys(self._taught_days(term, week), str(week.in_break)))
        return {**found, **self._breaks_of(term)}

    def _taught_days(self, term: Term, week: Week) -> list[date]:
        days = _days(max(week.starts_on, term.teaching_from), min(week.ends_on, term.teaching_to))
        return [day for day in days if self._week_by_day[day] is week]

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
    """The naive local starts of a stretch inside its window, and the dates left out with the reason, in order.

    `is_cut` when there were over 1,000: then not all are here.
    """

    starts: Sequence[datetime]
    left_out: Sequence[tuple[date, str]]
    is_cut: bool = False


def plan_dates(stretch: Stretch, timetable: Timetable, since: date, last: date) -> Dates:
    """The dates of a stretch from `since` to `last`, both included, in order.

    Without a rule there is only its first date; that one and the extra dates somebody chose by hand, so no window
    leaves them out. What is skipped by hand is left out, an extra date too.
    """
    if stretch.last_date is not None:
        last = min(last, stretch.last_date)
    by_rule = _of_the_rule(stretch, since, last)
    found, left_out = _inside(stretch, timetable, by_rule)
    if stretch.more_times or stretch.extra_dates or stretch.skipped_dates:
        found, left_out = _by_hand(stretch, found, left_out, since, last)
    return Dates(found[:MAX_DATES], left_out, is_cut=max(len(found), len(by_rule)) > MAX_DATES)


def _of_the_rule(stretch: Stretch, since: date, last: date) -> list[datetime]:
    """The starts that the rule gives, at most 1,001."""
    if stretch.rule is None:
        return [stretch.first] if since <= stretch.first.date() <= last else []
    return recurrence.first_of(stretch.rule, stretch.first, stretch.zone, since, last)


def _inside(
    stretch: Stretch, timetable: Timetable, by_rule: Sequence[datetime]
) -> tuple[Sequence[datetime], Sequence[tuple[date, str]]]:
    """Those inside the window, and the dates left out."""
    if stretch.rule is None or (stretch.window == Activity.Window.ALWAYS and not stretch.skips_holidays):
        return by_rule, []
    reasons = timetable.reasons(stretch.window, skips_holidays=stretch.skips_holidays)
    days = list(map(datetime.date, by_rule))
    why = list(map(reasons.__getitem__, days))
    found = [start for start, reason in zip(by_rule, why, strict=True) if not reason]
    return found, [(day, reason) for day, reason in zip(days, why, strict=True) if reason]


def _by_hand(
    stretch: Stretch, by_rule: Sequence[datetime], left_out: Sequence[tuple[date, str]], since: date, last: date
) -> tuple[list[datetime], list[tuple[date, str]]]:
    """With the further times of each day and the extra dates, and without those skipped."""
    days = by_rule[: MAX_DATES // (1 + len(stretch.more_times)) + 1]  # enough for 1,001, however many times a day has
    found = {start for start in stretch.extra_dates if since <= start.date() <= last}
    found.update(by_rule)
    found.update(datetime.combine(start.date(), more) for start in days for more in stretch.more_times)
    skipped = found & set(stretch.skipped_dates)
    found -= skipped
    dates = {start.date() for start in found}
    reasons = {day: reason for day, reason in left_out if day not in dates}
    reasons.update({start.date(): _("Left out by hand") for start in skipped if start.date() not in dates})
    return sorted(found), sorted(reasons.items())
