"""An address is proven to be somebody's."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, NotAllowed
from campus.checkin.actions.receipts import end_receipts
from campus.custody.queries import undecided_persons
from campus.directory.actions import claim_university
from campus.membership.actions import affiliate_by_domain
from campus.people.actions import prove_address
from campus.people.models import Person
from campus.people.queries import owner_of, survivor_of


@transaction.atomic
def address_proven(*, person: Person | None, address: str, at: datetime) -> Person:
    """Somebody showed that mail to `address` reaches them; returns whose address it is, now proven.

    `person` is who asked, or None for a stranger: then it is whoever proved the address before, else a new person.
    An address of somebody merged away leads to who they are now. What was typed with the address before is for its
    owner to decide, and the receipts that browsers got for it end. Raises Conflict when `person` is given and somebody
    else has the address, NotAllowed when its owner was closed out.
    """
    owner = _proven(survivor_of(person), address, at) if person else _owner_or_new(address, at)
    if not owner.is_active:
        raise NotAllowed("closed", _("This address cannot be used to sign in any more."))
    end_receipts(undecided_persons(owner))
    claim_university(person=owner, at=at)
    affiliate_by_domain(person=owner, at=at)
    return owner


def _owner_or_new(address: str, at: datetime) -> Person:
    owner = owner_of(address)
    if owner is not None:
        return owner
    try:
        with transaction.atomic():
            return _proven(Person.objects.create_person(), address, at)
    except Conflict:  # the same address was proven in another browser between the two lines
        return owner_of(address) or _owner_or_new(address, at)


def _proven(person: Person, address: str, at: datetime) -> Person:
    if owner_of(address) == person:  # perhaps by another address of theirs, which goes on leading to them
        return person
    return prove_address(person=person, address=address, at=at)
