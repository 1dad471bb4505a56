"""Machines: what a token opens, whose rights it has, and when it is dead."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from campus.directory.models import Office, Society
from campus.people.actions import create_token, revoke_token
from campus.people.models import ApiToken, Person
from campus.people.personal import forget_people
from tests.conftest import Cast
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("the_moment")
ME, TOKENS = "/api/v1/me/", "/api/v1/me/tokens/"


def machine(person: Person, *scopes: str, days: int | None = None) -> APIClient:
    """A client with a token of this person."""
    _token, secret = create_token(by=person, name="A machine", scopes=scopes or ("read",), at=NOW, days=days)
    return with_secret(secret)


def with_secret(secret: str) -> APIClient:
    client = APIClient(enforce_csrf_checks=True)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_token_reads_as_its_holder(cast: Cast) -> None:
    assert machine(cast.kofi).get(ME).json()["email"] == "kofi@karura.example"


def test_a_token_writes_without_a_csrf_token(cast: Cast) -> None:
    answer = machine(cast.kofi, "write").patch(
        f"/api/v1/societies/{cast.society.pk}/", {"first_time": "Come as you are."}, format="json"
    )
    assert (answer.status_code, answer.json()["first_time"]) == (200, "Come as you are.")


def test_a_token_of_too_small_a_scope_is_refused_by_the_name_of_the_scope(cast: Cast) -> None:
    answer = machine(cast.kofi, "read", "door").patch(ME, {"name": "K."}, format="json")
    assert refused(answer) == (403, "scope_missing")
    assert "write" in answer.json()["detail"]
    assert answer["WWW-Authenticate"] == 'Bearer error="insufficient_scope", scope="write"'


@pytest.mark.parametrize(("scope", "status"), [("door", 404), ("write", 404), ("read", 403)])
def test_a_door_checks_in_with_the_scope_for_it(scope: str, status: int, cast: Cast) -> None:
    body = {"code": "ZZZZZZZZ", "anonymous": True}  # of nothing: whoever is let in does not find it
    answer = machine(cast.kofi, scope).post("/api/v1/check-ins/", body, format="json")
    assert answer.status_code == status


def test_a_door_reads_nothing_else(cast: Cast) -> None:
    assert refused(machine(cast.kofi, "door").get(ME)) == (403, "scope_missing")


@pytest.mark.parametrize(
    ("method", "path"), [("get", TOKENS), ("post", TOKENS), ("get", f"{ME}export/"), ("delete", ME)]
)
def test_what_is_somebodys_own_takes_no_token(method: str, path: str, cast: Cast) -> None:
    answer = getattr(machine(cast.kofi, "write"), method)(path, {"confirm": cast.kofi.email}, format="json")
    assert refused(answer) == (403, "not_by_token")
    assert Person.objects.get(pk=cast.kofi.pk).is_active


@pytest.mark.parametrize("secret", ["", "x", "hfsc_unknown", "ñ"])
def test_a_secret_of_no_token_is_not_valid(secret: str, db: None) -> None:
    answer = with_secret(secret).get("/api/v1/societies/")
    assert refused(answer) == (401, "token_not_valid")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_revoked_token_is_dead(cast: Cast) -> None:
    token, secret = create_token(by=cast.kofi, name="Old", scopes=["write"], at=NOW)
    revoke_token(by=cast.kofi, token=token, at=NOW)
    assert refused(with_secret(secret).get(ME)) == (401, "token_not_valid")


def test_a_token_is_dead_from_its_last_moment_on(cast: Cast) -> None:
    client = machine(cast.kofi, days=1)
    with time_machine.travel(NOW + timedelta(days=1, seconds=-1), tick=False):
        assert client.get(ME).status_code == 200
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert refused(client.get(ME)) == (401, "token_not_valid")


@pytest.mark.parametrize("gone", [{"is_active": False}, {"merged_into": "zola", "is_active": False}])
def test_a_token_is_dead_when_its_holder_is_gone(gone: dict[str, Any], cast: Cast) -> None:
    client = machine(cast.kofi, "write")
    values = {name: cast.zola if value == "zola" else value for name, value in gone.items()}
    Person.objects.filter(pk=cast.kofi.pk).update(**values)
    assert refused(client.get(ME)) == (401, "token_not_valid")


def test_nothing_stays_of_the_tokens_of_an_erased_person(cast: Cast) -> None:
    client = machine(cast.kofi, "write")
    forget_people(cast.kofi, NOW)
    assert ApiToken.objects.count() == 0
    assert refused(client.get(ME)) == (401, "token_not_valid")


def test_rights_follow_the_offices_of_the_moment(cast: Cast) -> None:
    client, members = machine(cast.kofi), f"/api/v1/societies/{cast.society.pk}/memberships/"
    assert client.get(members).status_code == 200
    Office.objects.filter(person=cast.kofi).update(ends_on=NOW.date() - timedelta(days=1))
    assert client.get(members).status_code == 404


def test_an_office_that_sleeps_for_want_of_a_second_factor_sleeps_for_tokens_too(cast: Cast) -> None:
    client, path = machine(cast.dean, "write"), f"/api/v1/societies/{cast.society.pk}/suspensions/"
    Person.objects.filter(pk=cast.dean.pk).update(second_factor_at=None)
    assert client.post(path, {"reason": "A complaint."}, format="json").status_code == 403
    assert Society.objects.get(pk=cast.society.pk).status == Society.Status.APPROVED


def test_that_a_token_was_used_is_written_down_once_a_day(cast: Cast, django_assert_num_queries: Any) -> None:
    client = machine(cast.kofi)
    client.get(ME)
    assert ApiToken.objects.get().last_used_on == NOW.date()
    with django_assert_num_queries(1):
        client.get(ME)


def test_whoever_tries_many_secrets_waits_and_a_good_one_still_works(cast: Cast) -> None:
    good, wrong = machine(cast.kofi), with_secret("hfsc_wrong")
    answers = [wrong.get(ME).status_code for _ in range(31)]
    assert answers == [401] * 30 + [429]
    assert good.get(ME).status_code == 200


def test_a_token_is_made_shown_once_listed_and_revoked(cast: Cast, ask_as: Any) -> None:
    client = ask_as(cast.amina)
    made = client.post(TOKENS, {"name": "Feed", "scopes": ["read"], "days": 30}, format="json")
    assert (made.status_code, made["Cache-Control"]) == (201, "no-store")
    secret = made.json()["secret"]
    assert with_secret(secret).get(ME).json()["email"] == "amina@karura.example"
    (listed,) = client.get(TOKENS).json()["results"]
    assert (listed["name"], listed["hint"], "secret" in listed) == ("Feed", secret[-4:], False)
    assert client.delete(f"{TOKENS}{listed['id']}/").status_code == 204
    assert with_secret(secret).get(ME).status_code == 401
    assert client.get(TOKENS).json()["results"] == []


def test_nobody_finds_anothers_token(cast: Cast, ask_as: Any) -> None:
    token, _secret = create_token(by=cast.kofi, name="Old", scopes=["read"], at=NOW)
    client = ask_as(cast.zola)
    assert client.get(TOKENS).json()["results"] == []
    assert client.delete(f"{TOKENS}{token.pk}/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
