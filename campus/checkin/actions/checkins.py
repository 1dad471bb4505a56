"""Checking in by a code: signed in, with a typed name and address, or without a name."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.activities.models import Code, Occurrence
from campus.base import limits
from campus.base.faults import Faults
from campus.base.steady import at_whole_steps
from campus.checkin.actions.counting import (
    Browser,
    CheckedIn,
    at_the_door,
    count_nameless,
    count_person,
    keep_consent,
    leave_earlier_receipts,
    take_over,
)
from campus.checkin.actions.owners import tell_owner
from campus.checkin.models import Attendance
from campus.checkin.queries import is_first_time
from campus.checkin.recounting import lock_persons
from campus.checkin.rules import refuse_names_at_schools, refuse_other_domain, refuse_unless_counting
from campus.membership.actions import person_for_address
from campus.membership.models import Claim
from campus.people.models import Person


@dataclass(frozen=True)
class TypedAnswer:
    """All that may be answered to a typed address: where and when somebody entered it.

    It is the same whether the address is known, unknown, counted already, or refused by its owner.
    """

    occurrence: Occurrence
    at: datetime


@transaction.atomic
def check_in_signed_in(
    *,
    by: Person,
    occurrence: Occurrence,
    code: Code,
    at: datetime,
    browser: Browser,
    channel: str = Attendance.Channel.POSTER,
) -> CheckedIn:
    """Count `by`, who is signed in. A second time is a success with the first attendance, which one takes over.

    Raises Conflict when nobody, or nobody with a name, can be counted here now, and Invalid for an address of another
    domain where the university asks for its own.
    """
    occurrence = at_the_door(occurrence)
    _refuse_names(occurrence, code, by.email or "", at)
    identity = Attendance.Identity.SIGNED_IN
    attendance, created = count_person(
        person=by, occurrence=occurrence, channel=channel, identity=identity, browser=browser, at=at
    )
    if created or take_over(attendance, browser=browser):
        keep_consent(person=by, occurrence=occurrence, identity=identity, at=at)
    return CheckedIn(attendance, created, first_time=is_first_time(attendance))


def check_in_typed(
    *, occurrence: Occurrence, code: Code, name: str, address: str, at: datetime, browser: Browser, network: str
) -> TypedAnswer:
    """Count who typed a name and an e-mail address: a claim, not a proof; it opens nothing and tells nothing.

    `network` is the address of the caller's network, for the limit on new unproven persons. Raises what
    check_in_signed_in raises, Invalid for a missing name or something that is no address, and TooMany.
    """
    with at_whole_steps(), transaction.atomic():
        return _check_in_typed(occurrence, code, name, address, at, browser, network)


def _check_in_typed(
    occurrence: Occurrence, code: Code, name: str, address: str, at: datetime, browser: Browser, network: str
) -> TypedAnswer:
    faults = Faults()
    name = faults.text("name", " ".join(name.split()), limit=120, missing=_("Write your name, as people call you."))
    address = faults.address("email", address)
    faults.refuse()
    occurrence = at_the_door(occurrence)
    _refuse_names(occurrence, code, address, at)
    # Asked of everybody, for a limit that met only unknown addresses would tell which ones are known.
    limits.check("new_unproven_person", network)
    _count_typed(occurrence, name, address, at, browser, network)
    return TypedAnswer(occurrence, at)


@transaction.atomic
def check_in_anonymous(
    *,
    occurrence: Occurrence,
    code: Code,
    at: datetime,
    browser: Browser,
    channel: str = Attendance.Channel.POSTER,
) -> CheckedIn:
    """Just count one more, once per browser. Raises Conflict when nobody can be counted here now."""
    occurrence = at_the_door(occurrence)
    refuse_unless_counting(occurrence, code, at)
    attendance, created = count_nameless(occurrence=occurrence, channel=channel, browser=browser, at=at)
    return CheckedIn(attendance, created, first_time=False)


def _refuse_names(occurrence: Occurrence, code: Code, address: str, at: datetime) -> None:
    refuse_unless_counting(occurrence, code, at)
    refuse_names_at_schools(occurrence.university)
    refuse_other_domain(occurrence.university, address)


def _is_refused(occurrence: Occurrence, address: str, at: datetime) -> bool:
    """Whether the owner of the address said "not me" at this university less than a year ago."""
    return Claim.objects.filter(university_id=occurrence.university_id, address=address, refused_until__gt=at).exists()


def _is_known(occurrence: Occurrence, address: str) -> bool:
    return (
        Claim.objects.filter(university_id=occurrence.university_id, address=address).exists()
        or Person.objects.filter(email=address).exists()
    )


def _count_typed(occurrence: Occurrence, name: str, address: str, at: datetime, browser: Browser, network: str) -> None:
    if not _is_known(occurrence, address):
        limits.spend("new_unproven_person", network)
    person = person_for_address(university=occurrence.university, address=address, name=name, at=at)
    lock_persons([person.pk])  # as "not me" does: it comes before this check-in or after, never in between
    if _is_refused(occurrence, address, at):
        leave_earlier_receipts(occurrence, browser)
        return
    identity = Attendance.Identity.TYPED
    _attendance, created = count_person(
        person=person,
        occurrence=occurrence,
        channel=Attendance.Channel.POSTER,
        identity=identity,
        browser=browser,
        at=at,
    )
    if not created:
        return
    if not person.is_proven:  # a stranger cannot agree to anything in the name of who proved the address
        keep_consent(person=person, occurrence=occurrence, identity=identity, at=at)
    tell_owner(person=person, address=address, occurrence=occurrence, at=at)
