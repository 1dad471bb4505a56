"""A society applies; its university approves or returns the application."""

from datetime import timedelta
from typing import Any

import pytest

from campus.base.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from campus.directory.actions import change_society, draft_society, suspend_society
from campus.directory.models import Office, Society
from campus.directory.queries import officers_of, public_societies
from campus.directory.rules import Right, may
from campus.membership.actions import approve_registration, return_registration, submit_registration
from campus.membership.models import Registration
from campus.membership.queries import (
    registration_by_number,
    registrations_decided,
    registrations_of,
    registrations_waiting,
)
from campus.outbox.models import Notice
from campus.people.models import AuditEvent, Person
from tests.conftest import Cast
from tests.factories import NOW

LATER = NOW + timedelta(days=1)
Status = Society.Status


def draft(cast: Cast, name: str = "Men Who Listen", by: Person | None = None) -> Society:
    return draft_society(
        by=by or cast.amina, university=cast.karura, name=name, purpose="We meet to listen first.", at=NOW
    )


def submitted(cast: Cast) -> Registration:
    return submit_registration(by=cast.amina, society=draft(cast), message="We are eleven.", at=NOW)


def now_of(registration: Registration) -> Society:
    return Society.objects.get(pk=registration.society_id)


def test_a_submitted_society_waits_for_its_university(cast: Cast) -> None:
    registration = submitted(cast)
    assert registration.answers == {
        "name": "Men Who Listen",
        "purpose": "We meet to listen first.",
        "first_time": "",
        "message": "We are eleven.",
        "questions": [],
    }
    assert now_of(registration).status == Status.SUBMITTED
    assert list(registrations_waiting(cast.karura, cast.dean)) == [registration]
    assert AuditEvent.objects.latest("pk").verb == "society_submitted"


def test_submitting_while_it_waits_changes_nothing(cast: Cast) -> None:
    registration = submitted(cast)
    again = submit_registration(by=cast.amina, society=registration.society, message="Now twelve.", at=LATER)
    assert (again, again.answers["message"]) == (registration, "We are eleven.")


def test_an_approved_society_is_public_and_its_submitter_its_president(cast: Cast) -> None:
    registration = approve_registration(by=cast.dean, registration=submitted(cast), at=LATER)
    society = now_of(registration)
    assert (registration.decision, registration.decided_by, registration.decided_at) == ("approved", cast.dean, LATER)
    assert (society.status, society.approved_at, society.status_by) == (Status.APPROVED, LATER, cast.dean)
    assert society in public_societies(cast.karura)
    assert [(office.role, office.person) for office in officers_of(society, LATER)] == [("president", cast.amina)]
    assert may(cast.amina, Right.KEEP_SOCIETY, society, LATER)


def test_the_submitter_hears_that_it_is_approved(cast: Cast) -> None:
    approve_registration(by=cast.dean, registration=submitted(cast), at=NOW)
    notice = Notice.objects.get(kind="society_approved", person=cast.amina)
    assert notice.context == {
        "society": "Men Who Listen",
        "link": "http://testserver/manage/karura/men-who-listen/",
    }


def test_approving_twice_makes_one_president_and_one_mail(cast: Cast) -> None:
    registration = submitted(cast)
    approve_registration(by=cast.dean, registration=registration, at=NOW)
    approve_registration(by=cast.dean, registration=registration, at=LATER)
    assert Office.objects.filter(society=registration.society).count() == 1
    assert Notice.objects.filter(kind="society_approved").count() == 1


def test_what_the_university_looks_at_does_not_change_under_its_eyes(cast: Cast) -> None:
    waiting = submitted(cast).society
    with pytest.raises(Conflict, match="Karura University is looking at it"):
        change_society(by=cast.amina, society=waiting, name="Another name", at=NOW)


def test_a_returned_society_is_told_why_and_can_be_submitted_again(cast: Cast) -> None:
    registration = return_registration(
        by=cast.dean, registration=submitted(cast), reason="Say who keeps the money.", at=NOW
    )
    society = now_of(registration)
    assert (society.status, society.status_reason) == (Status.RETURNED, "Say who keeps the money.")
    assert Notice.objects.get(kind="society_returned").context == {
        "society": "Men Who Listen",
        "reason": "Say who keeps the money.",
        "link": "http://testserver/societies/karura/men-who-listen/",
    }
    change_society(by=cast.amina, society=society, at=LATER, purpose="To listen. Joy keeps the money.")
    second = submit_registration(by=cast.amina, society=society, message="Mended.", at=LATER)
    assert list(registrations_of(society)) == [registration, second]


def test_who_decided_and_when_stays_with_the_returned_registration(cast: Cast) -> None:
    first = return_registration(by=cast.dean, registration=submitted(cast), reason="Say more.", at=NOW)
    second = submit_registration(by=cast.amina, society=now_of(first), message="", at=LATER)
    approve_registration(by=cast.dean, registration=second, at=LATER)
    kept = Registration.objects.get(pk=first.pk)
    assert (kept.decision, kept.decided_by, kept.decided_at, kept.reason) == ("returned", cast.dean, NOW, "Say more.")
    verbs = AuditEvent.objects.filter(object=f"society:{first.society_id}").order_by("pk").values_list("verb", "reason")
    assert list(verbs) == [
        ("society_drafted", ""),
        ("society_submitted", ""),
        ("society_returned", "Say more."),
        ("society_submitted", ""),
        ("society_approved", ""),
    ]


def test_returning_takes_a_reason(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        return_registration(by=cast.dean, registration=submitted(cast), reason=" ", at=NOW)
    assert list(refusal.value.fields) == ["reason"]


def test_what_was_decided_is_not_decided_otherwise(cast: Cast) -> None:
    registration = approve_registration(by=cast.dean, registration=submitted(cast), at=NOW)
    with pytest.raises(Conflict):
        return_registration(by=cast.dean, registration=registration, reason="On second thoughts.", at=LATER)
    assert now_of(registration).status == Status.APPROVED


def test_an_approved_society_does_not_register_again(cast: Cast) -> None:
    with pytest.raises(Conflict) as refusal:
        submit_registration(by=cast.kofi, society=cast.society, message="", at=NOW)
    assert str(refusal.value) == "HeForShe Karura is registered already."


def test_a_suspended_society_does_not_register_its_way_out(cast: Cast) -> None:
    suspend_society(by=cast.dean, society=cast.society, reason="Silence.", at=NOW)
    with pytest.raises(Conflict):
        submit_registration(by=cast.kofi, society=cast.society, message="", at=NOW)


def test_registering_takes_an_address_of_the_university_where_it_asks_for_one(cast: Cast) -> None:
    cast.karura.requires_domain = True
    cast.karura.save()
    cast.karura.domains.create(domain="students.karura.example")
    society = draft(cast, by=cast.zola)
    with pytest.raises(Invalid) as refusal:
        submit_registration(by=cast.zola, society=society, message="", at=NOW)
    assert str(refusal.value) == (
        "Karura University takes registrations from addresses at one of karura.example, students.karura.example. "
        "Sign in with yours from there."
    )
    assert now_of(Registration(society=society)).status == Status.DRAFT


def test_an_address_of_the_university_registers_where_it_is_asked_for(cast: Cast) -> None:
    cast.karura.requires_domain = True
    cast.karura.save()
    assert submitted(cast).submitted_by == cast.amina


def test_a_draft_is_submitted_by_its_drafter_only(cast: Cast) -> None:
    society = draft(cast)
    for stranger in (cast.kofi, cast.dean, cast.zola):
        with pytest.raises(NotFound):
            submit_registration(by=stranger, society=society, message="", at=NOW)


def test_a_president_of_another_society_registers_nothing_here(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        submit_registration(by=cast.zola, society=cast.society, message="", at=NOW)


def test_registrations_of_a_day_are_limited(cast: Cast) -> None:
    for number in range(5):
        submit_registration(by=cast.amina, society=draft(cast, f"Society {number}"), message="", at=NOW)
    with pytest.raises(TooMany):
        draft(cast, "One more")


def test_registrations_are_the_universitys_own(cast: Cast) -> None:
    registration = submitted(cast)
    for person in (None, cast.kofi, cast.amina, cast.zola, cast.zolas_dean, cast.lucia):
        assert list(registrations_waiting(cast.karura, person)) == []
        assert list(registrations_decided(cast.karura, person)) == []
    approve_registration(by=cast.dean, registration=registration, at=NOW)
    assert list(registrations_waiting(cast.karura, cast.dean)) == []
    assert list(registrations_decided(cast.karura, cast.dean)) == [registration]


def test_one_registration_is_read_by_the_societys_people_and_the_university(cast: Cast) -> None:
    registration = submitted(cast)
    for person in (cast.amina, cast.dean):
        assert registration_by_number(person, registration.pk) == registration
    for stranger in (None, cast.kofi, cast.zola, cast.zolas_dean):
        with pytest.raises(NotFound):
            registration_by_number(stranger, registration.pk)


def test_three_registrations_are_read_with_as_few_queries_as_one(cast: Cast, django_assert_num_queries: Any) -> None:
    for name in ("One", "Two", "Three"):
        submit_registration(by=cast.amina, society=draft(cast, name), message="", at=NOW)
    waiting = registrations_waiting(cast.karura, cast.dean)
    with django_assert_num_queries(1):
        rows = [(row.society.university.name, row.society.name, row.submitted_by.name) for row in waiting]
    assert [name for _university, name, _person in rows] == ["One", "Two", "Three"]
