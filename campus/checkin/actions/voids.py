"""Taking an attendance back. Nothing is deleted: the row says when, by whom and why it counts no more."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campus.activities.models import Occurrence
from campus.base.errors import Invalid, not_here
from campus.checkin.keys import receipt_hash
from campus.checkin.models import Attendance
from campus.checkin.recounting import recount
from campus.checkin.rules import may_see_names
from campus.directory.models import Society
from campus.people import audit
from campus.people.locking import lock_named
from campus.people.models import Person

Reason = Attendance.VoidReason
OFFICERS_REASONS = (Reason.MISTAKE, Reason.LEFT, Reason.DUPLICATE)


@transaction.atomic
def undo_check_in(*, occurrence: Occurrence, receipt: str, at: datetime) -> None:
    """Take back the last check-in that the browser with this receipt made at the occurrence.

    It does nothing, and says nothing, when that browser made none: a typed address may have been counted by another
    one, and this one must not learn of it.
    """
    if not receipt:
        return
    made = occurrence.attendances.filter(voided_at__isnull=True, receipt_hash=receipt_hash(receipt, occurrence.pk))
    last = made.order_by("-pk").first()
    if last is not None and void(Attendance.objects.filter(pk=last.pk), reason=Reason.MISTAKE, by=None, at=at):
        _record("check_in_undone", last, by=None, at=at)


@transaction.atomic
def void_attendance(*, by: Person, attendance: Attendance, reason: str, at: datetime) -> Attendance:
    """Void an attendance as an officer who may see names; again changes nothing.

    Raises NotFound for others, Invalid for a reason that an officer cannot give.
    """
    if not may_see_names(by, attendance.society, at):
        raise not_here()
    if reason not in OFFICERS_REASONS:
        sentence = _("Say why: entered by mistake, left again, or counted twice.")
        raise Invalid("unknown_reason", sentence, fields={"reason": sentence})
    if void(Attendance.objects.filter(pk=attendance.pk), reason=reason, by=by, at=at):
        _record("attendance_voided", attendance, by=by, at=at)
    attendance.refresh_from_db()
    return attendance


def void(rows: QuerySet[Attendance], *, reason: str, by: Person | None, at: datetime) -> int:
    """Void those of `rows` that stand, and recount the persons concerned; returns how many. Asks no permission."""
    named = rows.filter(person__isnull=False).values_list("person", flat=True)
    persons = {person.pk for person in lock_named(named.all)}
    standing = list(rows.filter(voided_at__isnull=True).values_list("pk", flat=True))
    voided = Attendance.objects.filter(pk__in=standing, voided_at__isnull=True).update(
        voided_at=at, voided_by=by, void_reason=reason
    )
    recount(persons, _credited(standing))
    return voided


def _credited(attendances: Collection[int]) -> QuerySet[Society]:
    """The societies to which these attendances are credited."""
    societies = Society.objects.filter(pk__in=Attendance.objects.filter(pk__in=attendances).values("credits__society"))
    return societies.select_related("university")


def _record(verb: str, attendance: Attendance, *, by: Person | None, at: datetime) -> None:
    audit.record(
        verb=verb,
        object=f"attendance:{attendance.pk}",
        by=by,
        at=at,
        university=attendance.university_id,
        society=attendance.society_id,
    )
