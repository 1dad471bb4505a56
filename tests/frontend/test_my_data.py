"""My data: to read, to take along, to have erased."""

import json
import re
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from backend.devices import NOWHERE
from backend.sign_in_records import sign_in_records
from campus.custody.queries import everything_about
from campus.directory.models import Society
from campus.outbox.kinds import NOTICES
from campus.outbox.models import MailStop
from campus.people.models import AuditEvent, Person
from frontend.accounts.readable import ROWS_SHOWN, SECTIONS, sections_of
from frontend.accounts.record_words import ACTS, MAILS
from tests import factories_checkin as make
from tests.factories import NOW
from tests.factors import app
from tests.frontend.queries import queries
from tests.stage import Stage, set_stage

# What only the file has: it tells a program something, and a person nothing that another column does not say.
ONLY_IN_THE_FILE = {
    "attendances": {"privacy_version"},
    "consents": {"subject", "where"},
    "acts": {"object"},
    "university_accounts": {"told_by_it"},
}


@pytest.fixture
def stage(cast):
    with time_machine.travel(NOW, tick=False):
        yield set_stage(cast)


@pytest.fixture
def amina(stage: Stage) -> Client:
    return signed_in(stage.cast.amina)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def all_of(person: Person) -> dict[str, Any]:
    """What the domain and what signing in keeps about them."""
    return {**everything_about(person), "sign_in": sign_in_records(person)}


def sign_in_rows(person: Person) -> None:
    """A passkey, a session and a university account."""
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Kofi’s phone", "credential": {"id": "k"}})
    SocialAccount.objects.create(user=person, provider="karura", uid="kofi1", extra_data={"name": "Kofi"})
    session = signed_in(person).session
    UserSession.objects.create(
        user=person,
        ip=NOWHERE,
        session_key=session.session_key,
        user_agent="Firefox; Linux",
    )


class TestReading:
    def test_the_page_shows_where_somebody_was_counted_and_how(self, amina: Client):
        page = words(amina, "/me/data/")
        assert "Where you were counted" in page
        assert "Poster code" in page
        assert "20 October 2026, 14:30 UTC" in page

    def test_the_page_shows_every_kind_of_row_in_the_copy(self, stage: Stage):
        kept = all_of(stage.cast.amina)
        headings = {(area, heading) for area in kept for heading in kept[area]}
        assert {address for address, _title, _columns in SECTIONS} == headings

    def test_every_value_of_the_copy_has_a_column_or_is_left_to_the_file(self, stage: Stage):
        MailStop.objects.create(person=stage.cast.kofi, topic="office_reminder", at=NOW)
        sign_in_rows(stage.cast.kofi)
        columns = {address: {field for field, *_ in shown} for address, _title, shown in SECTIONS}
        missing = {}
        for who in ("amina", "kofi", "grace", "dean"):
            kept = all_of(getattr(stage.cast, who))
            for (area, heading), shown in columns.items():
                rows = kept[area][heading]
                fields = set(rows if isinstance(rows, dict) else rows[0] if rows else ())
                if left := fields - shown - ONLY_IN_THE_FILE.get(heading, set()):
                    missing[heading] = left
        assert missing == {}

    def test_every_act_and_every_mail_has_words(self, stage: Stage):
        assert set(AuditEvent.objects.filter(actor__isnull=False).values_list("verb", flat=True)) - set(ACTS) == set()
        assert set(NOTICES) - set(MAILS) == set()

    def test_nothing_of_anybody_else_is_on_it(self, stage: Stage):
        page = words(signed_in(stage.cast.zola), "/me/data/")
        assert re.findall("Amina|Karura University|Tuesday Circle", page) == []

    def test_the_newest_rows_are_on_the_page_and_all_in_the_file(self):
        row = {"kind": "society_approved", "created_at": NOW.isoformat(), "sent_at": None}
        kept = {area: {heading: []} for (area, heading), *_ in SECTIONS}
        for (area, heading), *_ in SECTIONS:
            kept[area][heading] = []
        kept["outbox"]["mails"] = [row] * (ROWS_SHOWN + 2)
        mails = next(section for section in sections_of(kept) if section.rows)
        assert (len(mails.rows), mails.left_out) == (ROWS_SHOWN, 2)
        assert mails.rows[0] == ["That your society is approved", "20 October 2026, 14:30 UTC", "–"]

    def test_the_page_takes_as_many_questions_for_three_rows_as_for_one(self, cast):
        door = make.open_door(cast.society)
        door.signed_in(cast.amina)
        client = signed_in(cast.amina)
        for_one = queries(client, "/me/data/")
        for number in (1, 2):
            make.attendance(make.occurrence(door.series, make.TODAY.replace(day=number)), cast.amina)
        assert queries(client, "/me/data/") == for_one

    def test_to_read_changes_nothing(self, stage: Stage, amina: Client):
        before = AuditEvent.objects.count()
        words(amina, "/me/data/")
        words(amina, "/me/erase/")
        assert AuditEvent.objects.count() == before
        assert Person.objects.get(pk=stage.cast.amina.pk).erased_at is None


class TestTakingACopy:
    def test_the_copy_is_a_file_with_everything(self, stage: Stage, amina: Client):
        answer = amina.post("/me/data/file/")
        assert answer["Content-Disposition"] == 'attachment; filename="heforshe-campus-2026-10-20.json"'
        assert answer["Content-Type"] == "application/json"
        assert json.loads(answer.content)["people"]["person"]["email"] == "amina@karura.example"
        assert AuditEvent.objects.latest("pk").verb == "data_exported"

    def test_the_copy_says_what_signing_in_keeps_and_no_secret(self, stage: Stage, amina: Client):
        app(stage.cast.amina)
        sign_in_rows(stage.cast.amina)
        copy = amina.post("/me/data/file/").content.decode()
        kept = json.loads(copy)["sign_in"]
        assert [row["name"] for row in kept["second_factors"]] == ["", "Kofi’s phone"]
        assert [row["known_there_as"] for row in kept["university_accounts"]] == ["kofi1"]
        assert {"device": "Firefox, Linux"}.items() <= kept["sessions"][0].items()
        secrets = (*Session.objects.values_list("pk", flat=True), Authenticator.objects.get(type="totp").data["secret"])
        assert [secret in copy for secret in secrets] == [False] * len(secrets)

    def test_a_link_takes_no_copy(self, amina: Client):
        assert amina.get("/me/data/file/").status_code == 405


class TestErasing:
    def test_the_page_asks_and_names_what_goes(self, amina: Client):
        page = words(amina, "/me/erase/")
        assert "<h1>Erase everything about you?</h1>" in page
        assert re.findall(r"<li><bdi>(.*?)</bdi></li>", page) == ["Film Circle"]

    def test_who_is_the_only_one_in_office_is_told(self, stage: Stage):
        assert "Nobody else holds an office here" in words(signed_in(stage.cast.zola), "/me/erase/")
        assert "Nobody else holds an office here" not in words(signed_in(stage.cast.kofi), "/me/erase/")

    def test_the_button_erases_and_signs_out(self, stage: Stage, amina: Client):
        answer = amina.post("/me/erase/")
        assert "You are erased." in answer.content.decode()
        assert 'action="/sign-out/"' not in answer.content.decode()
        assert Person.objects.get(pk=stage.cast.amina.pk).name == ""
        assert not Society.objects.filter(name="Film Circle").exists()
        assert amina.get("/me/")["Location"] == "/sign-in/?next=/me/"

    def test_a_page_of_another_site_cannot_press_the_button(self, stage: Stage):
        client = Client(enforce_csrf_checks=True)
        client.force_login(stage.cast.amina)
        assert client.post("/me/erase/").status_code == 403
        assert Person.objects.get(pk=stage.cast.amina.pk).erased_at is None

    def test_an_app_that_is_signed_in_is_signed_out_too(self, stage: Stage, amina: Client):
        app = signed_in(stage.cast.amina)
        token = {"X-Session-Token": str(app.session.session_key)}
        assert Client().get("/api/v1/me/", headers=token).status_code == 200
        amina.post("/me/erase/")
        assert Client().get("/api/v1/me/", headers=token).status_code == 401

    def test_officers_see_a_line_without_a_name(self, stage: Stage, amina: Client):
        path = "/manage/karura/heforshe-karura/attendance/"
        kofi = signed_in(stage.cast.kofi)
        assert "Amina Otieno" in words(kofi, path)
        amina.post("/me/erase/")
        page = words(kofi, path)
        assert ("Amina" in page, "Somebody without a name" in page) == (False, True)


def test_my_page_leads_to_both(amina: Client):
    page = words(amina, "/me/")
    assert [f'href="/me/{name}/"' in page for name in ("data", "erase")] == [True, True]
