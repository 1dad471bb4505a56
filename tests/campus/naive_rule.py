"""A slow reading of RFC 5545, 3.3.10: walk every day and ask the table of page 43 whether it matches.

Knows neither dateutil nor the product. Two readings where the RFC leaves one open: a week's year says its number, and
the set of a year (INTERVAL, BYSETPOS) are the days of the calendar year; a first date that does not match is no date.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONE = timedelta(days=1)


class NaiveRule:
    def __init__(self, text: str, first: datetime) -> None:
        parts = dict(part.split("=") for part in text.split(";"))
        self.frequency, self.first, self.until = parts["FREQ"], first, parts.get("UNTIL", "")
        self.interval, self.count = int(parts.get("INTERVAL", 1)), int(parts.get("COUNT", 10**9))
        self.week_start = DAYS.index(parts.get("WKST", "MO"))
        self.days = [(int(day[:-2] or 0), DAYS.index(day[-2:])) for day in parts.get("BYDAY", "").split(",") if day]
        names = ("BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYSETPOS")
        self.months, self.weeks, self.year_days, self.month_days, self.places = (
            [int(number) for number in parts.get(name, "").split(",") if number] for name in names
        )

    def starts(self, last: date, zone: str) -> Iterator[datetime]:
        """Naive local starts up to a date."""
        found, begin = 0, date(self.first.year, 1, 1) - 7 * ONE  # whole years, and whole weeks around them
        walk = (begin + n * ONE for n in range((date(last.year + 1, 1, 7) - begin).days))
        for key, days in groupby(walk, key=self._period):
            if (key - self._period(self.first.date())) % self.interval:
                continue
            matching = [day for day in days if self._matches(day)]
            for place, day in enumerate(matching):
                start = datetime.combine(day, self.first.time())
                is_picked = not self.places or {place + 1, place - len(matching)} & set(self.places)
                if not is_picked or start < self.first:
                    continue
                found += 1
                if day > last or found > self.count or self._is_over(start, zone):
                    return
                yield start

    def _period(self, day: date) -> int:
        week = (day.toordinal() - 1 - self.week_start) // 7  # ordinal 1 was a Monday
        month = 12 * day.year + day.month
        return {"DAILY": day.toordinal(), "WEEKLY": week, "MONTHLY": month, "YEARLY": day.year}[self.frequency]

    def _is_over(self, start: datetime, zone: str) -> bool:
        if self.until.endswith("Z"):
            return f"{instant(start, zone):%Y%m%dT%H%M%SZ}" > self.until
        return bool(self.until) and f"{start:%Y%m%dT%H%M%S}"[: len(self.until)] > self.until

    def _matches(self, day: date) -> bool:
        length, year_length = monthrange(day.year, day.month)[1], 365 + isleap(day.year)
        year_day = (day - date(day.year, 1, 1)).days + 1
        return (
            (not self.months or day.month in self.months)
            and (not self.weeks or bool(set(self._week(day)) & set(self.weeks)))
            and (not self.year_days or bool({year_day, year_day - year_length - 1} & set(self.year_days)))
            and (not self.month_days or bool({day.day, day.day - length - 1} & set(self.month_days)))
            and (not self.days or any(self._is_nth(day, nth) for nth, name in self.days if name == day.weekday()))
            and (bool(self.days or self.month_days or self.year_days) or self._as_first(day))
        )

    def _as_first(self, day: date) -> bool:
        """Days that the rule does not name are those of the first date."""
        if self.frequency == "WEEKLY" or self.weeks:
            return day.weekday() == self.first.weekday()
        has_month = self.frequency == "MONTHLY" or bool(self.months) or day.month == self.first.month
        return self.frequency == "DAILY" or (day.day == self.first.day and has_month)

    def _week(self, day: date) -> tuple[int, int]:
        """The number of its week in the year that has four of its days, from the front and from the back."""
        begins = self._week_start(day)
        year = (begins + 3 * ONE).year
        first, following = (self._week_start(date(each, 1, 4)) for each in (year, year + 1))
        return (begins - first).days // 7 + 1, (begins - following).days // 7

    def _week_start(self, day: date) -> date:
        return day - (day.weekday() - self.week_start) % 7 * ONE

    def _is_nth(self, day: date, nth: int) -> bool:
        within_month = self.frequency == "MONTHLY" or self.months
        begin = day.replace(day=1) if within_month else date(day.year, 1, 1)
        end = day.replace(day=monthrange(day.year, day.month)[1]) if within_month else date(day.year, 12, 31)
        return nth in (0, (day - begin).days // 7 + 1, -((end - day).days // 7) - 1)


def instant(local: datetime, zone: str) -> datetime:
    """The first moment at which clocks show a local time; in a gap, what the offset before it makes of it."""
    near = [(local + n * ONE).replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset() or ONE for n in (-2, 2)]
    moments = sorted((local - offset).replace(tzinfo=UTC) for offset in near)
    shown = [moment for moment in moments if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local]
    return shown[0] if shown else (local - near[0]).replace(tzinfo=UTC)
