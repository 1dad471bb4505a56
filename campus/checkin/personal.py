"""What this area keeps about a person: what they get of it, what stays when they leave, what a merge moves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campus.checkin.merging import give_attendances, take_back_attendances
from campus.checkin.models import Attendance, Letter
from campus.people.locking import lock_persons
from campus.people.models import Person
from campus.people.moving import Moved

PERSONAL = {
    "Attendance.person": "own",
    "Attendance.entered_by": "actor",
    "Attendance.voided_by": "actor",
    "TermParticipation.person": "own",
    "Letter.written_by": "actor",
}
VOIDED = "voided"


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
        ],
        "letters_written": [
            {"society": row.society.name, "subject": row.subject, "text": row.text, "at": row.written_at.isoformat()}
            for row in Letter.objects.filter(written_by=person).select_related("society").order_by("pk")
        ],
    }


def forget_checkin(person: Person, at: datetime) -> None:
    """Leave each visit and its sums where they stand, so that counts, first terms and retention stay right.

    They point at a person without name or address from then on. Receipts in browsers open and undo nothing any more.
    """
    lock_persons([person.pk])
    Attendance.objects.filter(person=person).update(receipt_hash="")


def merge_checkin(survivor: Person, other: Person, at: datetime) -> Moved:
    """Give the attendances of `other` to `survivor`; where both were counted at one occurrence, the later is voided.

    Receipts stay good: whoever was counted on this phone or that may still take it back.
    """
    rows = Attendance.objects.filter(person=other)
    moved, voided = give_attendances(rows, to=survivor, at=at)
    return {"Attendance.person": moved, VOIDED: voided}


def unmerge_checkin(survivor: Person, other: Person, moved: Mapping[str, list[int]], at: datetime) -> None:
    """What a merge moved is the other's again, and what it voided stands again where nothing else does."""
    take_back_attendances(
        moved.get("Attendance.person", []), voided=moved.get(VOIDED, []), holder=survivor, owner=other
    )
