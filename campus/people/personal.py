"""What this area keeps about a person, and what becomes of it when they ask for it, leave, or turn out to be another.

"own": exported and forgotten, moved when persons are merged. "actor": who did it; stays with the row that says so.
"""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from campus.people.models import AuditEvent, Consent, Person

PERSONAL = {
    "Consent.person": "own",
    "AuditEvent.actor": "actor",
    "Person.merged_into": "own",
    "Merge.survivor": "own",
    "Merge.other": "own",
    "Merge.by": "actor",
    "Merge.undone_by": "actor",
    "ApiToken.person": "own",
    "IdempotencyKey.person": "own",
}


def export_people(person: Person) -> dict[str, Any]:
    """Everything this area holds about the person, as JSON values."""
    return {
        "person": {
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "theme": person.theme,
            "created_at": person.created_at.isoformat(),
            "proven_at": person.proven_at.isoformat() if person.proven_at else None,
            "last_sign_in_at": person.last_login.isoformat() if person.last_login else None,
        },
        "consents": [
            {
                "kind": consent.kind,
                "version": consent.version,
                "subject": consent.subject,
                "where": consent.where,
                "given_at": consent.given_at.isoformat(),
                "withdrawn_at": consent.withdrawn_at.isoformat() if consent.withdrawn_at else None,
            }
            for consent in person.consents.order_by("pk")
        ],
        "acts": [
            {"at": event.at.isoformat(), "verb": event.verb, "object": event.object, "reason": event.reason}
            for event in AuditEvent.objects.filter(actor=person).order_by("pk")
        ],
    }


def forget_people(person: Person, at: datetime) -> None:
    """Leave a person without name, address or choices, to whom counted rows still point; they cannot sign in again.

    The key is a new one, so that links in old mail lead nowhere; a new unusable password ends sessions by itself.
    """
    Consent.objects.filter(person=person, withdrawn_at__isnull=True).update(withdrawn_at=at)
    person.key = uuid.uuid4()
    person.email = person.proven_at = person.last_login = None
    person.name = person.language = person.theme = ""
    person.is_active = False
    person.erased_at = at
    person.set_unusable_password()
    person.save()


def merge_people(survivor: Person, other: Person, at: datetime) -> None:
    """Move the consents of `other` to `survivor` and leave `other` as an erased person.

    A consent that the survivor gave too is kept once. The audit trail stays as it was written. The other's
    proven address goes to the survivor only when they have none.
    """
    same = Consent.objects.filter(
        person=survivor,
        kind=OuterRef("kind"),
        version=OuterRef("version"),
        subject=OuterRef("subject"),
        withdrawn_at__isnull=True,
    )
    Consent.objects.filter(Exists(same), person=other, withdrawn_at__isnull=True).delete()
    Consent.objects.filter(person=other).update(person=survivor)
    email, proven_at, name = other.email, other.proven_at, other.name
    forget_people(other, at)
    if survivor.email is None:
        survivor.email, survivor.proven_at = email, proven_at
    survivor.name = survivor.name or name
    survivor.save(update_fields=["email", "proven_at", "name"])
