"""Telling webhooks what changes in a society's plan."""

from datetime import datetime

from campus.activities.models import Activity, Occurrence, Series
from campus.outbox import webhooks


def announce(kind: str, thing: Series | Activity | Occurrence, at: datetime) -> None:
    """Tell of a series, a stretch of it, or one date: "activity.planned"."""
    webhooks.announce(
        kind=kind,
        university_id=thing.university_id,
        society_id=thing.society_id,
        payload=_numbers(thing),
        at=at,
    )


def announce_replanned(society_id: int, university_id: int, at: datetime) -> None:
    """Tell that dates moved with the calendar; which ones, the API lists."""
    payload = {"society": society_id}
    webhooks.announce(
        kind="activity.replanned", university_id=university_id, society_id=society_id, payload=payload, at=at
    )


def _numbers(thing: Series | Activity | Occurrence) -> dict[str, int | str | None]:
    if isinstance(thing, Series):
        return {"series": thing.pk, "society": thing.society_id}
    if isinstance(thing, Activity):
        return {"activity": thing.pk, "series": thing.series_id, "society": thing.society_id}
    return {
        "occurrence": thing.pk,
        "activity": thing.activity_id,
        "series": thing.series_id,
        "society": thing.society_id,
        "starts_at": thing.starts_at.isoformat(),
        "ends_at": thing.ends_at.isoformat(),
        "cancelled_at": thing.cancelled_at.isoformat() if thing.cancelled_at else None,
    }
