"""Nothing points at a person without its area saying what becomes of it."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from campus.custody import actions, merging, queries
from campus.custody.actions import erase, export_everything, take_address, unmerge
from campus.custody.areas import AREAS, Area
from campus.directory import personal as directory
from campus.directory.actions import draft_society, invite_to_office
from campus.directory.models import Office, Society
from campus.membership import personal as membership
from campus.membership.actions import join, person_for_address, submit_registration
from campus.membership.models import Claim, Membership
from campus.outbox import personal as outbox
from campus.people import personal as people
from campus.people.models import Person
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

BY_NAME = {area.name: area for area in AREAS}
# Of installed packages: its rows live and go with the sign-in that made them, outside the domain.
OUTSIDE = {
    "allauth.account.models.EmailAddress.user",
    "allauth.mfa.models.Authenticator.user",
    "allauth.socialaccount.models.SocialAccount.user",
    "allauth.usersessions.models.UserSession.user",
    "django.contrib.admin.models.LogEntry.user",
}


KEYS: list[ForeignKey] = [
    field
    for model in apps.get_models(include_auto_created=True)
    for field in model._meta.get_fields(include_hidden=True)
    if isinstance(field, ForeignKey) and field.related_model is Person
]


def name_of(field: ForeignKey) -> str:
    return f"{field.model.__name__}.{field.name}"


@pytest.mark.pure
@pytest.mark.parametrize("field", KEYS, ids=name_of)
def test_each_key_to_a_person_is_named_by_its_area(field: ForeignKey) -> None:
    package, area = field.model.__module__.split(".")[:2]
    if package == "campus":
        assert BY_NAME[area].personal[name_of(field)] in ("own", "actor")
    else:
        assert f"{field.model.__module__}.{name_of(field)}" in OUTSIDE


@pytest.mark.pure
def test_no_area_names_a_key_that_is_not_there() -> None:
    named = {(area.name, key) for area in AREAS for key in area.personal}
    there = {(field.model.__module__.split(".")[1], name_of(field)) for field in KEYS}
    assert named - there == set()


MOVED_BY_HAND = {"Rsvp.person", "Follow.person", "CalendarAddress.person", "Attendance.person", "Person.merged_into"}
STAYS_WITH_THE_ROW = {
    "TermParticipation.person",  # derived: counted anew
    "Claim.person",  # the address goes on leading to whom it stood for, and from there to the survivor
    "Merge.survivor",
    "Merge.other",
    "ApiToken.person",  # revoked
    "IdempotencyKey.person",
}


@pytest.mark.pure
def test_a_merge_moves_every_row_that_is_a_persons_own() -> None:
    own = {key for area in AREAS for key, kind in area.personal.items() if kind == "own"}
    kinds = {kind.name for area in (directory, membership, outbox, people) for kind in area.BELONGINGS}
    assert own == kinds | MOVED_BY_HAND | STAYS_WITH_THE_ROW


def test_what_is_done_with_a_person_is_done_in_every_area(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, str]] = []
    deeds = ("export", "forget", "merge", "unmerge")

    def told(area: Area, deed: str) -> Any:
        def do(*arguments: Any) -> Any:
            called.append((area.name, deed))
            return getattr(area, deed)(*arguments)

        return do

    watched = tuple(replace(area, **{deed: told(area, deed) for deed in deeds}) for area in AREAS)
    for module in (queries, merging, actions.merging, actions.erasing):
        monkeypatch.setattr(module, "AREAS", watched)
    made = take_address(by=cast.amina, address="grace@karura.example", at=NOW)
    unmerge(by=cast.amina, merge=made, at=NOW)
    export_everything(by=cast.amina, at=NOW)
    erase(by=cast.amina, at=NOW)
    assert set(called) == {(area.name, deed) for area in AREAS for deed in deeds}


def full_story(cast: Cast) -> None:
    """Amina joins, drafts, registers, is invited; and somebody typed her other address."""
    join(by=cast.amina, society=cast.society, at=NOW)
    draft_society(by=cast.amina, university=cast.karura, name="A Draft", purpose="Not yet.", at=NOW)
    society = draft_society(by=cast.amina, university=cast.karura, name="Men Who Listen", purpose="Listen.", at=NOW)
    submit_registration(by=cast.amina, society=society, message="We are eleven.", at=NOW)
    invite_to_office(
        by=cast.kofi, role="events", address="amina@karura.example", society=cast.society, starts_on=NOW.date(), at=NOW
    )
    factories.office(cast.amina, "treasurer", society=cast.other_society)
    Claim.objects.create(university=cast.karura, person=cast.amina, address="amina@private.example", created_at=NOW)


def test_the_export_of_all_areas_is_plain_json_and_names_what_is_theirs(cast: Cast) -> None:
    full_story(cast)
    exported = {area.name: area.export(cast.amina) for area in AREAS}
    assert json.loads(json.dumps(exported)) == exported
    assert [row["society"] for row in exported["membership"]["memberships"]] == ["HeForShe Karura"]
    assert [row["address"] for row in exported["membership"]["typed_addresses"]] == ["amina@private.example"]
    assert [row["society"] for row in exported["membership"]["registrations"]] == ["Men Who Listen"]
    assert {row["name"] for row in exported["directory"]["societies_drafted"]} == {"A Draft", "Men Who Listen"}
    assert {row["role"] for row in exported["directory"]["offices"]} == {"events", "treasurer"}


def test_a_strangers_export_holds_nothing_of_it(cast: Cast) -> None:
    full_story(cast)
    assert "Men Who Listen" not in json.dumps([area.export(cast.zolas_dean) for area in AREAS])


def test_forgetting_ends_offices_and_memberships_and_drops_drafts_and_addresses(cast: Cast) -> None:
    full_story(cast)
    erase(by=cast.amina, at=NOW)
    assert not Society.objects.filter(name="A Draft").exists()
    assert not Claim.objects.exists()
    assert not Office.objects.filter(person=cast.amina, ended_at=None).exists()
    assert not Office.objects.exclude(invited_address="").exists()
    assert [row.left_on for row in Membership.objects.filter(person=cast.amina)] == [NOW.date()]
    assert Person.objects.get(pk=cast.amina.pk).name == ""


def test_merging_gives_the_survivor_everything_and_keeps_the_earlier_joining(cast: Cast) -> None:
    full_story(cast)
    join(by=cast.grace, society=cast.society, at=NOW)
    Membership.objects.filter(person=cast.amina).update(joined_on="2026-09-10")
    for area in AREAS:
        area.merge(cast.grace, cast.amina, NOW)
    assert [str(row.joined_on) for row in Membership.objects.filter(person=cast.grace)] == ["2026-09-10"]
    assert Office.objects.filter(person=cast.grace, society=cast.other_society).exists()
    assert person_for_address(university=cast.karura, address="amina@private.example", name="", at=NOW) == cast.grace
    assert not Membership.objects.filter(person=cast.amina).exists()
