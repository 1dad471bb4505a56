"""How often, in the words of a form, and the RFC 5545 rule that says the same. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from campus.activities import rule_text
from campus.activities.recurrence import Frequency, Rule, WeekdayOf

ONCE, DATES, DAILY, WEEKLY, MONTHLY, YEARLY = "once", "dates", "daily", "weekly", "monthly", "yearly"
WEEKDAY, DAY = "weekday", "day"  # what of its first date a month or year keeps
NEVER, UNTIL, TIMES = "never", "until", "times"
CODES = rule_text.WEEKDAYS
WORKDAYS = CODES[:5]
LAST = -1


def rule_of(said: Mapping[str, Any], first: date) -> str:
    """The rule that somebody described, "" for what follows none; what was left empty is as on the first date.

    `said` has the cleaned fields of RhythmForm.
    """
    if said["rule"]:
        return str(said["rule"])
    if said["rhythm"] in {ONCE, DATES}:
        return ""
    parts = {"FREQ": said["rhythm"].upper()}
    if (said["interval"] or 1) > 1:
        parts["INTERVAL"] = str(said["interval"])
    parts |= DAYS[said["rhythm"]](said, first)
    if said["ends"] == UNTIL and said["until"]:
        parts["UNTIL"] = f"{said['until']:%Y%m%d}"
    elif said["ends"] == TIMES and said["count"]:
        parts["COUNT"] = str(said["count"])
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _of_day(said: Mapping[str, Any], first: date) -> dict[str, str]:
    return {"BYDAY": ",".join(WORKDAYS)} if said["only_workdays"] else {}


def _of_week(said: Mapping[str, Any], first: date) -> dict[str, str]:
    return {"BYDAY": ",".join(said["weekdays"]) or CODES[first.weekday()]}


def _of_month(said: Mapping[str, Any], first: date) -> dict[str, str]:
    if said["month_by"] == DAY:
        return {"BYMONTHDAY": str(said["month_day"] or first.day)}
    return {"BYDAY": f"{said['month_place'] or _place(first)}{said['month_weekday'] or CODES[first.weekday()]}"}


def _of_year(said: Mapping[str, Any], first: date) -> dict[str, str]:
    if said["year_by"] == WEEKDAY:
        return {"BYMONTH": str(first.month), "BYDAY": f"{_place(first)}{CODES[first.weekday()]}"}
    return {"BYMONTH": str(first.month), "BYMONTHDAY": str(first.day)}


DAYS: dict[str, Callable[[Mapping[str, Any], date], dict[str, str]]] = {
    DAILY: _of_day,
    WEEKLY: _of_week,
    MONTHLY: _of_month,
    YEARLY: _of_year,
}


def _place(day: date) -> int:
    """Which of its weekday in the month a date is; a fifth one is taken for the last, which every month has."""
    place = (day.day - 1) // 7 + 1
    return place if place < 5 else LAST


def said_of(text: str, first: date, *, has_dates: bool = False) -> dict[str, Any]:
    """How the form says a rule that begins on a date; one for which it has no words stands there as it is.

    The text is one that `rule_text.parse` reads, or "" for what follows no rule.
    """
    if not text:
        return {"rhythm": DATES if has_dates else ONCE}
    rule = rule_text.parse(text)
    said = {"rhythm": str(rule.frequency).lower(), "interval": rule.interval, **_end(rule), **_days(rule)}
    if rule_text.parse(rule_of({**EMPTY, **said}, first)) == _spelled_out(rule, first):
        return said
    return {"rhythm": said["rhythm"], "rule": text}


def _spelled_out(rule: Rule, first: date) -> Rule:
    """The rule with the days that it takes from its first date."""
    if rule.by_day or rule.by_month_day or rule.frequency is Frequency.DAILY:
        return rule
    if rule.frequency is Frequency.WEEKLY:
        return replace(rule, by_day=(WeekdayOf(first.weekday()),))
    by_month = rule.by_month or ((first.month,) if rule.frequency is Frequency.YEARLY else ())
    return replace(rule, by_month=by_month, by_month_day=(first.day,))


EMPTY: Mapping[str, Any] = {
    "rule": "",
    "interval": 1,
    "only_workdays": False,
    "weekdays": [],
    "month_by": WEEKDAY,
    "month_place": "",
    "month_weekday": "",
    "month_day": "",
    "year_by": DAY,
    "ends": NEVER,
    "until": None,
    "count": None,
}


def _end(rule: Rule) -> dict[str, Any]:
    if rule.count is not None:
        return {"ends": TIMES, "count": rule.count}
    if rule.until is not None:
        return {"ends": UNTIL, "until": rule.until.date() if isinstance(rule.until, datetime) else rule.until}
    return {"ends": NEVER}


def _days(rule: Rule) -> dict[str, Any]:
    codes = [CODES[day.weekday] for day in rule.by_day]
    if rule.frequency is Frequency.DAILY:
        return {"only_workdays": bool(codes)}
    if rule.frequency is Frequency.WEEKLY:
        return {"weekdays": codes}
    if rule.frequency is Frequency.YEARLY:
        return {"year_by": WEEKDAY if codes else DAY}
    if rule.by_month_day:
        return {"month_by": DAY, "month_day": str(rule.by_month_day[0])}
    if codes:
        return {"month_by": WEEKDAY, "month_place": str(rule.by_day[0].ordinal), "month_weekday": codes[0]}
    return {"month_by": DAY, "month_day": ""}
