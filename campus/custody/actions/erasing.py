"""All that is kept about a person: theirs to take along, and to have erased."""

from datetime import datetime
from typing import Any

from django.db import transaction

from campus.custody.areas import AREAS
from campus.custody.queries import everything_about, rows_of
from campus.membership.queries import addresses_of
from campus.people import audit
from campus.people.locking import lock_named
from campus.people.models import Person
from campus.people.queries import survivor_of


@transaction.atomic
def export_everything(*, by: Person, at: datetime) -> dict[str, Any]:
    """All that is kept about `by`, for them alone: JSON values by area (campus.custody.queries.everything_about)."""
    kept = everything_about(by)
    audit.record(verb="data_exported", object=f"person:{by.pk}", by=by, at=at)
    return kept


@transaction.atomic
def erase(*, by: Person, at: datetime) -> Person:
    """Leave of `by` a person without name, address or choices, to whom what was counted still points; returns them.

    With them go the rows that were merged into them, and the unproven persons who were counted by addresses of theirs.
    Offices and memberships end, no figure changes, and the addresses are free for a new person. Nobody else can ask
    for it; again changes nothing. What sign-in keeps (sessions) lies outside the domain: the caller ends it in the
    same transaction.
    """
    persons = lock_named(lambda: rows_of(_now(by)))
    erased = next(person for person in persons if person.pk == _now(by).pk)
    if erased.erased_at is not None:
        return erased
    addresses = addresses_of(erased)
    for area in AREAS:
        for person in persons:
            area.forget(person, at)
    for area in AREAS:
        for address in sorted(addresses):
            if area.forget_address is not None:
                area.forget_address(address, at)
    audit.record(verb="person_erased", object=f"person:{erased.pk}", by=erased, at=at)
    return erased


def _now(person: Person) -> Person:
    """Who they are by now: somebody may have merged them in this moment."""
    return survivor_of(Person.objects.select_related("merged_into").get(pk=person.pk))
