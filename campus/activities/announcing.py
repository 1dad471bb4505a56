"""Telling webhooks what changes in a society's plan."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from campus.activities.models import Activity, Occurrence, Series
from campus.outbox import webhooks
from campus.outbox.models import Webhook


def announce(kind: str, thing: Series | Activity | Occurrence, at: datetime) -> None:
    """Tell of a series, a stretch of it, or one date: "activity.planned"."""
    webhooks.announce(
        kind=kind,
        university_id=thing.university_id,
        society_id=thing.society_id,
        payload=_numbers(thing),
        at=at,
    )


def announce_each(changes: Iterable[tuple[str, Occurrence]], at: datetime) -> None:
    """Tell of several dates of one society, each with what happened; the webhooks are looked up once."""
    told = list(changes)
    if not told:
        return
    for webhook in _listening(told[0][1]):
        for kind, occurrence in told:
            webhooks.leave(webhook, kind=kind, payload=_numbers(occurrence), at=at)


def announce_replanned(society_id: int, university_id: int, at: datetime) -> None:
    """Tell that dates moved with the calendar; which ones, the API lists."""
    payload = {"society": society_id}
    webhooks.announce(
        kind="activity.replanned", university_id=university_id, society_id=society_id, payload=payload, at=at
    )


def _listening(occurrence: Occurrence) -> Sequence[Webhook]:
    found = webhooks.webhooks_for(university_id=occurrence.university_id, society_id=occurrence.society_id)
    return [webhook for webhook in found if Webhook.Event.ACTIVITY in webhook.events]


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
