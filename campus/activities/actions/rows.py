"""The rows of an activity's dates: made by their unique address, moved and taken away with nothing lost."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from campus.activities.addressing import vacating
from campus.activities.models import Activity, Occurrence, Series
from campus.activities.queries.hosting import guests_of
from campus.activities.reshaping import Fate, Outcome, Shape, address_of, start_at
from campus.activities.row_times import set_instants
from campus.directory.models import StaleMark
from campus.outbox.actions import enqueue_job

# Whole cycles of the Gregorian calendar, four thousand years: where rows step aside to, no plan ever goes.
ASIDE = timedelta(days=10 * 146_097)
AT_ONCE = 500  # rows in one statement
# What of a row an edit of its activity may change.
EDITED = (
    "activity", "original_date", "original_time", "name", "place", "link", "timing", "date", "time", "minutes",
    "starts_at", "ends_at", "opens_at", "closes_at", "cancelled_at", "cancel_reason", "changed_at", "sequence",
)  # fmt: skip
SHOWN = ("name", "place", "link", "timing", "date", "time", "minutes")


def add_rows(activity: Activity, starts: Iterable[datetime], at: datetime) -> None:
    """Make the occurrences at naive local starts; one whose address (activity, start) exists stays as it is."""
    make_rows([new_row(activity, start, at) for start in starts])


def make_rows(rows: Sequence[Occurrence]) -> None:
    """Save new rows, but for those whose address exists."""
    if rows:
        Occurrence.objects.bulk_create(rows, ignore_conflicts=True)


def new_row(activity: Activity, start: datetime, at: datetime) -> Occurrence:
    """A date of an activity at its address, not saved."""
    row = Occurrence(
        university_id=activity.university_id,
        society_id=activity.society_id,
        series_id=activity.series_id,
        original_date=start.date(),
        original_time=start.time(),
        changed_at=at,
    )
    follow(row, activity, start)
    return row


def follow(row: Occurrence, activity: Activity, address: datetime) -> None:
    """Give a row an address in `activity` and what the activity says, but for what was set for this date alone."""
    start = start_at(row, address)
    row.activity = activity
    row.original_date, row.original_time = address.date(), address.time()
    row.date, row.time, row.zone = start.date(), start.time(), activity.zone
    for name in {"name", "place", "link", "minutes", "timing"} - set(row.own):
        setattr(row, name, getattr(activity, name))
    set_instants(row, activity.series)


def carry_out(shape: Shape, *, at: datetime) -> None:
    """Do what a shape says to the rows of its activity, which the caller has locked and which is saved."""
    save_followers([each for each in shape.outcomes if each.is_free], shape.activity, at=at)
    take_away(shape.outcomes, at=at)
    add_rows(shape.activity, shape.added, at)


def save_followers(outcomes: Sequence[Outcome], activity: Activity, *, at: datetime) -> None:
    """Let rows that stay follow their activity: a few statements for any number of them, none for those unchanged.

    Addresses are swapped safely: a database compares row by row, so whoever is at an address that another one is to
    have steps aside first.
    """
    staying = [each for each in outcomes if each.fate in (Fate.KEPT, Fate.MOVED, Fate.BACK)]
    moves = [(address_of(each.row), each.address) for each in staying if each.row.activity_id == activity.pk]
    blocked = vacating(moves)
    aside = [
        Occurrence(pk=each.row.pk, original_date=each.row.original_date + ASIDE)
        for each in staying
        if address_of(each.row) in blocked and each.address != address_of(each.row)
    ]
    changed = [each.row for each in staying if _follows(each, activity, at)]
    Occurrence.objects.bulk_update(aside, ["original_date"], batch_size=AT_ONCE)
    Occurrence.objects.bulk_update(changed, EDITED, batch_size=AT_ONCE)


def take_away(outcomes: Iterable[Outcome], *, at: datetime) -> None:
    """Cancel and delete what is to be; a cancelled date says why, and figures follow where somebody was counted."""
    doomed = [each for each in outcomes if each.fate in (Fate.CANCELLED, Fate.DELETED)]
    cancelled = [each for each in doomed if each.fate is Fate.CANCELLED]
    for each in cancelled:
        row = each.row
        row.cancelled_at, row.cancel_reason, row.changed_at, row.sequence = at, each.why, at, row.sequence + 1
    fields = ["cancelled_at", "cancel_reason", "changed_at", "sequence"]
    Occurrence.objects.bulk_update([each.row for each in cancelled], fields, batch_size=AT_ONCE)
    deleted = [each.row.pk for each in doomed if each.fate is Fate.DELETED]
    if deleted:
        Occurrence.objects.filter(pk__in=deleted).delete()
    recount([each.row for each in cancelled], at=at)


def recount(changed: Sequence[Occurrence], *, at: datetime) -> None:
    """Have the figures of their hosts follow, where somebody was counted at one of the dates cancelled or restored."""
    counted = [row for row in changed if row.pinned_at is not None]
    if not counted:
        return
    hosts = {counted[0].society_id: counted[0].university_id}
    hosts |= {guest.pk: guest.university_id for guests in guests_of(counted).values() for guest in guests}
    from_date = min(row.date for row in counted)
    for society, university in hosts.items():
        StaleMark.objects.create(university_id=university, society_id=society, from_date=from_date, at=at)
        enqueue_job(
            kind="rebuild_participation",
            arguments={"university": university, "society": society},
            key=f"society:{society}",
            at=at,
        )


def touch(series: Collection[int], at: datetime) -> None:
    """Say that what feeds show of these series has changed, dates that went among it."""
    Series.objects.filter(pk__in=series).update(changed_at=at)


def future_rows(of: Activity | Series, at: datetime) -> "QuerySet[Occurrence]":
    """The occurrences that have not begun at the instant `at`, locked in one order so that nobody waits in a circle.

    Locked with their key, because they may be deleted: whoever is hanging something on one has ended before we look.
    """
    return of.occurrences.filter(starts_at__gt=at).select_for_update().order_by("pk")


def _follows(each: Outcome, activity: Activity, at: datetime) -> bool:
    """Have a row follow its activity; whether that changes anything."""
    row = each.row
    before = _state(row)
    follow(row, activity, each.address)
    if each.fate is Fate.BACK:
        row.cancelled_at, row.cancel_reason = None, ""
    after = _state(row)
    if before != after:
        row.changed_at, row.sequence = at, row.sequence + 1
    return before != after


def _state(row: Occurrence) -> tuple[object, ...]:
    return row.activity_id, address_of(row), row.cancelled_at, *(getattr(row, name) for name in SHOWN)
