"""The secret address of a person's own calendar: made, replaced and revoked."""

from datetime import datetime
from secrets import choice

from django.db import transaction

from campus.activities.models import CalendarAddress
from campus.activities.queries.feeds import PURPOSE, calendar_addresses_of
from campus.base.signing import keyed_hash
from campus.people.audit import record
from campus.people.locking import lock_standing
from campus.people.models import Person

# No letters that are mistaken for others, should somebody type it; 32 of them hold 160 bits.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 32


@transaction.atomic
def make_calendar_address(*, by: Person, at: datetime) -> str:
    """Make the person's address and return its secret, which is told once. The one before works no more."""
    person = lock_standing(by)
    _revoke(person, at)
    secret = "".join(choice(LETTERS) for _ in range(LENGTH))
    made = CalendarAddress.objects.create(person=person, secret_hash=keyed_hash(PURPOSE, secret), made_at=at)
    record(verb="calendar_address_made", object=f"calendar_address:{made.pk}", by=by, at=at)
    return secret


@transaction.atomic
def revoke_calendar_address(*, by: Person, at: datetime) -> None:
    """Let the address of the person's calendar work no more; without one nothing happens."""
    person = lock_standing(by)
    for pk in _revoke(person, at):
        record(verb="calendar_address_revoked", object=f"calendar_address:{pk}", by=by, at=at)


def _revoke(person: Person, at: datetime) -> list[int]:
    rows = calendar_addresses_of(person)
    numbers = list(rows.values_list("pk", flat=True))
    CalendarAddress.objects.filter(pk__in=numbers).update(revoked_at=at)
    return numbers
