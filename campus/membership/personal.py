"""What this area keeps about a person, and what becomes of it when they ask for it, leave, or turn out to be another.

"own": exported and forgotten, moved when persons are merged. "actor": who did it; stays with the row that says so.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Q

from campus.base import clock
from campus.directory.models import Society
from campus.membership.models import Affiliation, Block, Claim, Membership, MergeOffer, OfficeRequest, Registration
from campus.people.models import Person
from campus.people.moving import Belonging, Moved, give, give_back

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
BELONGINGS = (
    Belonging(Membership),
    Belonging(Affiliation, once=("university", "kind", "source"), among=Q(until__isnull=True)),
    Belonging(Block, once=("society",), among=Q(lifted_at__isnull=True)),
    Belonging(MergeOffer, field="unproven", once=("society", "proven")),
    Belonging(MergeOffer, field="proven", once=("society", "unproven")),
    Belonging(OfficeRequest, once=("society",), among=Q(decision="")),
)
DOUBLES = "joined twice"
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


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
                "kind": "address" if claim.address else "student_number",  # the number itself is kept nowhere
                "address": claim.address,
                "university": claim.university.name,
                "since": claim.created_at.isoformat(),
                "refused_until": claim.refused_until.isoformat() if claim.refused_until else None,
            }
            for claim in Claim.objects.filter(person=person).select_related("university").order_by("pk")
        ],
        "blocks": [_block(block) for block in Block.objects.filter(person=person).select_related("society")],
        "affiliations": [
            {
                "university": affiliation.university.name,
                "kind": affiliation.kind,
                "source": affiliation.source,
                "since": affiliation.since.isoformat(),
                "until": affiliation.until.isoformat() if affiliation.until else None,
            }
            for affiliation in Affiliation.objects.filter(person=person).select_related("university").order_by("pk")
        ],
        "office_requests": [
            {
                "society": request.society.name,
                "message": request.message,
                "at": request.at.isoformat(),
                "decision": request.decision,
                "reason": request.reason,
            }
            for request in OfficeRequest.objects.filter(person=person).select_related("society").order_by("pk")
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


def _block(block: Block) -> dict[str, Any]:
    """With the reason, though in the society only officers read it: it is about the person."""
    return {
        "society": block.society.name,
        "at": block.at.isoformat(),
        "reason": block.reason,
        "lifted_at": block.lifted_at.isoformat() if block.lifted_at else None,
    }


def forget_membership(person: Person, at: datetime) -> None:
    """End their memberships, which stay as dated rows, and drop typed addresses and what they wrote to universities.

    Applications of societies that were never approved go whole: nobody else may go on with them.
    """
    for membership in Membership.objects.filter(person=person, left_on__isnull=True).select_related("university"):
        membership.left_on = max(membership.joined_on, clock.today(membership.university.zone, at))
        membership.save(update_fields=["left_on"])
    Claim.objects.filter(person=person).delete()
    Affiliation.objects.filter(person=person).delete()
    Block.objects.filter(person=person).delete()
    OfficeRequest.objects.filter(person=person, decision=OfficeRequest.Decision.WAITING).delete()
    OfficeRequest.objects.filter(person=person).update(message="", reason="")
    # Locked, because its university may be approving it at this moment.
    begun = Society.objects.select_for_update().filter(created_by=person, approved_at__isnull=True).order_by("pk")
    Registration.objects.filter(society__in=[society.pk for society in begun]).delete()
    for registration in Registration.objects.filter(submitted_by=person):
        registration.answers = {**registration.answers, "message": "", "questions": []}
        registration.save(update_fields=["answers"])
        for later in Registration.objects.filter(society=registration.society_id, pk__gt=registration.pk):
            if later.before:  # it may repeat what they wrote
                later.before = {**later.before, "questions": []}
                later.save(update_fields=["before"])


def forget_address_membership(address: str, at: datetime) -> None:
    """Let the typed address stand for nobody any more, at any university, refused or not."""
    Claim.objects.filter(address=address).delete()


def merge_membership(survivor: Person, other: Person, at: datetime) -> Moved:
    """What `other` joined and asked for is the survivor's; where both are members, since the earlier date.

    Claims stay: whoever types that address again is counted as who their person is now, and it gives the survivor,
    who may not have proven it, nothing to read.
    The other's row for such a society goes, so that nobody is counted twice. What it said is kept as numbers: of the
    society, of the survivor's row, and of the days and moments at which the survivor and the other joined.
    """
    moved = {DOUBLES: _one_membership_each(survivor, other)}
    return moved | give(BELONGINGS, survivor, other)


def unmerge_membership(survivor: Person, other: Person, moved: Mapping[str, list[int]], at: datetime) -> None:
    """What a merge moved is the other's again; where both were members, each is since their own date."""
    give_back(BELONGINGS, survivor, other, moved)
    numbers = iter(moved.get(DOUBLES, []))
    for society, kept, own_day, own_moment, day, moment in zip(*[numbers] * 6, strict=True):
        row = Membership.objects.filter(pk=kept, person=survivor)
        left_on = row.values_list("left_on", flat=True).first()  # who left as one person left for both
        row.update(joined_on=date.fromordinal(own_day), joined_at=_moment(own_moment))
        home = Society.objects.get(pk=society)
        Membership.objects.create(
            university_id=home.university_id,
            society=home,
            person=other,
            joined_on=date.fromordinal(day),
            joined_at=_moment(moment),
            left_on=left_on,
        )


def _one_membership_each(survivor: Person, other: Person) -> list[int]:
    """Make one of two standing memberships in a society; six numbers for each that went."""
    standing = {row.society_id: row for row in Membership.objects.filter(person=survivor, left_on__isnull=True)}
    numbers: list[int] = []
    doubles = Membership.objects.filter(person=other, left_on__isnull=True, society__in=standing)
    for double in doubles.order_by("pk"):
        kept = standing[double.society_id]
        numbers += [double.society_id, kept.pk]
        for row in (kept, double):
            numbers += [row.joined_on.toordinal(), (row.joined_at - EPOCH) // MICROSECOND]
        kept.joined_on = min(kept.joined_on, double.joined_on)
        kept.joined_at = min(kept.joined_at, double.joined_at)
        kept.save(update_fields=["joined_on", "joined_at"])
        double.delete()
    return numbers


def _moment(number: int) -> datetime:
    return EPOCH + number * MICROSECOND
