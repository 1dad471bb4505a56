"""Whom a typed address or student number stands for. What is typed is a claim, not a proof: it opens nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from campus.base.alike import insert_if
from campus.base.errors import not_here
from campus.base.faults import Faults
from campus.directory.models import University
from campus.membership.models import Claim
from campus.membership.numbers import checked_number, number_hashes
from campus.people.audit import record
from campus.people.models import Person
from campus.people.queries import owner_of, survivor_of

REFUSED_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Typed:
    """What somebody typed to say who they are at a university: a normalised `address`, or a student number's `hashes`.

    The first hash is by the present key; by the others, of former keys, it is only found.
    """

    university: University
    address: str = ""
    hashes: tuple[str, ...] = ()

    @property
    def claims(self) -> Q:
        """The claims, one at most, that are about it."""
        about = Q(number_hash__in=self.hashes) if self.hashes else Q(address=self.address)
        return Q(university=self.university) & about


def typed_address(*, university: University, address: str, faults: Faults) -> Typed:
    """An e-mail address as it was typed; `faults` gets what is wrong with it, at the field `email`."""
    return Typed(university, address=faults.address("email", address))


def typed_number(*, university: University, number: str, faults: Faults, field: str = "student_number") -> Typed:
    """A student number as it was typed; `faults` gets what is wrong with it, at `field`."""
    bare = checked_number(faults, field, number)
    return Typed(university, hashes=tuple(number_hashes(university, bare)))


@transaction.atomic
def person_for_address(*, university: University, address: str, name: str, at: datetime) -> Person:
    """For counting only: who proved the address, else the one unproven person who claims it at this university.

    Makes that person, with `name`, when the address is new here; a stored name never changes. Two who type a new
    address at the same moment get the same person. Raises Invalid for what is no address; whether its owner refused
    it is the caller's question (Claim.refused_until). The caller's attendance is the record; no AuditEvent repeats it.
    """
    faults = Faults()
    typed = typed_address(university=university, address=address, faults=faults)
    return _person_for(typed, name, at, faults)


@transaction.atomic
def person_for_number(*, university: University, number: str, name: str, at: datetime) -> Person:
    """The same for a student number: who is known by it at this university, else a new unproven person.

    Raises Invalid for what cannot be a student number.
    """
    faults = Faults()
    typed = typed_number(university=university, number=number, faults=faults)
    return _person_for(typed, name, at, faults)


def claimant_of(typed: Typed, *, name: str, at: datetime, spend: Callable[[int], None]) -> Person:
    """Whom it stands for, as `person_for_address` and `person_for_number` say.

    The statements are the same whether they are known or not; so is that `spend` is called, with how many persons
    are to be made for it: 0 or 1. It may refuse.
    """
    while True:
        known = _known(typed)
        spend(0 if known else 1)
        person = known or _unproven(name)
        try:
            with transaction.atomic():
                _insert(person, typed, at, when=known is None)
            return person
        except _MadeMeanwhileError:
            continue


@transaction.atomic
def refuse_claim(*, university: University, address: str, at: datetime) -> Claim:
    """The owner of an address said "not me": for a year it counts nobody here. Again prolongs nothing.

    Nor does a student number by which the same person is known here: whoever typed the one may type the other.
    """
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
        numbers = Claim.objects.filter(university=university, person=claim.person_id, address="")
        numbers.update(refused_until=claim.refused_until)
        record(verb="address_refused", object=f"claim:{claim.pk}", by=None, at=at, university=university.pk)
    return claim


def is_refused(typed: Typed, at: datetime) -> bool:
    """Whether its owner said "not me" at this university less than a year ago."""
    return Claim.objects.filter(typed.claims, refused_until__gt=at).exists()


class _MadeMeanwhileError(Exception):
    """Another request made the same claim in this moment."""


def _person_for(typed: Typed, name: str, at: datetime, faults: Faults) -> Person:
    name = faults.text("name", name, limit=120)
    faults.refuse()
    return claimant_of(typed, name=name, at=at, spend=lambda _count: None)


def _known(typed: Typed) -> Person | None:
    """Who proved the address, else who claims it here; in the stead of somebody merged away, who they are now."""
    owner = owner_of(typed.address) if typed.address else None
    claim = Claim.objects.select_related("person__merged_into").filter(typed.claims).order_by("pk").first()
    return owner or (survivor_of(claim.person) if claim else None)


def _unproven(name: str) -> Person:
    person = Person(name=name)
    person.set_unusable_password()
    return person


def _insert(person: Person, typed: Typed, at: datetime, *, when: bool) -> None:
    """Make a new person and their claim; with `when` false do as much and make nothing."""
    made = insert_if(when, person)
    claim = Claim(
        university=typed.university,
        person_id=person.pk,
        address=typed.address,
        number_hash=typed.hashes[0] if typed.hashes else "",
        created_at=at,
    )
    if not insert_if(made, claim) and made:
        raise _MadeMeanwhileError
