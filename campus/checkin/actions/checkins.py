"""Checking in by a code: signed in, or without a name. With a typed name: typed.py."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.activities.models import Code, Occurrence
from campus.base.errors import NotAllowed
from campus.checkin.actions.counting import (
    Browser,
    CheckedIn,
    at_the_door,
    count_nameless,
    count_person,
    keep_consent,
    take_over,
)
from campus.checkin.models import Attendance
from campus.checkin.queries import is_first_time
from campus.checkin.rules import refuse_names_at_schools, refuse_other_domain, refuse_unless_counting
from campus.membership.rules import refuse_blocked
from campus.people.locking import lock_standing
from campus.people.models import Person
from campus.people.queries import proven_addresses


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
    by = _who_comes(by)
    _refuse_names(occurrence, code, by, at)
    refuse_blocked(by, occurrence.society)
    identity = Attendance.Identity.SIGNED_IN
    attendance, created = count_person(
        person=by, occurrence=occurrence, channel=channel, identity=identity, browser=browser, at=at
    )
    if created or take_over(attendance, browser=browser):
        keep_consent(attendance, person=by, at=at)
    return CheckedIn(attendance, created, first_time=is_first_time(attendance))


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


def _who_comes(by: Person) -> Person:
    """Who is signed in, locked, and as who they are now. Raises NotAllowed when they were erased in this moment."""
    person = lock_standing(by)
    if person.erased_at is not None:
        raise NotAllowed("closed", _("This account is no more. Sign in again, or check in without it."))
    return person


def _refuse_names(occurrence: Occurrence, code: Code, by: Person, at: datetime) -> None:
    refuse_unless_counting(occurrence, code, at)
    refuse_names_at_schools(occurrence.university)
    if occurrence.university.requires_domain:
        refuse_other_domain(occurrence.university, *proven_addresses(by))
