"""The owner of a typed address hears of it, at most once a day, and can say "not me"."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language

from campus.activities.models import Occurrence
from campus.base import clock
from campus.base.links import absolute
from campus.checkin.actions.voids import void
from campus.checkin.models import Attendance
from campus.checkin.queries import Claimed, claimed_by, persons_behind
from campus.checkin.tokens import not_me_token
from campus.directory.models import University
from campus.membership.actions import refuse_claim
from campus.outbox.actions import notify
from campus.people import audit
from campus.people.locking import lock_named
from campus.people.models import Person


def tell_owner(*, person: Person, address: str, occurrence: Occurrence, at: datetime, when: bool) -> None:
    """Enqueue the day's one mail to the owner of `address`: to the person who proved it, else to the address itself.

    With `when` false it does as much, and there is no mail.
    """
    day = clock.today(occurrence.university.zone, at)
    token = not_me_token(person=person, university=occurrence.university, day=day)
    notify(
        kind="you_were_counted",
        person=person if person.is_proven else None,
        address="" if person.is_proven else address,
        subject_key=day.isoformat(),
        at=at,
        context={
            "activity": occurrence.name,
            "society": occurrence.society.name,
            "date": day,
            "not_me_link": absolute(f"/mail/not-me/{token}/"),
        },
        language=get_language() or "",
        when=when,
    )


@transaction.atomic
def not_me(*, token: str, at: datetime) -> Claimed:
    """The owner of an address says that it was not them who typed it that day.

    Their typed attendances of the day are voided, and for a year the address is not counted where it was typed.
    Again changes nothing. Raises NotFound for a token that is not ours or too old.
    """
    lock_named(lambda: persons_behind(claimed_by(token).address))
    claimed = claimed_by(token)
    for university in _universities(claimed):
        refuse_claim(university=university, address=claimed.address, at=at)
    rows = Attendance.objects.filter(pk__in=[row.pk for row in claimed.attendances])
    if void(rows, reason=Attendance.VoidReason.NOT_ME, by=None, at=at):
        audit.record(
            verb="check_in_disowned",
            object=f"person:{claimed.person.pk}",
            by=None,
            at=at,
            university=claimed.university.pk,
        )
    return claimed


def _universities(claimed: Claimed) -> list[University]:
    """Where the address was typed that day, and in any case the one that the mail was about."""
    places = {claimed.university.pk: claimed.university}
    places.update({row.university_id: row.university for row in claimed.attendances})
    return [places[pk] for pk in sorted(places)]
