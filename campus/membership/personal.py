"""What this area keeps about a person, and what becomes of it when they ask for it, leave, or turn out to be another.

"own": exported and forgotten, moved when persons are merged. "actor": who did it; stays with the row that says so.
"""

from datetime import datetime
from typing import Any

from campus.base import clock
from campus.directory.models import Society
from campus.membership.models import Claim, Membership, Registration
from campus.people.models import Person

PERSONAL = {
    "Membership.person": "own",
    "Claim.person": "own",
    "Registration.submitted_by": "actor",
    "Registration.decided_by": "actor",
    "Affiliation.person": "own",
    "Block.person": "own",
    "Block.by": "actor",
    "Block.lifted_by": "actor",
    "MergeOffer.unproven": "own",
    "MergeOffer.proven": "own",
    "MergeOffer.by": "actor",
    "OfficeRequest.person": "own",
    "OfficeRequest.decided_by": "actor",
}


def export_membership(person: Person) -> dict[str, Any]:
    """What they joined, which typed addresses stand for them, and what they submitted, as JSON values."""
    return {
        "memberships": [
            {
                "society": membership.society.name,
                "joined_on": membership.joined_on.isoformat(),
                "left_on": membership.left_on.isoformat() if membership.left_on else None,
            }
            for membership in Membership.objects.filter(person=person).select_related("society").order_by("pk")
        ],
        "typed_addresses": [
            {
                "address": claim.address,
                "university": claim.university.name,
                "since": claim.created_at.isoformat(),
                "refused_until": claim.refused_until.isoformat() if claim.refused_until else None,
            }
            for claim in Claim.objects.filter(person=person).select_related("university").order_by("pk")
        ],
        "registrations": [
            {
                "society": registration.society.name,
                "answers": registration.answers,
                "submitted_at": registration.submitted_at.isoformat(),
                "decision": registration.decision,
            }
            for registration in Registration.objects.filter(submitted_by=person)
            .select_related("society")
            .order_by("pk")
        ],
    }


def forget_membership(person: Person, at: datetime) -> None:
    """End their memberships, which stay as dated rows, and drop typed addresses and what they wrote to universities.

    Applications of societies that were never approved go whole: nobody else may go on with them.
    """
    for membership in Membership.objects.filter(person=person, left_on__isnull=True).select_related("university"):
        membership.left_on = max(membership.joined_on, clock.today(membership.university.zone, at))
        membership.save(update_fields=["left_on"])
    Claim.objects.filter(person=person).delete()
    # Locked, because its university may be approving it at this moment.
    begun = Society.objects.select_for_update().filter(created_by=person, approved_at__isnull=True).order_by("pk")
    Registration.objects.filter(society__in=[society.pk for society in begun]).delete()
    for registration in Registration.objects.filter(submitted_by=person):
        registration.answers = {**registration.answers, "message": ""}
        registration.save(update_fields=["answers"])


def forget_address_membership(address: str, at: datetime) -> None:
    """Let the typed address stand for nobody any more, at any university, refused or not."""
    Claim.objects.filter(address=address).delete()


def merge_membership(survivor: Person, other: Person, at: datetime) -> None:
    """Memberships and typed addresses become the survivor's; where both are members, since the earlier date."""
    standing = {row.society_id: row for row in Membership.objects.filter(person=survivor, left_on__isnull=True)}
    for double in Membership.objects.filter(person=other, left_on__isnull=True, society__in=standing):
        kept = standing[double.society_id]
        kept.joined_on = min(kept.joined_on, double.joined_on)
        kept.joined_at = min(kept.joined_at, double.joined_at)
        kept.save(update_fields=["joined_on", "joined_at"])
        double.delete()
    Membership.objects.filter(person=other).update(person=survivor)
    Claim.objects.filter(person=other).update(person=survivor)
