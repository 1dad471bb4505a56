"""Where somebody is signed in: seen on a page, ended by a button, at once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from backend.devices import device_of
from campus.outbox.kinds import SLOTS
from campus.outbox.models import Notice
from campus.people.models import Person
from tests.conftest import Cast
from tests.frontend.pages import as_person, text, writes
from tests.frontend.queries import queries

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"
NOWHERE = "0.0.0.0"  # noqa: S104 - what is kept in place of an address


def sign_in(person: Person, browser: str = FIREFOX) -> Client:
    client = Client(headers={"User-Agent": browser})
    client.post("/sign-in/", {"email": person.email})
    code = Notice.objects.filter(kind="sign_in_code", address=person.email).latest("pk").context["code"]
    client.post("/sign-in/code/", {"code": code})
    return client


def sign_in_app(person: Person) -> str:
    """The session token of an app."""
    base, client = "/api/auth/app/v1/auth/code", Client(headers={"User-Agent": "CampusApp/2.1 (Android 14)"})
    asked = client.post(f"{base}/request", {"email": person.email}, "application/json").json()["meta"]["session_token"]
    code = Notice.objects.filter(kind="sign_in_code", address=person.email).latest("pk").context["code"]
    headers = {"X-Session-Token": asked}
    answer = client.post(f"{base}/confirm", {"code": code}, "application/json", headers=headers).json()
    return answer["meta"].get("session_token", asked)


def asks(token: str) -> int:
    return Client().get("/api/v1/me/", headers={"X-Session-Token": token}).status_code


def listed(client: Client) -> str:
    return text(client.get("/me/sessions/"))


class TestTheList:
    def test_names_each_device_and_this_one(self, cast: Cast):
        laptop = sign_in(cast.amina)
        sign_in(cast.amina, PHONE)
        sign_in_app(cast.amina)
        sign_in(cast.kofi, "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")
        page = listed(laptop)
        named = ("Firefox on Linux", "Chrome on Android", "The app CampusApp", "Windows")
        assert [words in page for words in named] == [True, True, True, False]
        assert page.count("This one") == 1

    def test_keeps_no_network_address_and_nothing_else_of_the_browser(self, cast: Cast):
        sign_in(cast.amina, PHONE)
        sign_in_app(cast.amina)
        rows = UserSession.objects.values_list("ip", "user_agent")
        assert sorted(rows) == [(NOWHERE, "CampusApp; Android"), (NOWHERE, "Chrome; Android")]

    def test_says_when_each_was_last_seen_to_a_quarter_of_an_hour(self, cast: Cast):
        with time_machine.travel("2030-01-01T10:00Z", tick=False) as clock:
            laptop, phone = sign_in(cast.amina), sign_in(cast.amina, PHONE)
            clock.shift(timedelta(hours=2))
            phone.get("/me/")
            clock.shift(timedelta(hours=1))
            assert "seen 1 hour ago" in listed(laptop)

    def test_a_page_is_not_a_write(self, cast: Cast):
        client = sign_in(cast.amina)
        client.get("/me/")
        assert writes(client.get, "/me/") == []

    def test_an_app_is_seen_too(self, cast: Cast):
        token = sign_in_app(cast.amina)
        UserSession.objects.update(last_seen_at=datetime(2026, 1, 1, tzinfo=UTC))
        asks(token)
        row = UserSession.objects.get()
        assert (row.last_seen_at > datetime(2026, 1, 1, tzinfo=UTC), row.data) == (True, {"is_app": True})

    def test_whoever_came_in_another_way_is_listed_from_the_first_page_on(self, cast: Cast):
        client = as_person(cast.amina)
        client.get("/me/")
        assert "This one" in listed(client)

    def test_three_rows_take_as_many_queries_as_one(self, cast: Cast):
        client = sign_in(cast.amina)
        for_one = queries(client, "/me/sessions/")
        for _ in range(2):
            sign_in(cast.amina, PHONE)
        assert queries(client, "/me/sessions/") == for_one


class TestEnding:
    def test_one_ends_at_once(self, cast: Cast):
        laptop, phone = sign_in(cast.amina), sign_in(cast.amina, PHONE)
        pk = UserSession.objects.get(user_agent__startswith="Chrome").pk
        laptop.post(f"/me/sessions/{pk}/end/")
        assert [client.get("/me/").status_code for client in (laptop, phone)] == [200, 302]
        assert "Chrome" not in listed(laptop)

    def test_an_app_ends_at_once(self, cast: Cast):
        laptop, token = sign_in(cast.amina), sign_in_app(cast.amina)
        before = asks(token)
        laptop.post(f"/me/sessions/{UserSession.objects.get(data__is_app=True).pk}/end/")
        assert (before, asks(token)) == (200, 401)

    def test_this_one_signs_out(self, cast: Cast):
        laptop = sign_in(cast.amina)
        assert laptop.post(f"/me/sessions/{UserSession.objects.get().pk}/end/")["Location"] == "/"
        assert (laptop.get("/me/").status_code, UserSession.objects.count()) == (302, 0)

    def test_all_others_end_and_nobody_elses(self, cast: Cast):
        laptop, phone, token = sign_in(cast.amina), sign_in(cast.amina, PHONE), sign_in_app(cast.amina)
        unseen, kofi = as_person(cast.amina), sign_in(cast.kofi)
        laptop.post("/me/sessions/others/")
        assert [client.get("/me/").status_code for client in (laptop, phone, unseen, kofi)] == [200, 302, 302, 200]
        assert asks(token) == 401
        assert "You are signed in here and nowhere else." in listed(laptop)

    def test_somebody_elses_is_not_here(self, cast: Cast):
        kofi = sign_in(cast.kofi)
        pk = UserSession.objects.get().pk
        assert sign_in(cast.amina).post(f"/me/sessions/{pk}/end/").status_code == 404
        assert kofi.get("/me/").status_code == 200

    def test_a_link_ends_nothing(self, cast: Cast):
        laptop = sign_in(cast.amina)
        paths = (f"/me/sessions/{UserSession.objects.get().pk}/end/", "/me/sessions/others/")
        assert [laptop.get(path).status_code for path in paths] == [405, 405]

    def test_signing_out_leaves_nothing(self, cast: Cast):
        sign_in(cast.amina).post("/sign-out/")
        token = sign_in_app(cast.amina)
        Client().delete("/api/auth/app/v1/auth/session", headers={"X-Session-Token": token})
        assert UserSession.objects.count() == 0

    def test_what_is_over_is_cleared_away(self, cast: Cast):
        sign_in(cast.amina)
        kept = sign_in(cast.kofi).session.session_key
        Session.objects.exclude(pk=kept).update(expire_date=datetime(2026, 1, 1, tzinfo=UTC))
        SLOTS["clear_sessions"].work(datetime.now(UTC))
        assert [row.user for row in UserSession.objects.all()] == [cast.kofi]


@pytest.mark.pure
@pytest.mark.parametrize(
    ("user_agent", "is_app", "kept"),
    [
        (FIREFOX, False, "Firefox; Linux"),
        (PHONE, False, "Chrome; Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", False, "Safari; iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", False, "Edge; Windows"),
        ("Mozilla/5.0 (Mobile; Nokia 8110) Gecko/48.0 Firefox/48.0 KAIOS/2.5", False, "Firefox; KaiOS"),
        ("", False, "; "),
        ("okhttp/4.12", True, "okhttp; "),
        ("<b>x</b>/1", True, "; "),
    ],
)
def test_of_a_device_its_kind_is_kept(user_agent: str, is_app: bool, kept: str):
    assert device_of(user_agent, is_app=is_app) == kept
