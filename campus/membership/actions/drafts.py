"""Throw a society away that was never approved."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, NotAllowed
from campus.base.faults import Faults
from campus.directory import rules
from campus.directory.actions.permits import visible_society
from campus.directory.links import university_link
from campus.directory.models import Society
from campus.outbox.actions import notify
from campus.people.audit import record
from campus.people.models import Person


@transaction.atomic
def delete_draft(*, by: Person, society: Society, at: datetime, reason: str = "") -> None:
    """Remove a society that was never approved, with its applications; its name is free again.

    For its drafter and, unless it is a draft, for who keeps its university: then the drafter gets a mail. One that was
    ever approved is archived instead.
    """
    society = visible_society(society, by=by, at=at)
    is_own = rules.is_drafter(by, society)
    if not is_own and not rules.may_keep(by, society.university, at):
        raise NotAllowed("not_officer", _("Only who drafted it and its university can throw it away."))
    if society.approved_at is not None:
        raise Conflict("was_approved", _("What was approved once is archived and not thrown away."))
    faults = Faults()
    reason = faults.text("reason", reason, limit=500)
    faults.refuse()
    was_seen = society.status != Society.Status.DRAFT
    record(
        verb="application_removed" if was_seen else "draft_removed",
        object=f"society:{society.pk}",
        by=by,
        at=at,
        university=society.university_id,
        society=None if was_seen else society.pk,  # the university saw it, and its record goes on saying so
        reason=reason,
    )
    if society.created_by is not None and not is_own:
        notify(
            kind="application_removed",
            subject_key=f"society:{society.pk}",
            person=society.created_by,
            at=at,
            context={"society": society.name, "reason": reason, "link": university_link(society.university)},
        )
    society.registrations.all().delete()
    society.delete()
