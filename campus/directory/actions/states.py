"""The states of a society: suspend, archive and reopen it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, Sentence
from campus.base.faults import Faults
from campus.directory.actions.permits import kept_society
from campus.directory.models import Society
from campus.outbox import webhooks
from campus.people.audit import record
from campus.people.models import Person

Status = Society.Status
TOLD = ("society_suspended", "society_reopened", "society_archived")  # what registrations decide they tell themselves


@transaction.atomic
def suspend_society(*, by: Person, society: Society, reason: str, at: datetime) -> Society:
    """Close an approved society for a while: its page says so, and it plans and counts nothing until it is reopened."""
    reason = _checked_reason(reason)
    society = kept_society(society, by=by, at=at)
    if society.status == Status.SUSPENDED:
        return society
    _refuse_unless(society, Status.APPROVED, sentence=_("Only an approved society can be suspended."))
    return move_society(society, Status.SUSPENDED, by=by, at=at, reason=reason)


@transaction.atomic
def archive_society(*, by: Person, society: Society, reason: str, at: datetime) -> Society:
    """Close a society that has come to its end; its page says so, and its rows stay."""
    reason = _checked_reason(reason)
    society = kept_society(society, by=by, at=at)
    if society.status == Status.ARCHIVED:
        return society
    sentence = _("Only a society that was approved can be archived.")
    _refuse_unless(society, Status.APPROVED, Status.SUSPENDED, sentence=sentence)
    return move_society(society, Status.ARCHIVED, by=by, at=at, reason=reason)


@transaction.atomic
def reopen_society(*, by: Person, society: Society, at: datetime) -> Society:
    """Open a suspended or archived society again."""
    society = kept_society(society, by=by, at=at)
    if society.status == Status.APPROVED:
        return society
    if society.joined_into_id is not None:
        raise Conflict("joined", _("%(society)s became one with another society.") % {"society": society.name})
    sentence = _("Only a suspended or archived society can be reopened.")
    _refuse_unless(society, Status.SUSPENDED, Status.ARCHIVED, sentence=sentence)
    return move_society(society, Status.APPROVED, by=by, at=at)


def move_society(society: Society, status: Status, *, by: Person, at: datetime, reason: str = "") -> Society:
    """Put a locked society into a state, with who, when and why: for actions that decided it themselves."""
    verbs = {Status.APPROVED: "society_approved" if society.approved_at is None else "society_reopened"}
    society.status = status
    society.status_at = at
    society.status_by = by
    society.status_reason = reason
    if status == Status.APPROVED and society.approved_at is None:
        society.approved_at = at
    society.save()
    verb = verbs.get(status, f"society_{status}")
    record_society(verb, society, by=by, at=at, reason=reason)
    if verb in TOLD:
        webhooks.announce(
            kind=verb.replace("_", ".", 1),
            university_id=society.university_id,
            society_id=society.pk,
            payload={"society": society.pk, "status": society.status},
            at=at,
        )
    if status == Status.ARCHIVED:
        webhooks.end_all_of_society(society.pk, because="archived", at=at)
    return society


def _checked_reason(reason: str) -> str:
    faults = Faults()
    reason = faults.text("reason", reason, limit=500, missing=_("Say why, so that the society knows what to do."))
    faults.refuse()
    return reason


def _refuse_unless(society: Society, *expected: Status, sentence: Sentence) -> None:
    if society.status not in expected:
        raise Conflict("wrong_state", sentence)


def record_society(verb: str, society: Society, *, by: Person, at: datetime, reason: str = "") -> None:
    """Write the AuditEvent of what happened to a society."""
    record(
        verb=verb,
        object=f"society:{society.pk}",
        by=by,
        at=at,
        university=society.university_id,
        society=society.pk,
        reason=reason,
    )
