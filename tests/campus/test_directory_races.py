"""Two people doing the same thing to a university or a society at the same moment: it is done once."""

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import count
from typing import Any

import pytest

from campus.base.errors import Conflict, Invalid
from campus.custody.actions import address_proven
from campus.directory.actions import (
    add_term,
    approve_university,
    change_society,
    claim_university,
    decline_office,
    draft_society,
    end_office,
    invite_to_office,
    propose_university,
)
from campus.directory.links import token_hash
from campus.directory.models import Office, Society, Term, University
from campus.membership.actions import approve_registration, join, leave, return_registration, submit_registration
from campus.membership.models import Membership, Registration
from campus.outbox.models import Notice
from campus.people.models import AuditEvent, Person
from tests import factories
from tests.campus.threads import at_once
from tests.conftest import Cast
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 6


def results(*acts: Callable[[], Any]) -> list[str]:
    """What came of each of these in TIMES threads by turns: "done", or the code of the refusal."""
    turn = count()
    came = at_once(lambda: acts[next(turn) % len(acts)](), TIMES)
    odd = [error for error in came if isinstance(error, Exception) and not isinstance(error, (Conflict, Invalid))]
    assert odd == []
    return sorted(error.code if isinstance(error, (Conflict, Invalid)) else "done" for error in came)


def submitted(cast: Cast) -> Registration:
    draft = draft_society(by=cast.amina, university=cast.karura, name="Film Circle", purpose="Films.", at=NOW)
    return submit_registration(by=cast.amina, society=draft, message="", at=NOW)


def test_an_application_approved_twice_makes_one_president(cast: Cast) -> None:
    registration = submitted(cast)
    assert results(partial(approve_registration, by=cast.dean, registration=registration, at=NOW)) == ["done"] * TIMES
    assert Office.objects.filter(society=registration.society).count() == 1
    assert Notice.objects.filter(kind="society_approved").count() == 1


def test_an_application_is_either_approved_or_returned(cast: Cast) -> None:
    registration = submitted(cast)
    approve = partial(approve_registration, by=cast.dean, registration=registration, at=NOW)
    back = partial(return_registration, by=cast.dean, registration=registration, reason="Say more.", at=NOW)
    assert results(approve, back) == ["decided_already"] * 3 + ["done"] * 3
    assert AuditEvent.objects.filter(verb__in=("society_approved", "society_returned")).count() == 1


def test_a_draft_submitted_twice_waits_once(cast: Cast) -> None:
    draft = draft_society(by=cast.amina, university=cast.karura, name="Film Circle", purpose="Films.", at=NOW)
    assert results(partial(submit_registration, by=cast.amina, society=draft, message="", at=NOW)) == ["done"] * TIMES
    assert Registration.objects.count() == 1


def test_an_invitation_is_accepted_by_one_of_those_who_hold_its_link(cast: Cast) -> None:
    office = invited(cast)
    accept = partial(factories.accept, token="the link")
    assert results(partial(accept, cast.amina), partial(accept, cast.zola)) == (
        ["done"] * 3 + ["invitation_answered"] * 3
    )
    office.refresh_from_db()
    assert AuditEvent.objects.get(verb="office_accepted").actor == office.person


def test_an_invitation_that_is_accepted_declined_and_withdrawn_ends_in_one_state(cast: Cast) -> None:
    office = invited(cast)
    results(
        partial(factories.accept, cast.amina, "the link"),
        partial(decline_office, by=None, token="the link", at=NOW),
        partial(end_office, by=cast.kofi, office=office, at=NOW),
    )
    office.refresh_from_db()
    verbs = AuditEvent.objects.exclude(verb="office_invited").values_list("verb", flat=True)
    assert list(verbs.order_by("pk")) in (
        ["office_accepted"],
        ["office_accepted", "office_ended"],
        ["office_declined"],
        ["invitation_withdrawn"],
    )
    assert (office.accepted_at is not None) == ("office_accepted" in verbs)


def test_an_address_is_invited_to_an_office_once(cast: Cast) -> None:
    invite = partial(
        invite_to_office,
        by=cast.kofi,
        role="events",
        address="brian@karura.example",
        society=cast.society,
        starts_on=NOW.date(),
        at=NOW,
    )
    assert results(invite) == ["already_invited"] * (TIMES - 1) + ["done"]


def invited(cast: Cast) -> Office:
    office = invite_to_office(
        by=cast.kofi,
        role="events",
        address="brian@karura.example",
        society=cast.society,
        starts_on=NOW.date(),
        at=NOW,
    )
    office.invitation_hash = token_hash("the link")
    office.save()
    return office


def test_joining_and_leaving_at_once_leave_at_most_one_standing_membership(cast: Cast) -> None:
    acts = [partial(act, by=cast.amina, society=cast.society, at=NOW) for act in (join, join, leave)]
    assert results(*acts) == ["done"] * TIMES
    assert Membership.objects.filter(person=cast.amina, left_on=None).count() <= 1
    joined, left = (AuditEvent.objects.filter(verb=verb).count() for verb in ("society_joined", "society_left"))
    assert joined - left == Membership.objects.filter(left_on=None).count()


def test_a_term_is_added_once(cast: Cast) -> None:
    calendar = cast.karura.calendars.get()
    add = partial(
        add_term,
        by=cast.dean,
        calendar=calendar,
        name="Semester 1, 2027/28",
        teaching_from=date(2027, 9, 6),
        teaching_to=date(2027, 12, 10),
        active_from=date(2027, 8, 30),
        active_to=date(2027, 12, 17),
        at=NOW,
    )
    assert results(add) == ["done"] + ["terms_overlap"] * (TIMES - 1)
    assert Term.objects.filter(calendar=calendar, name="Semester 1, 2027/28").count() == 1


def test_a_name_is_taken_by_one_society(cast: Cast) -> None:
    draft = partial(draft_society, by=cast.amina, university=cast.karura, name="Film Circle", purpose="F.", at=NOW)
    rename = partial(change_society, by=cast.kofi, society=cast.society, name="FILM circle", at=NOW)
    assert set(results(draft, rename)) == {"done", "name_taken"}
    assert Society.objects.filter(university=cast.karura, name_key="film circle").count() == 1


def test_a_university_proposed_by_several_is_one(cast: Cast) -> None:
    proposers = [factories.person() for _ in range(TIMES)]
    acts = [partial(propose, by=person) for person in proposers]
    assert results(*acts) == ["done"] + ["name_taken"] * (TIMES - 1)
    assert University.objects.filter(name_key="mara college").count() == 1


def test_a_university_gets_its_first_staff_once_however_that_comes_about(cast: Cast) -> None:
    proposed = propose(by=cast.amina)
    approve = partial(approve_university, by=cast.olga, university=proposed, at=NOW)
    claim = partial(claim_university, person=cast.amina, at=NOW)
    prove = partial(address_proven, person=None, address="amina@karura.example", at=NOW)
    assert results(approve, claim, prove) == ["done"] * TIMES
    assert Office.objects.filter(university=proposed, role="staff").count() == 1


def propose(*, by: Person) -> University:
    return propose_university(
        by=by,
        name="Mara College",
        country="KE",
        city="",
        zone="Africa/Nairobi",
        kind="university",
        domains=["karura.example"],
        evidence_url="https://mara.example/",
        at=NOW,
    )
