"""The rows of an activity's dates: made by their unique address, taken away without losing what hangs on them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from campus.activities.models import Activity, Code, Occurrence, Series
from campus.activities.planning import instants
from campus.directory.models import StaleMark
from campus.outbox.actions import enqueue_job


def add_rows(activity: Activity, starts: Iterable[datetime]) -> None:
    """Make the occurrences at naive local starts; one whose address (activity, start) exists stays as it is."""
    rows = [_row(activity, start) for start in starts]
    Occurrence.objects.bulk_create(rows, ignore_conflicts=True)


def drop_rows(occurrences: Sequence[Occurrence], *, at: datetime, reason: str) -> None:
    """Take future occurrences out of the plan: delete them, but cancel with `reason` those on which something hangs.

    The caller has locked the rows. What was cancelled by hand stays as it is.
    """
    left = [row.pk for row in occurrences if row.cancelled_by_id is None]
    hung_on = Q(pinned_at__isnull=False) | Q(pk__in=Code.objects.filter(occurrence__in=left).values("occurrence"))
    kept = set(Occurrence.objects.filter(hung_on, pk__in=left).values_list("pk", flat=True))
    Occurrence.objects.filter(pk__in=kept, cancelled_at__isnull=True).update(cancelled_at=at, cancel_reason=reason)
    Occurrence.objects.filter(pk__in=set(left) - kept).delete()
    recount([row for row in occurrences if row.pk in kept and not row.is_cancelled], at=at)


def recount(changed: Sequence[Occurrence], *, at: datetime) -> None:
    """Have the figures of a society follow, where somebody was counted at one of the dates cancelled or restored."""
    counted = [row for row in changed if row.pinned_at is not None]
    if not counted:
        return
    society, university = counted[0].society_id, counted[0].university_id
    from_date = min(row.date for row in counted)
    StaleMark.objects.create(university_id=university, society_id=society, from_date=from_date, at=at)
    enqueue_job(
        kind="rebuild_participation",
        arguments={"university": university, "society": society},
        key=f"society:{society}",
        at=at,
    )


def future_rows(of: Activity | Series, at: datetime) -> "QuerySet[Occurrence]":
    """The occurrences that have not begun at the instant `at`, locked in one order so that nobody waits in a circle.

    Locked with their key, because they may be deleted: whoever is hanging something on one has ended before we look.
    """
    return of.occurrences.filter(starts_at__gt=at).select_for_update().order_by("pk")


def door_times(series: Series, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """When check-in opens and closes for a meeting of the series."""
    return starts_at - timedelta(minutes=series.opens_before), ends_at + timedelta(minutes=series.closes_after)


def _row(activity: Activity, start: datetime) -> Occurrence:
    starts_at, ends_at = instants(start.date(), start.time(), activity.minutes, activity.zone, activity.timing)
    opens_at, closes_at = door_times(activity.series, starts_at, ends_at)
    return Occurrence(
        university_id=activity.university_id,
        society_id=activity.society_id,
        series_id=activity.series_id,
        activity=activity,
        original_date=start.date(),
        original_time=start.time(),
        name=activity.name,
        place=activity.place,
        link=activity.link,
        timing=activity.timing,
        date=start.date(),
        time=start.time(),
        minutes=activity.minutes,
        zone=activity.zone,
        starts_at=starts_at,
        ends_at=ends_at,
        opens_at=opens_at,
        closes_at=closes_at,
    )
