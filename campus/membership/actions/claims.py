"""Whom a typed address stands for. A typed address is a claim, not a proof: it opens nothing."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from campus.base.errors import not_here
from campus.base.faults import Faults
from campus.directory.models import University
from campus.membership.models import Claim
from campus.people.audit import record
from campus.people.models import Person

REFUSED_FOR = timedelta(days=365)


@transaction.atomic
def person_for_address(*, university: University, address: str, name: str, at: datetime) -> Person:
    """For counting only: who proved the address, else the one unproven person who claims it at this university.

    Makes that person, with `name`, when the address is new here; a stored name never changes. Two who type a new
    address at the same moment get the same person. Raises Invalid for what is no address; whether its owner refused
    it is the caller's question (Claim.refused_until). The caller's attendance is the record; no AuditEvent repeats it.
    """
    faults = Faults()
    address = faults.address("email", address)
    name = faults.text("name", name, limit=120)
    faults.refuse()
    return (
        Person.objects.filter(email=address).first()
        or _claimed(university, address)
        or _new_person(university, address, name, at)
    )


@transaction.atomic
def refuse_claim(*, university: University, address: str, at: datetime) -> Claim:
    """The owner of an address said "not me": for a year it counts nobody here. Again prolongs nothing."""
    faults = Faults()
    address = faults.address("email", address)
    faults.refuse()
    claim = Claim.objects.select_for_update(no_key=True).filter(university=university, address=address).first()
    if claim is None:
        owner = Person.objects.filter(email=address).first()
        if owner is None:
            raise not_here()
        claim, _made = Claim.objects.get_or_create(
            university=university, address=address, defaults={"person": owner, "created_at": at}
        )
    if claim.refused_until is None or claim.refused_until <= at:
        claim.refused_until = at + REFUSED_FOR
        claim.save(update_fields=["refused_until"])
        record(verb="address_refused", object=f"claim:{claim.pk}", by=None, at=at, university=university.pk)
    return claim


def _claimed(university: University, address: str) -> Person | None:
    claim = Claim.objects.select_related("person").filter(university=university, address=address).first()
    return claim.person if claim else None


def _new_person(university: University, address: str, name: str, at: datetime) -> Person:
    """A new person with their claim, or the one that another request made in this moment: the claim is unique."""
    try:
        with transaction.atomic():
            person = Person.objects.create_person(name=name)
            Claim.objects.create(university=university, person=person, address=address, created_at=at)
            return person
    except IntegrityError:
        return Claim.objects.select_related("person").get(university=university, address=address).person
