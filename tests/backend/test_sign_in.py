"""Sessions and session tokens: who is asked for a CSRF token, and who is not."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from rest_framework.test import APIClient

from campus.custody.actions import take_address
from campus.outbox.kinds import SLOTS
from tests.conftest import Cast
from tests.factories import NOW
from tests.factories_checkin import Door, open_door
from tests.idp import oidc_row

ME = "/api/v1/me/"


@pytest.fixture
def browser(cast: Cast) -> APIClient:
    """A browser in which Amina is signed in, and which a strange page may try to use."""
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(cast.amina)
    return client


@pytest.fixture
def token(cast: Cast) -> str:
    client = Client()
    client.force_login(cast.amina)
    key = client.session.session_key
    assert key is not None
    return key


def rename(client: APIClient, **headers: str) -> Any:
    return client.patch(ME, {"name": "Amina O."}, format="json", headers=headers)


def test_a_session_reads_without_a_csrf_token(browser: APIClient) -> None:
    assert browser.get(ME).json()["name"] == "Amina Otieno"


def test_a_session_writes_nothing_without_a_csrf_token(browser: APIClient) -> None:
    answer = rename(browser)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


def test_a_session_writes_with_its_csrf_token(browser: APIClient) -> None:
    browser.cookies["csrftoken"] = "a" * 32
    assert rename(browser, **{"X-CSRFToken": "a" * 32}).json()["name"] == "Amina O."


def test_a_session_is_not_counted_without_a_csrf_token(browser: APIClient, cast: Cast) -> None:
    door: Door = open_door(cast.society)
    answer = browser.post("/api/v1/check-ins/", {"code": door.code.code, "anonymous": True}, format="json")
    assert answer.status_code == 403
    assert door.occurrence.attendances.count() == 0


def test_a_token_writes_without_a_csrf_token(token: str) -> None:
    client = APIClient(enforce_csrf_checks=True)
    assert rename(client, **{"X-Session-Token": token}).json()["name"] == "Amina O."


def test_the_session_of_who_was_merged_away_is_nobodys_in_browser_and_app(cast: Cast) -> None:
    grace = Client()
    grace.force_login(cast.grace)
    key = str(grace.session.session_key)
    assert APIClient().get(ME, headers={"X-Session-Token": key}).status_code == 200
    take_address(by=cast.amina, address="grace@karura.example", at=NOW)
    assert APIClient().get(ME, headers={"X-Session-Token": key}).status_code == 401
    assert grace.get(ME).status_code == 401


@pytest.mark.parametrize("key", ["abcdefgh\\000", "ñ" * 40, "x", "a b c d e f g h"])
def test_a_session_key_that_we_never_gave_is_nobodys(key: str, db: None) -> None:
    answer = APIClient().get(ME, headers={"cookie": f'sessionid="{key}"'})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_sessions_that_are_over_are_removed_by_and_by(token: str) -> None:
    Client().post("/sign-in/", {"email": "amina@karura.example"})
    Session.objects.exclude(pk=token).update(expire_date=NOW)
    SLOTS["clear_sessions"].work(NOW)
    assert [session.pk for session in Session.objects.all()] == [token]


@pytest.mark.parametrize("typed", ["", "x", "abcdefgh\x00", "of nobody at all, but long enough to be one", "ñ" * 40])
def test_a_token_of_nobody_signs_nobody_in(typed: str, db: None) -> None:
    answer = APIClient().get(ME, headers={"X-Session-Token": typed})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_token_is_dead_after_signing_out(token: str) -> None:
    app = APIClient()
    app.delete("/api/auth/app/v1/auth/session", headers={"X-Session-Token": token})
    assert app.get(ME, headers={"X-Session-Token": token}).status_code == 401


def test_an_app_is_told_of_no_way_in_that_it_cannot_go(cast: Cast) -> None:
    oidc_row(cast.karura, "https://sso.karura.example")
    session = "/api/auth/app/v1/auth/session"
    asked = APIClient().post("/api/auth/app/v1/auth/code/request", {"email": "amina@karura.example"}, format="json")
    answers = [APIClient().get(session), asked, APIClient().delete(session)]
    flows = [[flow["id"] for flow in answer.json()["data"]["flows"]] for answer in answers]
    assert (flows, asked.json()["data"]["flows"][0]["is_pending"]) == ([["login_by_code"]] * 3, True)


def test_another_language_is_kept_for_oneself(browser: APIClient, token: str) -> None:
    answer = APIClient().patch(ME, {"language": "tlh"}, format="json", headers={"X-Session-Token": token})
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {"language"}
