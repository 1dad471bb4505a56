"""Checking in with a typed name, and an address or a student number: a claim that proves nothing and is told nothing.

Known or unknown, counted already or refused by the owner: each takes the same statements in the same order. What a
row must not do it does not do under a condition (campus.base.alike); the whole takes whole steps of time.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.activities.models import Code, Occurrence
from campus.base import limits
from campus.base.errors import Conflict
from campus.base.faults import Faults
from campus.base.steady import at_whole_steps
from campus.checkin.actions.counting import Browser, at_the_door, count_claimed
from campus.checkin.actions.owners import tell_owner
from campus.checkin.rules import (
    refuse_names_at_schools,
    refuse_other_domain,
    refuse_unless_counting,
    takes_names,
    takes_numbers,
)
from campus.directory.models import University
from campus.membership.actions import claimant_of, is_refused, typed_address, typed_number
from campus.membership.actions.claims import Typed
from campus.membership.rules import is_blocked
from campus.people.locking import lock_persons
from campus.people.models import Person


@dataclass(frozen=True)
class TypedAnswer:
    """All that may be answered to a typed address: where and when somebody entered it.

    It is the same whether the address is known, unknown, counted already, or refused by its owner.
    """

    occurrence: Occurrence
    at: datetime


def check_in_typed(
    *,
    occurrence: Occurrence,
    code: Code,
    name: str,
    at: datetime,
    browser: Browser,
    network: str,
    address: str = "",
    number: str = "",
) -> TypedAnswer:
    """Count who typed a name and an e-mail address: a claim, not a proof; it opens nothing and tells nothing.

    Where the university takes them, a student `number` may stand in the place of the address. `network` is the address
    of the caller's network, for the limit on new unproven persons. Raises what check_in_signed_in raises, Invalid for
    a missing name or something that is no address (no number), and TooMany.
    """
    coming = _Coming(occurrence, code, at, browser, network)
    with at_whole_steps(), transaction.atomic():
        return _check_in_typed(coming, name, address, number)


@dataclass(frozen=True)
class _Coming:
    """Where, when and from where somebody types who they are."""

    occurrence: Occurrence
    code: Code
    at: datetime
    browser: Browser
    network: str


def _check_in_typed(coming: _Coming, name: str, address: str, number: str) -> TypedAnswer:
    at, university = coming.at, coming.occurrence.university
    faults = Faults()
    name = faults.text("name", " ".join(name.split()), limit=120, missing=_("Write your name, as people call you."))
    typed = _typed(university, address, number, faults)
    faults.refuse()
    occurrence = at_the_door(coming.occurrence)
    refuse_unless_counting(occurrence, coming.code, at)
    refuse_names_at_schools(university)
    if typed.address:
        refuse_other_domain(university, typed.address)
    # Asked of everybody, for a limit that met only unknown addresses would tell which ones are known.
    limits.check("new_unproven_person", coming.network)
    _count_typed(coming, occurrence, typed, name)
    return TypedAnswer(occurrence, at)


def _typed(university: University, address: str, number: str, faults: Faults) -> Typed:
    if not number:
        return typed_address(university=university, address=address, faults=faults)
    if takes_names(university) and not takes_numbers(university):
        sentence = _("%(university)s takes no student numbers here. Write your e-mail address.")
        faults.add("student_number", "numbers_not_taken", sentence % {"university": university.name})
    return typed_number(university=university, number=number, faults=faults)


def _count_typed(coming: _Coming, occurrence: Occurrence, typed: Typed, name: str) -> None:
    person = _claimant(coming, typed, name)
    refused, blocked = is_refused(typed, coming.at), is_blocked(person, occurrence.society)
    counted = count_claimed(
        person=person, occurrence=occurrence, browser=coming.browser, at=coming.at, when=not (refused or blocked)
    )
    if typed.address:  # of a number nobody knows whom to tell
        tell_owner(person=person, address=typed.address, occurrence=occurrence, at=coming.at, when=counted)


def _claimant(coming: _Coming, typed: Typed, name: str) -> Person:
    """Whom it stands for, locked, as "not me" does: that comes before this check-in or after, never in between."""

    def spend(persons: int) -> None:
        limits.spend("new_unproven_person", coming.network, times=persons)

    for _try in range(3):
        with suppress(_GoneError), transaction.atomic():
            person = claimant_of(typed, name=name, at=coming.at, spend=spend)
            (now,) = lock_persons([person.pk])
            if now.merged_into_id is not None or now.erased_at is not None:
                raise _GoneError
            return now
    raise Conflict("changed_meanwhile", _("Something changed at this very moment. Try again."))


class _GoneError(Exception):
    """Merged into somebody else, or erased, between asking and locking; the lock is let go."""
