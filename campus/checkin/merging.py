"""Attendances that turn out to be somebody else's: moved, and of two at one occurrence the later one voided.

Asks no permission and locks nobody: the callers hold both persons.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from campus.checkin.models import Attendance
from campus.checkin.recounting import recount
from campus.directory.models import Society
from campus.people.models import Person


def give_attendances(rows: QuerySet[Attendance], *, to: Person, at: datetime) -> tuple[list[int], list[int]]:
    """Make these attendances those of `to`; returns the numbers of all that moved, and of those voided as merged.

    Of two that stand at one occurrence the earlier counts on. Who voided the other one, the Merge or the record says.
    """
    moving = list(rows.order_by("at", "pk"))
    standing = [row for row in moving if row.voided_at is None]
    theirs = Attendance.objects.filter(person=to, voided_at__isnull=True)
    kept = {row.occurrence_id: row for row in theirs.filter(occurrence__in=[row.occurrence_id for row in standing])}
    later = [
        max(row, kept[row.occurrence_id], key=_order).pk for row in standing if row.occurrence_id in kept
    ]  # voided before anything moves: at no moment do two of one person stand at one occurrence
    Attendance.objects.filter(pk__in=later).update(voided_at=at, void_reason=Attendance.VoidReason.MERGED)
    numbers = [row.pk for row in moving]
    Attendance.objects.filter(pk__in=numbers).update(person=to)
    recount({to.pk, *(row.person_id for row in moving if row.person_id)}, _credited([*numbers, *later]))
    return numbers, later


def take_back_attendances(numbers: Collection[int], *, voided: Collection[int], holder: Person, owner: Person) -> None:
    """Undo `give_attendances`: what is still the holder's goes back, what is voided as merged stands again.

    Not where the same person is counted by another row meanwhile. Nor is a visit lost that was voided later in favour
    of one that goes back now.
    """
    Attendance.objects.filter(pk__in=numbers, person=holder).update(person=owner)
    again = _standing_again(numbers, voided, [holder, owner])
    Attendance.objects.filter(pk__in=again).update(voided_at=None, void_reason="", voided_by=None)
    recount({holder.pk, owner.pk}, _credited([*numbers, *voided, *again]))


def _standing_again(numbers: Collection[int], voided: Collection[int], persons: Sequence[Person]) -> list[int]:
    """Of the rows voided as merged, the earliest of each person at each occurrence where nothing counts them now."""
    alike = Attendance.objects.filter(occurrence=OuterRef("occurrence"), person=OuterRef("person"))
    merged = Attendance.objects.filter(person__in=persons, void_reason=Attendance.VoidReason.MERGED)
    occurrences = Attendance.objects.filter(pk__in=numbers).values("occurrence")
    forlorn = Q(occurrence__in=occurrences) & ~Exists(alike.exclude(void_reason=Attendance.VoidReason.MERGED))
    rows = merged.filter(~Exists(alike.filter(voided_at__isnull=True)), Q(pk__in=voided) | forlorn)
    first: dict[tuple[int, int | None], int] = {}
    for row in rows.order_by("at", "pk"):
        first.setdefault((row.occurrence_id, row.person_id), row.pk)
    return list(first.values())


def _order(row: Attendance) -> tuple[datetime, int]:
    return row.at, row.pk


def _credited(attendances: Collection[int]) -> QuerySet[Society]:
    """The societies to which these attendances are credited."""
    societies = Society.objects.filter(pk__in=Attendance.objects.filter(pk__in=attendances).values("credits__society"))
    return societies.select_related("university").order_by("pk")
