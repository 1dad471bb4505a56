"""The owner of an address says which of the visits that were typed with it, before they proved it, are theirs."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Invalid, not_here
from campus.checkin.actions.voids import void
from campus.checkin.merging import give_attendances
from campus.checkin.models import Attendance
from campus.custody.merging import locked_pair, merge_rows
from campus.custody.queries import undecided_persons
from campus.people import audit
from campus.people.locking import lock_named
from campus.people.models import Person


@transaction.atomic
def decide_visits(*, by: Person, mine: Collection[int], not_mine: Collection[int], at: datetime) -> int:
    """Take over the attendances numbered in `mine`, void those in `not_mine`; returns how many stay undecided.

    One that was taken over is still typed, not proven; where `by` was counted too, the later of the two is voided as
    merged. Unlike the link in a mail, "not me" here stops nobody from typing the address again: its owner is told of
    it each time. Who has nothing left to decide is merged into `by`. Raises NotFound for a number that is not theirs
    to decide, Invalid for one that is in both.
    """
    if set(mine) & set(not_mine):
        raise Invalid("decided_twice", _("Say of each visit either that it was you or that it was not."))
    lock_named(lambda: [by.pk, *undecided_persons(by).values_list("pk", flat=True)])
    _refuse_others(by, {*mine, *not_mine})
    undecided = Attendance.objects.filter(person__in=undecided_persons(by), voided_at__isnull=True)
    give_attendances(_with_merged_away(undecided.filter(pk__in=mine)), to=by, at=at)
    void(undecided.filter(pk__in=not_mine), reason=Attendance.VoidReason.NOT_ME, by=by, at=at)
    if mine or not_mine:
        audit.record(verb="visits_decided", object=f"person:{by.pk}", by=by, at=at)
    left = list(undecided.values_list("person", flat=True))
    for typed in list(undecided_persons(by).exclude(pk__in=left)):
        merge_rows(*locked_pair(by, typed), by=by, at=at, verb="accounts_merged")
    return len(left)


def _with_merged_away(rows: QuerySet[Attendance]) -> QuerySet[Attendance]:
    """With them those that they stand for: the later rows of the same person there, voided as merged."""
    theirs = rows.filter(occurrence=OuterRef("occurrence"), person=OuterRef("person"))
    merged = Attendance.objects.filter(Exists(theirs), void_reason=Attendance.VoidReason.MERGED)
    numbers = [*rows.values_list("pk", flat=True), *merged.values_list("pk", flat=True)]
    return Attendance.objects.filter(pk__in=numbers)


def _refuse_others(by: Person, numbers: set[int]) -> None:
    """Raise NotFound unless all are, or were a moment ago, theirs to decide."""
    theirs = Attendance.objects.filter(pk__in=numbers, person__in=[by, *undecided_persons(by)])
    if theirs.count() != len(numbers):
        raise not_here()
