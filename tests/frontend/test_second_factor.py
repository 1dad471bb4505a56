"""The second step of signing in: asked for after the mail, by page and by app, and not to be walked around."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from campus.outbox.models import Notice
from campus.people.models import Person
from tests import factors
from tests.conftest import Cast
from tests.factors import code_of, wrong_code
from tests.frontend.pages import said_of, text

AMINA = "amina@karura.example"
APP = "/api/auth/app/v1/auth/"


@pytest.fixture
def amina(cast: Cast) -> Person:
    """Amina, whose sign-in takes the code of an app."""
    factors.app(cast.amina)
    return cast.amina


def type_mail_code(client: Client, address: str = AMINA, goal: str = "/me/") -> Any:
    client.post("/sign-in/", {"email": address, "next": goal})
    code = Notice.objects.filter(kind="sign_in_code", address=address).latest("pk").context["code"]
    return client.post("/sign-in/code/", {"code": code, "next": goal})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


class TestOnPages:
    def test_the_mail_alone_signs_nobody_in_who_has_an_app(self, client: Client, amina: Person):
        answer = type_mail_code(client)
        assert (answer.status_code, answer["Location"], is_in(client)) == (302, "/sign-in/second/", False)

    def test_the_code_of_the_app_signs_in_and_leads_on(self, client: Client, amina: Person):
        type_mail_code(client, goal="/universities/")
        answer = client.post("/sign-in/second/", {"code": code_of()})
        assert (answer["Location"], is_in(client)) == ("/universities/", True)

    @pytest.mark.parametrize("path", ["/me/", "/me/security/", "/review/", "/me/data/", "/manage/"])
    def test_no_other_page_opens_before_the_second_step(self, path: str, client: Client, amina: Person):
        type_mail_code(client)
        assert client.get(path)["Location"].startswith("/sign-in/?next=")

    def test_the_api_does_not_open_before_the_second_step(self, client: Client, amina: Person):
        type_mail_code(client)
        token = {"X-Session-Token": str(client.session.session_key)}
        assert [client.get("/api/v1/me/").status_code, Client().get("/api/v1/me/", headers=token).status_code] == [
            401
        ] * 2

    def test_a_wrong_code_is_said_on_the_form(self, client: Client, amina: Person):
        type_mail_code(client)
        answer = client.post("/sign-in/second/", {"code": wrong_code()})
        assert (answer.status_code, list(said_of(answer)), is_in(client)) == (400, ["code"], False)

    def test_the_sixth_wrong_code_is_one_too_many_and_the_right_one_too(self, client: Client, amina: Person):
        type_mail_code(client)
        tries = [client.post("/sign-in/second/", {"code": wrong_code()}).status_code for _ in range(6)]
        right = client.post("/sign-in/second/", {"code": code_of()})
        assert (tries, right.status_code, is_in(client)) == ([400] * 5 + [429], 429, False)

    def test_to_begin_anew_gives_no_more_tries(self, client: Client, amina: Person):
        type_mail_code(client)
        for _ in range(5):
            client.post("/sign-in/second/", {"code": wrong_code()})
        again = Client()
        type_mail_code(again)
        assert again.post("/sign-in/second/", {"code": code_of()}).status_code == 429

    def test_a_code_of_the_app_is_good_once(self, amina: Person):
        with time_machine.travel("2026-11-24T10:00:01Z", tick=False) as clock:
            answers = []
            for _ in range(2):
                client = Client()
                type_mail_code(client)
                answers.append(client.post("/sign-in/second/", {"code": code_of()}).status_code)
                clock.shift(31)
                code = code_of(steps=-1)
            type_mail_code(client := Client())
            answers.append(client.post("/sign-in/second/", {"code": code}).status_code)
        assert answers == [302, 302, 400]

    def test_a_phone_may_be_half_a_minute_off(self, client: Client, amina: Person):
        type_mail_code(client)
        assert client.post("/sign-in/second/", {"code": code_of(steps=1)}).status_code == 302

    def test_a_recovery_code_opens_once(self, amina: Person):
        code = factors.recovery_codes(amina)[0]
        first, second = Client(), Client()
        type_mail_code(first)
        first.post("/sign-in/second/", {"code": f"{code[:4]}-{code[4:]}"})
        type_mail_code(second)
        refused = second.post("/sign-in/second/", {"code": code})
        assert (is_in(first), is_in(second), refused.status_code) == (True, False, 400)

    def test_of_somebody_else_no_code_opens(self, client: Client, amina: Person, cast: Cast):
        codes = [*factors.recovery_codes(cast.kofi), ""]
        factors.app(cast.kofi)
        type_mail_code(client)
        assert client.post("/sign-in/second/", {"code": codes[0]}).status_code == 400

    def test_who_waits_for_nothing_is_led_to_the_first_step(self, client: Client, db: None):
        assert client.get("/sign-in/second/")["Location"] == "/sign-in/"

    def test_whoever_has_no_second_factor_is_asked_for_none(self, client: Client, cast: Cast):
        assert (type_mail_code(client)["Location"], is_in(client)) == ("/me/", True)

    @pytest.mark.parametrize(
        "credential",
        ["", "x", "[]", "{}", "[" * 9000, '{"id": 1}', '{"id":"AA","rawId":"AA","response":{"userHandle":"YWJj"}}'],
    )
    def test_what_is_no_passkey_is_refused(self, credential: str, client: Client, amina: Person):
        type_mail_code(client)
        client.post("/sign-in/second/", {"options": "yes"})
        answer = client.post("/sign-in/second/", {"credential": credential})
        assert (answer.status_code, is_in(client)) == (400, False)
        client.post("/sign-in/passkey/", {"options": "yes"})
        assert client.post("/sign-in/passkey/", {"credential": credential})["Location"].startswith("/sign-in/")

    def test_the_page_says_what_to_type(self, client: Client, amina: Person):
        type_mail_code(client)
        assert "Code from your app Or one of your recovery codes." in text(client.get("/sign-in/second/"))


class TestInAnApp:
    def post(self, client: Client, path: str, data: dict[str, str], token: str) -> Any:
        return client.post(APP + path, data, content_type="application/json", headers={"X-Session-Token": token})

    def asked(self, client: Client) -> tuple[Any, str]:
        """The answer to the right code of the mail, and the token to go on with."""
        begun = client.post(f"{APP}code/request", {"email": AMINA}, content_type="application/json").json()
        code = Notice.objects.filter(kind="sign_in_code").latest("pk").context["code"]
        answer = self.post(client, "code/confirm", {"code": code}, begun["meta"]["session_token"])
        return answer, answer.json()["meta"].get("session_token", begun["meta"]["session_token"])

    def test_the_flow_waits_for_the_second_factor(self, client: Client, amina: Person):
        answer, token = self.asked(client)
        pending = [flow for flow in answer.json()["data"]["flows"] if flow.get("is_pending")]
        assert (answer.status_code, pending) == (
            401,
            [{"id": "mfa_authenticate", "is_pending": True, "types": ["totp"]}],
        )
        assert client.get("/api/v1/me/", headers={"X-Session-Token": token}).status_code == 401

    def test_the_code_of_the_app_completes_it(self, client: Client, amina: Person):
        _answer, token = self.asked(client)
        answer = self.post(client, "2fa/authenticate", {"code": code_of()}, token)
        token = answer.json()["meta"].get("session_token", token)
        me = client.get("/api/v1/me/", headers={"X-Session-Token": token})
        assert (answer.status_code, me.status_code) == (200, 200)

    def test_a_wrong_code_is_told_and_too_many_end_it(self, client: Client, amina: Person):
        _answer, token = self.asked(client)
        answers = [self.post(client, "2fa/authenticate", {"code": wrong_code()}, token) for _ in range(6)]
        assert [answer.json()["errors"][0]["code"] for answer in answers] == ["incorrect_code"] * 5 + [
            "too_many_login_attempts"
        ]
        assert self.post(client, "2fa/authenticate", {"code": code_of()}, token).status_code == 400

    def test_without_the_mail_the_second_step_is_not_there(self, client: Client, amina: Person):
        begun = client.post(f"{APP}code/request", {"email": AMINA}, content_type="application/json").json()
        answer = self.post(client, "2fa/authenticate", {"code": code_of()}, begun["meta"]["session_token"])
        assert answer.status_code == 401
