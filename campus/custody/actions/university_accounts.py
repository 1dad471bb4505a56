"""Somebody signed in with the account that their university gave them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, NotAllowed
from campus.base.text import address_key
from campus.custody.actions.numbers import number_proven
from campus.custody.actions.proving import address_proven
from campus.directory import rules
from campus.directory.models import IdentityProvider, University
from campus.membership.actions import keep_affiliations
from campus.membership.models import Affiliation
from campus.membership.numbers import normalised
from campus.membership.stated_affiliations import kinds_stated
from campus.outbox.account_changes import Change, tell_owner
from campus.people.actions import NAME_LENGTH, change_person
from campus.people.audit import record
from campus.people.models import Person
from campus.people.queries import owner_of, proven_addresses, survivor_of


@dataclass(frozen=True)
class Statement:
    """What a provider says of who signed in; `address` is "" when it says none, or that it did not make sure of it."""

    address: str = ""
    name: str = ""
    affiliations: Collection[str] = ()
    student_number: str = ""


@transaction.atomic
def account_proven(*, provider: IdentityProvider, person: Person | None, statement: Statement, at: datetime) -> Person:
    """Somebody signed in at their university's provider; returns who they are here, perhaps a new person.

    `person` is who signed in with this very account before, or None. It is then who they are whatever the address
    says by now; a new account leads to whoever has the stated address, which the university must be able to vouch for.
    Raises NotAllowed for an address it cannot vouch for, and Conflict for one that is somebody else's.
    """
    university = provider.university
    owner = _known(person, university, statement, at) if person else _arrived(university, statement, at)
    if not owner.name and statement.name:
        change_person(by=owner, name=" ".join(statement.name.split())[:NAME_LENGTH], at=at)
    kinds = kinds_stated(statement.affiliations, university)
    source = Affiliation.Source.ACCOUNT
    keep_affiliations(person=owner, university=university, kinds=kinds, source=source, at=at)
    if normalised(statement.student_number):
        number_proven(person=owner, university=university, number=statement.student_number, at=at)
    return owner


@transaction.atomic
def account_unlinked(*, by: Person, university: str, at: datetime) -> None:
    """Somebody unlinked the account they have at a university, given by name; their address stays and signs them in.

    For whoever keeps the links themselves. Raises Conflict for somebody without an address: nothing would sign them in.
    """
    if not by.is_proven:
        raise Conflict("no_other_way_in", _("It is the only way in that you have."))
    _change(Change.ACCOUNT_UNLINKED, "university_account_unlinked", by, university, at)


def _change(change: Change, verb: str, owner: Person, university: str, at: datetime) -> None:
    subject = f"person:{owner.pk}"
    record(verb=verb, object=subject, by=owner, at=at)
    tell_owner(person=owner, change=change, about=subject, name=university, at=at)


def _arrived(university: University, statement: Statement, at: datetime) -> Person:
    """Who an account that was never used here belongs to, by its address."""
    if not rules.may_vouch(university, statement.address):
        raise NotAllowed("address_not_vouched_for", _not_vouched(university, statement.address))
    owner = address_proven(person=None, address=statement.address, at=at)
    _change(Change.ACCOUNT_LINKED, "university_account_linked", owner, university.name, at)
    return owner


def _known(person: Person, university: University, statement: Statement, at: datetime) -> Person:
    """Who used this account before; a new address at the university takes the place of an old one there."""
    person = survivor_of(person)
    if not person.is_active:
        raise NotAllowed("closed", _("This account cannot be used to sign in any more."))
    if not _is_theirs(university, person):
        raise NotAllowed("address_not_vouched_for", _not_vouched(university, person.email or ""))
    owner = owner_of(statement.address) if statement.address else None
    if owner not in (None, person):
        raise Conflict(
            "account_of_another",
            _("This account was used here with another address, and the address it has now belongs to somebody else."),
        )
    if rules.may_vouch(university, statement.address) and (owner or _replaces(university, person)):
        return address_proven(person=person, address=statement.address, at=at)
    return person


def _is_theirs(university: University, person: Person) -> bool:
    """Whether an address of the person's is one that the university vouches for today, or they have none.

    The account was linked on the ground of one. Where an operator took the confirmation back, or the merge that
    brought the address was undone, that ground is gone.
    """
    addresses = proven_addresses(person)
    return not addresses or any(rules.may_vouch(university, address) for address in addresses)


def _replaces(university: University, person: Person) -> bool:
    """Whether the person is here under an address of the university, or under none."""
    return person.email is None or rules.may_vouch(university, person.email)


def _not_vouched(university: University, address: str) -> str:
    if not address:
        sentence = _("%(university)s told us no e-mail address of yours. Sign in with a code by mail instead.")
    else:
        sentence = _(
            "%(university)s told us an address that it cannot vouch for here: %(address)s. "
            "Sign in with a code by mail instead."
        )
    return sentence % {"university": university.name, "address": address_key(address)[:254]}
