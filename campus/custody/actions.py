"""What concerns a person in every area at once: an address proven to be theirs, all that is kept, its end."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, NotAllowed
from campus.base.text import address_key
from campus.checkin.recounting import lock_persons
from campus.custody.areas import AREAS
from campus.custody.queries import everything_about
from campus.directory.actions import claim_university
from campus.membership.queries import addresses_of, known_only_by
from campus.people import audit
from campus.people.actions import prove_address
from campus.people.models import Person


@transaction.atomic
def address_proven(*, person: Person | None, address: str, at: datetime) -> Person:
    """Somebody showed that mail to `address` reaches them; returns whose address it is, now proven.

    `person` is who asked, or None for a stranger: then it is whoever proved the address before, else a new person.
    Raises Conflict when `person` is given and somebody else has the address, NotAllowed when its owner was closed out.
    """
    owner = _proven(person, address, at) if person else _owner_or_new(address, at)
    if not owner.is_active:
        raise NotAllowed("closed", _("This address cannot be used to sign in any more."))
    claim_university(person=owner, at=at)
    return owner


@transaction.atomic
def export_everything(*, by: Person, at: datetime) -> dict[str, Any]:
    """All that is kept about `by`, for them alone: JSON values by area (campus.custody.queries.everything_about)."""
    kept = everything_about(by)
    audit.record(verb="data_exported", object=f"person:{by.pk}", by=by, at=at)
    return kept


@transaction.atomic
def erase(*, by: Person, at: datetime) -> Person:
    """Leave of `by` a person without name, address or choices, to whom what was counted still points; returns them.

    With them go the unproven persons who were counted by addresses of theirs. Offices and memberships end, no figure
    changes, and the addresses are free for a new person. Nobody else can ask for it; again changes nothing.
    What sign-in keeps (sessions) lies outside the domain: the caller ends it in the same transaction.
    """
    addresses = addresses_of(by)
    persons = lock_persons([by.pk, *known_only_by(addresses).values_list("pk", flat=True)])
    erased = next(person for person in persons if person.pk == by.pk)
    if erased.erased_at is not None:
        return erased
    for area in AREAS:
        for person in persons:
            area.forget(person, at)
    for area in AREAS:
        for address in sorted(addresses):
            if area.forget_address is not None:
                area.forget_address(address, at)
    audit.record(verb="person_erased", object=f"person:{by.pk}", by=erased, at=at)
    return erased


def _owner_or_new(address: str, at: datetime) -> Person:
    owner = _owner(address)
    if owner is not None:
        return owner
    try:
        with transaction.atomic():
            return _proven(Person.objects.create_person(), address, at)
    except Conflict:  # the same address was proven in another browser between the two lines
        return Person.objects.get(email=address_key(address))


def _owner(address: str) -> Person | None:
    return Person.objects.filter(email=address_key(address)).first()


def _proven(person: Person, address: str, at: datetime) -> Person:
    return prove_address(person=person, address=address, at=at)
