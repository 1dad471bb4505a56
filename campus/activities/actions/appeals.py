"""What was hidden: its people appeal once, and who keeps order answers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.activities.actions.order import record_hiding, set_hidden, tell_deciders, tell_people
from campus.activities.order import may_answer, may_appeal, may_read_hiding
from campus.activities.subjects import subject_by_key
from campus.base.errors import Conflict, NotAllowed, not_here
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory.models import Hiding
from campus.people.models import Person


@transaction.atomic
def appeal_hiding(*, by: Person, hiding: Hiding, text: str, at: datetime) -> Hiding:
    """Say once why something should be shown again; the same person sending the same words twice has sent them once."""
    faults = Faults()
    text = faults.text("text", text, limit=1000, missing=_("Say what you changed, or why it should be shown."))
    faults.refuse()
    hiding = locked(hiding)
    if not may_read_hiding(by, hiding, at):
        raise not_here()
    if not may_appeal(by, hiding, at):
        raise NotAllowed("not_officer", _("Its president or secretary, or the university’s staff, can appeal."))
    if hiding.lifted_at is not None:
        raise Conflict("lifted_already", _("It is shown again already."))
    if hiding.appealed_at is not None:
        if (hiding.appealed_by_id, hiding.appeal) == (by.pk, text):
            return hiding
        raise Conflict("appealed_already", _("You can appeal once, and that was done."))
    hiding.appeal, hiding.appealed_at, hiding.appealed_by = text, at, by
    hiding.save(update_fields=["appeal", "appealed_at", "appealed_by"])
    tell_deciders(subject_by_key(hiding.subject), f"hiding:{hiding.pk}", at=at)
    record_hiding("hiding_appealed", hiding, by=by, at=at)
    return hiding


@transaction.atomic
def uphold_hiding(*, by: Person, hiding: Hiding, answer: str, at: datetime) -> Hiding:
    """Answer an appeal: it stays hidden, and why. Twice is once."""
    answer = _checked(answer)
    hiding = _orderable(hiding, by=by, at=at)
    if hiding.appealed_at is None:
        raise Conflict("not_appealed", _("Nobody has appealed yet."))
    if hiding.answered_at is not None:
        return hiding
    hiding.answer, hiding.answered_at, hiding.answered_by = answer, at, by
    hiding.save(update_fields=["answer", "answered_at", "answered_by"])
    record_hiding("hiding_upheld", hiding, by=by, at=at, reason=answer)
    tell_people("hiding_upheld", hiding, subject_by_key(hiding.subject), at=at, reason=answer)
    return hiding


@transaction.atomic
def lift_hiding(*, by: Person, hiding: Hiding, answer: str, at: datetime) -> Hiding:
    """Show it to everybody again, after an appeal or without one. Twice is once."""
    answer = _checked(answer)
    subject = locked(subject_by_key(hiding.subject))
    hiding = _orderable(hiding, by=by, at=at)
    if hiding.lifted_at is not None:
        return hiding
    set_hidden(subject, None, at=at)
    hiding.lifted_at, hiding.lifted_by = at, by
    if hiding.answered_at is None:
        hiding.answer, hiding.answered_at, hiding.answered_by = answer, at, by
    hiding.save()
    record_hiding("hiding_lifted", hiding, by=by, at=at, reason=answer)
    tell_people("hiding_lifted", hiding, subject, at=at, reason=answer)
    return hiding


def _orderable(hiding: Hiding, *, by: Person, at: datetime) -> Hiding:
    """The hiding, locked, when the person may answer and lift it."""
    hiding = locked(hiding)
    if not may_read_hiding(by, hiding, at):
        raise not_here()
    if not may_answer(by, hiding, at):
        raise NotAllowed("not_deciding", _("Who keeps the university, its coordinator or an operator decides this."))
    return hiding


def _checked(answer: str) -> str:
    faults = Faults()
    answer = faults.text("answer", answer, limit=500, missing=_("Say why, in a sentence; its people read it."))
    faults.refuse()
    return answer
