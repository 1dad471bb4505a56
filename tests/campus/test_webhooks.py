"""Who may keep a webhook, what it is told of, and that no name leaves."""

import json
from datetime import timedelta
from typing import Any

import pytest

from campus.base.errors import CampusError, Conflict, Invalid, NotAllowed, NotFound
from campus.checkin.actions import void_attendance
from campus.directory import actions
from campus.directory.models import Society, University
from campus.directory.queries.webhooks import deliveries_of, delivery_by_number, webhook_by_number, webhooks_of
from campus.outbox.models import Delivery, Webhook
from campus.outbox.webhooks import announce
from campus.people.models import Person
from campus.reports.announcing import announce_counts
from tests import factories
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.stage import Stage, set_stage

ALL = ["registration", "activity", "attendance"]
URL = "https://feed.example/hook"


def added(by: Person, scope: Society | University, events: list[str] = ALL, url: str = URL) -> Webhook:
    return actions.add_webhook(by=by, scope=scope, url=url, events=events, at=NOW)[0]


def kinds(webhook: Webhook) -> list[str]:
    return list(webhook.deliveries.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("who", "of_society", "of_university"),
    [
        ("kofi", None, NotAllowed),
        ("wanjiru", None, NotAllowed),
        ("dennis", NotAllowed, NotAllowed),
        ("grace", NotAllowed, NotAllowed),
        ("amina", NotAllowed, NotAllowed),
        ("dean", NotAllowed, None),
        ("zolas_dean", NotAllowed, NotAllowed),
        ("lucia", NotAllowed, NotAllowed),
    ],
)
def test_officers_keep_those_of_a_society_and_staff_those_of_a_university(
    who: str, of_society: type[CampusError] | None, of_university: type[CampusError] | None, cast: Cast
) -> None:
    for scope, refusal in ((cast.society, of_society), (cast.karura, of_university)):
        if refusal is None:
            assert added(getattr(cast, who), scope).university_id == cast.karura.pk
        else:
            with pytest.raises(refusal):
                added(getattr(cast, who), scope)


@pytest.mark.parametrize("who", ["dennis", "amina", "zola", "dean", "lucia"])
def test_nobody_else_finds_a_webhook_or_its_messages(who: str, cast: Cast) -> None:
    webhook, stranger = added(cast.kofi, cast.society), getattr(cast, who)
    (delivery,) = announce(
        kind="activity.changed", university_id=cast.karura.pk, society_id=cast.society.pk, payload={}, at=NOW
    )
    for look in (
        lambda: webhooks_of(stranger, cast.society, NOW),
        lambda: webhook_by_number(stranger, webhook.pk, NOW),
        lambda: delivery_by_number(stranger, delivery.pk, NOW),
        lambda: actions.end_webhook(by=stranger, webhook=webhook, at=NOW),
        lambda: actions.change_webhook_secret(by=stranger, webhook=webhook, at=NOW),
        lambda: actions.ping_webhook(by=stranger, webhook=webhook, at=NOW),
        lambda: actions.repeat_delivery(by=stranger, delivery=delivery, at=NOW),
    ):
        with pytest.raises(NotFound):
            look()
    assert list(webhooks_of(cast.kofi, cast.society, NOW)) == [webhook]


@pytest.mark.parametrize(
    "url",
    [
        "http://feed.example/hook",
        "https://127.0.0.1/",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://user:secret@feed.example/",
        "https://localhost/",
        "ftp://feed.example/",
        "feed.example",
        "https://",
        "",
        "https://feed.example/" + "x" * 500,
        "https://feed.example/ hook",
        "https://feed.example/\nhook",
    ],
)
def test_messages_go_to_the_public_internet_over_https_only(url: str, cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        added(cast.kofi, cast.society, url=url)
    assert set(refusal.value.fields) == {"url"}


def test_there_are_at_most_ten_and_an_ended_one_counts_no_more(cast: Cast) -> None:
    made = [added(cast.kofi, cast.society) for _ in range(10)]
    with pytest.raises(Conflict):
        added(cast.kofi, cast.society)
    actions.end_webhook(by=cast.kofi, webhook=made[0], at=NOW)
    added(cast.kofi, cast.society)


def test_the_secret_is_kept_sealed_and_changed_when_it_leaked(cast: Cast) -> None:
    webhook, secret = actions.add_webhook(by=cast.kofi, scope=cast.society, url=URL, events=ALL, at=NOW)
    other = actions.change_webhook_secret(by=cast.wanjiru, webhook=webhook, at=NOW)
    assert secret.startswith("whsec_")
    assert other != secret
    assert not {secret, other} & set(map(str, Webhook.objects.values_list("sealed_secret", flat=True)))


def test_an_ended_webhook_is_told_nothing_more(cast: Cast) -> None:
    webhook = added(cast.kofi, cast.society)
    where: dict[str, Any] = {"university_id": cast.karura.pk, "society_id": cast.society.pk, "payload": {}, "at": NOW}
    announce(kind="activity.changed", **where)
    actions.end_webhook(by=cast.kofi, webhook=webhook, at=NOW)
    assert announce(kind="activity.changed", **where) == []
    assert Delivery.objects.get().dropped_at == NOW


def test_a_webhook_is_told_of_its_own_society_and_of_what_it_chose(cast: Cast) -> None:
    own = added(cast.kofi, cast.society, ["activity"])
    others = added(cast.zola, cast.other_society)
    university = added(cast.dean, cast.karura, ["registration", "activity"])
    set_stage(cast)
    assert kinds(own) == ["activity.planned", "occurrence.cancelled"]
    assert kinds(others) == []
    of_registrations = ["registration.submitted"] * 3 + ["registration.returned", "registration.approved"]
    assert kinds(university) == ["activity.planned", "occurrence.cancelled", *of_registrations]


def test_no_message_holds_a_name_an_address_or_a_reason(cast: Cast) -> None:
    webhook = added(cast.dean, cast.karura)
    stage = set_stage(cast)
    announce_counts(stage.occurrence.closes_at)
    actions.suspend_society(by=cast.dean, society=cast.society, reason="A complaint.", at=NOW)
    told = json.dumps([delivery.payload for delivery in webhook.deliveries.all()])
    words = {person.name for person in Person.objects.exclude(name="")} | {
        "@",
        "Circle",
        "HeForShe",
        "painted",
        "complaint",
    }
    assert [word for word in words if word in told] == []
    assert "society.suspended" in told


def test_when_a_society_is_archived_its_webhooks_are_told_and_end(cast: Cast) -> None:
    own, university = added(cast.kofi, cast.society), added(cast.dean, cast.karura)
    actions.archive_society(by=cast.dean, society=cast.society, reason="Nobody is left.", at=NOW)
    own.refresh_from_db()
    university.refresh_from_db()
    assert (own.ended_at, own.ended_because, university.ended_at) == (NOW, "archived", None)
    assert kinds(own) == kinds(university) == ["society.archived"]
    assert own.deliveries.get().dropped_at is None


class TestCounts:
    """How many came: exact for the society, rounded for its university, and never while they still come."""

    @pytest.fixture
    def stage(self, cast: Cast) -> Stage:
        return set_stage(cast)

    def told(self, webhook: Webhook, at: Any) -> list[dict[str, Any]]:
        webhook.deliveries.all().delete()
        announce_counts(at)
        return [delivery.payload["data"] for delivery in webhook.deliveries.all()]

    def test_a_society_is_told_once_it_has_been_quiet_for_ten_minutes(self, stage: Stage) -> None:
        webhook = added(stage.cast.kofi, stage.cast.society)
        quiet = [self.told(webhook, NOW + timedelta(minutes=minutes)) for minutes in (5, 10, 15)]
        numbers = {
            "occurrence": stage.occurrence.pk,
            "series": stage.activity.series_id,
            "society": stage.cast.society.pk,
        }
        assert quiet == [[], [{**numbers, "visits": 3, "is_final": False}], []]

    def test_it_is_told_the_last_number_when_check_in_closes(self, stage: Stage) -> None:
        webhook = added(stage.cast.kofi, stage.cast.society)
        void_attendance(by=stage.cast.kofi, attendance=stage.attendance, reason="mistake", at=NOW)
        closes = stage.occurrence.closes_at
        told = [self.told(webhook, closes + timedelta(minutes=minutes)) for minutes in (-5, 0, 5)]
        assert [[(one["visits"], one["is_final"]) for one in some] for some in told] == [[], [(2, True)], []]

    def test_a_university_is_told_nothing_of_a_small_number(self, stage: Stage) -> None:
        webhook = added(stage.cast.dean, stage.cast.karura)
        assert self.told(webhook, stage.occurrence.closes_at) == []

    def test_a_university_is_told_a_rounded_number_and_only_the_last(self, stage: Stage) -> None:
        webhook = added(stage.cast.dean, stage.cast.karura)
        for number in range(8):
            make.attendance(stage.occurrence, factories.person(f"Visitor {number}"))
        assert self.told(webhook, NOW + timedelta(minutes=10)) == []
        assert [one["visits"] for one in self.told(webhook, stage.occurrence.closes_at)] == [10]

    def test_nobody_who_did_not_ask_for_counts_is_told_any(self, stage: Stage) -> None:
        webhook = added(stage.cast.kofi, stage.cast.society, ["activity"])
        assert self.told(webhook, stage.occurrence.closes_at) == []


def test_messages_are_shown_for_thirty_days(cast: Cast) -> None:
    webhook = added(cast.kofi, cast.society)
    announce(kind="activity.changed", university_id=cast.karura.pk, society_id=cast.society.pk, payload={}, at=NOW)
    assert deliveries_of(webhook, NOW + timedelta(days=29)).count() == 1
    assert deliveries_of(webhook, NOW + timedelta(days=30)).count() == 0
