"""Block somebody from being counted by name in one society, and lift it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.actions.permits import refuse_unless_officer_may
from campus.directory.models import Society
from campus.directory.rules import Right
from campus.membership.models import Block
from campus.outbox.actions import enqueue_job
from campus.people.audit import record
from campus.people.models import Person


@transaction.atomic
def block_person(*, by: Person, society: Society, person: Person, reason: str, at: datetime) -> Block:
    """Count the person by name no more in this society, from now on; what was counted stays. Twice is once.

    What they said of coming dates there, and what they follow there, goes. Without a name they
    are counted like anybody. Only officers who see names read the reason, and the person in the copy of their data.
    """
    faults = Faults()
    reason = faults.text("reason", reason, limit=300, missing=_("Say why, for the officers who come after you."))
    faults.refuse()
    society = _seeing_names(society, by=by, at=at)
    standing = society.blocks.filter(person=person, lifted_at__isnull=True).first()
    if standing is not None:
        return standing
    if rules.is_officer(person, society, at):
        raise Conflict("is_officer", _("Whoever holds an office here cannot be blocked. End the office first."))
    block = Block.objects.create(
        university_id=society.university_id, society=society, person=person, at=at, by=by, reason=reason
    )
    # What they said of coming dates goes, and others move up: above this area, so by a job.
    enqueue_job(kind="fill_places", arguments={"society": society.pk}, key=f"society:{society.pk}", at=at)
    _record("person_blocked", block, by=by, at=at)
    return block


@transaction.atomic
def lift_block(*, by: Person, block: Block, at: datetime) -> Block:
    """Let the person be counted by name again. Twice is once."""
    _seeing_names(block.society, by=by, at=at)
    block = locked(block)
    if block.lifted_at is None:
        block.lifted_at, block.lifted_by = at, by
        block.save(update_fields=["lifted_at", "lifted_by"])
        _record("block_lifted", block, by=by, at=at)
    return block


def _seeing_names(society: Society, *, by: Person, at: datetime) -> Society:
    """The society, locked, when the person sees names there."""
    society = locked(society)
    refuse_unless_officer_may(by, Right.SEE_NAMES, society, at)
    return society


def _record(verb: str, block: Block, *, by: Person, at: datetime) -> None:
    """Without the reason: the record of a society is read by more people than it is for."""
    record(
        verb=verb, object=f"block:{block.pk}", by=by, at=at, university=block.university_id, society=block.society_id
    )
