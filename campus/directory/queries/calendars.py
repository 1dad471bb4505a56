"""Calendars and their terms. They are public, as universities publish them."""

from datetime import date

from django.db.models import QuerySet

from campus.directory.calendar import ReportingTerm, tile
from campus.directory.models import Calendar, Society, Term, University


def calendars_of(university: University) -> QuerySet[Calendar]:
    """The calendars of a university, the reporting one first, with their terms and breaks."""
    return university.calendars.prefetch_related("terms__breaks")


def calendar_of(society: Society) -> Calendar | None:
    """By which calendar a society plans: its own choice or the reporting one; None while there is none."""
    return society.calendar or Calendar.objects.filter(university=society.university_id, is_reporting=True).first()


def terms_of(calendar: Calendar) -> list[Term]:
    """The terms of a calendar in order of time, with their breaks."""
    return list(calendar.terms.prefetch_related("breaks"))


def reporting_terms(university: University) -> list[ReportingTerm]:
    """The reporting terms of a university in order of time; empty while it has no terms."""
    return tile(list(Term.objects.filter(calendar__university=university, calendar__is_reporting=True)))


def reporting_term_on(university: University, day: date) -> ReportingTerm | None:
    """The reporting term to which a local date belongs."""
    return next((term for term in reporting_terms(university) if term.holds(day)), None)
