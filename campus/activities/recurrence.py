"""Rules by which an activity returns: RFC 5545 (3.3.10) recurrence rules, read strictly, expanded within bounds. Pure.

python-dateutil expands. What it is known to get wrong (a position in a week's set, `BYDAY=MO,1TU`, week numbers without
weekdays) is refused here, and so is what returns more than once a day. All starts are naive and local: the zone is
attached last, by `planning.instant`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import dropwhile, islice, takewhile
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil import rrule
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Invalid, Sentence

MAX_DATES = 1000

# The Gregorian calendar repeats after 400 years (146,097 days, which are 20,871 weeks). Expanded 19 such cycles later a
# rule gives the same dates, and dateutil, which looks for the next date up to the year 9999, gives up after 400 years
# instead of 8,000: 0.3 s at worst for a rule that never matches instead of 6.
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


def starts(rule: Rule, first: datetime) -> Iterator[datetime]:
    """The naive local starts of a rule from `first` (DTSTART) on, in order, without regard to UNTIL.

    `first` itself is among them only when the rule matches it.
    """
    expansion = rrule.rrule(
        DATEUTIL_FREQUENCY[rule.frequency],
        dtstart=first.replace(year=first.year + CYCLES, second=0, microsecond=0),
        interval=rule.interval,
        count=rule.count,
        wkst=rule.week_start,
        bysetpos=rule.by_set_position or None,
        bymonth=rule.by_month or None,
        bymonthday=rule.by_month_day or None,
        byweekday=[rrule.weekday(day.weekday, day.ordinal or None) for day in rule.by_day] or None,
    )
    return (start.replace(year=start.year - CYCLES) for start in expansion)


def expand(rule: Rule, first: datetime, zone: str, since: date, last: date) -> list[datetime]:
    """The naive local starts that fall on the dates `since` to `last`, both included, of a rule that begins at `first`.

    Raises Invalid when there are over 1,000.
    """
    end = datetime.combine(last, time.max)
    stop = min(end, rule.last_start(zone) or end)
    begun = dropwhile(lambda start: start.date() < since, starts(rule, first))
    found = list(islice(takewhile(lambda start: start <= stop, begun), MAX_DATES + 1))
    if len(found) > MAX_DATES:
        raise refusal(
            "rule_too_often",
            _("This gives over 1,000 dates in the time that can be planned. Let it return less often."),
        )
    return found


def check(rule: Rule, first: datetime, zone: str, last: date) -> None:
    """Refuse, as Invalid, a rule that gives no date from `first` on or none up to `last`, or over 1,000 until then."""
    stop = rule.last_start(zone)
    if stop is not None and stop < first:
        raise refusal(
            "ends_before_start",
            _("The last date, %(last)s, comes before the first one, %(first)s.")
            % {"last": date_format(stop, "j F Y"), "first": date_format(first, "j F Y")},
        )
    earliest = next(starts(rule, first), None)
    if earliest is None or (stop is not None and earliest > stop):
        raise refusal("rule_never_matches", _("No date fits this rule. Look at its weekdays, days and months again."))
    if earliest.date() > last:
        raise refusal(
            "rule_too_late",
            _("Its first date would be %(date)s. Dates can be planned up to %(last)s.")
            % {"date": date_format(earliest, "j F Y"), "last": date_format(last, "j F Y")},
        )
    expand(rule, first, zone, first.date(), last)


def refusal(code: str, sentence: Sentence) -> Invalid:
    """The refusal of a rule: its sentence stands on the field `rrule`."""
    return Invalid(code, sentence, fields={"rrule": sentence})
