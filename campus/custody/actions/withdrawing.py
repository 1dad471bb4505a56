"""Somebody takes back what they agreed to, and what was kept on that ground goes with it."""

from datetime import datetime

from django.db import transaction

from campus.base import clock
from campus.base.errors import not_here
from campus.custody.tombstones import leave_visits
from campus.directory.actions import end_office
from campus.directory.models import Office, Society
from campus.directory.rules import office_zone
from campus.people.actions import withdraw_consent
from campus.people.locking import lock_standing
from campus.people.models import Consent, Person
from campus.people.queries import merged_with


@transaction.atomic
def withdraw(*, by: Person, consent: Consent, at: datetime) -> Consent:
    """Take back one's own consent, and every other standing one of the same kind about the same; again changes nothing.

    To the sentence at check-in: the person's visits in that society stand under no name any more. They go to a
    tombstone, so that its figures stay as they are, and nothing else ends. To what holds for officers: that office
    ends. To news: there is none any more. Raises NotFound for somebody else's.
    """
    person = lock_standing(by)
    own = Consent.objects.filter(pk=consent.pk, person=person).first()
    if own is None:
        raise not_here()
    same = Consent.objects.filter(kind=own.kind, subject=own.subject, withdrawn_at__isnull=True)
    standing = list(same.filter(person=person).order_by("pk"))
    for each in standing:
        withdraw_consent(by=person, consent=each, at=at)
    # What a row merged into theirs says too would stand again on the day when the merge is undone.
    same.filter(person__in=merged_with(person)).update(withdrawn_at=at)
    if standing and own.kind == Consent.Kind.CHECK_IN:
        _part_from_visits(person, own, at)
    if standing and own.kind == Consent.Kind.OFFICE:
        _end_office(person, own, at)
    own.refresh_from_db()
    return own


def _part_from_visits(person: Person, consent: Consent, at: datetime) -> None:
    """Also when the society became one with another, which has those visits now."""
    for agreed in Society.objects.select_related("university", "joined_into").filter(pk__in=[consent.society_id]):
        leave_visits(person, at=at, university=agreed.university, society=agreed.joined_into or agreed)


def _end_office(person: Person, consent: Consent, at: datetime) -> None:
    """The office that the consent was given for, unless it is over."""
    held = Office.objects.filter(person=person, ended_at__isnull=True).select_related("university", "society")
    for office in held:
        if f"office:{office.pk}" != consent.subject:
            continue
        if office.ends_on is None or office.ends_on >= clock.today(office_zone(office), at):
            end_office(by=person, office=office, at=at)
