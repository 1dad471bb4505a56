"""What is not approved, or hidden, writes to nobody but its own people and those who decide about it."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from campus.activities.actions import hide_page
from campus.base.errors import CampusError, Conflict
from campus.directory.actions import invite_to_office, propose_university, remind_of_offices
from campus.directory.models import Office, Society, University
from campus.membership.actions import submit_registration
from campus.outbox.kinds import NOTICES
from campus.outbox.models import Notice
from tests import factories
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW

Status = Society.Status
UNAPPROVED = (Status.DRAFT, Status.SUBMITTED, Status.RETURNED)
OUTSIDE = "outsider@elsewhere.example"

# Each kind of mail by who gets it. A new kind belongs to one of these, or needs a rule and a test of its own here.
WHO_GETS_IT = {
    # whoever just asked for it, at the address they typed
    "asked": {"sign_in_code"},
    # persons who did something themselves, about what they did
    "doer": {"you_were_counted", "merge_offered", "merge_code", "account_changed", "society_approved",
             "society_returned", "university_approved", "university_declined", "application_removed",
             "office_given_to_you", "office_request_declined", "place_free", "date_tomorrow", "dates_changed"},
    # those who hold an office in it, or keep it
    "own people": {"order_waits", "page_hidden", "hiding_upheld", "hiding_lifted", "society_renamed",
                   "societies_joined", "renewal_opened", "renewal_closes", "renewal_approved", "renewal_returned",
                   "offices_end_soon", "offices_ended", "waiting_reminder", "webhook_ended", "office_asked_for",
                   "cohost_invited", "cohost_accepted", "cohost_declined", "cohost_ended"},
    # who asked for it, or answered a date of it; tests/campus/test_letters.py
    "asked for news": {"letter"},
    # anybody: only what is approved and not hidden may
    "anybody": {"office_invitation", "office_reminder"},
}  # fmt: skip


def society_of(cast: Cast, status: str) -> Society:
    made = factories.society(cast.karura, "Film Circle", status=status, approved_at=None, created_by=cast.amina)
    factories.office(cast.amina, "president", society=made)
    return made


def invite(cast: Cast, society: Society, by: Any = None) -> Office:
    return invite_to_office(
        by=by or cast.amina, society=society, role="events", address=OUTSIDE, starts_on=NOW.date(), at=NOW
    )


def invitation(society: Society) -> Office:
    return Office.objects.create(
        role="events",
        university=society.university,
        society=society,
        invited_address=OUTSIDE,
        invitation_hash="hash",
        invited_at=NOW - timedelta(days=8),
        starts_on=NOW.date(),
    )


def test_every_kind_of_mail_is_sorted_by_who_gets_it() -> None:
    sorted_kinds = set().union(*WHO_GETS_IT.values())
    assert set(NOTICES) - sorted_kinds == set()


@pytest.mark.parametrize("status", UNAPPROVED)
def test_an_unapproved_society_invites_nobody(status: str, cast: Cast) -> None:
    with pytest.raises(Conflict):
        invite(cast, society_of(cast, status))
    assert not Notice.objects.exists()


@pytest.mark.parametrize("status", [*UNAPPROVED, Status.ARCHIVED])
def test_an_invitation_of_what_is_not_approved_is_not_mailed_again(status: str, cast: Cast) -> None:
    society = society_of(cast, status)
    invitation(society)
    remind_of_offices(NOW)
    assert not Notice.objects.exists()
    Society.objects.filter(pk=society.pk).update(status=Status.APPROVED, approved_at=NOW)
    remind_of_offices(NOW)
    assert Notice.objects.get().address == OUTSIDE


@pytest.mark.parametrize("status", UNAPPROVED)
@pytest.mark.parametrize("how", ["typed", "signed_in", "anonymous"])
def test_nobody_is_counted_at_an_unapproved_society_and_so_nobody_is_told(status: str, how: str, cast: Cast) -> None:
    door = make.open_door(society_of(cast, status))
    comers: dict[str, list[Any]] = {"typed": [OUTSIDE], "signed_in": [cast.zola], "anonymous": []}
    with pytest.raises(Conflict):
        getattr(door, how)(*comers[how])
    assert not Notice.objects.exists()


def test_submitting_a_society_mails_nobody(cast: Cast) -> None:
    submit_registration(by=cast.amina, society=society_of(cast, Status.DRAFT), message=OUTSIDE, at=NOW)
    assert not Notice.objects.exists()


def test_a_proposed_university_invites_nobody(cast: Cast) -> None:
    proposed = propose_university(
        by=cast.amina,
        name="Mara College",
        country="KE",
        city="Narok",
        zone="Africa/Nairobi",
        kind="university",
        domains=["mara.example"],
        evidence_url="https://mara.example/",
        at=NOW,
    )
    for who in (cast.amina, cast.lucia, cast.olga):
        with suppress(CampusError):
            invite_to_office(by=who, university=proposed, role="staff", address=OUTSIDE, starts_on=NOW.date(), at=NOW)
    assert University.objects.get(pk=proposed.pk).status == University.Status.PROPOSED
    assert not Notice.objects.exists()


@pytest.mark.parametrize("kind", ["society", "university"])
def test_what_is_hidden_invites_and_reminds_nobody(kind: str, cast: Cast) -> None:
    invitation(cast.society)
    subject, by = (cast.society, cast.dean) if kind == "society" else (cast.karura, cast.lucia)
    hide_page(by=by, subject=subject, reason="Private photographs.", at=NOW)
    with pytest.raises(Conflict):
        invite(cast, Society.objects.get(pk=cast.society.pk), cast.kofi)
    remind_of_offices(NOW)
    assert set(Notice.objects.values_list("kind", flat=True)) == {"page_hidden"}
