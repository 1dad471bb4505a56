"""Every night: what is kept long enough goes. Safe to repeat, to cut off anywhere, and beside everything else."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from campus.base import clock
from campus.checkin.models import Attendance, TermParticipation
from campus.custody import retention
from campus.custody.areas import AREAS
from campus.custody.retention import Due, Rule, claims_to_leave, persons_to_leave
from campus.custody.tombstones import leave_visits
from campus.directory.models import University
from campus.membership.models import Claim, Membership, MergeOffer
from campus.outbox.actions import enqueue_job
from campus.outbox.kinds import Progress
from campus.outbox.models import Job, MailStop, Notice
from campus.people import audit
from campus.people.locking import lock_named
from campus.people.models import Consent, Merge, Person
from campus.people.queries import survivor_of

AT_ONCE = 1000  # rows removed by one statement
COUNTED = "you_were_counted"
Removes = Callable[[Any], Any]  # gets rows of one kind


def enqueue_retention(slot_at: datetime) -> None:
    """Periodic work: leave the job for what may take long."""
    enqueue_job(kind="retain", arguments={}, key="retain", at=slot_at)


def retain_work(job: Job, progress: Progress) -> None:
    """Carry out a Job of kind `retain`."""
    retain(at=clock.now(), progress=progress)


def retain(*, at: datetime, progress: Progress) -> list[Due]:
    """Remove what is over at the instant `at`, everywhere; returns how much of it went, by university and rule.

    `progress` gets universities done and universities in all.
    """
    universities = list(University.objects.order_by("pk"))
    gone: list[Due] = []
    for done, university in enumerate(universities):
        alive = partial(progress, done, len(universities))
        alive()
        gone += _retain_in(university, at, alive)
    gone += _remove_rows(None, retention.OF_NOBODY, at, lambda: None)
    progress(len(universities), len(universities))
    return gone


def _retain_in(university: University, at: datetime, alive: Callable[[], None]) -> list[Due]:
    left = 0
    for number in _numbers(persons_to_leave(university, at)):
        left += _leave(number, university, at)
        alive()
    gone = [Due(university, retention.PERSONS, left)]
    gone += _remove_rows(university, retention.OF_UNIVERSITIES, at, alive)
    if any(due.count for due in gone):
        audit.record(
            verb="retention_applied", object=f"university:{university.pk}", by=None, at=at, university=university.pk
        )
    return gone


@transaction.atomic
def _leave(number: int, university: University, at: datetime) -> bool:
    """Let one person go from a university, unless they came or joined meanwhile; says whether they went."""
    persons = {person.pk: person for person in lock_named(lambda: _with_survivor(number))}
    if not persons_to_leave(university, at).filter(pk=number).exists():
        return False
    person = persons[number]
    if _left_rows(person, university):
        tombstone = leave_visits(person, at=at, university=university)
        Membership.objects.filter(person=person, university=university, left_on__isnull=False).update(person=tombstone)
        _leave_consents(person, university, tombstone, at)
    _forget_claims(person, university, at)
    MergeOffer.objects.filter(university=university, unproven=person).delete()
    if not person.is_proven and not _is_anywhere(person):
        for area in AREAS:
            area.forget(person, at)
    return True


def _with_survivor(number: int) -> list[int]:
    person = Person.objects.select_related("merged_into").get(pk=number)
    return [number, survivor_of(person).pk]


def _left_rows(person: Person, university: University) -> bool:
    """Whether something is there for a tombstone to hold."""
    kept: tuple[type[Model], ...] = (Attendance, TermParticipation, Membership, Consent)
    return any(model._default_manager.filter(person=person, university_id=university.pk).exists() for model in kept)


def _leave_consents(person: Person, university: University, tombstone: Person, at: datetime) -> None:
    """What was agreed to at doors goes along, as taken back; that they want news, or hold an office, is not over."""
    given = Consent.objects.filter(person=person, university_id=university.pk, kind=Consent.Kind.CHECK_IN)
    given.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)
    given.update(person=tombstone)


def _forget_claims(person: Person, university: University, at: datetime) -> None:
    """Remove what they typed, and the mail to an address that is known nowhere else any more."""
    claims = claims_to_leave(person, university, at)
    addresses = set(claims.exclude(address="").values_list("address", flat=True))
    claims.delete()
    known = set(Claim.objects.filter(address__in=addresses).values_list("address", flat=True))
    gone = {"person__isnull": True, "address__in": addresses - known}
    Notice.objects.filter(kind=COUNTED, **gone).delete()
    MailStop.objects.filter(topic=COUNTED, **gone).delete()


def _is_anywhere(person: Person) -> bool:
    """Whether anything that is the person's own stands somewhere, or a merge of theirs may still be undone."""
    if Merge.objects.filter(Q(survivor=person) | Q(other=person), settled_at=None, undone_at=None).exists():
        return True
    if person.merged_persons.filter(erased_at__isnull=True).exists():
        return True
    return any(
        model._default_manager.filter(**{field: person}).exists()
        for model, field in _own_keys()
        if model not in (Merge, Person)
    )


def _own_keys() -> Iterator[tuple[type[Model], str]]:
    for area in AREAS:
        for key, whose in area.personal.items():
            if whose == "own":
                model, field = key.split(".")
                yield apps.get_model("campus", model), field


def _remove_rows(
    university: University | None, rules: tuple[Rule, ...], at: datetime, alive: Callable[[], None]
) -> list[Due]:
    gone = []
    for rule in rules:
        if remove := REMOVES.get(rule.name):
            gone.append(Due(university, rule, sum(_removed(rule.due(university, at), remove, alive))))
    return gone


def _removed(due: QuerySet[Any], remove: Removes, alive: Callable[[], None]) -> Iterator[int]:
    """Remove in parts, each in a transaction of its own; yields how many at a time."""
    while numbers := list(due.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            remove(due.filter(pk__in=numbers))
        alive()
        yield len(numbers)


def _numbers(persons: QuerySet[Person]) -> Iterator[int]:
    last = 0
    while numbers := list(persons.filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
        yield from numbers
        last = numbers[-1]


# By the name of a rule; persons are let go one by one.
REMOVES: dict[str, Removes] = {
    retention.ANSWERS.name: lambda answers: answers.delete(),
    retention.REFUSALS.name: lambda claims: claims.update(refused_until=None),
    retention.FLAG_TEXTS.name: lambda flags: flags.update(text="", note=""),
    retention.AUDIT_EVENTS.name: lambda events: events.let_go(),
    retention.IDEMPOTENCY_KEYS.name: lambda keys: keys.delete(),
    retention.DELIVERIES.name: lambda deliveries: deliveries.delete(),
}
