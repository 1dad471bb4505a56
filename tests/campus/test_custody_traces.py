"""Of somebody erased nothing is left: the whole database and every file, before and after."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.test import Client

from backend.settings import SQLITE_PRAGMAS
from campus.directory.actions import draft_society, invite_to_office
from campus.membership.actions import refuse_claim, submit_registration
from campus.membership.models import Claim
from campus.outbox.models import Job, Notice
from campus.people.models import Person
from tests import factories
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.traces import traces_of

LUCIA = "lucia@karura.example"
OLD = "lucia.ortega@private.example"


class TestNothingIsLeft:
    NAME = "Lucía Ortega y Muñoz"
    TYPED = "Lucita la Primera"
    MESSAGE = "Call me on 0712 345 678."
    DEVICE = "Lucía’s old phone"
    SUBJECT = "karura-4711-lucia"

    def live(self, cast: Cast, folder: Path) -> Client:
        """Lucía leaves her name, her addresses and what she wrote wherever the program puts such things."""
        Person.objects.filter(pk=cast.lucia.pk).update(name=self.NAME)
        client = Client()
        client.post("/sign-in/", {"email": LUCIA})
        code = Notice.objects.get(kind="sign_in_code").context["code"]
        client.post("/sign-in/code/", {"code": code})
        lucia = Person.objects.get(pk=cast.lucia.pk)
        Client().post("/sign-in/", {"email": LUCIA.upper()})  # begun elsewhere, and never ended
        society = draft_society(by=lucia, university=cast.karura, name="Hombres que escuchan", purpose="Oír.", at=NOW)
        submit_registration(by=lucia, society=society, message=self.MESSAGE, at=NOW)
        refuse_claim(university=cast.karura, address=LUCIA, at=NOW)
        Claim.objects.create(university=cast.other, person=lucia, address=OLD, created_at=NOW)
        self.typed(cast)
        for address, role in ((LUCIA, "events"), (OLD, "events")):
            invite_to_office(
                by=cast.kofi, society=cast.society, role=role, address=address, starts_on=NOW.date(), at=NOW
            )
        cast.wanjiru.offices.update(ended_at=NOW)
        factories.office(lucia, "secretary", society=cast.society)
        invite_to_office(
            by=lucia, society=cast.society, role="events", address="t@x.example", starts_on=NOW.date(), at=NOW
        )
        Authenticator.objects.create(user=lucia, type="webauthn", data={"name": self.DEVICE})
        SocialAccount.objects.create(user=lucia, provider="karura", uid=self.SUBJECT, extra_data={"email": LUCIA})
        UserSession.objects.update(user_agent=f"{self.DEVICE}; ")
        file = ContentFile(f"name\n{self.NAME} <{LUCIA}>\n".encode(), name="mine.csv")
        Job.objects.create(kind="export", owner=lucia, run_after=NOW, state="done", result=file)
        assert [path.name for path in folder.rglob("*.csv")] == ["mine.csv"]
        return client

    def typed(self, cast: Cast) -> None:
        """Her former address was typed at two doors: where it is known to be hers, and where it was not yet."""
        make.open_door(cast.other_society).typed(OLD.upper(), name=self.NAME, at=NOW + timedelta(hours=1))
        make.open_door(cast.society).typed(OLD, name=self.TYPED)

    def test_of_name_addresses_and_answers_no_trace_is_left(self, cast: Cast, settings: Any, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path
        with time_machine.travel(NOW, tick=False):
            client = self.live(cast, tmp_path)
            values = (
                self.NAME,
                self.TYPED,
                LUCIA,
                OLD,
                self.MESSAGE,
                "Hombres que escuchan",
                self.DEVICE,
                self.SUBJECT,
            )
            before = {value: traces_of(value, tmp_path) for value in values}
            answer = client.post("/me/erase/")
        assert answer.status_code == 200
        assert before[self.NAME] >= {"campus_person", "campus_notice", "mine.csv"}
        assert before[self.TYPED] == {"campus_person"}
        assert before[LUCIA] >= {"campus_person", "campus_claim", "campus_notice", "django_session", "mine.csv"}
        assert before[OLD] >= {"campus_claim", "campus_notice", "campus_office"}
        assert before[self.MESSAGE] == {"campus_registration"}
        assert before["Hombres que escuchan"] == {"campus_society", "campus_registration"}
        assert before[self.DEVICE] == {"mfa_authenticator", "usersessions_usersession"}
        assert before[self.SUBJECT] == {"socialaccount_socialaccount"}
        assert {value: traces_of(value, tmp_path) for value in values} == {value: set() for value in values}

    def test_all_her_sessions_end_and_nobody_elses(self, cast: Cast) -> None:
        phone, laptop, other = Client(), Client(), Client()
        for client, person in ((phone, cast.lucia), (laptop, cast.lucia), (other, cast.amina)):
            client.force_login(person)
        phone.post("/me/erase/")
        assert [client.get("/me/").status_code for client in (phone, laptop, other)] == [302, 302, 200]
        assert [row.get_decoded()["_auth_user_id"] for row in Session.objects.all()] == [str(cast.amina.pk)]


@pytest.mark.pure
@pytest.mark.parametrize(("pragmas", "left"), [(SQLITE_PRAGMAS, False), ("PRAGMA secure_delete=OFF;", True)])
def test_sqlite_overwrites_in_its_file_what_is_deleted(pragmas: str, left: bool, tmp_path: Path) -> None:
    file = tmp_path / "campus.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.executescript(pragmas + "CREATE TABLE person (name TEXT);")
        database.executemany("INSERT INTO person VALUES (?)", [("Lucita",), ("Amina",)])
        database.executescript("DELETE FROM person WHERE name = 'Lucita'; PRAGMA wal_checkpoint(TRUNCATE);")
    assert (b"Lucita" in file.read_bytes(), b"Amina" in file.read_bytes()) == (left, True)


@pytest.mark.parametrize(
    "written",
    [
        "Lucía Ortega",
        "LUCÍA ORTEGA",
        "Luc\\u00eda Ortega",
        "THVjw61hIE9ydGVnYQ==",
        "xx.eJzzKU0-vDZRwb-oJDU9EQAngwV4:1w:sig",
    ],
)
def test_the_search_finds_a_name_however_it_is_written(written: str, tmp_path: Path, db: None) -> None:
    (tmp_path / "file").write_text(f"a,{written},b")
    assert traces_of("Lucía Ortega", tmp_path) == {"file"}
