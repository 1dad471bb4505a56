"""Days and spans that societies plan around: on which dates their rules fall. Pure.

The rows themselves are reference data, in `data/observances.json`.
"""

import json
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from campus.activities import recurrence, rule_text

FILE = Path(__file__).parent / "data" / "observances.json"
SHIFT = 60  # days by which a society may mark one earlier or later than it officially is


def rows() -> list[dict[str, Any]]:
    """The observances of the file, each as the fields of Observance."""
    found: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def first_days(rrule: str, since: date, last: date) -> list[date]:
    """The first days from `since` to `last`, both included, of what returns by a rule that names its days itself.

    Such a rule, like `FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=25`, needs no day to begin on. Raises Invalid for a text that
    is no rule.
    """
    years = range(since.year, last.year + 1)
    return [day for year in years for day in _of_year(rrule, year) if since <= day <= last]


def falls_on(rrule: str, day: date) -> bool:
    """Whether a date is one of its first days."""
    return day in _of_year(rrule, day.year)


def next_first_day(rrule: str, days: int, today: date) -> date | None:
    """The first day of what takes so many `days` and is not over today: of one that goes on, or the next to come."""
    since = today - timedelta(days=days - 1)
    return next(iter(first_days(rrule, since, date(min(today.year + 8, date.max.year), 12, 31))), None)


@lru_cache(maxsize=1024)
def _of_year(rrule: str, year: int) -> tuple[date, ...]:
    begin, end = date(year, 1, 1), date(year, 12, 31)
    starts = recurrence.expand(rule_text.parse(rrule), datetime.combine(begin, time.min), "UTC", begin, end)
    return tuple(start.date() for start in starts)
