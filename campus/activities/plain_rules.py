"""Rules that every calendar program is known to follow alike, and their dates. Pure.

Only these are written into feeds: by days, by weeks, and by months on one weekday of the month or one day of it.
Everything else goes out date by date; docs/decisions/feeds.md says why.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVERY_MONTH_HAS = 28  # days: programs differ in what they do about the 29th, 30th and 31st
NTH = re.compile(r"([1-4]|-1)(MO|TU|WE|TH|FR|SA|SU)")
PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "WKST", "COUNT", "UNTIL"})


@dataclass(frozen=True)
class PlainRule:
    """`weekdays` count from 0 for Monday. A monthly rule has `nth` of one weekday (-1: the last), or `month_day`."""

    frequency: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int = 0
    month_day: int = 0
    week_start: int = 0

    def __str__(self) -> str:
        """As RFC 5545 writes it, without an end."""
        parts = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            ordinal = str(self.nth or "")
            parts.append("BYDAY=" + ",".join(ordinal + WEEKDAYS[day] for day in self.weekdays))
        if self.month_day:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.frequency == "WEEKLY" and self.interval > 1:
            parts.append(f"WKST={WEEKDAYS[self.week_start]}")
        return ";".join(parts)

    def days(self, first: date, last: date) -> Iterator[date]:
        """Its days from `first`, which sets the rhythm of its interval, to `last`, both included."""
        within = {"DAILY": self._daily, "WEEKLY": self._weekly, "MONTHLY": self._monthly}[self.frequency]
        for day in within(first, last):
            if first <= day <= last:
                yield day

    def _daily(self, first: date, last: date) -> Iterator[date]:
        for number in range(0, (last - first).days + 1, self.interval):
            yield first + timedelta(days=number)

    def _weekly(self, first: date, last: date) -> Iterator[date]:
        week = first - timedelta(days=(first.weekday() - self.week_start) % 7)
        offsets = sorted((weekday - self.week_start) % 7 for weekday in self.weekdays)
        while week <= last:
            for number in offsets:
                yield week + timedelta(days=number)
            week += timedelta(weeks=self.interval)

    def _monthly(self, first: date, last: date) -> Iterator[date]:
        month = first.year * 12 + first.month - 1
        while month <= last.year * 12 + last.month - 1:
            yield self._day_of(month // 12, month % 12 + 1)
            month += self.interval

    def _day_of(self, year: int, month: int) -> date:
        if self.month_day:
            return date(year, month, self.month_day)
        if self.nth > 0:
            start = date(year, month, 1)
            return start + timedelta(days=(self.weekdays[0] - start.weekday()) % 7 + 7 * (self.nth - 1))
        end = date(year, month, monthrange(year, month)[1])
        return end - timedelta(days=(end.weekday() - self.weekdays[0]) % 7)


def plain_rule(rrule: str, first: date) -> PlainRule | None:
    """The rule of an activity that begins on `first`, without its end; None when it is no such rule, or none."""
    parts = dict(part.partition("=")[::2] for part in rrule.upper().split(";"))
    if not rrule or not parts.keys() <= PARTS:
        return None
    interval, by_day = int(parts.get("INTERVAL", "1")), parts.get("BYDAY", "")
    frequency, by_month_day = parts["FREQ"], parts.get("BYMONTHDAY", "")
    if frequency == "DAILY" and not by_day and not by_month_day:
        return PlainRule(frequency, interval)
    if frequency == "WEEKLY" and not by_month_day:
        return _weekly_rule(interval, by_day.split(",") if by_day else [WEEKDAYS[first.weekday()]], parts)
    if frequency == "MONTHLY":
        return _monthly_rule(interval, by_day, by_month_day, first)
    return None


def _weekly_rule(interval: int, names: list[str], parts: dict[str, str]) -> PlainRule | None:
    if not set(names) <= set(WEEKDAYS):
        return None
    weekdays = tuple(sorted({WEEKDAYS.index(name) for name in names}))
    return PlainRule("WEEKLY", interval, weekdays, week_start=WEEKDAYS.index(parts.get("WKST", "MO")))


def _monthly_rule(interval: int, by_day: str, by_month_day: str, first: date) -> PlainRule | None:
    if by_day:
        nth = NTH.fullmatch(by_day.replace("+", ""))
        if nth is None or by_month_day:
            return None
        return PlainRule("MONTHLY", interval, (WEEKDAYS.index(nth[2]),), nth=int(nth[1]))
    day = int(by_month_day) if re.fullmatch(r"\+?[0-9]+", by_month_day) else 0 if by_month_day else first.day
    return PlainRule("MONTHLY", interval, month_day=day) if 1 <= day <= EVERY_MONTH_HAS else None
