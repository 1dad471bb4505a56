"""Rules by which an activity returns: RFC 5545 (3.3.10) recurrence rules, expanded within bounds. Pure.

python-dateutil expands. A form that it expands wrongly is first rewritten to an equal one that it expands rightly, and
what no rule says for it (week numbers) is asked here of each date; docs/recurrence.md lists every such form. All starts
are naive and local: the zone is attached last, by `planning.instant`.
"""

from calendar import isleap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import dropwhile, groupby, islice, takewhile
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil import rrule
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Invalid, Sentence

MAX_DATES = 1000
MOST_OF_A_MONTH, MOST_OF_A_YEAR = 5, 53  # how often a weekday comes at most

# dateutil looks for the next date up to the year 9999, however soon its end (`until`) would be: six seconds for a rule
# that never matches. So rules that may not match are expanded in far years of the very same weekdays and leap years,
# from which it is not far to 9999. The Gregorian calendar repeats after 400 years (146,097 days, 20,871 weeks): far
# years are always found, mostly within 28 years of the end. docs/decisions/far-years.md
LAST_YEAR = 9998  # one before Python's last, so that any week can be looked at whole
CYCLES = 19 * 400


class Frequency(StrEnum):
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


DATEUTIL_FREQUENCY: dict[Frequency, Literal[0, 1, 2, 3]] = {
    Frequency.DAILY: rrule.DAILY,
    Frequency.WEEKLY: rrule.WEEKLY,
    Frequency.MONTHLY: rrule.MONTHLY,
    Frequency.YEARLY: rrule.YEARLY,
}


@dataclass(frozen=True)
class WeekdayOf:
    """A weekday (0 is Monday); `ordinal` 2 is the second of the month or year, -1 the last, 0 every one."""

    weekday: int
    ordinal: int = 0


@dataclass(frozen=True)
class Rule:
    """A parsed rule. `until` is as it was written: a local date, a naive local datetime or an aware one in UTC."""

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    by_day: tuple[WeekdayOf, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_week_number: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_set_position: tuple[int, ...] = ()
    week_start: int = 0

    def last_start(self, zone: str) -> datetime | None:
        """The last moment, naive and local to `zone`, at which it may begin; None when `until` does not bound it."""
        if self.until is None:
            return None
        if not isinstance(self.until, datetime):
            return datetime.combine(self.until, time.max)
        if self.until.tzinfo is None:
            return self.until
        return self.until.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def starts(rule: Rule, first: datetime, last: datetime | None = None) -> Iterator[datetime]:
    """The naive local starts of a rule from `first` (DTSTART) to `last`, in order, without regard to UNTIL.

    `first` itself is among them only when the rule matches it. Without `last` they go on for over 300 years.
    """
    first = first.replace(second=0, microsecond=0)
    if last is not None and _always_returns(rule):
        return _starts(rule, first, last)
    years = CYCLES if last is None else _far_years(first.year, last.year)
    end = datetime(LAST_YEAR, 12, 31) if last is None else last.replace(year=last.year + years)
    found = _starts(rule, first.replace(year=first.year + years), end)
    return (start.replace(year=start.year - years) for start in found)


def _always_returns(rule: Rule) -> bool:
    """Whether it is sure to match within each of its intervals."""
    filters = rule.by_month or rule.by_set_position
    return (rule.frequency is Frequency.WEEKLY and not filters) or (
        rule.frequency is Frequency.DAILY and not (filters or rule.by_day or rule.by_month_day)
    )


@lru_cache(maxsize=256)
def _far_years(first: int, last: int) -> int:
    """How many years later, as many as can be, the years `first` to `last` and those beside them have the same days."""
    around = range(max(first - 1, date.min.year), min(last + 1, date.max.year) + 1)
    kinds, latest = [_kind_of(year) for year in around], LAST_YEAR - last
    return next(
        years
        for years in range(latest, latest - 401, -1)
        if all(_kind_of(year + years) == kind for year, kind in zip(around, kinds, strict=True))
    )


def _kind_of(year: int) -> tuple[int, bool]:
    return date(year, 1, 1).weekday(), isleap(year)


def expand(rule: Rule, first: datetime, zone: str, since: date, last: date) -> list[datetime]:
    """The naive local starts that fall on the dates `since` to `last`, both included, of a rule that begins at `first`.

    Raises Invalid when there are over 1,000.
    """
    found = first_of(rule, first, zone, since, last)
    if len(found) > MAX_DATES:
        raise too_often()
    return found


def first_of(rule: Rule, first: datetime, zone: str, since: date, last: date) -> list[datetime]:
    """Like `expand`, but never refused: of over 1,000 the first 1,001, and nobody worked for more."""
    begin, end = datetime.combine(since, time.min), datetime.combine(last, time.max)
    stop = rule.last_start(zone) or end
    instant = rule.until if isinstance(rule.until, datetime) and rule.until.tzinfo is not None else None
    if instant:
        stop += timedelta(days=1)  # beside a clock change local times do not tell which instant comes first
    found = starts(rule, _nearer(rule, first, begin), min(end, stop))
    begun = list(islice(dropwhile(lambda start: start < begin, found), MAX_DATES + 1))
    while instant and begun and begun[-1].replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) > instant:
        begun.pop()
    return begun


def check(rule: Rule, first: datetime, zone: str, last: date, since: date | None = None) -> None:
    """Refuse, as Invalid, a rule that gives no date from `since` on or none up to `last`, or over 1,000 until then.

    Without `since` it is asked from its first date on.
    """
    since = max(since or first.date(), first.date())
    stop = rule.last_start(zone)
    if stop is not None and stop < first:
        raise refusal(
            "ends_before_start",
            _("The last date, %(last)s, comes before the first one, %(first)s.")
            % {"last": date_format(stop, "j F Y"), "first": date_format(first, "j F Y")},
        )
    if expand(rule, first, zone, since, last):
        return
    earliest = next((start for start in starts(rule, first) if start.date() >= since), None)
    if earliest is None or (stop is not None and earliest > stop):
        raise refusal("rule_never_matches", _("No date fits this rule. Look at its weekdays, days and months again."))
    raise refusal(
        "rule_too_late",
        _("Its first date would be %(date)s. Dates can be planned up to %(last)s.")
        % {"date": date_format(earliest, "j F Y"), "last": date_format(last, "j F Y")},
    )


def refusal(code: str, sentence: Sentence) -> Invalid:
    """The refusal of a rule: its sentence stands on the field `rrule`."""
    return Invalid(code, sentence, fields={"rrule": sentence})


def too_often() -> Invalid:
    """The refusal of what gives over 1,000 dates."""
    return refusal(
        "rule_too_often",
        _("This gives over 1,000 dates in the time that can be planned. Let it return less often."),
    )


def week_number(day: date, week_start: int) -> tuple[int, int]:
    """Which week of its year holds a date, counted from the first and from the last: (1, -52).

    Weeks belong to the year in which four of their days lie (ISO 8601, RFC 5545), on whichever weekday they start.
    """
    middle = day + timedelta(days=3 - (day.weekday() - week_start) % 7)
    number = (middle - date(middle.year, 1, 1)).days // 7 + 1
    return number, number - 1 - ((date(middle.year, 12, 31) - middle).days // 7 + number)


def _starts(rule: Rule, first: datetime, last: datetime) -> Iterator[datetime]:
    found = _by_weeks(rule, first, last) if rule.by_week_number else _by_dateutil(rule, first, last)
    return found if rule.count is None else islice(found, rule.count)


def _by_dateutil(rule: Rule, first: datetime, last: datetime) -> Iterator[datetime]:
    """What dateutil makes of an equal rule that it expands rightly; COUNT is left to the caller."""
    if rule.by_set_position and rule.frequency is Frequency.WEEKLY:
        # dateutil counts positions in the days left of the first week: let it begin where that week does.
        named = rule if rule.by_day else replace(rule, by_day=(WeekdayOf(first.weekday()),))
        week = first - timedelta(days=(first.weekday() - rule.week_start) % 7)
        return dropwhile(lambda start: start < first, iter(_expansion(named, week, last)))
    if rule.by_set_position and rule.frequency is Frequency.DAILY and not {1, -1} & set(rule.by_set_position):
        return iter(())  # the set of a day has one member; dateutil would look for more up to the end of time
    if rule.frequency is Frequency.WEEKLY and len(rule.by_day) < 2 and not rule.by_month:
        rule, first = _in_days(rule, first)
    return iter(_expansion(rule, first, last))


def _in_days(rule: Rule, first: datetime) -> tuple[Rule, datetime]:
    """Every second Tuesday is every 14th day from a Tuesday on: dateutil need not ask the days between."""
    if rule.by_day:
        week = first - timedelta(days=(first.weekday() - rule.week_start) % 7)
        named = week + timedelta(days=(rule.by_day[0].weekday - rule.week_start) % 7)
        first = named if named >= first else named + timedelta(days=7 * rule.interval)
    return Rule(Frequency.DAILY, interval=7 * rule.interval), first


def _expansion(rule: Rule, first: datetime, last: datetime) -> rrule.rrule:
    return rrule.rrule(
        DATEUTIL_FREQUENCY[rule.frequency],
        dtstart=first,
        until=last,
        interval=rule.interval,
        wkst=rule.week_start,
        bysetpos=rule.by_set_position or None,
        bymonth=rule.by_month or None,
        bymonthday=rule.by_month_day or None,
        byyearday=rule.by_year_day or None,
        byweekday=[rrule.weekday(day.weekday, day.ordinal or None) for day in _unmixed(rule)] or None,
    )


def _unmixed(rule: Rule) -> Sequence[WeekdayOf]:
    """BYDAY without the mixture `MO,1TU`, of which dateutil takes what both match: every Monday is 1MO to 5MO."""
    if len({day.ordinal == 0 for day in rule.by_day}) < 2:
        return rule.by_day
    within_months = rule.frequency is Frequency.MONTHLY or rule.by_month
    most = MOST_OF_A_MONTH if within_months else MOST_OF_A_YEAR
    every = [WeekdayOf(day.weekday, nth) for day in rule.by_day if not day.ordinal for nth in range(1, most + 1)]
    return [*(day for day in rule.by_day if day.ordinal), *every]


def _by_weeks(rule: Rule, first: datetime, last: datetime) -> Iterator[datetime]:
    """A yearly rule with BYWEEKNO: dateutil expands it without, and each date is asked for the number of its week.

    The set of a year, from which positions pick, are the dates with that year's number on them: 31 December 2029 is in
    week 1 of 2030, and in the set of 2029. Without any day named it is the weekday of the first date.
    """
    if not (rule.by_day or rule.by_month_day or rule.by_year_day):
        rule = replace(rule, by_day=(WeekdayOf(first.weekday()),))
    candidates = replace(rule, by_week_number=(), by_set_position=())
    new_year = first.replace(month=1, day=1)  # the whole set of the first year, so that positions count from its begin
    new_years_eve = last.replace(month=12, day=31)
    sets = groupby(_expansion(candidates, new_year, new_years_eve), key=lambda start: start.year)
    picked = (start for _year, dates in sets for start in _picked(rule, dates))
    return takewhile(lambda start: start <= last, dropwhile(lambda start: start < first, picked))


def _picked(rule: Rule, dates: Iterable[datetime]) -> list[datetime]:
    weeks, places = set(rule.by_week_number), rule.by_set_position
    found = [start for start in dates if weeks & set(week_number(start.date(), rule.week_start))]
    if not places:
        return found
    return sorted({found[n - 1 if n > 0 else n] for n in places if abs(n) <= len(found)})


def _nearer(rule: Rule, first: datetime, begin: datetime) -> datetime:
    """A later start that gives the same dates from `begin` on: whoever asks for next month skips the years before."""
    days = {Frequency.DAILY: rule.interval, Frequency.WEEKLY: 7 * rule.interval}.get(rule.frequency)
    if days is None or rule.count is not None or begin <= first:
        return first
    passed = max(0, (begin - first).days // days - 1)
    return first + timedelta(days=passed * days)
