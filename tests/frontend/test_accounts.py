"""Signing in by a code, my page, invitations, and where the links in mails lead."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
import time_machine
from django.core import mail
from django.test import Client

from campus.checkin.models import Attendance
from campus.custody.actions import address_proven
from campus.directory.actions import invite_to_office
from campus.directory.checklist import SOCIETY, WORDINGS
from campus.directory.models import Office
from campus.outbox.models import MailStop, Notice
from campus.people.models import Person
from tests.conftest import Cast
from tests.factories import NOW
from tests.stage import Stage, set_stage

NEW = "brian@elsewhere.example"
TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def code_sent_to(address: str) -> str:
    return Notice.objects.filter(kind="sign_in_code", address=address).latest("pk").context["code"]


def ask_for_code(client: Client, address: str, goal: str = "/me/") -> Any:
    return client.post("/sign-in/", {"email": address, "next": goal})


def sign_in(client: Client, address: str, goal: str = "/me/") -> Any:
    ask_for_code(client, address, goal)
    return client.post("/sign-in/code/", {"code": code_sent_to(address), "next": goal})


def words(answer: Any) -> str:
    return TOKENS.sub("", answer.content.decode())


@pytest.fixture
def stage(cast: Cast):
    with time_machine.travel(NOW, tick=False):
        yield set_stage(cast)


class TestSigningIn:
    def test_whoever_types_the_code_is_signed_in_and_led_on(self, client: Client, cast: Cast):
        answer = sign_in(client, "amina@karura.example", "/universities/")
        assert (answer.status_code, answer["Location"]) == (302, "/universities/")
        assert client.session["_auth_user_id"] == str(cast.amina.pk)

    def test_a_new_person_comes_into_being_only_with_the_code(self, client: Client, db: None):
        ask_for_code(client, NEW)
        assert Person.objects.count() == 0
        client.post("/sign-in/code/", {"code": code_sent_to(NEW)})
        assert [(person.email, person.is_proven) for person in Person.objects.all()] == [(NEW, True)]

    def test_letter_case_and_hyphens_of_the_code_do_not_matter(self, client: Client, db: None):
        ask_for_code(client, NEW)
        answer = client.post("/sign-in/code/", {"code": code_sent_to(NEW).lower().replace("-", " ")})
        assert answer.status_code == 302

    def test_the_address_is_the_same_in_capitals(self, client: Client, cast: Cast):
        ask_for_code(client, "Amina@KARURA.example")
        client.post("/sign-in/code/", {"code": code_sent_to("amina@karura.example")})
        assert client.session["_auth_user_id"] == str(cast.amina.pk)

    def test_a_known_and_an_unknown_address_get_the_same_page(self, cast: Cast):
        pages = []
        for address in ("amina@karura.example", "nobody@karura.example"):
            client = Client()
            asked = ask_for_code(client, address)
            page = client.get(asked["Location"])
            pages.append((asked.status_code, asked["Location"], page.status_code, words(page).replace(address, "…")))
        assert pages[0] == pages[1]

    def test_three_wrong_codes_end_it(self, client: Client, cast: Cast):
        ask_for_code(client, "amina@karura.example")
        answers = [client.post("/sign-in/code/", {"code": "WRONG-ONE"}).status_code for _ in range(3)]
        assert answers == [400, 400, 302]
        client.post("/sign-in/code/", {"code": code_sent_to("amina@karura.example")})
        assert "_auth_user_id" not in client.session

    def test_the_code_is_good_for_a_quarter_of_an_hour(self, client: Client, cast: Cast):
        with time_machine.travel(datetime.now(UTC), tick=False) as clock:
            ask_for_code(client, "amina@karura.example")
            clock.shift(timedelta(minutes=15, seconds=1))
            answer = client.post("/sign-in/code/", {"code": code_sent_to("amina@karura.example")})
        assert answer["Location"] == "/sign-in/?next=%2Fme%2F"
        assert "_auth_user_id" not in client.session

    def test_the_code_is_good_only_in_the_browser_that_asked(self, client: Client, cast: Cast):
        ask_for_code(client, "amina@karura.example")
        other = Client()
        assert other.post("/sign-in/code/", {"code": code_sent_to("amina@karura.example")}).status_code == 302
        assert "_auth_user_id" not in other.session

    def test_the_sixth_code_within_the_time_is_refused(self, client: Client, db: None):
        answers = [ask_for_code(client, NEW).status_code for _ in range(6)]
        assert answers == [302] * 5 + [429]
        assert Notice.objects.count() == 5

    def test_what_is_no_address_stays_on_the_form(self, client: Client, db: None):
        answer = ask_for_code(client, "amina@")
        assert answer.status_code == 400
        assert 'value="amina@"' in answer.content.decode()
        assert "This is not a complete address." in answer.content.decode()

    @pytest.mark.parametrize(
        "typed",
        [f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example", "amina@ﷺ.example"],
        ids=["too long", "a letter that stands for eighteen, with spaces"],
    )
    def test_what_is_no_address_once_it_is_normalised_gets_no_mail(self, client: Client, db: None, typed: str):
        answer = ask_for_code(client, typed)
        assert (answer.status_code, Notice.objects.count()) == (400, 0)
        app = client.post("/api/auth/app/v1/auth/code/request", {"email": typed}, content_type="application/json")
        assert (app.status_code, Notice.objects.count()) == (400, 0)

    def test_the_code_goes_out_at_once(self, client: Client, db: None, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            ask_for_code(client, NEW)
        assert [(letter.to, Notice.objects.get().outcome) for letter in mail.outbox] == [([NEW], "sent")]

    def test_signing_in_never_leads_off_this_site(self, client: Client, cast: Cast):
        assert sign_in(client, "amina@karura.example", "https://evil.example/")["Location"] == "/me/"

    def test_signing_out_takes_a_post(self, client: Client, cast: Cast):
        client.force_login(cast.amina)
        assert client.get("/sign-out/").status_code == 405
        client.post("/sign-out/")
        assert "_auth_user_id" not in client.session

    def test_a_chosen_language_comes_along(self, client: Client, cast: Cast):
        Person.objects.filter(pk=cast.amina.pk).update(language="en")
        assert sign_in(client, "amina@karura.example").cookies["django_language"].value == "en"

    def test_none_of_the_libraries_own_pages_is_there(self, client: Client, db: None):
        paths = ("/accounts/login/", "/accounts/signup/", "/accounts/email/", "/accounts/password/reset/")
        assert [client.get(path).status_code for path in paths] == [404] * 4


class TestProvenAddress:
    def test_proving_twice_is_one_person(self, db: None):
        first = address_proven(person=None, address=NEW, at=NOW)
        assert address_proven(person=None, address=NEW.upper(), at=NOW) == first
        assert Person.objects.count() == 1

    def test_the_proposer_becomes_staff_with_an_address_of_the_university(self, client: Client, cast: Cast):
        cast.other.offices.all().delete()
        type(cast.other).objects.filter(pk=cast.other.pk).update(proposed_by=cast.zola)
        sign_in(client, "zola@mzizi.example")
        assert [(office.person, office.role) for office in cast.other.offices.filter(society=None)] == [
            (cast.zola, "staff")
        ]

    def test_somebody_closed_out_is_not_let_in(self, client: Client, cast: Cast):
        Person.objects.filter(pk=cast.amina.pk).update(is_active=False)
        answer = sign_in(client, "amina@karura.example")
        assert answer.status_code == 403
        assert "_auth_user_id" not in client.session


class TestSigningInAnApp:
    BASE = "/api/auth/app/v1/auth"

    def post(self, client: Client, path: str, data: dict[str, str], token: str = "") -> Any:
        headers = {"X-Session-Token": token} if token else {}
        return client.post(f"{self.BASE}/{path}", data, content_type="application/json", headers=headers)

    def asked(self, client: Client, address: str) -> str:
        return self.post(client, "code/request", {"email": address}).json()["meta"]["session_token"]

    def test_an_app_gets_a_token_for_the_code(self, client: Client, cast: Cast):
        token = self.asked(client, "amina@karura.example")
        code = code_sent_to("amina@karura.example")
        answer = self.post(client, "code/confirm", {"code": code}, token)
        token = answer.json()["meta"].get("session_token", token)
        session = client.get(f"{self.BASE}/session", headers={"X-Session-Token": token})
        assert (answer.status_code, session.json()["data"]["user"]["email"]) == (200, "amina@karura.example")

    def test_a_known_and_an_unknown_address_get_the_same_answer(self, client: Client, cast: Cast):
        answers = [
            self.post(client, "code/request", {"email": address})
            for address in ("amina@karura.example", "nobody@karura.example")
        ]
        bodies = [{**answer.json(), "meta": sorted(answer.json()["meta"])} for answer in answers]
        assert [answer.status_code for answer in answers] == [401, 401]
        assert bodies[0] == bodies[1]

    def test_three_wrong_codes_end_it(self, client: Client, cast: Cast):
        token = self.asked(client, "amina@karura.example")
        answers = [self.post(client, "code/confirm", {"code": "WRONG"}, token).status_code for _ in range(4)]
        assert answers == [400, 400, 400, 409]

    def test_the_limit_is_told_as_a_problem(self, client: Client, db: None):
        for _ in range(5):
            self.asked(client, NEW)
        answer = self.post(client, "code/request", {"email": NEW})
        assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
        assert (answer.json()["code"], answer["Retry-After"]) == ("too_many", "900")

    def test_there_is_no_other_door(self, client: Client, db: None):
        paths = ("signup", "login", "password/request", "email/verify")
        assert [self.post(client, path, {}).status_code for path in paths] == [404] * 4


class TestMyPage:
    def test_it_asks_a_stranger_to_sign_in(self, client: Client, db: None):
        assert client.get("/me/")["Location"] == "/sign-in/?next=/me/"

    def test_it_shows_what_is_mine(self, client: Client, stage: Stage):
        client.force_login(stage.cast.amina)
        context = client.get("/me/").context
        assert [str(membership.society) for membership in context["memberships"]] == ["HeForShe Karura"]
        assert [attendance.occurrence for attendance, _token in context["counted"]] == [stage.occurrence]
        assert [society.name for society in context["drafts"]] == ["Film Circle"]

    def test_zola_sees_nothing_of_karura(self, client: Client, stage: Stage):
        client.force_login(stage.cast.zola)
        page = client.get("/me/").content.decode()
        assert "HeForShe Mzizi" in page
        assert "Karura" not in page

    def test_what_was_typed_for_me_can_be_disowned(self, client: Client, stage: Stage):
        Attendance.objects.filter(pk=stage.attendance.pk).update(identity=Attendance.Identity.TYPED)
        client.force_login(stage.cast.amina)
        link = re.search(r'href="(/mail/not-me/[^"]+)"', client.get("/me/").content.decode())
        assert link is not None
        client.post(link[1])
        stage.attendance.refresh_from_db()
        assert stage.attendance.void_reason == "not_me"

    def test_leaving_a_society_leads_back_here(self, client: Client, stage: Stage):
        client.force_login(stage.cast.amina)
        answer = client.post(
            "/societies/karura/heforshe-karura/membership/", {"answer": "leave", "next": "/me/"}, follow=True
        )
        assert answer.redirect_chain == [("/me/", 302)]
        assert list(answer.context["memberships"]) == []

    def test_an_officer_decides_who_sees_their_name(self, client: Client, cast: Cast):
        office = cast.kofi.offices.get()
        client.force_login(cast.kofi)
        client.post(f"/me/offices/{office.pk}/", {"is_public": "yes"})
        office.refresh_from_db()
        assert office.is_public
        client.post(f"/me/offices/{office.pk}/")
        office.refresh_from_db()
        assert not office.is_public

    def test_nobody_decides_it_for_somebody_else(self, client: Client, cast: Cast):
        client.force_login(cast.zola)
        assert client.post(f"/me/offices/{cast.kofi.offices.get().pk}/", {"is_public": "yes"}).status_code == 404

    def test_settings_are_kept(self, client: Client, cast: Cast):
        client.force_login(cast.amina)
        answer = client.post("/me/settings/", {"name": " Amina  O. ", "language": "en", "theme": "dark"})
        cast.amina.refresh_from_db()
        assert (cast.amina.name, cast.amina.language, cast.amina.theme) == ("Amina O.", "en", "dark")
        assert (answer["Location"], answer.cookies["theme"].value) == ("/me/", "dark")

    def test_a_name_too_long_stays_on_the_form(self, client: Client, cast: Cast):
        client.force_login(cast.amina)
        answer = client.post("/me/settings/", {"name": "A" * 121, "language": "en", "theme": ""})
        assert answer.status_code == 400
        assert "A" * 121 in answer.content.decode()


class TestInvitation:
    CONFIRMED: ClassVar = {"checklist": SOCIETY, **dict.fromkeys(WORDINGS[SOCIETY], "on")}

    @pytest.fixture
    def token(self, cast: Cast) -> str:
        invite_to_office(by=cast.kofi, role="events", address=NEW, starts_on=NOW.date(), society=cast.society, at=NOW)
        link = Notice.objects.get(kind="office_invitation").context["link"]
        return link.rstrip("/").rpartition("/")[2]

    def office(self) -> Office:
        return Office.objects.latest("pk")

    def test_opening_the_link_changes_nothing(self, client: Client, token: str):
        page = client.get(f"/invitations/{token}/")
        assert "Events officer, HeForShe Karura" in page.content.decode()
        assert (self.office().accepted_at, self.office().ended_at) == (None, None)

    def test_to_accept_a_stranger_signs_in_first_and_comes_back(self, client: Client, token: str):
        answer = client.post(f"/invitations/{token}/", {"answer": "yes"})
        assert answer["Location"] == f"/sign-in/?next=/invitations/{token}/"
        sign_in(client, NEW, f"/invitations/{token}/")
        answer = client.post(f"/invitations/{token}/", {"answer": "yes", **self.CONFIRMED})
        assert answer["Location"] == "/manage/karura/heforshe-karura/"
        assert self.office().person == Person.objects.get(email=NEW)

    def test_every_point_that_holds_for_officers_is_ticked_first(self, client: Client, cast: Cast, token: str):
        client.force_login(cast.amina)
        entered = {"answer": "yes", **self.CONFIRMED}
        del entered["report"]
        answer = client.post(f"/invitations/{token}/", entered)
        assert answer.status_code == 400
        assert "Point 3 is not ticked yet." in answer.content.decode()
        assert answer.context["form"].errors.keys() == {"report"}
        assert self.office().accepted_at is None

    def test_declining_needs_no_sign_in(self, client: Client, token: str):
        answer = client.post(f"/invitations/{token}/", {"answer": "no"})
        assert "Declined." in answer.content.decode()
        assert self.office().ended_at is not None

    def test_an_unknown_link_says_so(self, client: Client, db: None):
        answer = client.get("/invitations/unknown/")
        assert answer.status_code == 404
        assert "We do not know this invitation." in answer.content.decode()


class TestLinksInMails:
    def test_opening_a_stop_link_stops_nothing(self, client: Client, stage: Stage):
        assert client.get(f"/mail/stop/{stage.stop_token}/").status_code == 200
        assert MailStop.objects.count() == 0

    def test_the_button_stops_the_mail(self, client: Client, stage: Stage):
        answer = client.post(f"/mail/stop/{stage.stop_token}/")
        assert "Stopped." in answer.content.decode()
        assert MailStop.objects.count() == 1

    def test_a_mail_program_stops_it_with_one_post(self, stage: Stage):
        program = Client(enforce_csrf_checks=True)
        answer = program.post(f"/mail/stop/{stage.stop_token}/", {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, MailStop.objects.count()) == (200, 1)

    def test_a_made_up_stop_link_is_not_here(self, client: Client, db: None):
        assert client.get("/mail/stop/12.made-up/").status_code == 404

    def test_not_me_names_what_was_counted_and_takes_it_back(self, client: Client, stage: Stage):
        page = client.get(f"/mail/not-me/{stage.not_me_token}/").content.decode()
        assert "Tuesday Circle" in page
        standing = Attendance.objects.filter(voided_at__isnull=True).count()
        client.post(f"/mail/not-me/{stage.not_me_token}/")
        assert Attendance.objects.filter(voided_at__isnull=True).count() == standing - 1

    def test_a_made_up_not_me_link_is_not_here(self, client: Client, db: None):
        assert client.get("/mail/not-me/made-up/").status_code == 404
