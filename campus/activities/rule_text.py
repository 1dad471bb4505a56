"""Reading a recurrence rule as RFC 5545 (3.3.10) writes it, strictly. Pure."""

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from campus.activities.recurrence import (
    MAX_DATES,
    MOST_OF_A_MONTH,
    MOST_OF_A_YEAR,
    Frequency,
    Rule,
    WeekdayOf,
    refusal,
)
from campus.base.errors import Invalid

MAX_INTERVAL = 1000
MAX_LENGTH = 500
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
BY_DAYS = frozenset({"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS"})
PARTS = BY_DAYS | {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
WITHIN_A_DAY = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})


@lru_cache(maxsize=1024)
def parse(text: str) -> Rule:
    """Read a rule without DTSTART, for example `FREQ=WEEKLY;BYDAY=TU`.

    Raises Invalid, with the sentence on the field `rrule`, for what is not such a rule and for the forms refused here.
    """
    parts = _split(text)
    rule = Rule(
        frequency=_frequency(parts),
        interval=_number(parts, "INTERVAL", 1, MAX_INTERVAL) or 1,
        count=_count(parts),
        until=_until(parts["UNTIL"]) if "UNTIL" in parts else None,
        by_day=_days(parts["BYDAY"]) if "BYDAY" in parts else (),
        by_month_day=_numbers(parts, "BYMONTHDAY", 31, signed=True),
        by_year_day=_numbers(parts, "BYYEARDAY", 366, signed=True),
        by_week_number=_numbers(parts, "BYWEEKNO", 53, signed=True),
        by_month=_numbers(parts, "BYMONTH", 12),
        by_set_position=_numbers(parts, "BYSETPOS", 366, signed=True),
        week_start=_weekday(parts.get("WKST", "MO")),
    )
    _refuse_unsound(rule)
    return rule


def without_times(text: str) -> tuple[str, tuple[time, ...]]:
    """A rule without BYHOUR and BYMINUTE, and the times of the day that they name together, in order.

    For rules that come from elsewhere; each part must be named with the other. Times that are no times stay in the
    rule, so that `parse` refuses it.
    """
    parts = text.strip().upper().removeprefix("RRULE:").split(";")
    named = dict(
        part.split("=", 1) for part in parts if re.fullmatch(r"(BYHOUR|BYMINUTE)=[0-9]{1,2}(,[0-9]{1,2})*", part)
    )
    hours, minutes = (
        [int(value) for value in named.get(name, "").split(",") if value] for name in ("BYHOUR", "BYMINUTE")
    )
    if not hours or not minutes or max(hours) > 23 or max(minutes) > 59:
        return text, ()
    rest = [part for part in parts if part.split("=")[0] not in named]
    return ";".join(rest), tuple(sorted({time(hour, minute) for hour in hours for minute in minutes}))


def _split(text: str) -> dict[str, str]:
    cleaned = text.strip().upper().removeprefix("RRULE:")
    if len(cleaned) > MAX_LENGTH:
        raise _unreadable()
    parts: dict[str, str] = {}
    for part in cleaned.split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            raise _unreadable()
        parts[name] = value
    if WITHIN_A_DAY & parts.keys():
        raise _sub_daily()
    for name in parts.keys() - PARTS:
        raise refusal(
            "rule_part_unknown",
            _("We do not read %(part)s in a rule. Name weekdays, days of the month or months instead.")
            % {"part": name},
        )
    return parts


def _frequency(parts: dict[str, str]) -> Frequency:
    value = parts.get("FREQ", "")
    if value in {"HOURLY", "MINUTELY", "SECONDLY"}:
        raise _sub_daily()
    if value not in Frequency.__members__:
        raise _unreadable()
    return Frequency(value)


def _number(parts: dict[str, str], name: str, least: int, most: int) -> int | None:
    if name not in parts:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", parts[name]) or not least <= int(parts[name]) <= most:
        raise refusal(
            "rule_number",
            _("%(part)s is a whole number from %(least)d to %(most)d.") % {"part": name, "least": least, "most": most},
        )
    return int(parts[name])


def _count(parts: dict[str, str]) -> int | None:
    text = parts.get("COUNT", "")
    if re.fullmatch(r"[0-9]+", text) and int(text) > MAX_DATES:
        raise refusal("rule_count_too_high", _("A rule has at most 1,000 dates. Choose a smaller COUNT."))
    return _number(parts, "COUNT", 1, MAX_DATES)


def _numbers(parts: dict[str, str], name: str, most: int, *, signed: bool = False) -> tuple[int, ...]:
    if name not in parts:
        return ()
    values = parts[name].split(",")
    pattern = r"[+-]?[0-9]{1,3}" if signed else r"[0-9]{1,3}"
    if not all(re.fullmatch(pattern, value) and 1 <= abs(int(value)) <= most for value in values):
        raise refusal(
            "rule_number",
            _("%(part)s names numbers up to %(most)d, with commas between.") % {"part": name, "most": most},
        )
    return tuple(sorted({int(value) for value in values}))


def _weekday(text: str) -> int:
    if text not in WEEKDAYS:
        raise _unreadable()
    return WEEKDAYS.index(text)


def _days(text: str) -> tuple[WeekdayOf, ...]:
    days = []
    for value in text.split(","):
        match = re.fullmatch(r"([+-]?[0-9]{1,2})?([A-Z]{2})", value)
        if match is None or (match[1] and int(match[1]) == 0):
            raise _unreadable()
        days.append(WeekdayOf(_weekday(match[2]), int(match[1] or 0)))
    return tuple(sorted(set(days), key=lambda day: (day.ordinal, day.weekday)))


def _until(text: str) -> date | datetime:
    try:
        if re.fullmatch(r"[0-9]{8}", text):
            return datetime.strptime(text, "%Y%m%d").date()
        if re.fullmatch(r"[0-9]{8}T[0-9]{6}Z?", text):
            until = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")
            if 1990 <= until.year <= 2199:  # so that no zone moves it out of what a datetime can be
                return until.replace(tzinfo=UTC) if text.endswith("Z") else until
    except ValueError:
        pass
    raise refusal("rule_until", _("UNTIL is a date like 20271204, or a moment like 20271204T170000Z."))


def _refuse_unsound(rule: Rule) -> None:
    """Refuse what RFC 5545 forbids and what no date can match."""
    if rule.count is not None and rule.until is not None:
        raise refusal(
            "rule_two_ends",
            _("A rule ends after a number of dates or on a last date, not both. Leave out COUNT or UNTIL."),
        )
    if rule.by_month_day and rule.frequency is Frequency.WEEKLY:
        raise refusal(
            "rule_month_day",
            _("A weekly rule names weekdays. For days of the month write FREQ=MONTHLY;BYMONTHDAY=%(day)d.")
            % {"day": rule.by_month_day[0]},
        )
    if rule.by_year_day and rule.frequency is not Frequency.YEARLY:
        raise refusal(
            "rule_year_day",
            _("Days of the year need a yearly rule. Write FREQ=YEARLY;BYYEARDAY=%(day)d.")
            % {"day": rule.by_year_day[0]},
        )
    if rule.by_week_number and rule.frequency is not Frequency.YEARLY:
        raise refusal(
            "rule_week_number",
            _("Numbers of weeks need a yearly rule. Write FREQ=YEARLY;BYWEEKNO=%(week)d;BYDAY=MO.")
            % {"week": rule.by_week_number[0]},
        )
    days = (rule.by_day, rule.by_month_day, rule.by_year_day, rule.by_week_number, rule.by_month)
    if rule.by_set_position and not any(days):
        raise refusal(
            "rule_set_position",
            _("BYSETPOS picks from the days that a rule names. Name some, as FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1."),
        )
    _refuse_ordinals(rule)


def _refuse_ordinals(rule: Rule) -> None:
    named = next((day for day in rule.by_day if day.ordinal), None)
    if named is None:
        return
    day = WEEKDAYS[named.weekday]
    if rule.frequency in {Frequency.DAILY, Frequency.WEEKLY}:
        raise refusal(
            "rule_ordinal",
            _("A “second Tuesday” needs a monthly or yearly rule. Write FREQ=MONTHLY;BYDAY=%(day)s.")
            % {"day": f"{named.ordinal}{day}"},
        )
    if rule.by_week_number:
        raise refusal(
            "rule_ordinal",
            _("A week has each weekday once. Write FREQ=YEARLY;BYWEEKNO=%(week)d;BYDAY=%(day)s.")
            % {"week": rule.by_week_number[0], "day": day},
        )
    within_months = rule.frequency is Frequency.MONTHLY or bool(rule.by_month)
    most = MOST_OF_A_MONTH if within_months else MOST_OF_A_YEAR
    if any(abs(other.ordinal) > most for other in rule.by_day):
        raise refusal(
            "rule_ordinal",
            _("A month has at most five of a weekday, and a year 53. For the last one write BYDAY=-1%(day)s.")
            % {"day": day},
        )


def _unreadable() -> Invalid:
    return refusal("rule_unreadable", _("We cannot read this rule. It looks like FREQ=WEEKLY;BYDAY=TU."))


def _sub_daily() -> Invalid:
    return refusal(
        "rule_within_a_day",
        _("A rule returns once a day at most. Write FREQ=DAILY, and name the further times of the day beside it."),
    )
