"""Dates, weeks and offices as people say them, in the active language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext
from django_countries import countries

from campus.directory.calendar import Week
from campus.directory.models import Calendar, Office


def date_in_words(day: date) -> str:
    """For example 9 February 2026, in the active language."""
    # Translators: the order of day, month and year in a sentence; see Django's template filter "date".
    return date_format(day, gettext("j F Y"))


def dates_in_words(first: date, last: date) -> str:
    """For example 7 to 13 September 2026: what both dates share is said once."""
    if first == last:
        return date_in_words(last)
    if first.year != last.year:
        begins = date_in_words(first)
    elif first.month != last.month:
        # Translators: day and month of the first of two dates, as in "28 September to 4 October 2026".
        begins = date_format(first, gettext("j F"))
    else:
        # Translators: the day of the first of two dates in one month, as in "7 to 13 September 2026".
        begins = date_format(first, gettext("j"))
    return gettext("%(first)s to %(last)s") % {"first": begins, "last": date_in_words(last)}


def week_label(week: Week) -> str:
    """A week as its calendar says it: Week 7, 7th week, −1st week, Week 6 (Reading week), Reading week; else ""."""
    number = _number_in_words(week)
    if week.in_break is None:
        return number
    if number:
        return gettext("%(week)s (%(break)s)") % {"week": number, "break": str(week.in_break)}
    return str(week.in_break)


def week_name(week: Week) -> str:
    """The label of a week, or its dates when it has none: where something has to stand."""
    return week_label(week) or dates_in_words(week.starts_on, week.ends_on)


def week_mark(week: Week) -> str:
    """What stands for a week in a narrow column: its number, else a dash; a date where weeks have no numbers."""
    if week.labels == Calendar.WeekLabels.NONE:
        return date_format(week.starts_on, gettext("j M"))
    return "–" if week.number is None else signed(week.number)


def signed(number: int) -> str:
    """A whole number with a true minus sign, which a line does not break after: −1."""
    return f"{number}".replace("-", "\N{MINUS SIGN}")


def _number_in_words(week: Week) -> str:
    if week.number is None or week.labels == Calendar.WeekLabels.NONE:
        return ""
    if week.labels == Calendar.WeekLabels.ORDINAL:
        return _ordinal_week(abs(week.number)) % {"number": signed(week.number)}
    return gettext("Week %(number)s") % {"number": signed(week.number)}


def _ordinal_week(number: int) -> str:
    """The words around an ordinal: English tells four endings apart; a language that does not translates all alike."""
    if number % 100 not in (11, 12, 13):
        if number % 10 == 1:
            return gettext("%(number)sst week")
        if number % 10 == 2:
            return gettext("%(number)snd week")
        if number % 10 == 3:
            return gettext("%(number)srd week")
    return gettext("%(number)sth week")


def ends_before_start(start: date, end: date) -> str:
    """What to say when `end` lies before `start`: most often the year is wrong, so it is offered."""
    said = {"end": date_in_words(end), "start": date_in_words(start)}
    meant = _in_the_year_after(start, end)
    if meant is None:
        return gettext("%(end)s is before the start on %(start)s. Choose a later day.") % said
    return gettext("%(end)s is before the start on %(start)s. Did you mean %(meant)s?") % {
        **said,
        "meant": date_in_words(meant),
    }


def _in_the_year_after(start: date, end: date) -> date | None:
    """The first date after `start` with the day and month of `end`; None when that year has no such day."""
    try:
        meant = end.replace(year=start.year)
        return meant if meant >= start else end.replace(year=start.year + 1)
    except ValueError:  # 29 February
        return None


def scope_name(office: Office) -> str:
    """Of what it is an office, in the active language."""
    if office.society is not None:
        return office.society.name
    if office.university is not None:
        return office.university.name
    return countries.name(str(office.country)) or "HeForShe Campus"
