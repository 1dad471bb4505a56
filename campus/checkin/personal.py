"""What this area keeps about a person: what they get of it, what stays when they leave, what a merge moves."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from campus.checkin.models import Attendance, TermParticipation
from campus.checkin.recounting import lock_persons, recount
from campus.directory.models import Society
from campus.people.models import Person

PERSONAL = {
    "Attendance.person": "own",
    "Attendance.entered_by": "actor",
    "Attendance.voided_by": "actor",
    "TermParticipation.person": "own",
}


def export_checkin(person: Person) -> dict[str, Any]:
    """Where the person was counted, as JSON values, voided rows included; what follows from it per term is left out."""
    rows = Attendance.objects.filter(person=person).select_related("occurrence", "society").order_by("at", "pk")
    return {
        "attendances": [
            {
                "society": row.society.name,
                "activity": row.occurrence.name,
                "date": row.occurrence.date.isoformat(),
                "at": row.at.isoformat(),
                "channel": row.channel,
                "identity": row.identity,
                "privacy_version": row.privacy_version,
                "voided_at": row.voided_at.isoformat() if row.voided_at else None,
                "void_reason": row.void_reason,
            }
            for row in rows
        ]
    }


def forget_checkin(person: Person, at: datetime) -> None:
    """Leave each visit and its sums where they stand, so that counts, first terms and retention stay right.

    They point at a person without name or address from then on. Receipts in browsers open and undo nothing any more.
    """
    lock_persons([person.pk])
    Attendance.objects.filter(person=person).update(receipt_hash="")


def merge_checkin(survivor: Person, other: Person, at: datetime) -> None:
    """Give the attendances of `other` to `survivor`; where both stand at one occurrence, the other's is voided.

    Receipts that other browsers hold for them die: the survivor proved who they are, those browsers did not.
    """
    lock_persons([survivor.pk, other.pk])
    societies = list(_societies_of(other))
    _twice_counted(survivor, other).update(voided_at=at, voided_by=survivor, void_reason=Attendance.VoidReason.MERGED)
    Attendance.objects.filter(person=other).update(person=survivor, receipt_hash="")
    Attendance.objects.filter(entered_by=other).update(entered_by=survivor)
    Attendance.objects.filter(voided_by=other).update(voided_by=survivor)
    TermParticipation.objects.filter(person=other).delete()
    recount([survivor.pk], societies)


def _societies_of(person: Person) -> QuerySet[Society]:
    """Those to which any attendance of the person is credited."""
    credited = Attendance.objects.filter(person=person).values("credits__society")
    return Society.objects.filter(pk__in=credited).select_related("university")


def _twice_counted(survivor: Person, other: Person) -> QuerySet[Attendance]:
    same = Attendance.objects.filter(occurrence=OuterRef("occurrence"), person=survivor, voided_at__isnull=True)
    return Attendance.objects.filter(Exists(same), person=other, voided_at__isnull=True)
