"""One thing done to dates, one or many selected at once: moved, cancelled, restored, renamed, held somewhere else."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from campus.activities.actions.answers import fill_places
from campus.activities.actions.rows import AT_ONCE, recount, touch
from campus.activities.announcing import announce_each
from campus.activities.deeds import Done, done_to_each
from campus.activities.edits import Batch, Deed
from campus.activities.models import Occurrence
from campus.activities.reshaping import Fate
from campus.activities.selecting import dates_to_change
from campus.activities.telling import new_batch, tell_of_changes
from campus.people.audit import record
from campus.people.models import Person

# What of a date an officer may change, but for what its activity decides.
CHANGED = (
    "name", "place", "link", "description", "timing", "date", "time", "minutes", "starts_at", "ends_at", "opens_at",
    "closes_at", "cancelled_at", "cancelled_by", "cancel_reason", "own", "is_kept", "capacity", "goal", "goal_set_at",
    "changed_at", "sequence",
)  # fmt: skip
KINDS = {Fate.MOVED: "occurrence.moved", Fate.CANCELLED: "occurrence.cancelled", Fate.BACK: "occurrence.restored"}


@transaction.atomic
def change_dates(*, by: Person, occurrences: Sequence[Occurrence], batch: Batch, at: datetime) -> list[Occurrence]:
    """Move, cancel, restore, rename or place dates of one society; returns them all, as they are now.

    What cannot be done to one of them, or is so already, leaves that one as it is; what can be done to none is
    refused. People hear of the whole batch once. Raises Invalid with `fields`, Conflict.
    """
    found = done_to_each(dates_to_change(occurrences, by=by, at=at, lock=True), batch, by, at)
    save_deeds(found, at=at)
    changed = [done for done in found if done.is_changed]
    if changed:
        _record(batch, changed[0].row, alone=len(occurrences) == 1, by=by, at=at)
    return [done.row for done in found]


def _record(batch: Batch, row: Occurrence, *, alone: bool, by: Person, at: datetime) -> None:
    """Of one date alone what was done to it; of several that the society's dates changed."""
    record(
        verb="dates_changed"
        if not alone
        else "occurrence_moved"
        if batch.do == Deed.MOVE
        else "occurrence_cancelled"
        if batch.do == Deed.CANCEL
        else "occurrence_restored"
        if batch.do == Deed.RESTORE
        else "occurrence_changed",
        object=f"occurrence:{row.pk}" if alone else f"society:{row.society_id}",
        by=by,
        at=at,
        university=row.university_id,
        society=row.society_id,
        reason=batch.reason.strip() if batch.do == Deed.CANCEL else "",
    )


def save_deeds(found: Sequence[Done], *, at: datetime) -> None:
    """Save what was done to dates of one society, and tell whoever is to know: in as many statements for any number."""
    changed = [done for done in found if done.is_changed]
    if not changed:
        return
    for done in changed:
        done.row.changed_at = at
        done.row.sequence += done.shows_otherwise
    Occurrence.objects.bulk_update([done.row for done in changed], CHANGED, batch_size=AT_ONCE)
    touch({done.row.series_id for done in changed}, at)
    recount([done.row for done in changed if done.fate in (Fate.CANCELLED, Fate.BACK)], at=at)
    announce_each([(KINDS[done.fate], done.row) for done in changed if done.fate in KINDS], at)
    told = [(done.row, done.told) for done in changed if done.told]
    tell_of_changes(told, new_batch(changed[0].row.society_id), at)
    _fill([done.row for done in changed if done.fate is not Fate.CANCELLED], at)


def _fill(rows: Sequence[Occurrence], at: datetime) -> None:
    """Let those who wait move up where there is room now."""
    waiting = Occurrence.objects.filter(pk__in=[row.pk for row in rows], rsvps__is_waiting=True).distinct()
    for occurrence in waiting.order_by("pk"):
        fill_places(occurrence, at)
