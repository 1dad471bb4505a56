"""One row by its number, for whoever may see it. Each raises NotFound for everybody else, and for no row at all."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from campus.base.errors import not_here
from campus.directory import rules
from campus.directory.models import (
    Break,
    Calendar,
    CalendarRevision,
    Enrolment,
    Office,
    Society,
    Term,
    University,
)
from campus.people.models import Person

Row = TypeVar("Row", bound=Model)


def university_by_number(person: Person | None, number: int) -> University:
    """Everybody once it is approved; before, its proposer and who may approve it."""
    university = _one(University.objects.prefetch_related("domains"), number)
    return _seen(university, person, university)


def calendar_by_number(person: Person | None, number: int) -> Calendar:
    """Whoever may see its university."""
    calendar = _one(Calendar.objects.select_related("university"), number)
    return _seen(calendar, person, calendar.university)


def term_by_number(person: Person | None, number: int) -> Term:
    """Whoever may see its university; with its calendar and breaks."""
    term = _one(Term.objects.select_related("calendar", "university").prefetch_related("breaks"), number)
    return _seen(term, person, term.university)


def break_by_number(person: Person | None, number: int) -> Break:
    """Whoever may see its university."""
    pause = _one(Break.objects.select_related("term__university", "term__calendar"), number)
    return _seen(pause, person, pause.term.university)


def revision_by_number(person: Person | None, number: int) -> CalendarRevision:
    """Whoever keeps its university: a version that was not accepted is nobody else's."""
    revision = _one(CalendarRevision.objects.select_related("calendar__university", "university", "made_by"), number)
    if not rules.may_keep(person, revision.university):
        raise not_here()
    return revision


def enrolment_by_number(person: Person | None, number: int) -> Enrolment:
    """Whoever may see its university."""
    enrolment = _one(Enrolment.objects.select_related("university"), number)
    return _seen(enrolment, person, enrolment.university)


def society_by_number(person: Person | None, number: int) -> Society:
    """Everybody once it was approved; before, its people and, unless it is a draft, its university."""
    society = _one(Society.objects.select_related("university", "calendar"), number)
    if not rules.may_see(person, society):
        raise not_here()
    return society


def office_by_number(person: Person | None, number: int) -> Office:
    """Its holder, the other officers of its society, and who may end it."""
    office = _one(Office.objects.select_related("university", "society__university", "person"), number)
    if not rules.may_see_office(person, office):
        raise not_here()
    return office


def _one(rows: "QuerySet[Row]", number: int) -> Row:
    found = rows.filter(pk=number).first()
    if found is None:
        raise not_here()
    return found


def _seen(row: Row, person: Person | None, university: University) -> Row:
    if not rules.may_see_university(person, university):
        raise not_here()
    return row
