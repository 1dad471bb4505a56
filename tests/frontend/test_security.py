"""What protects a sign-in: setting up, recovery codes, a recent proof, removing; and the offices that hang on it."""

import re
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from campus.base.sealing import unseal
from campus.directory.actions import invite_to_office
from campus.outbox.models import Notice
from campus.people.models import AuditEvent, Person
from tests import factories, factors
from tests.conftest import Cast
from tests.factors import code_of, just_signed_in, setup_of, wrong_code
from tests.frontend.pages import as_person, messages, said_of, text

APP, CODES = "/me/security/app/", "/me/security/recovery/"


@pytest.fixture
def amina(cast: Cast) -> Client:
    return just_signed_in(Client(), cast.amina)


def long_signed_in(person: Person) -> Client:
    """A browser in which somebody signed in days ago."""
    client = Client()
    client.force_login(person)
    return client


def set_up_app(client: Client) -> str:
    """Do as the page says; the secret."""
    secret, token = setup_of(client.get(APP))
    assert client.post(APP, {"setup": token, "code": code_of(secret)})["Location"] == CODES
    return secret


def codes_on(page: str) -> list[str]:
    return re.findall(r"\b\d{4}-\d{4}\b", page)


def acts(person: Person) -> list[str]:
    return list(AuditEvent.objects.filter(actor=person, verb__startswith="second").values_list("verb", flat=True))


class TestTheApp:
    def test_its_first_code_turns_it_on(self, amina: Client, cast: Cast):
        secret = set_up_app(amina)
        [kept] = Authenticator.objects.filter(type="totp")
        cast.amina.refresh_from_db()
        assert (kept.user, unseal(kept.data["secret"]), secret in str(kept.data)) == (cast.amina, secret, False)
        assert (cast.amina.second_factor_at is None, acts(cast.amina)) == (False, ["second_factor_added"])

    def test_a_wrong_code_keeps_nothing_and_the_picture_stays(self, amina: Client):
        secret, token = setup_of(amina.get(APP))
        answer = amina.post(APP, {"setup": token, "code": wrong_code(secret)})
        assert (answer.status_code, list(said_of(answer)), setup_of(answer)[0]) == (400, ["code"], secret)
        assert Authenticator.objects.count() == 0

    def test_a_picture_of_somebody_else_or_of_yesterday_begins_anew(self, amina: Client, cast: Cast):
        kofi = just_signed_in(Client(), cast.kofi)
        secret, token = setup_of(kofi.get(APP))
        with time_machine.travel("2020-01-01T00:00Z"):
            mine = setup_of(just_signed_in(Client(), cast.amina).get(APP))[1]
        for foreign in (token, f"{token}x", "", mine):
            answer = amina.post(APP, {"setup": foreign, "code": code_of(secret)}, follow=True)
            assert messages(answer) == ["That took too long. Here is a new picture: scan this one."]
        assert Authenticator.objects.count() == 0

    def test_the_page_has_the_secret_as_picture_and_in_letters(self, amina: Client):
        page = amina.get(APP)
        secret = setup_of(page)[0]
        assert " ".join(re.findall("....", secret)) in text(page)
        assert '<path d="M0 0h7v1h-7z' in page.content.decode()
        address = f"otpauth://totp/amina%40karura.example?secret={secret}&amp;issuer=HeForShe%20Campus"
        assert address in page.content.decode()

    def test_there_is_one_app_at_a_time(self, amina: Client):
        _secret, token = setup_of(amina.get(APP))
        set_up_app(amina)
        assert amina.get(APP)["Location"] == "/me/security/"
        assert amina.post(APP, {"setup": token, "code": "1"})["Location"] == "/me/security/"

    def test_all_other_sessions_end(self, amina: Client, cast: Cast):
        phone, app, kofi = as_person(cast.amina), as_person(cast.amina), as_person(cast.kofi)
        token = {"X-Session-Token": str(app.session.session_key)}
        set_up_app(amina)
        assert [client.get("/me/").status_code for client in (amina, phone, kofi)] == [200, 302, 200]
        assert Client().get("/api/v1/me/", headers=token).status_code == 401


class TestRecoveryCodes:
    def test_they_are_shown_once_and_saved_as_text(self, amina: Client):
        set_up_app(amina)
        shown = codes_on(text(amina.get(CODES)))
        file = amina.post(f"{CODES}file/")
        assert (len(shown), codes_on(file.content.decode()), file["Content-Type"]) == (
            10,
            shown,
            "text/plain; charset=utf-8",
        )
        amina.post(CODES, {"do": "kept"})
        assert (codes_on(text(amina.get(CODES))), amina.post(f"{CODES}file/").status_code) == ([], 404)
        assert "10 codes are left. We cannot show them again" in text(amina.get(CODES))

    def test_nobody_sees_them_later_or_in_another_browser(self, amina: Client, cast: Cast):
        with time_machine.travel("2030-01-01T00:00Z") as clock:
            client = just_signed_in(Client(), cast.amina)
            set_up_app(client)
            other = just_signed_in(Client(), cast.amina)
            clock.shift(16 * 60)
            late = just_signed_in(client, cast.amina)
            assert [codes_on(text(one.get(CODES))) for one in (other, late)] == [[], []]

    def test_new_ones_end_the_former(self, amina: Client, cast: Cast):
        set_up_app(amina)
        former = codes_on(text(amina.get(CODES)))
        amina.post(CODES, {"do": "new"})
        new = codes_on(text(amina.get(CODES)))
        assert (len(new), set(new) & set(former)) == (10, set())

    def test_without_a_second_factor_there_are_none(self, amina: Client):
        assert amina.post(CODES, {"do": "new"}).status_code == 409
        assert Authenticator.objects.count() == 0


class TestARecentProof:
    GUARDED = (APP, CODES, "/me/security/passkeys/new/")

    @pytest.mark.parametrize("path", GUARDED)
    def test_is_asked_for_before_anything_changes(self, path: str, cast: Cast):
        client = long_signed_in(cast.amina)
        assert client.get(path)["Location"] == f"/me/prove/?next={path.replace('/', '%2F')}"
        assert client.post(path, {"options": "yes", "do": "new"}).status_code == 302

    def test_is_a_code_by_mail_for_who_has_nothing_else(self, cast: Cast):
        client = long_signed_in(cast.amina)
        client.post("/me/prove/", {"send": "code", "next": APP})
        code = Notice.objects.get(kind="sign_in_code", address=cast.amina.email).context["code"]
        assert client.post("/me/prove/", {"code": code, "next": APP})["Location"] == APP
        assert client.get(APP).status_code == 200

    def test_three_wrong_codes_by_mail_end_it(self, cast: Cast):
        client = long_signed_in(cast.amina)
        client.post("/me/prove/", {"send": "code", "next": APP})
        answers = [client.post("/me/prove/", {"code": "WRONG", "next": APP}).status_code for _ in range(3)]
        assert (answers, client.get(APP).status_code) == ([400, 400, 302], 302)

    def test_a_mail_to_somebody_else_proves_nothing(self, cast: Cast):
        client = long_signed_in(cast.amina)
        token = {"X-Session-Token": str(client.session.session_key)}
        Client().post(
            "/api/auth/app/v1/auth/code/request", {"email": "x@evil.example"}, "application/json", headers=token
        )
        code = Notice.objects.get(address="x@evil.example").context["code"]
        client.post("/me/prove/", {"code": code, "next": APP})
        assert client.get(APP).status_code == 302

    def test_the_mail_is_not_enough_for_who_has_an_app(self, cast: Cast):
        factors.app(cast.amina)
        client = long_signed_in(cast.amina)
        client.post("/me/prove/", {"send": "code"})
        assert Notice.objects.count() == 0
        assert client.post("/me/prove/", {"code": code_of(), "next": CODES})["Location"] == CODES
        assert client.get(CODES).status_code == 200

    def test_holds_for_a_quarter_of_an_hour(self, cast: Cast):
        with time_machine.travel("2030-01-01T00:00Z") as clock:
            client = just_signed_in(Client(), cast.amina)
            clock.shift(14 * 60)
            assert client.get(APP).status_code == 200
            clock.shift(2 * 60)
            assert client.get(APP).status_code == 302


class TestRemoving:
    def test_the_last_one_takes_the_codes_along_and_the_domain_learns_of_it(self, amina: Client, cast: Cast):
        set_up_app(amina)
        pk = Authenticator.objects.get(type="totp").pk
        assert "It is your last one." in text(amina.get(f"/me/security/{pk}/remove/"))
        amina.post(f"/me/security/{pk}/remove/")
        cast.amina.refresh_from_db()
        assert (Authenticator.objects.count(), cast.amina.second_factor_at) == (0, None)
        assert acts(cast.amina) == ["second_factor_added", "second_factor_removed"]

    def test_of_two_the_other_stays(self, amina: Client, cast: Cast):
        set_up_app(amina)
        passkey = Authenticator.objects.create(user=cast.amina, type="webauthn", data={"name": "Key"})
        page = text(amina.get(f"/me/security/{passkey.pk}/remove/"))
        amina.post(f"/me/security/{passkey.pk}/remove/")
        assert "Remove the passkey Key?" in page
        assert "It is your last one." not in page
        assert sorted(Authenticator.objects.values_list("type", flat=True)) == ["recovery_codes", "totp"]

    def test_somebody_elses_is_not_here(self, amina: Client, cast: Cast):
        theirs = factors.app(cast.kofi)
        answers = [ask(f"/me/security/{theirs.pk}/remove/").status_code for ask in (amina.get, amina.post)]
        assert (answers, Authenticator.objects.count()) == ([404, 404], 1)

    def test_recovery_codes_are_not_removed_alone(self, amina: Client, cast: Cast):
        set_up_app(amina)
        codes = Authenticator.objects.get(type="recovery_codes")
        assert amina.post(f"/me/security/{codes.pk}/remove/").status_code == 404


class TestOfficesThatSleep:
    @pytest.fixture
    def dean(self, cast: Cast) -> Person:
        """The dean, whose office sleeps."""
        Person.objects.filter(pk=cast.dean.pk).update(second_factor_at=None)
        cast.dean.refresh_from_db()
        return cast.dean

    def test_give_no_right_and_say_so(self, dean: Person):
        client = as_person(dean)
        answer = client.get("/review/karura/")
        assert (answer.status_code, "Your office sleeps: University staff, Karura University." in text(answer)) == (
            404,
            True,
        )
        for path in ("/review/", "/me/", "/me/security/"):
            assert "Your office sleeps: University staff" in text(client.get(path))

    def test_give_no_right_by_the_api(self, dean: Person, cast: Cast):
        path = f"/api/v1/universities/{cast.karura.pk}/"
        answer = as_person(dean).patch(path, {"city": "Limuru"}, content_type="application/json")
        assert answer.status_code == 403

    def test_wake_with_the_second_factor(self, dean: Person):
        client = just_signed_in(Client(), dean)
        set_up_app(client)
        assert client.get("/review/karura/").status_code == 200
        assert "sleeps" not in text(client.get("/me/"))

    def test_fall_asleep_with_the_last_one_after_a_warning(self, cast: Cast):
        pk = factors.app(cast.dean).pk
        client = just_signed_in(Client(), cast.dean)
        page = text(client.get(f"/me/security/{pk}/remove/"))
        assert "These offices of yours sleep then" in page
        assert "University staff, Karura University" in page
        client.post(f"/me/security/{pk}/remove/")
        assert client.get("/review/karura/").status_code == 404

    def test_are_said_after_signing_in_on_the_way_elsewhere(self, dean: Person):
        client = Client()
        client.post("/sign-in/", {"email": dean.email, "next": "/universities/"})
        code = Notice.objects.get(kind="sign_in_code").context["code"]
        answer = client.post("/sign-in/code/", {"code": code, "next": "/universities/"}, follow=True)
        assert messages(answer) == ["An office of yours sleeps until signing in takes you a second step. See My page."]

    def test_are_led_to_what_wakes_them_when_accepted(self, cast: Cast):
        invite_to_office(
            by=cast.dean,
            university=cast.karura,
            role="staff",
            address="amina@karura.example",
            starts_on=factories.NOW.date(),
            at=factories.NOW,
        )
        path = urlsplit(Notice.objects.get(kind="office_invitation").context["link"]).path
        client = as_person(cast.amina)
        form = client.get(path).context["form"]
        ticked = {"checklist": form.initial["checklist"], **dict.fromkeys(form.points, "on")}
        answer = client.post(path, {"answer": "yes", **ticked})
        assert answer["Location"] == "/me/security/"

    def test_nobody_else_hears_of_it(self, cast: Cast):
        answers = [as_person(cast.amina).get(path) for path in ("/review/karura/", "/nowhere/", "/me/")]
        assert ["sleeps" in text(answer) for answer in answers] == [False] * 3
