"""Calendars and their terms. They are public, as universities publish them."""

from datetime import date

from django.db.models import QuerySet

from campus.directory.calendar import ReportingTerm, tile
from campus.directory.models import Calendar, CalendarRevision, Enrolment, Society, Term, University


def calendars_of(university: University) -> QuerySet[Calendar]:
    """The calendars of a university, the reporting one first, with their terms and breaks."""
    return university.calendars.prefetch_related("terms__breaks")


def calendar_of(society: Society) -> Calendar | None:
    """By which calendar a society plans: its own choice or the reporting one; None while there is none."""
    return society.calendar or Calendar.objects.filter(university=society.university_id, is_reporting=True).first()


def terms_of(calendar: Calendar) -> list[Term]:
    """The terms of a calendar in order of time, with their breaks."""
    return list(calendar.terms.prefetch_related("breaks"))


def revisions_of(calendar: Calendar) -> QuerySet[CalendarRevision]:
    """Every version of a calendar that was proposed or accepted, the latest first. For who keeps its university."""
    return calendar.revisions.select_related("made_by", "decided_by")


def open_proposal(calendar: Calendar) -> CalendarRevision | None:
    """The version of a calendar that waits to be accepted or discarded. For who keeps its university."""
    return calendar.revisions.filter(state=CalendarRevision.State.PROPOSED).first()


def enrolments_of(university: University) -> QuerySet[Enrolment]:
    """How many students a university says it had, the latest census date first. Public, as it publishes them."""
    return university.enrolments.all()


def reporting_terms(university: University) -> list[ReportingTerm]:
    """The reporting terms of a university in order of time; empty while it has no terms."""
    return tile(list(Term.objects.filter(calendar__university=university, calendar__is_reporting=True)))


def reporting_term_on(university: University, day: date) -> ReportingTerm | None:
    """The reporting term to which a local date belongs."""
    return next((term for term in reporting_terms(university) if term.holds(day)), None)
