"""One date: cancelled with a reason that everybody sees, and restored."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.activities.actions.rows import recount
from campus.activities.announcing import announce
from campus.activities.models import Occurrence
from campus.activities.rules import refuse_ended, refuse_unless_running
from campus.base.errors import Conflict
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.people.audit import record
from campus.people.models import Person


@transaction.atomic
def cancel_occurrence(*, by: Person, occurrence: Occurrence, reason: str, at: datetime) -> Occurrence:
    """Cancel one date with a reason; it takes no check-ins. One that is cancelled by hand keeps its first reason."""
    occurrence = _current(occurrence, by=by, at=at)
    faults = Faults()
    reason = faults.text("reason", reason, limit=300, missing=_("Say why, so that people who come know."))
    faults.refuse()
    if occurrence.cancelled_by_id is not None:
        return occurrence
    occurrence.cancelled_at, occurrence.cancelled_by, occurrence.cancel_reason = at, by, reason
    return _changed(occurrence, "occurrence_cancelled", by=by, at=at, reason=reason)


@transaction.atomic
def restore_occurrence(*, by: Person, occurrence: Occurrence, at: datetime) -> Occurrence:
    """Let a cancelled date take place after all."""
    occurrence = _current(occurrence, by=by, at=at)
    if not occurrence.is_cancelled:
        return occurrence
    refuse_ended(occurrence.series)
    occurrence.cancelled_at, occurrence.cancelled_by, occurrence.cancel_reason = None, None, ""
    return _changed(occurrence, "occurrence_restored", by=by, at=at)


def _current(occurrence: Occurrence, *, by: Person, at: datetime) -> Occurrence:
    """The occurrence, locked, when the person may change it and it is not over."""
    occurrence = locked(occurrence)
    refuse_unless_running(by, occurrence.society, at)
    if occurrence.ends_at <= at:
        raise Conflict("occurrence_over", _("This date is over. What happened stays as it is."))
    return occurrence


def _changed(occurrence: Occurrence, verb: str, *, by: Person, at: datetime, reason: str = "") -> Occurrence:
    occurrence.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    recount([occurrence], at=at)
    record(
        verb=verb,
        object=f"occurrence:{occurrence.pk}",
        by=by,
        at=at,
        university=occurrence.university_id,
        society=occurrence.society_id,
        reason=reason,
    )
    announce(verb.replace("_", ".", 1), occurrence, at)
    return occurrence
