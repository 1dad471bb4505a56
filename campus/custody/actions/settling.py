"""After 30 days a merge stands for good: what it moved is forgotten, and the name of the row that is no more."""

from datetime import datetime

from django.db import transaction

from campus.custody.queries import UNDO_FOR
from campus.people.locking import lock_persons
from campus.people.models import Merge


def settle_merges(slot_at: datetime) -> None:
    """Periodic work: settle each merge that can be undone no more. Safe to repeat and beside everything else."""
    due = Merge.objects.filter(undone_at__isnull=True, settled_at__isnull=True, at__lte=slot_at - UNDO_FOR)
    for number in due.order_by("pk").values_list("pk", flat=True):
        _settle(number, slot_at)


@transaction.atomic
def _settle(number: int, at: datetime) -> None:
    for other in lock_persons(Merge.objects.filter(pk=number).values_list("other", flat=True)):
        found = Merge.objects.select_for_update().filter(pk=number, undone_at__isnull=True, settled_at__isnull=True)
        for merge in found:
            merge.moved, merge.settled_at = {}, at
            merge.save(update_fields=["moved", "settled_at"])
            other.name = other.language = other.theme = ""  # the address stays: it leads to who they are
            other.save(update_fields=["name", "language", "theme"])
