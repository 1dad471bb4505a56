"""The same write sent again is done once and answered alike; at the same moment too."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from rest_framework.test import APIClient

from backend import idempotency
from campus.base import clock
from campus.directory.models import Society
from campus.people.actions import create_token
from campus.people.models import ApiToken, AuditEvent, IdempotencyKey, Person
from tests.conftest import Cast, gather
from tests.factories import NOW

DRAFTS, TOKENS = "/api/v1/societies/", "/api/v1/me/tokens/"
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


def draft(client: APIClient, cast: Cast, name: str = "Chess Club", key: str = KEY) -> Any:
    body = {"university": cast.karura.pk, "name": name, "purpose": "To play."}
    return client.post(DRAFTS, body, format="json", headers={"Idempotency-Key": key})


def machine(person: Person) -> APIClient:
    _token, secret = create_token(by=person, name="A machine", scopes=["write"], at=clock.now())
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def drafts() -> int:
    return Society.objects.filter(status=Society.Status.DRAFT).count()


def test_sent_again_it_is_done_once_and_answered_alike(cast: Cast, ask_as: Any) -> None:
    first, again = (draft(ask_as(cast.amina), cast) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["ETag"] == first["ETag"]
    assert (first.headers.get("Idempotency-Replayed"), again["Idempotency-Replayed"]) == (None, "true")
    assert (drafts(), AuditEvent.objects.filter(verb="society_drafted").count()) == (1, 1)


def test_without_a_key_it_is_done_again(cast: Cast, ask_as: Any) -> None:
    client, path = ask_as(cast.amina), TOKENS
    for _ in range(2):
        client.post(path, {"name": "Feed", "scopes": ["read"]}, format="json")
    assert len(client.get(path).json()["results"]) == 2
    assert IdempotencyKey.objects.count() == 0


def test_an_answer_without_a_body_is_answered_so_again(cast: Cast, ask_as: Any) -> None:
    client = ask_as(cast.amina)
    made = draft(client, cast).json()["id"]
    answers = [client.delete(f"{DRAFTS}{made}/", headers={"Idempotency-Key": "a"}) for _ in range(2)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b""), (204, b"")]


def test_a_key_with_something_else_is_refused(cast: Cast, ask_as: Any) -> None:
    client = ask_as(cast.amina)
    draft(client, cast)
    answer = draft(client, cast, "Film Club")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    elsewhere = client.patch("/api/v1/me/", {"name": "A."}, format="json", headers={"Idempotency-Key": KEY})
    assert elsewhere.status_code == 422


def test_two_people_and_their_tokens_may_choose_the_same_key(cast: Cast, ask_as: Any) -> None:
    clients = [ask_as(cast.amina), ask_as(cast.grace), machine(cast.amina)]
    answers = [draft(client, cast, f"Club {number}") for number, client in enumerate(clients)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]


def test_a_refusal_is_not_kept(cast: Cast, ask_as: Any) -> None:
    client = ask_as(cast.amina)
    assert draft(client, cast, " ").status_code == 400
    assert draft(client, cast, "HeForShe Karura").status_code == 400  # taken
    assert IdempotencyKey.objects.count() == 0
    assert draft(client, cast).status_code == 201


def test_after_a_day_the_key_is_as_new(cast: Cast, ask_as: Any) -> None:
    client = ask_as(cast.amina)
    with time_machine.travel(NOW, tick=False):
        draft(client, cast)
    with time_machine.travel(NOW + timedelta(hours=24), tick=False):
        answer = draft(client, cast, "Film Club")
    assert answer.json()["name"] == "Film Club"


@pytest.mark.parametrize("key", ["", " ", "two words", "x" * 201, "clé"])
def test_a_key_of_another_form_is_refused(key: str, cast: Cast, ask_as: Any) -> None:
    answer = draft(ask_as(cast.amina), cast, key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_malformed")
    assert drafts() == 0


def test_a_strangers_key_is_ignored(cast: Cast) -> None:
    body = {"token": "a token of nothing"}
    answer = APIClient().post("/api/v1/invitation-declines/", body, format="json", headers={"Idempotency-Key": KEY})
    assert answer.status_code == 404
    assert IdempotencyKey.objects.count() == 0


def test_an_answer_is_kept_sealed(cast: Cast, ask_as: Any) -> None:
    sent = {"name": "Feed", "scopes": ["read"]}
    answers = [
        ask_as(cast.amina).post(TOKENS, sent, format="json", headers={"Idempotency-Key": KEY}).json() for _ in range(2)
    ]
    assert answers[0]["secret"] == answers[1]["secret"]
    assert answers[0]["secret"] not in str(IdempotencyKey.objects.values().get())


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_five_at_once_are_one_and_all_get_its_answer(ask_as: Any) -> None:
    cast = gather()
    clients = [ask_as(cast.amina) for _ in range(5)]
    gate = Barrier(len(clients))

    def go(client: APIClient) -> Any:
        try:
            gate.wait(timeout=30)
            return draft(client, cast)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as threads:
        answers = list(threads.map(go, clients))
    assert [answer.status_code for answer in answers] == [201] * 5
    assert len({answer.content for answer in answers}) == 1
    assert sorted("Idempotency-Replayed" in answer.headers for answer in answers) == [False] + [True] * 4
    assert drafts() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_waited_too_long_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "PATIENCE", timedelta(milliseconds=200))
    cast = gather()
    client, begun, done = machine(cast.amina), Event(), Event()
    client.get("/api/v1/me/")  # that the token was used today is written down now

    def first() -> None:
        try:
            with transaction.atomic():
                key_of_the_first(ApiToken.objects.get())
                begun.set()
                done.wait(timeout=30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        threads.submit(first)
        begun.wait(timeout=30)
        answer = draft(client, cast)
        done.set()
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_in_flight")
    assert answer["Retry-After"] == "5"
    assert drafts() == 0


def key_of_the_first(token: ApiToken) -> None:
    """The row that the first request with the key holds while it is at work."""
    key_hash = idempotency._hash(KEY.encode())
    IdempotencyKey.objects.create(
        person=token.person, principal=f"token:{token.pk}", key_hash=key_hash, body_hash="", created_at=clock.now()
    )
