"""What this area keeps about a person, and what becomes of it when they ask for it, leave, or turn out to be another.

"own": exported and forgotten, moved when persons are merged. "actor": who did it; stays with the row that says so.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from campus.people.models import ApiToken, AuditEvent, Consent, IdempotencyKey, Merge, Person
from campus.people.moving import Belonging, Moved, give, give_back

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
BELONGINGS = (Belonging(Consent, once=("kind", "version", "subject"), among=Q(withdrawn_at__isnull=True)),)


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
            "second_factor_at": person.second_factor_at.isoformat() if person.second_factor_at else None,
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
        "tokens": [
            {
                "name": token.name,
                "scopes": token.scopes,
                "created_at": token.created_at.isoformat(),
                "last_used_on": token.last_used_on.isoformat() if token.last_used_on else None,
                "expires_at": token.expires_at.isoformat() if token.expires_at else None,
                "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
            }
            for token in ApiToken.objects.filter(person=person).order_by("pk")
        ],
        "repeatable_writes": [
            {"at": key.created_at.isoformat(), "status": key.status}
            for key in IdempotencyKey.objects.filter(person=person).order_by("pk")
        ],
        "merges": [
            {"at": merge.at.isoformat(), "undone_at": merge.undone_at.isoformat() if merge.undone_at else None}
            for merge in Merge.objects.filter(survivor=person).order_by("pk")
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
    ApiToken.objects.filter(person=person).delete()
    IdempotencyKey.objects.filter(person=person).delete()
    merges = Merge.objects.filter(Q(survivor=person) | Q(other=person), undone_at__isnull=True)
    merges.filter(settled_at__isnull=True).update(moved={}, settled_at=at)
    person.key = uuid.uuid4()
    person.email = person.proven_at = person.last_login = person.second_factor_at = None
    person.name = person.language = person.theme = ""
    person.is_active = False
    person.erased_at = at
    person.set_unusable_password()
    person.save()


def merge_people(survivor: Person, other: Person, at: datetime) -> Moved:
    """What `other` agreed to is the survivor's, and their row means the survivor from now on.

    It keeps its name and address: the address leads to the survivor. Nobody signs in as `other` any more, and what
    machines held in their name is revoked, for good. The record of who did what stays as it was written.
    """
    moved = give(BELONGINGS, survivor, other)
    earlier = Person.objects.filter(merged_into=other)
    moved["Person.merged_into"] = list(earlier.order_by("pk").values_list("pk", flat=True))
    earlier.update(merged_into=survivor)
    ApiToken.objects.filter(person=other, revoked_at__isnull=True).update(revoked_at=at)
    other.merged_into, other.is_active = survivor, False
    other.save(update_fields=["merged_into", "is_active"])
    return moved


def unmerge_people(survivor: Person, other: Person, moved: Mapping[str, list[int]], at: datetime) -> None:
    """`other` is a person of their own again, and so is for them whoever was merged into them before."""
    give_back(BELONGINGS, survivor, other, moved)
    other.merged_into, other.is_active = None, True
    other.save(update_fields=["merged_into", "is_active"])
    earlier = Person.objects.filter(pk__in=moved.get("Person.merged_into", []), merged_into=survivor)
    earlier.update(merged_into=other)
