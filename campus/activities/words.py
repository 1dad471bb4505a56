"""A rule as people say it: "Every Tuesday at 18:00, in teaching weeks, until 4 December", in the active language."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, time

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from campus.activities import rule_text
from campus.activities.recurrence import Frequency, Rule, WeekdayOf
from campus.directory.words import date_in_words

ORDINALS = {
    1: gettext_lazy("first"),
    2: gettext_lazy("second"),
    3: gettext_lazy("third"),
    4: gettext_lazy("fourth"),
    5: gettext_lazy("fifth"),
    -1: gettext_lazy("last"),
    -2: gettext_lazy("second last"),
}
WINDOWS = {"teaching": gettext_lazy("in teaching weeks"), "active": gettext_lazy("in term time")}


def rule_in_words(*, rrule: str, first_date: date, start_time: time, window: str = "always", zone: str = "UTC") -> str:
    """When an activity is, in one sentence without a full stop.

    `rrule` is a rule that `rule_text.parse` reads, or "" for once; `first_date` and `start_time` are local to `zone`;
    `window` is a value of Activity.Window.
    """
    if not rrule:
        return gettext("Once, on %(day)s at %(time)s") % {
            "day": weekday_and_date(first_date),
            "time": time_in_words(start_time),
        }
    rule = rule_text.parse(rrule)
    how_often = {
        Frequency.DAILY: _daily,
        Frequency.WEEKLY: _weekly,
        Frequency.MONTHLY: _monthly,
        Frequency.YEARLY: _yearly,
    }[rule.frequency](rule, first_date)
    said = gettext("%(how_often)s at %(time)s") % {"how_often": how_often, "time": time_in_words(start_time)}
    more = [str(WINDOWS[window])] if window in WINDOWS else []
    return _with_commas([said, *more, *_end(rule, first_date, zone)])


def weekday_and_date(day: date) -> str:
    """For example Tuesday 1 December 2026."""
    # Translators: weekday, day, month and year in a sentence; see Django's template filter "date".
    return date_format(day, gettext("l j F Y"))


def time_in_words(start: time) -> str:
    """For example 17:30."""
    # Translators: a time of day; see Django's template filter "time".
    return time_format(start, gettext("H:i"))


def _daily(rule: Rule, first: date) -> str:
    if rule.by_day and rule.interval == 1:
        every = gettext("Every %(days)s") % {"days": _all_of([_weekday(day) for day in rule.by_day])}
        return _limited(every, rule)
    every = {1: gettext("Every day"), 2: gettext("Every second day")}.get(rule.interval) or ngettext(
        "Every %(count)d day", "Every %(count)d days", rule.interval
    ) % {"count": rule.interval}
    days = [_weekday(day) for day in rule.by_day]
    return _limited(
        gettext("%(every)s if it is %(days)s") % {"every": every, "days": _any_of(days)} if days else every, rule
    )


def _weekly(rule: Rule, first: date) -> str:
    days = _all_of([_weekday(day) for day in rule.by_day] or [_weekday(WeekdayOf(first.weekday()))])
    if rule.interval == 1:
        return _limited(gettext("Every %(days)s") % {"days": days}, rule)
    if rule.interval == 2:
        return _limited(gettext("Every second week on %(days)s") % {"days": days}, rule)
    every = ngettext("Every %(count)d week on %(days)s", "Every %(count)d weeks on %(days)s", rule.interval)
    return _limited(every % {"count": rule.interval, "days": days}, rule)


def _monthly(rule: Rule, first: date) -> str:
    days = _days_of_month(rule, first)
    if rule.interval == 1:
        every = gettext("Monthly on %(days)s") % {"days": days}
    elif rule.interval == 2:
        every = gettext("Every second month on %(days)s") % {"days": days}
    else:
        pattern = ngettext("Every %(count)d month on %(days)s", "Every %(count)d months on %(days)s", rule.interval)
        every = pattern % {"count": rule.interval, "days": days}
    return _in_months(every, rule)


def _yearly(rule: Rule, first: date) -> str:
    if rule.interval == 1:
        every = gettext("Every year")
    elif rule.interval == 2:
        every = gettext("Every second year")
    else:
        every = ngettext("Every %(count)d year", "Every %(count)d years", rule.interval) % {"count": rule.interval}
    dates = _dates_of_year(rule, first)
    if dates:
        return gettext("%(every)s on %(days)s") % {"every": every, "days": _all_of(dates)}
    days = _days_of_month(rule, first)
    if rule.by_month_day and not rule.by_month:
        days = gettext("%(days)s of every month") % {"days": days}
    return _in_months(gettext("%(every)s on %(days)s") % {"every": every, "days": days}, rule)


def _dates_of_year(rule: Rule, first: date) -> list[str]:
    """The days of a yearly rule as dates, where it names nothing but days and months."""
    months = rule.by_month or (() if rule.by_month_day else (first.month,))
    numbers = rule.by_month_day or (first.day,)
    if rule.by_day or rule.by_set_position or min(numbers) < 0:
        return []
    leap_year = 2000
    dates = [
        date(leap_year, month, number)
        for month in months
        for number in numbers
        if number <= monthrange(leap_year, month)[1]
    ]
    # Translators: a day of every year; see Django's template filter "date".
    return [date_format(day, gettext("j F")) for day in dates]


def _days_of_month(rule: Rule, first: date) -> str:
    """The days that a monthly or yearly rule names within its period."""
    weekdays = [_weekday(day) for day in rule.by_day]
    numbers = [_month_day(number) for number in rule.by_month_day]
    if weekdays and numbers:
        said = gettext("%(every)s if it is %(days)s") % {"every": _all_of(numbers), "days": _any_of(weekdays)}
    else:
        said = _all_of(weekdays or numbers or [_month_day(first.day)])
        if weekdays and not rule.by_day[0].ordinal and not rule.by_set_position:
            said = gettext("every %(days)s") % {"days": said}
    if not rule.by_set_position:
        return said
    places = _all_of([_ordinal(place) for place in rule.by_set_position])
    return gettext("the %(places)s of %(days)s") % {"places": places, "days": said}


def _limited(every: str, rule: Rule) -> str:
    """A daily or weekly rule with the days of the month and the months to which it keeps."""
    if rule.by_month_day:
        days = _any_of([_month_day(number) for number in rule.by_month_day])
        every = gettext("%(every)s if it is %(days)s") % {"every": every, "days": days}
    return _in_months(every, rule)


def _in_months(every: str, rule: Rule) -> str:
    if not rule.by_month:
        return every
    months = _all_of([str(MONTHS[month]) for month in rule.by_month])
    return gettext("%(every)s in %(months)s") % {"every": every, "months": months}


def _end(rule: Rule, first: date, zone: str) -> list[str]:
    if rule.count is not None:
        return [ngettext("%(count)d time", "%(count)d times", rule.count) % {"count": rule.count}]
    last = rule.last_start(zone)
    if last is None:
        return []
    # Translators: a day of the same year; see Django's template filter "date".
    day = date_format(last, gettext("j F")) if last.year == first.year else date_in_words(last.date())
    return [gettext("until %(day)s") % {"day": day}]


def _weekday(day: WeekdayOf) -> str:
    name = str(WEEKDAYS[day.weekday])
    if not day.ordinal:
        return name
    if day.ordinal in ORDINALS:
        return gettext("the %(ordinal)s %(weekday)s") % {"ordinal": ORDINALS[day.ordinal], "weekday": name}
    return gettext("the %(weekday)s %(number)s") % {"weekday": name, "number": _ordinal(day.ordinal)}


def _month_day(number: int) -> str:
    if number == -1:
        return gettext("the last day")
    if number < 0:
        return gettext("day %(number)d from the end") % {"number": -number}
    return gettext("day %(number)d") % {"number": number}


def _ordinal(number: int) -> str:
    if number in ORDINALS:
        return str(ORDINALS[number])
    if number < 0:
        return gettext("number %(number)d from the end") % {"number": -number}
    return gettext("number %(number)d") % {"number": number}


def _all_of(words: Sequence[str]) -> str:
    """One, one and two, or one, two and three."""
    if len(words) == 1:
        return words[0]
    return gettext("%(these)s and %(last)s") % {"these": _with_commas(words[:-1]), "last": words[-1]}


def _any_of(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return gettext("%(these)s or %(last)s") % {"these": _with_commas(words[:-1]), "last": words[-1]}


def _with_commas(words: Sequence[str]) -> str:
    # Translators: what stands between the parts of a list.
    return pgettext("list", ", ").join(words)
