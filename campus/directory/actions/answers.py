"""Answer an invitation: accept or decline."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, NotAllowed
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.actions.offices import end, record_office
from campus.directory.models import Office
from campus.directory.queries import invitation_by_token
from campus.people.models import Person


@transaction.atomic
def accept_office(*, by: Person, token: str, at: datetime) -> Office:
    """Take the office that a token invites to, with whichever proven address one is signed in. Twice is once."""
    if not by.is_proven:
        raise NotAllowed("sign_in_first", _("Sign in first, then accept: the office will be yours."))
    office = locked(invitation_by_token(token))
    if office.accepted_at is not None and office.person_id == by.pk:
        return office
    _refuse_closed(office, at)
    office.person = by
    office.accepted_at = at
    office.invited_address = ""
    office.save()
    record_office("office_accepted", office, by=by, at=at)
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
