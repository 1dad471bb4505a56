"""Telling other programs what happened: which of them want to know, and the messages that wait for them.

Messages are shaped and signed as Standard Webhooks (standardwebhooks.com, 1.0.0) says. They hold numbers, states, times
and counts, never a name: whoever may know more asks the API.
"""

import base64
import hashlib
import hmac
import uuid
from collections.abc import Mapping
from datetime import datetime
from secrets import token_bytes
from typing import Any

from django.db.models import Q, QuerySet

from campus.base.sealing import seal, unseal
from campus.outbox.actions import enqueue_job
from campus.outbox.models import Delivery, Webhook

PING = "ping"
PREFIX = "whsec_"
EVENTS = {
    "registration": Webhook.Event.REGISTRATION,
    "society": Webhook.Event.REGISTRATION,
    "activity": Webhook.Event.ACTIVITY,
    "occurrence": Webhook.Event.ACTIVITY,
    "attendance": Webhook.Event.ATTENDANCE,
}


def announce(
    *, kind: str, university_id: int, society_id: int, payload: Mapping[str, Any], at: datetime
) -> list[Delivery]:
    """Leave `payload` for whoever wants to know of `kind` ("registration.approved"), in the caller's transaction."""
    return [
        leave(webhook, kind=kind, payload=payload, at=at)
        for webhook in webhooks_for(university_id=university_id, society_id=society_id)
        if EVENTS[kind.partition(".")[0]] in webhook.events
    ]


def webhooks_for(*, university_id: int, society_id: int) -> QuerySet[Webhook]:
    """The standing webhooks of a society, and those of its university."""
    of_both = Q(society_id=society_id) | Q(society_id__isnull=True)
    return Webhook.objects.filter(of_both, university_id=university_id, ended_at__isnull=True)


def standing_for(event: Webhook.Event) -> list[Webhook]:
    """All standing webhooks that are told of an event. There are few: what is in a list no index finds everywhere."""
    return [webhook for webhook in Webhook.objects.filter(ended_at__isnull=True) if event in webhook.events]


def leave(webhook: Webhook, *, kind: str, payload: Mapping[str, Any], at: datetime) -> Delivery:
    """Leave one message for one webhook, to be sent by the worker."""
    message = {"type": kind, "timestamp": at.isoformat(), "data": dict(payload)}
    delivery = Delivery.objects.create(webhook=webhook, kind=kind, payload=message, created_at=at, send_after=at)
    enqueue_delivery(delivery, at)
    return delivery


def enqueue_delivery(delivery: Delivery, at: datetime) -> None:
    """Have the worker send it once its time has come."""
    enqueue_job(
        kind="deliver_webhook",
        arguments={"delivery": delivery.pk},
        key=f"delivery:{delivery.pk}",
        at=at,
        run_after=delivery.send_after,
    )


def end(webhook: Webhook, *, because: str, at: datetime, drops_waiting: bool = True) -> None:
    """Send a webhook nothing more; with `drops_waiting` not even what waits. Asks no permission."""
    webhook.ended_at, webhook.ended_because = at, because
    webhook.save(update_fields=["ended_at", "ended_because"])
    if drops_waiting:
        waiting = webhook.deliveries.filter(delivered_at__isnull=True, dropped_at__isnull=True)
        waiting.update(dropped_at=at, outcome="ended")


def end_all_of_society(society_id: int, *, because: str, at: datetime) -> None:
    """End the webhooks of a society that closes for good; what waits, that it closes above all, is still sent."""
    for webhook in Webhook.objects.filter(society_id=society_id, ended_at__isnull=True):
        end(webhook, because=because, at=at, drops_waiting=False)


def new_secret() -> str:
    """The key of a webhook's signatures: 32 random bytes."""
    return PREFIX + base64.b64encode(token_bytes(32)).decode()


def sealed(secret: str) -> str:
    """As it is kept."""
    return seal(secret)


def signed_headers(webhook: Webhook, *, event_id: uuid.UUID, body: bytes, at: datetime) -> dict[str, str]:
    """The headers by which the other side knows that the message is ours, and when it was sent."""
    key = base64.b64decode(unseal(webhook.sealed_secret).removeprefix(PREFIX))
    moment = str(int(at.timestamp()))
    content = b".".join((str(event_id).encode(), moment.encode(), body))
    signature = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
    return {"webhook-id": str(event_id), "webhook-timestamp": moment, "webhook-signature": f"v1,{signature}"}
