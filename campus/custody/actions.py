"""What concerns a person in every area at once: an address proven to be theirs."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, NotAllowed
from campus.base.text import address_key
from campus.directory.actions import claim_university
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
