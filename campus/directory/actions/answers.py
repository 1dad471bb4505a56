"""Answer an invitation: accept or decline."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, NotAllowed
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.actions.holders import refuse_held_to_invitee
from campus.directory.actions.offices import end, record_office
from campus.directory.checklist import refuse_unless_confirmed
from campus.directory.models import Office
from campus.directory.queries import invitation_by_token
from campus.people.actions import give_consent
from campus.people.models import Consent, Person


@transaction.atomic
def accept_office(*, by: Person, token: str, checklist: str, confirmed: Collection[str], at: datetime) -> Office:
    """Take the office that a token invites to, with whichever proven address one is signed in. Twice is once.

    `checklist` is the version of the wording that was read (`checklist.version_for`), `confirmed` holds its points.
    """
    if not by.is_proven:
        raise NotAllowed("sign_in_first", _("Sign in first, then accept: the office will be yours."))
    invitation = invitation_by_token(token)
    if invitation.society is not None:
        locked(invitation.society)  # whose single offices have one holder at a time
    office = locked(invitation)
    if office.accepted_at is not None and office.person_id == by.pk:
        return office
    _refuse_closed(office, at)
    refuse_held_to_invitee(office, invitee=by, at=at)
    refuse_unless_confirmed(office, version=checklist, confirmed=confirmed)
    office.person = by
    office.accepted_at = at
    office.invited_address = ""
    office.save()
    record_office("office_accepted", office, by=by, at=at)
    give_consent(
        person=by,
        kind=Consent.Kind.OFFICE,
        version=checklist,
        subject=f"office:{office.pk}",
        where="invitation",
        university=office.university_id,
        society=office.society_id,
        at=at,
    )
    return office


@transaction.atomic
def decline_office(*, by: Person | None, token: str, at: datetime) -> Office:
    """Say no to an invitation; the token is enough, nobody has to sign in for a no. Twice is once."""
    office = locked(invitation_by_token(token))
    if office.accepted_at is None and office.ended_at is not None:
        return office
    _refuse_closed(office, at)
    return end(office, "office_declined", by=by, at=at)


def _refuse_closed(office: Office, at: datetime) -> None:
    if office.accepted_at is not None:
        raise Conflict("invitation_answered", _("This invitation was accepted already."))
    if office.ended_at is not None:
        raise Conflict("invitation_withdrawn", _("This invitation was withdrawn or declined. Ask for a new one."))
    if not rules.is_open_invitation(office, at):
        raise Conflict("invitation_over", _("This office ended before it was accepted. Ask for a new invitation."))
