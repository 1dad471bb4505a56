"""What this area keeps about a person, and what becomes of it when they ask for it, leave, or turn out to be another.

"own": exported and forgotten, moved when persons are merged. "actor": who did it; stays with the row that says so.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q

from campus.directory.models import Office, Society, University
from campus.people.models import Person

PERSONAL = {
    "University.proposed_by": "own",
    "University.status_by": "actor",
    "Society.created_by": "own",
    "Society.status_by": "actor",
    "Office.person": "own",
    "Office.invited_by": "actor",
    "Office.ended_by": "actor",
}


def export_directory(person: Person) -> dict[str, Any]:
    """What they proposed, drafted and held, as JSON values."""
    return {
        "universities_proposed": [
            {"name": university.name, "status": university.status}
            for university in University.objects.filter(proposed_by=person)
        ],
        "societies_drafted": [
            {"name": society.name, "university": society.university.name, "created_at": society.created_at.isoformat()}
            for society in Society.objects.filter(created_by=person).select_related("university")
        ],
        "offices": [
            _office(office)
            for office in Office.objects.filter(_of(person)).select_related("university", "society").order_by("pk")
        ],
    }


def forget_directory(person: Person, at: datetime) -> None:
    """End their offices and withdraw invitations to their address; drafts that nobody else has seen go.

    An office that was held keeps its row: that somebody held it belongs to the society's history.
    """
    standing = Office.objects.filter(_of(person), ended_at__isnull=True)
    standing.update(ended_at=at, ended_by=person, invited_address="")
    Society.objects.filter(created_by=person, status=Society.Status.DRAFT).delete()
    Society.objects.filter(created_by=person).update(created_by=None)
    University.objects.filter(proposed_by=person).update(proposed_by=None)


def merge_directory(survivor: Person, other: Person, at: datetime) -> None:
    """What `other` proposed, drafted and held is the survivor's."""
    University.objects.filter(proposed_by=other).update(proposed_by=survivor)
    Society.objects.filter(created_by=other).update(created_by=survivor)
    Office.objects.filter(person=other).update(person=survivor)


def _of(person: Person) -> Q:
    """Their offices, and the invitations to the address they proved."""
    return Q(person=person) | Q(invited_address=person.email) if person.email else Q(person=person)


def _office(office: Office) -> dict[str, Any]:
    return {
        "role": office.role,
        "country": str(office.country),
        "university": office.university.name if office.university else "",
        "society": office.society.name if office.society else "",
        "starts_on": office.starts_on.isoformat(),
        "ends_on": office.ends_on.isoformat() if office.ends_on else None,
        "accepted_at": office.accepted_at.isoformat() if office.accepted_at else None,
        "ended_at": office.ended_at.isoformat() if office.ended_at else None,
    }
