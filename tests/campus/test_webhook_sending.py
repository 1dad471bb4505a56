"""Messages on their way: signed, tried again, given up; and where none ever goes. The other side is a real server."""

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from campus.directory import actions
from campus.outbox import webhook_sending
from campus.outbox.actions import enqueue_job
from campus.outbox.carrying import carry_out
from campus.outbox.models import Delivery, Job, Notice, Webhook
from campus.outbox.sweeper import prune
from campus.outbox.webhook_sending import WAITS, deliver
from campus.outbox.webhooks import announce, leave
from tests.campus.webhooks import Receiver, is_signed, receiving
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.ALLOW_PRIVATE_NETWORK = True
    with receiving() as made:
        yield made


@pytest.fixture
def webhook(cast: Cast, receiver: Receiver) -> Webhook:
    return actions.add_webhook(by=cast.kofi, scope=cast.society, url=receiver.url, events=["activity"], at=NOW)[0]


def message(webhook: Webhook, at: datetime = NOW) -> Delivery:
    return leave(webhook, kind="activity.changed", payload={"society": webhook.society_id}, at=at)


def tried(delivery: Delivery, at: datetime = NOW) -> Delivery:
    deliver(delivery.pk, at)
    delivery.refresh_from_db()
    return delivery


def test_a_message_is_signed_so_that_the_other_side_can_check_it(cast: Cast, receiver: Receiver) -> None:
    made = actions.add_webhook(by=cast.kofi, scope=cast.society, url=receiver.url, events=["activity"], at=NOW)
    webhook, secret = made
    delivery = tried(message(webhook))
    ((headers, body),) = receiver.taken
    assert is_signed(secret, headers, body)
    assert not is_signed(secret, headers, body + b" ")
    assert not is_signed(secret, {**headers, "webhook-timestamp": "1"}, body)
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == (str(delivery.event_id), str(int(NOW.timestamp())))
    assert headers["content-type"] == "application/json"
    assert json.loads(body) == {
        "type": "activity.changed",
        "timestamp": "2026-10-20T14:30:00+00:00",
        "data": {"society": cast.society.pk},
    }


def test_a_message_that_was_taken_is_not_sent_again(webhook: Webhook, receiver: Receiver) -> None:
    delivery = tried(tried(message(webhook)))
    assert (delivery.delivered_at, delivery.status, delivery.attempts) == (NOW, 204, 1)
    assert len(receiver.taken) == 1


def test_the_worker_sends_what_an_action_left(webhook: Webhook, receiver: Receiver, cast: Cast) -> None:
    announce(kind="activity.changed", university_id=cast.karura.pk, society_id=cast.society.pk, payload={}, at=NOW)
    carry_out(Job.objects.get(kind="deliver_webhook").pk)
    assert [one["type"] for one in receiver.messages] == ["activity.changed"]


def test_what_fails_is_tried_again_later_and_later_and_then_given_up(webhook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [(500, b"Out of\nmemory.")]
    delivery, at, waits = message(webhook), NOW, []
    while delivery.dropped_at is None:
        tried(delivery, at)
        waits.append(delivery.send_after - at)
        at = delivery.send_after
    assert tuple(waits[:-1]) == WAITS
    assert (delivery.attempts, delivery.status, delivery.outcome) == (8, 500, "Out of memory.")
    assert len({headers["webhook-id"] for headers, _body in receiver.taken}) == 1


def test_it_is_not_tried_before_its_time(webhook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [(500, b""), (204, b"")]
    delivery = tried(message(webhook))
    tried(delivery, NOW + timedelta(seconds=59))
    assert len(receiver.taken) == 1
    tried(delivery, NOW + timedelta(seconds=60))
    assert delivery.delivered_at == NOW + timedelta(seconds=60)


def test_a_worker_that_died_over_a_message_leaves_it_to_another(webhook: Webhook, receiver: Receiver) -> None:
    delivery = message(webhook)
    Job.objects.all().delete()
    webhook_sending._claim(delivery.pk, NOW)
    tried(delivery, NOW + timedelta(seconds=1))
    assert (receiver.taken, Job.objects.get().run_after) == ([], NOW + webhook_sending.LEASE)
    tried(delivery, NOW + webhook_sending.LEASE)
    assert delivery.delivered_at is not None


def test_a_redirect_is_not_followed(webhook: Webhook, receiver: Receiver) -> None:
    receiver.location, receiver.answers = "/elsewhere", [(307, b"")]
    delivery = tried(message(webhook))
    assert (delivery.status, delivery.delivered_at, len(receiver.taken)) == (307, None, 1)


def test_nothing_goes_to_an_address_inside(webhook: Webhook, receiver: Receiver, settings: Any) -> None:
    settings.ALLOW_PRIVATE_NETWORK = False
    delivery = tried(message(webhook))
    assert (receiver.taken, delivery.status, delivery.outcome) == ([], None, "InvalidURL")


def test_nothing_goes_to_a_name_behind_which_an_address_inside_stands(
    webhook: Webhook, receiver: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ALLOW_PRIVATE_NETWORK = False
    asked = []

    def looked_up(host: str, port: int, **kind: Any) -> list[Any]:
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port)), (10, 1, 6, "", ("::ffff:10.0.0.1", port, 0, 0))]

    monkeypatch.setattr("socket.getaddrinfo", looked_up)
    Webhook.objects.update(url=receiver.url.replace("http://127.0.0.1", "https://feed.example"))
    delivery = tried(message(webhook))
    assert (receiver.taken, delivery.status, delivery.outcome) == ([], None, "ConnectionError")
    assert asked == ["feed.example"]


def test_a_side_that_never_comes_to_an_end_is_left(webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook_sending, "TIMEOUT", 0.05)
    monkeypatch.setattr(webhook_sending, "_asked", lambda *sent: time.sleep(0.2))
    delivery = tried(message(webhook))
    assert (delivery.status, delivery.outcome) == (None, "Timeout")


class TestTheEnd:
    def test_one_that_says_it_is_gone_is_ended_at_once(self, webhook: Webhook, receiver: Receiver) -> None:
        receiver.answers = [(410, b"")]
        waiting = message(webhook)
        tried(message(webhook))
        webhook.refresh_from_db()
        waiting.refresh_from_db()
        assert (webhook.ended_because, waiting.outcome) == ("gone", "ended")

    def test_one_that_took_nothing_for_five_days_is_ended(self, webhook: Webhook, receiver: Receiver) -> None:
        receiver.answers = [(500, b"")]
        for days in (0, 4, 5):
            tried(message(webhook, NOW + timedelta(days=days)), NOW + timedelta(days=days))
            webhook.refresh_from_db()
            assert (webhook.ended_at is not None) == (days == 5)
        assert webhook.ended_because == "failing"

    def test_one_that_took_something_in_between_is_not(self, webhook: Webhook, receiver: Receiver) -> None:
        for days, status in ((0, 500), (3, 204), (5, 500)):
            receiver.answers = [(status, b"")]
            tried(message(webhook, NOW + timedelta(days=days)), NOW + timedelta(days=days))
        webhook.refresh_from_db()
        assert webhook.ended_at is None

    def test_who_keeps_it_is_told_by_a_mail(self, webhook: Webhook, receiver: Receiver, cast: Cast) -> None:
        receiver.answers = [(410, b"")]
        tried(message(webhook))
        carry_out(Job.objects.get(kind="tell_webhook_ended").pk)
        told = {notice.person for notice in Notice.objects.filter(kind="webhook_ended")}
        assert told == {cast.kofi, cast.wanjiru}

    def test_of_a_universitys_its_staff_are_told(self, receiver: Receiver, cast: Cast) -> None:
        webhook, _secret = actions.add_webhook(
            by=cast.dean, scope=cast.karura, url=receiver.url, events=["activity"], at=NOW
        )
        enqueue_job(kind="tell_webhook_ended", arguments={"webhook": webhook.pk}, at=NOW)
        carry_out(Job.objects.get(kind="tell_webhook_ended").pk)
        assert Notice.objects.get(kind="webhook_ended").person == cast.dean


def test_a_test_goes_out_at_once_and_is_tried_once(
    webhook: Webhook, receiver: Receiver, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    receiver.answers = [(500, b"Not yet.")]
    with django_capture_on_commit_callbacks(execute=True):
        delivery = actions.ping_webhook(by=cast.wanjiru, webhook=webhook, at=NOW)
    delivery.refresh_from_db()
    assert [one["type"] for one in receiver.messages] == ["ping"]
    assert (delivery.status, delivery.outcome, delivery.dropped_at) == (500, "Not yet.", NOW)


def test_a_message_is_sent_again_under_its_own_number(webhook: Webhook, receiver: Receiver, cast: Cast) -> None:
    delivery = tried(message(webhook))
    actions.repeat_delivery(by=cast.kofi, delivery=delivery, at=NOW)
    tried(delivery)
    numbers = [headers["webhook-id"] for headers, _body in receiver.taken]
    assert numbers == [str(delivery.event_id)] * 2


def test_messages_are_removed_after_thirty_days(webhook: Webhook) -> None:
    message(webhook)
    prune(NOW + timedelta(days=29))
    assert Delivery.objects.count() == 1
    prune(NOW + timedelta(days=31))
    assert Delivery.objects.count() == 0
