"""A rule as people say it: "Every Tuesday at 18:00, in teaching weeks, until 4 December", in the active language."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, time

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
FEW = 3  # so many dates are said one by one; of more only how many
MINUTES_OF_A_DAY = 24 * 60
WINDOWS = {"teaching": gettext_lazy("in teaching weeks"), "active": gettext_lazy("in term time")}


def rule_in_words(
    *,
    rrule: str,
    first_date: date,
    start_time: time,
    window: str = "always",
    zone: str = "UTC",
    minutes: int = 0,
    timing: str = "timed",
    more_times: Sequence[time] = (),
    extra_dates: Sequence[datetime] = (),
    skipped_dates: Sequence[datetime] = (),
    skips_holidays: bool = False,
    last_date: date | None = None,
) -> str:
    """When an activity is, in one sentence without a full stop.

    `rrule` is a rule that `rule_text.parse` reads, or "" for once; dates and times are local to `zone`; `window` and
    `timing` are values of Activity.Window and Timing. What the rule does not end, `last_date` does.
    """
    when = _time_of_day(start_time, more_times, timing, minutes)
    skipped = _skipped(skipped_dates, with_time=bool(more_times))
    if not rrule:
        once = _some_dates(first_date, when, timing, extra_dates) if extra_dates else _once(first_date, when, timing)
        return _with_commas([once, *skipped])
    rule = rule_text.parse(rrule)
    how_often = {
        Frequency.DAILY: _daily,
        Frequency.WEEKLY: _weekly,
        Frequency.MONTHLY: _monthly,
        Frequency.YEARLY: _yearly,
    }[rule.frequency](rule, first_date)
    more = [str(WINDOWS[window])] if window in WINDOWS else []
    more += [gettext("without public holidays")] if skips_holidays else []
    ending = _end(rule, first_date, zone, last_date)
    dates = [*_extra(extra_dates, timing), *skipped]
    return _with_commas([_with_time(how_often, when, timing), *_week_start(rule), *more, *ending, *dates])


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
    days = _picked(days, rule)
    if rule.interval == 1:
        pattern = gettext("Every week on %(days)s") if rule.by_set_position else gettext("Every %(days)s")
        return _limited(pattern % {"days": days}, rule)
    if rule.interval == 2:
        return _limited(gettext("Every second week on %(days)s") % {"days": days}, rule)
    every = ngettext("Every %(count)d week on %(days)s", "Every %(count)d weeks on %(days)s", rule.interval)
    return _limited(every % {"count": rule.interval, "days": days}, rule)


def _monthly(rule: Rule, first: date) -> str:
    days = _days_of_period(rule, first)
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
    days = _days_of_period(rule, first)
    if rule.by_month_day and not (rule.by_month or rule.by_year_day or rule.by_week_number):
        days = gettext("%(days)s of every month") % {"days": days}
    return _in_months(_in_weeks(gettext("%(every)s on %(days)s") % {"every": every, "days": days}, rule), rule)


def _dates_of_year(rule: Rule, first: date) -> list[str]:
    """The days of a yearly rule as dates, where it names nothing but days and months."""
    months = rule.by_month or (() if rule.by_month_day else (first.month,))
    numbers = rule.by_month_day or (first.day,)
    named = rule.by_day or rule.by_year_day or rule.by_week_number or rule.by_set_position
    if named or min(numbers) < 0:
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


def _days_of_period(rule: Rule, first: date) -> str:
    """The days that a monthly or yearly rule names in its period: those of one part that are of the others too."""
    numbers = [_month_day(number) for number in rule.by_month_day]
    parts = [part for part in ([_year_day(number) for number in rule.by_year_day], numbers, _weekdays(rule)) if part]
    by_default = [_weekday(WeekdayOf(first.weekday()))] if rule.by_week_number else [_month_day(first.day)]
    said = _all_of(parts[0] if parts else by_default)
    for part in parts[1:]:
        said = gettext("%(every)s if it is %(days)s") % {"every": said, "days": _any_of(part)}
    return _picked(said, rule)


def _weekdays(rule: Rule) -> list[str]:
    """Its weekdays; those that it takes as often as they come with "every", unless something limits them."""
    limits = rule.by_set_position or rule.by_month_day or rule.by_year_day or rule.by_week_number
    every = [_weekday(day) for day in rule.by_day if not day.ordinal]
    if every and not limits:
        every = [gettext("every %(days)s") % {"days": _all_of(every)}]
    return [*every, *(_weekday(day) for day in rule.by_day if day.ordinal)]


def _picked(days: str, rule: Rule) -> str:
    """Days, and of which of them in each period it is."""
    if not rule.by_set_position:
        return days
    places = _all_of([_ordinal(place) for place in rule.by_set_position])
    return gettext("the %(places)s of %(days)s") % {"places": places, "days": days}


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


def _in_weeks(every: str, rule: Rule) -> str:
    """A yearly rule with the weeks of the year to which it keeps, which are not those of a term."""
    if not rule.by_week_number:
        return every
    from_end = [gettext("the last one") if n == -1 else _ordinal(n) for n in rule.by_week_number if n < 0]
    numbers = [str(number) for number in rule.by_week_number if number > 0] + from_end
    weeks = ngettext("calendar week %(numbers)s", "calendar weeks %(numbers)s", len(numbers))
    return gettext("%(every)s in %(weeks)s") % {"every": every, "weeks": weeks % {"numbers": _all_of(numbers)}}


def _week_start(rule: Rule) -> list[str]:
    """On which day weeks begin, where it is not Monday and dates depend on it."""
    skips_weeks = rule.interval > 1 and bool(rule.by_day)
    weekly = rule.frequency is Frequency.WEEKLY and (skips_weeks or bool(rule.by_set_position))
    if not rule.week_start or not (weekly or rule.by_week_number):
        return []
    return [gettext("with weeks that begin on %(weekday)s") % {"weekday": WEEKDAYS[rule.week_start]}]


def _end(rule: Rule, first: date, zone: str, cut: date | None) -> list[str]:
    times = [] if rule.count is None else [ngettext("%(count)d time", "%(count)d times", rule.count)]
    until = rule.last_start(zone)
    last = min((day for day in (until.date() if until else None, cut) if day), default=None)
    said = [pattern % {"count": rule.count} for pattern in times]
    if last is None:
        return said
    # Translators: a day of the same year; see Django's template filter "date".
    day = date_format(last, gettext("j F")) if last.year == first.year else date_in_words(last)
    return [*said, gettext("until %(day)s") % {"day": day}]


def _time_of_day(start: time, more: Sequence[time], timing: str, minutes: int) -> str:
    """18:00 and 20:30; all day; for 3 days; time to be confirmed."""
    if timing == "timed":
        return _all_of([time_in_words(moment) for moment in sorted({start, *more})])
    if timing == "to_confirm":
        return gettext("time to be confirmed")
    days = round(minutes / MINUTES_OF_A_DAY)
    return (
        ngettext("for %(count)d day", "for %(count)d days", days) % {"count": days} if days > 1 else gettext("all day")
    )


def _with_time(days: str, when: str, timing: str) -> str:
    if timing != "timed":
        return _with_commas([days, when])
    return gettext("%(how_often)s at %(time)s") % {"how_often": days, "time": when}


def _once(first: date, when: str, timing: str) -> str:
    day = weekday_and_date(first)
    if timing != "timed":
        return _with_commas([gettext("Once, on %(day)s") % {"day": day}, when])
    return gettext("Once, on %(day)s at %(time)s") % {"day": day, "time": when}


def _some_dates(first: date, when: str, timing: str, extra: Sequence[datetime]) -> str:
    """The dates of an activity that follows no rule."""
    days = [first, *(start.date() for start in extra)]
    if len(extra) > FEW:
        said = {"count": len(extra) + 1, "first": date_in_words(min(days)), "last": date_in_words(max(days))}
        dates = gettext("On %(count)d dates from %(first)s to %(last)s") % said
        return dates if timing == "timed" else _with_commas([dates, when])
    if timing == "timed":
        said_first = gettext("%(day)s at %(time)s") % {"day": date_in_words(first), "time": when}
        return gettext("On %(days)s") % {"days": _all_of([said_first, *_moments(extra, with_time=True)])}
    dates = gettext("On %(days)s") % {"days": _all_of([date_in_words(day) for day in days])}
    return _with_commas([dates, when])


def _extra(dates: Sequence[datetime], timing: str) -> list[str]:
    if not dates:
        return []
    if len(dates) > FEW:
        return [
            ngettext("and on %(count)d more date", "and on %(count)d more dates", len(dates)) % {"count": len(dates)}
        ]
    return [gettext("also on %(days)s") % {"days": _all_of(_moments(dates, with_time=timing == "timed"))}]


def _skipped(dates: Sequence[datetime], *, with_time: bool) -> list[str]:
    said = list(dict.fromkeys(_moments(dates, with_time=with_time)))
    if not said:
        return []
    if len(said) > FEW:
        return [ngettext("without %(count)d date", "without %(count)d dates", len(said)) % {"count": len(said)}]
    return [gettext("not on %(days)s") % {"days": _all_of(said)}]


def _moments(dates: Sequence[datetime], *, with_time: bool) -> list[str]:
    if not with_time:
        return [date_in_words(start.date()) for start in sorted(dates)]
    return [
        gettext("%(day)s at %(time)s") % {"day": date_in_words(start.date()), "time": time_in_words(start.time())}
        for start in sorted(dates)
    ]


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


def _year_day(number: int) -> str:
    if number == -1:
        return gettext("the last day of the year")
    if number < 0:
        return gettext("day %(number)d from the end of the year") % {"number": -number}
    return gettext("day %(number)d of the year") % {"number": number}


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
