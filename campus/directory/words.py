"""Dates, weeks and offices as people say them, in the active language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext
from django_countries import countries

from campus.directory.calendar import Week
from campus.directory.models import Office


def date_in_words(day: date) -> str:
    """For example 9 February 2026, in the active language."""
    # Translators: the order of day, month and year in a sentence; see Django's template filter "date".
    return date_format(day, gettext("j F Y"))


def week_label(week: Week) -> str:
    """For example Week 5, or the name of the break that takes the whole week; "" outside teaching."""
    if week.in_break is not None:
        return str(week.in_break)
    if week.number is not None:
        return gettext("Week %(number)s") % {"number": week.number}
    return ""


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
