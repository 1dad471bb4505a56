"""What a new edition of the time zones makes of dates that are planned: their local time stays, its instant follows."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from campus.activities.actions.rows import AT_ONCE, touch
from campus.activities.announcing import announce_each
from campus.activities.models import Occurrence
from campus.activities.row_times import set_instants
from campus.directory.models import Society
from campus.people.audit import record


@dataclass
class Recomputed:
    """How many dates were looked at, and by zone how many begin at another instant now."""

    looked_at: int = 0
    changed: Counter[str] = field(default_factory=Counter)


def recompute_instants(*, at: datetime, dry_run: bool = False) -> Recomputed:
    """Compute the instants of dates to come from their local times once more; past ones never change.

    Nobody acts: it follows an update of the operating system or of the package `tzdata`. Some hundred dates in each
    transaction, in order of number. With `dry_run` nothing is saved.
    """
    found, after = Recomputed(), 0
    while True:
        last = _some(after, at, found, dry_run=dry_run)
        if last is None:
            return found
        after = last


@transaction.atomic
def _some(after: int, at: datetime, found: Recomputed, *, dry_run: bool) -> int | None:
    coming = Occurrence.objects.filter(pk__gt=after, starts_at__gt=at).order_by("pk")
    societies = dict(coming.values_list("pk", "society")[:AT_ONCE])
    if not societies:
        return None
    rows = coming.filter(pk__in=societies).select_related("series")
    if not dry_run:
        _lock(set(societies.values()))
        rows = rows.select_for_update(of=("self",), no_key=True)
    changed = []
    for row in rows:
        found.looked_at += 1
        before = (row.starts_at, row.ends_at)
        set_instants(row, row.series)
        if (row.starts_at, row.ends_at) != before:
            row.changed_at, row.sequence = at, row.sequence + 1
            changed.append(row)
            found.changed[row.zone] += 1
    if changed and not dry_run:
        _save(changed, at)
    return max(societies)


def _lock(societies: set[int]) -> None:
    """Societies before their dates, as officers and a replan lock them: else two wait in a circle."""
    list(Society.objects.select_for_update(no_key=True).filter(pk__in=societies).order_by("pk"))


def _save(changed: list[Occurrence], at: datetime) -> None:
    fields = ["starts_at", "ends_at", "opens_at", "closes_at", "changed_at", "sequence"]
    Occurrence.objects.bulk_update(changed, fields, batch_size=AT_ONCE)
    touch({row.series_id for row in changed}, at)
    by_society: dict[int, list[Occurrence]] = {}
    for row in changed:
        by_society.setdefault(row.society_id, []).append(row)
    for society, rows in by_society.items():
        record(
            verb="instants_recomputed",
            object=f"society:{society}",
            by=None,
            at=at,
            university=rows[0].university_id,
            society=society,
        )
        announce_each([("occurrence.moved", row) for row in rows], at)
