"""The days of a plan as it is drawn, for term and month alike: what takes place, what is marked, what pauses."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from campus.activities.models import Occurrence, Timing
from campus.activities.planning import Timetable
from campus.activities.queries.hosting import held_by
from campus.activities.queries.observances import Marked, marked_between
from campus.base import clock
from campus.directory.calendar import Week
from campus.directory.models import Break, Society
from frontend.together import with_hosts

DAY = timedelta(days=1)
REACH = timedelta(days=15)  # what takes two weeks at most, in any zone, and so may reach into the days shown


@dataclass(frozen=True)
class Entry:
    """What takes place, as it stands on one of its days: the `day_number`th of `days`."""

    occurrence: Occurrence
    day_number: int
    days: int

    @property
    def is_all_day(self) -> bool:
        return self.occurrence.timing == Timing.ALL_DAY

    @property
    def is_to_confirm(self) -> bool:
        return self.occurrence.timing == Timing.TO_CONFIRM

    @property
    def is_single(self) -> bool:
        """Whether it follows no rule: single dates and sets look different."""
        return not self.occurrence.activity.rrule


@dataclass(frozen=True)
class Day:
    """One date of a sheet. `marks` begin on it; `during` are spans that go on; `pause` is a break within a week."""

    date: date
    is_today: bool
    is_outside: bool  # of the month that is shown
    pause: Break | None
    entries: Sequence[Entry]
    marks: Sequence[Marked]
    during: Sequence[Marked]

    @property
    def begins_pause(self) -> bool:
        return self.pause is not None and self.pause.starts_on == self.date

    @property
    def spans(self) -> bool:
        """Whether it lies in an observance of several days."""
        return bool(self.during) or any(mark.ends_on > mark.starts_on for mark in self.marks)

    @property
    def is_bare(self) -> bool:
        """Whether narrow screens leave it out."""
        return not (self.entries or self.marks or self.is_today or self.begins_pause)


@dataclass(frozen=True)
class SheetWeek:
    """One row of a sheet; `week` is as the university counts it, None between its terms."""

    starts_on: date
    week: Week | None
    days: Sequence[Day]

    @property
    def ends_on(self) -> date:
        return self.starts_on + 6 * DAY

    @property
    def is_in_one_month(self) -> bool:
        return self.starts_on.month == self.ends_on.month

    @property
    def in_break(self) -> bool:
        return self.week is not None and self.week.in_break is not None

    @property
    def is_now(self) -> bool:
        return any(day.is_today for day in self.days)


def sheet_weeks(
    society: Society, timetable: Timetable, starts: Sequence[date], at: datetime, month: int = 0
) -> list[SheetWeek]:
    """The weeks that begin on `starts`, filled: three questions to the database, and those of the observances."""
    first, last = starts[0], starts[-1] + 6 * DAY
    held = _held(society, first, last)
    marked = marked_between(society, first, last)
    today = clock.today(society.university.zone, at)
    weeks = []
    for start in starts:
        week = timetable.week_on(start)
        in_break = week is not None and week.in_break is not None
        days = [
            _day(start + passed * DAY, today, timetable, held, marked, in_break=in_break, month=month, first=first)
            for passed in range(7)
        ]
        weeks.append(SheetWeek(start, week, days))
    return weeks


def _day(
    day: date,
    today: date,
    timetable: Timetable,
    held: Mapping[date, Sequence[Entry]],
    marked: Sequence[Marked],
    *,
    in_break: bool,
    month: int,
    first: date,
) -> Day:
    on_it = [mark for mark in marked if mark.starts_on <= day <= mark.ends_on]
    begins = [mark for mark in on_it if day == max(mark.starts_on, first)]
    return Day(
        date=day,
        is_today=day == today,
        is_outside=bool(month) and day.month != month,
        pause=None if in_break else timetable.break_on(day),
        entries=held.get(day, ()),
        marks=begins,
        during=[mark for mark in on_it if mark not in begins],
    )


def _held(society: Society, first: date, last: date) -> dict[date, list[Entry]]:
    """What takes place on each date, in the time of its place."""
    held = defaultdict(list)
    near = datetime.combine(first, datetime.min.time(), UTC) - REACH
    rows = Occurrence.objects.filter(held_by(society), starts_at__gte=near, date__lte=last)
    rows = rows.select_related("activity", "society__university").order_by("starts_at", "pk")
    for occurrence in with_hosts(rows, society):
        days = days_of(occurrence)
        for number, day in enumerate(days, start=1):
            if first <= day <= last:
                held[day].append(Entry(occurrence, number, len(days)))
    return held


def days_of(occurrence: Occurrence) -> list[date]:
    """The local dates on which it stands; what only runs past midnight stands on the date on which it begins."""
    if occurrence.ends_at - occurrence.starts_at < DAY and occurrence.timing == Timing.TIMED:
        return [occurrence.date]
    last = (occurrence.ends_at - timedelta(seconds=1)).astimezone(ZoneInfo(occurrence.zone)).date()
    return [occurrence.date + passed * DAY for passed in range(max(0, (last - occurrence.date).days) + 1)]
