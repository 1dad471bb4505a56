"""Reading a recurrence rule as RFC 5545 (3.3.10) writes it, strictly. Pure."""

import re
from datetime import UTC, date, datetime

from django.utils.translation import gettext_lazy as _

from campus.activities.recurrence import MAX_DATES, Frequency, Rule, WeekdayOf, refusal
from campus.base.errors import Invalid

MAX_INTERVAL = 1000
MAX_LENGTH = 500
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})
WITHIN_A_DAY = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})


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
        by_month=_numbers(parts, "BYMONTH", 12),
        by_set_position=_numbers(parts, "BYSETPOS", 366, signed=True),
        week_start=_weekday(parts.get("WKST", "MO")),
    )
    _refuse_unsound(rule)
    return rule


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
    """Refuse what RFC 5545 forbids and what dateutil is known to expand wrongly."""
    within_months = rule.frequency is Frequency.MONTHLY or bool(rule.by_month)
    of_longer_periods = rule.frequency in {Frequency.MONTHLY, Frequency.YEARLY}
    ordinals = [day.ordinal for day in rule.by_day if day.ordinal]
    if rule.count is not None and rule.until is not None:
        raise refusal("rule_two_ends", _("A rule ends after a number of dates or on a last date, not both."))
    if ordinals and not of_longer_periods:
        raise refusal("rule_ordinal", _("A “second Tuesday” needs a monthly or yearly rule."))
    if ordinals and len(ordinals) < len(rule.by_day):
        raise refusal(
            "rule_mixed_days", _("Every Monday and the first Tuesday are two rules. Plan an activity for each.")
        )
    if any(abs(ordinal) > (5 if within_months else 53) for ordinal in ordinals):
        raise refusal("rule_ordinal", _("A month has at most five of a weekday, and a year 53."))
    if rule.by_month_day and rule.frequency is Frequency.WEEKLY:
        raise refusal("rule_month_day", _("A weekly rule names weekdays; days of the month need a monthly one."))
    if rule.by_set_position and not (of_longer_periods and (rule.by_day or rule.by_month_day or rule.by_month)):
        raise refusal("rule_set_position", _("BYSETPOS picks from the days that a monthly or yearly rule names."))


def _unreadable() -> Invalid:
    return refusal("rule_unreadable", _("We cannot read this rule. It looks like FREQ=WEEKLY;BYDAY=TU."))


def _sub_daily() -> Invalid:
    return refusal(
        "rule_within_a_day", _("An activity returns once a day at most. For several times of a day plan one each.")
    )
