"""A person takes a copy of all that is kept about them, and of nobody else."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.custody.actions import address_proven, export_everything
from campus.custody.areas import AREAS
from campus.custody.queries import everything_about
from campus.outbox.models import MailStop, Notice
from campus.people.models import AuditEvent, Person
from tests import factories
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.stage import Stage, set_stage

BRIAN = "brian@karura.example"


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return set_stage(cast)


def questions_about(person: Person) -> int:
    """How many queries it takes to gather what is kept about a person."""
    with CaptureQueriesContext(connection) as captured:
        everything_about(person)
    return len(captured)


def test_a_copy_has_every_area_and_is_plain_json(stage: Stage) -> None:
    kept = export_everything(by=stage.cast.kofi, at=NOW)
    assert json.loads(json.dumps(kept)) == kept
    assert list(kept) == [area.name for area in AREAS]


def test_a_copy_holds_what_somebody_did_and_was(stage: Stage) -> None:
    kept = export_everything(by=stage.cast.amina, at=NOW)
    assert kept["people"]["person"]["name"] == "Amina Otieno"
    assert [row["activity"] for row in kept["checkin"]["attendances"]] == ["Tuesday Circle"]
    assert [row["society"] for row in kept["membership"]["memberships"]] == ["HeForShe Karura"]
    assert [row["name"] for row in kept["directory"]["societies_drafted"]] == ["Film Circle"]


@pytest.mark.parametrize("others", ["Amina Otieno", "amina@karura.example", "Brian Ochieng", BRIAN, "Film Circle"])
def test_a_copy_holds_nothing_of_anybody_else(others: str, stage: Stage) -> None:
    assert others not in json.dumps(export_everything(by=stage.cast.kofi, at=NOW), ensure_ascii=False)


def test_that_somebody_took_a_copy_is_written_down_and_nothing_else_changes(stage: Stage) -> None:
    before = AuditEvent.objects.count()
    export_everything(by=stage.cast.amina, at=NOW)
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.actor, event.at) == ("data_exported", stage.cast.amina, NOW)
    assert AuditEvent.objects.count() == before + 1


def test_what_was_counted_by_an_address_before_it_was_proven_is_its_owners(stage: Stage) -> None:
    brian = address_proven(person=None, address=BRIAN, at=NOW)
    kept = everything_about(brian)
    assert [(row["identity"], row["date"]) for row in kept["checkin"]["attendances"]] == [("typed", "2026-10-13")]
    assert [row["address"] for row in kept["membership"]["typed_addresses"]] == [BRIAN]


def test_a_name_that_somebody_typed_with_the_address_is_not_its_owners(stage: Stage) -> None:
    brian = address_proven(person=None, address=BRIAN, at=NOW)
    assert "Brian Ochieng" not in json.dumps(everything_about(brian))


def test_mail_to_a_typed_address_is_its_owners_once_they_proved_it(stage: Stage) -> None:
    MailStop.objects.create(address=BRIAN, topic="you_were_counted", at=NOW)
    kept = everything_about(address_proven(person=None, address=BRIAN, at=NOW))
    assert [row["kind"] for row in kept["outbox"]["mails"]] == ["you_were_counted"]
    assert [row["kind"] for row in kept["outbox"]["stopped_mails"]] == ["you_were_counted"]
    assert Notice.objects.filter(address=BRIAN).count() == 1


def test_a_copy_takes_as_many_questions_for_three_rows_as_for_one(cast: Cast) -> None:
    door = make.open_door(cast.society)
    door.signed_in(cast.amina)
    for_one = questions_about(cast.amina)
    for number in (1, 2):
        make.attendance(make.occurrence(door.series, make.TODAY.replace(day=number)), cast.amina)
    assert len(everything_about(cast.amina)["checkin"]["attendances"]) == 3
    assert questions_about(cast.amina) == for_one


def test_a_new_person_gets_an_empty_copy(db: None) -> None:
    kept = everything_about(factories.person("Somebody New"))
    lists = [rows for area in kept.values() for rows in area.values() if isinstance(rows, list)]
    assert not any(lists)
