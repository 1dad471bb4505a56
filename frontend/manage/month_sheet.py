"""A month with a society's dates in it, in weeks that begin as the university's do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from campus.activities.queries import timetable_for
from campus.base import clock
from campus.directory.models import Society
from frontend.manage.sheet_days import SheetWeek, sheet_weeks

FIRST_YEAR, LAST_YEAR = 1990, 2199


@dataclass(frozen=True)
class MonthSheet:
    """A month's weeks; `month` is its first day."""

    month: date
    this_month: date
    weeks: Sequence[SheetWeek]

    @property
    def previous(self) -> date:
        return self.month - relativedelta(months=1)

    @property
    def following(self) -> date:
        return self.month + relativedelta(months=1)

    @property
    def weekdays(self) -> list[date]:
        """Seven dates that stand for the columns."""
        return [day.date for day in self.weeks[0].days]

    @property
    def is_now(self) -> bool:
        return self.month == self.this_month

    @property
    def is_empty(self) -> bool:
        return not any(day.entries for week in self.weeks for day in week.days if not day.is_outside)


def month_sheet(society: Society, at: datetime, asked: str = "") -> MonthSheet:
    """The sheet of the month asked for as 2026-11, else of the present one."""
    timetable = timetable_for(society)
    this_month = clock.today(society.university.zone, at).replace(day=1)
    month = _read(asked) or this_month
    week_starts_on = timetable.calendar.week_starts_on if timetable.calendar else 0
    start = month - timedelta(days=(month.weekday() - week_starts_on) % 7)
    starts = []
    while start < month + relativedelta(months=1):
        starts.append(start)
        start += timedelta(days=7)
    return MonthSheet(month, this_month, sheet_weeks(society, timetable, starts, at, month=month.month))


def _read(asked: str) -> date | None:
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", asked)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    return date(year, month, 1) if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 else None
