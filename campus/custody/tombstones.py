"""Visits that stand under a name no more: they go to a fresh person who is nobody, so that no count changes."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, QuerySet

from campus.checkin.models import Attendance, Credit, TermParticipation
from campus.checkin.recounting import recount
from campus.directory.models import Society, University
from campus.people.models import Person


def new_tombstone(at: datetime) -> Person:
    """A person without name, address or choices and with a random key, who cannot sign in."""
    return Person.objects.create_person(is_active=False, erased_at=at)


def leave_visits(person: Person, *, at: datetime, university: University, society: Society | None = None) -> Person:
    """Move all visits of `person` (locked by the caller) at a university, or in one society of it, to a tombstone.

    Void ones go along; receipts in browsers die. The sums per term go with them, so that whoever was new stays new
    where they were. What was done to the rows by the person themself says so no more.
    """
    tombstone = new_tombstone(at)
    scope = {"society": society} if society else {"university": university}
    rows = Attendance.objects.filter(person=person, **scope)
    for actor in ("voided_by", "entered_by"):
        rows.filter(**{actor: person}).update(**{actor: None})
    rows.update(person=tombstone, receipt_hash="")
    TermParticipation.objects.filter(person=person, **scope).update(person=tombstone)
    recount({person.pk, tombstone.pk}, _shared([person, tombstone]))
    return tombstone


def _shared(persons: Iterable[Person]) -> QuerySet[Society]:
    """The societies for which something counts that another one held: what moved is not all that they have."""
    guests = Credit.objects.filter(attendance__person__in=persons).exclude(society=F("attendance__society"))
    return Society.objects.filter(pk__in=guests.values("society")).select_related("university").order_by("pk")
