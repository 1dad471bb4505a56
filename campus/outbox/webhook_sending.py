"""Sends the messages of webhooks, at least once each: tried for two days, then given up.

A message is claimed in a transaction of its own before the other side is asked, so that no lock is held meanwhile.
"""

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Thread

import requests
from django.db import transaction

from campus.base import clock
from campus.base.outbound import OutsideSession
from campus.outbox.actions import enqueue_job
from campus.outbox.kinds import Progress
from campus.outbox.models import Delivery, Job, Webhook
from campus.outbox.webhooks import PING, end, enqueue_delivery, signed_headers

TIMEOUT = 10  # seconds, for all of it
LEASE = timedelta(minutes=1)  # so long nobody else tries what was claimed
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))  # after each try but the last
PATIENCE = timedelta(days=5)  # without one message taken
GONE = 410
QUOTED = 200  # characters of an answer that is no yes

logger = logging.getLogger(__name__)
Outcome = tuple[int | None, str]


def deliver_work(job: Job, progress: Progress) -> None:
    """Job `deliver_webhook` with the arguments {"delivery": number}."""
    deliver(job.arguments["delivery"], clock.now())


def deliver(number: int, at: datetime) -> None:
    """Try one message, if it still waits; when its time has not come, leave a job for then."""
    delivery = _claim(number, at)
    if delivery is not None:
        status, outcome = _post(delivery, at)
        _close(delivery, status, outcome, at)


@transaction.atomic
def _claim(number: int, at: datetime) -> Delivery | None:
    waiting = Delivery.objects.filter(pk=number, delivered_at__isnull=True, dropped_at__isnull=True)
    delivery = waiting.select_for_update().first()
    if delivery is None:
        return None
    if delivery.send_after > at:  # whoever claimed it may have died over it
        enqueue_delivery(delivery, at)
        return None
    delivery.attempts += 1
    delivery.send_after = at + LEASE
    delivery.save(update_fields=["attempts", "send_after"])
    return delivery


def _post(delivery: Delivery, at: datetime) -> Outcome:
    """The status of the answer, if one came, and what is worth knowing beside it."""
    body = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":")).encode()
    webhook = delivery.webhook
    headers = signed_headers(webhook, event_id=delivery.event_id, body=body, at=at) | {
        "Content-Type": "application/json",
        "User-Agent": "HeForShe-Campus-Webhooks/1",
    }
    return _within(TIMEOUT, lambda: _asked(webhook.url, body, headers))


def _asked(url: str, body: bytes, headers: dict[str, str]) -> Outcome:
    try:
        with OutsideSession() as session:
            answer = session.post(url, data=body, headers=headers, timeout=TIMEOUT)
    except requests.RequestException as error:
        return None, type(error).__name__
    if answer.ok and not answer.is_redirect:
        return answer.status_code, "taken"
    text = answer.content[:QUOTED].decode("utf-8", "replace")
    return answer.status_code, "".join(char if char.isprintable() else " " for char in text).strip()


def _within(seconds: float, ask: Callable[[], Outcome]) -> Outcome:
    """What `ask` returns, or a timeout: a single read may keep to its limit, and a thousand slow ones take for ever."""
    answers: SimpleQueue[Outcome] = SimpleQueue()
    Thread(target=lambda: answers.put(ask()), daemon=True).start()
    try:
        return answers.get(timeout=seconds)
    except Empty:
        return None, "Timeout"


@transaction.atomic
def _close(delivery: Delivery, status: int | None, outcome: str, at: datetime) -> None:
    """Write down how a try ended, and what is to follow."""
    webhook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
    delivery.status, delivery.outcome = status, outcome[:QUOTED]
    if status is not None and 200 <= status < 300:
        delivery.delivered_at = at
    elif delivery.kind == PING or delivery.attempts > len(WAITS):
        delivery.dropped_at = at
    else:
        delivery.send_after = at + WAITS[delivery.attempts - 1]
        enqueue_delivery(delivery, at)
    delivery.save(update_fields=["status", "outcome", "delivered_at", "dropped_at", "send_after"])
    if delivery.delivered_at is None and webhook.ended_at is None:
        _end_if_hopeless(webhook, status, at)


def _end_if_hopeless(webhook: Webhook, status: int | None, at: datetime) -> None:
    """End a webhook that says it is gone, or that took nothing for PATIENCE; who keeps it is told by a mail."""
    if status == GONE:
        because = "gone"
    elif _failing_since(webhook) <= at - PATIENCE:
        because = "failing"
    else:
        return
    logger.info("Webhook %s was ended: %s", webhook.pk, because)
    end(webhook, because=because, at=at)
    enqueue_job(kind="tell_webhook_ended", arguments={"webhook": webhook.pk}, at=at)


def _failing_since(webhook: Webhook) -> datetime:
    """When the first of the messages was made that it did not take since it last took one."""
    tried = webhook.deliveries.filter(attempts__gt=0).exclude(kind=PING)
    last = tried.filter(delivered_at__isnull=False).order_by("-delivered_at").first()
    failed = tried.filter(delivered_at__isnull=True)
    if last is not None and last.delivered_at is not None:
        failed = failed.filter(created_at__gt=last.delivered_at)
    first = failed.order_by("created_at").first()
    return first.created_at if first else clock.now()
