"""A society is drafted, changed, renamed, suspended, archived and reopened; and who finds it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from campus.base.errors import Conflict, Invalid, NotAllowed, NotFound
from campus.directory.actions import (
    add_calendar,
    archive_society,
    change_society,
    draft_society,
    propose_university,
    reopen_society,
    suspend_society,
)
from campus.directory.models import Society, SocietyAddress, University
from campus.directory.queries import public_societies, societies_for, societies_kept, society_by_slugs
from campus.membership.actions import delete_draft
from campus.outbox.models import Job
from campus.people.models import AuditEvent
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

Status = Society.Status


def draft(cast: Cast, name: str = "Men Who Listen", **fields: Any) -> Society:
    return draft_society(
        by=fields.pop("by", cast.amina),
        university=fields.pop("university", cast.karura),
        name=name,
        purpose="We meet to listen first.",
        at=NOW,
        **fields,
    )


def found(person: Any, society: Society) -> bool:
    try:
        return society_by_slugs(person, society.university.slug, society.slug) == society
    except NotFound:
        return False


def test_a_draft_is_its_drafters_alone(cast: Cast) -> None:
    society = draft(cast)
    assert (society.status, society.slug, society.created_by) == (Status.DRAFT, "men-who-listen", cast.amina)
    assert [found(person, society) for person in (cast.amina, cast.kofi, cast.dean, cast.lucia, cast.zola, None)] == [
        True,
        *[False] * 5,
    ]
    assert list(societies_for(cast.amina)) == [society]


@pytest.mark.parametrize("name", ["HeForShe Karura", "heforshe  KARURA", "HeFörShé Karura"])
def test_a_societys_name_is_taken_whatever_its_case_and_accents(cast: Cast, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        draft(cast, name)
    assert (refusal.value.code, list(refusal.value.fields)) == ("name_taken", ["name"])
    assert str(refusal.value).startswith("Karura University already has a society called ")


def test_another_university_may_have_a_society_of_the_same_name(cast: Cast) -> None:
    assert draft(cast, "HeForShe Mzizi").name == "HeForShe Mzizi"


def test_two_names_that_make_one_address_make_two(cast: Cast) -> None:
    assert draft(cast, "HeForShe: Karura").slug == "heforshe-karura-2"


def test_a_draft_says_what_it_is_for(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        draft_society(by=cast.amina, university=cast.karura, name="", purpose=" ", at=NOW)
    assert set(refusal.value.fields) == {"name", "purpose"}


def test_a_university_that_is_not_approved_has_no_societies_yet(cast: Cast) -> None:
    tana = propose_university(
        by=cast.amina,
        name="Tana University",
        country="KE",
        city="",
        zone="Africa/Nairobi",
        kind="university",
        domains=[],
        evidence_url="https://tana.example",
        at=NOW,
    )
    with pytest.raises(Conflict):
        draft(cast, university=tana)
    with pytest.raises(NotFound):
        draft(cast, university=tana, by=cast.zola)


def test_a_drafter_changes_the_draft_and_throws_it_away(cast: Cast) -> None:
    society = change_society(by=cast.amina, society=draft(cast), at=NOW, purpose="To listen.")
    assert society.purpose == "To listen."
    delete_draft(by=cast.amina, society=society, at=NOW)
    assert draft(cast).slug == "men-who-listen"
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["society_drafted", "society_changed", "draft_removed", "society_drafted"]


def test_a_society_that_was_approved_is_not_thrown_away(cast: Cast) -> None:
    with pytest.raises(Conflict):
        delete_draft(by=cast.dean, society=cast.society, at=NOW)


def test_a_draft_without_its_drafter_is_nobodys(cast: Cast) -> None:
    society = factories.society(cast.karura, "Left Behind", status=Status.DRAFT, approved_at=None, created_by=None)
    assert [found(person, society) for person in (None, AnonymousUser(), cast.amina, cast.dean)] == [False] * 4


def test_a_renamed_society_is_found_at_its_former_address(cast: Cast) -> None:
    renamed = change_society(by=cast.kofi, society=cast.society, at=NOW, name="Allies of Karura")
    assert renamed.slug == "allies-of-karura"
    assert society_by_slugs(None, "karura", "heforshe-karura").slug == "allies-of-karura"


def test_a_former_address_is_not_given_to_another_society(cast: Cast) -> None:
    change_society(by=cast.kofi, society=cast.society, at=NOW, name="Allies of Karura")
    assert draft(cast, "HeForShe Karura").slug == "heforshe-karura-2"


def test_a_society_that_takes_its_name_back_gets_its_address_back(cast: Cast) -> None:
    change_society(by=cast.kofi, society=cast.society, at=NOW, name="Allies of Karura")
    change_society(by=cast.kofi, society=cast.society, at=NOW, name="HeForShe Karura")
    assert society_by_slugs(None, "karura", "heforshe-karura").slug == "heforshe-karura"
    assert list(SocietyAddress.objects.values_list("slug", flat=True)) == ["allies-of-karura"]


def test_a_name_that_changes_only_its_letter_case_keeps_its_address(cast: Cast) -> None:
    renamed = change_society(by=cast.kofi, society=cast.society, at=NOW, name="HEFORSHE Karura")
    assert (renamed.name, renamed.slug, SocietyAddress.objects.count()) == ("HEFORSHE Karura", "heforshe-karura", 0)


def test_a_society_chooses_a_calendar_of_its_university_and_is_planned_anew(cast: Cast) -> None:
    evening = add_calendar(by=cast.dean, university=cast.karura, name="Evening classes", at=NOW)
    Job.objects.all().delete()
    assert change_society(by=cast.kofi, society=cast.society, at=NOW, calendar=evening).calendar == evening
    assert Job.objects.get().kind == "replan"
    assert change_society(by=cast.kofi, society=cast.society, at=NOW, calendar=None).calendar is None


def test_a_society_does_not_plan_by_another_universitys_calendar(cast: Cast) -> None:
    theirs = cast.other.calendars.get()
    with pytest.raises(Invalid) as refusal:
        change_society(by=cast.kofi, society=cast.society, at=NOW, calendar=theirs)
    assert list(refusal.value.fields) == ["calendar"]


def test_a_suspended_society_is_listed_no_more_and_everybody_may_still_look_at_it(cast: Cast) -> None:
    suspended = suspend_society(by=cast.dean, society=cast.society, reason="No officers answer.", at=NOW)
    assert (suspended.status, suspended.status_by, suspended.status_at) == (Status.SUSPENDED, cast.dean, NOW)
    assert suspended not in public_societies()
    assert [found(person, suspended) for person in (None, cast.amina, cast.zola, cast.kofi, cast.dean)] == [True] * 5


def test_what_was_never_approved_or_stands_in_no_listed_university_is_not_public(cast: Cast) -> None:
    never = factories.society(cast.karura, "Never approved", status=Status.SUSPENDED, approved_at=None)
    factories.society(cast.karura, "A draft", slug="a-draft", status=Status.DRAFT)
    assert [found(None, society) for society in cast.karura.societies.exclude(pk=cast.society.pk)] == [False] * 2
    assert not found(cast.zola, never)
    University.objects.filter(pk=cast.karura.pk).update(status=University.Status.DECLINED)
    assert not found(None, cast.society)


def test_a_closed_society_is_not_changed(cast: Cast) -> None:
    suspend_society(by=cast.dean, society=cast.society, reason="No officers answer.", at=NOW)
    with pytest.raises(Conflict) as refusal:
        change_society(by=cast.kofi, society=cast.society, at=NOW, name="Another")
    assert str(refusal.value) == "HeForShe Karura is closed for now; its university can reopen it."


def test_a_reopened_society_is_public_again_since_it_was_first_approved(cast: Cast) -> None:
    suspend_society(by=cast.dean, society=cast.society, reason="No officers answer.", at=NOW)
    reopened = reopen_society(by=cast.dean, society=cast.society, at=NOW + timedelta(days=1))
    assert (reopened.approved_at, reopened.status_reason) == (NOW, "")
    assert reopened in public_societies(cast.karura)
    events = AuditEvent.objects.order_by("pk").values_list("verb", "reason")
    assert list(events) == [("society_suspended", "No officers answer."), ("society_reopened", "")]


def test_an_archived_society_can_be_reopened(cast: Cast) -> None:
    archive_society(by=cast.dean, society=cast.society, reason="Dissolved.", at=NOW)
    assert cast.society not in public_societies()
    assert reopen_society(by=cast.dean, society=cast.society, at=NOW).status == Status.APPROVED


@pytest.mark.parametrize("act", [suspend_society, archive_society])
def test_closing_a_society_takes_a_reason(cast: Cast, act: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        act(by=cast.dean, society=cast.society, reason="", at=NOW)
    assert list(refusal.value.fields) == ["reason"]


def test_closing_twice_is_closing_once(cast: Cast) -> None:
    suspend_society(by=cast.dean, society=cast.society, reason="First.", at=NOW)
    again = suspend_society(by=cast.dean, society=cast.society, reason="Second.", at=NOW)
    assert (again.status_reason, AuditEvent.objects.count()) == ("First.", 1)


def test_what_was_never_approved_cannot_be_suspended(cast: Cast) -> None:
    waiting = factories.society(cast.karura, "Waiting", status=Status.SUBMITTED, approved_at=None)
    for act in (suspend_society, archive_society):
        with pytest.raises(Conflict):
            act(by=cast.dean, society=waiting, reason="Why not.", at=NOW)
    with pytest.raises(Conflict):
        reopen_society(by=cast.dean, society=waiting, at=NOW)


def test_the_drafter_of_an_approved_society_has_no_rights_left_in_it(cast: Cast) -> None:
    cast.society.created_by = cast.amina
    cast.society.save()
    with pytest.raises(NotAllowed):
        change_society(by=cast.amina, society=cast.society, at=NOW, purpose="Mine.")
    assert list(societies_for(cast.amina)) == []


def test_staff_see_all_that_was_ever_submitted_and_strangers_nothing(cast: Cast) -> None:
    draft(cast)
    waiting = factories.society(cast.karura, "Waiting", status=Status.SUBMITTED, approved_at=None)
    assert list(societies_kept(cast.dean, cast.karura)) == [cast.society, waiting]
    for person in (None, cast.kofi, cast.zola, cast.zolas_dean):
        assert list(societies_kept(person, cast.karura)) == []


def test_societies_are_of_their_officers(cast: Cast) -> None:
    for person in (cast.kofi, cast.wanjiru, cast.dennis, cast.grace):
        assert list(societies_for(person)) == [cast.society]
    assert list(societies_for(cast.zola)) == [cast.other_society]
    assert [list(societies_for(person)) for person in (None, cast.dean, cast.amina)] == [[], [], []]


def test_public_societies_ask_once_however_many_they_are(cast: Cast, django_assert_num_queries: Any) -> None:
    factories.society(cast.karura, "Second")
    factories.society(cast.karura, "Third")
    with django_assert_num_queries(1):
        assert len([society.university.name for society in public_societies()]) == 4
