"""Hand-overs from one committee of a society to the next, for whoever may take its papers."""

from django.db.models import QuerySet

from campus.base.errors import not_here
from campus.directory import rules
from campus.directory.models import Handover, HandoverTask, Office, Society
from campus.directory.rules import Right
from campus.people.models import Person


def handovers_of(society: Society, person: Person | None) -> QuerySet[Handover]:
    """The hand-overs of a society, the latest first: for its officers, those to be, and its university’s staff."""
    if not rules.may(person, Right.TAKE_PAPERS, society):
        return Handover.objects.none()
    return society.handovers.select_related("society__university").prefetch_related("tasks")


def handover_by_number(person: Person | None, number: int) -> Handover:
    """One hand-over, for whoever may take the society’s papers. Raises NotFound."""
    found = Handover.objects.select_related("society__university").filter(pk=number).first()
    if found is None or not rules.may(person, Right.TAKE_PAPERS, found.society):
        raise not_here()
    return found


def task_by_number(person: Person | None, number: int) -> HandoverTask:
    """One task of a hand-over, for whoever may take the society’s papers. Raises NotFound."""
    found = HandoverTask.objects.select_related("handover__society__university").filter(pk=number).first()
    if found is None or not rules.may(person, Right.TAKE_PAPERS, found.handover.society):
        raise not_here()
    return found


def open_handover(society: Society) -> Handover | None:
    """The hand-over that is being prepared; there is one at most. Its officers’ page asks first."""
    return society.handovers.filter(closed_at__isnull=True).first()


def next_committee(handover: Handover) -> QuerySet[Office]:
    """The offices that begin on its day, offered and accepted."""
    beginning = handover.society.offices.filter(starts_on=handover.takes_over_on, ended_at__isnull=True)
    return beginning.select_related("person", "university", "society__university")
