"""A student number is proven to be somebody's: their university said so."""

from datetime import datetime

from django.db import transaction

from campus.checkin.models import Attendance
from campus.directory.models import University
from campus.membership.models import Claim, MergeOffer
from campus.membership.numbers import number_hash, number_hashes
from campus.people.models import Person
from campus.people.queries import survivor_of


@transaction.atomic
def number_proven(*, person: Person, university: University, number: str, at: datetime) -> Claim:
    """From now on whoever types the student number at this university counts `person`; again changes nothing.

    The unproven person for whom it stood until now keeps what was counted by it. Whether these visits are theirs too
    `person` is asked, as by officers who think so. `number` may be written in any way; it is kept as a hash only.
    """
    claim, is_new = _claim(person, university, number, at)
    former = survivor_of(claim.person)
    if is_new or former == person:
        return claim
    claim.person = person
    claim.save(update_fields=["person"])
    if not former.is_proven and not Claim.objects.filter(person=former).exists():
        _ask(person, former, at)
    return claim


def _claim(person: Person, university: University, number: str, at: datetime) -> tuple[Claim, bool]:
    """The claim of this number, by the present key or a former one; made when there is none."""
    known = Claim.objects.select_for_update(no_key=True, of=("self",)).select_related("person__merged_into")
    found = known.filter(university=university, number_hash__in=number_hashes(university, number)).first()
    if found is not None:
        return found, False
    return known.get_or_create(
        university=university,
        number_hash=number_hash(university, number),
        defaults={"person": person, "created_at": at},
    )


def _ask(person: Person, former: Person, at: datetime) -> None:
    """Once, in the name of the society where the latest visit was; the answer is about all of them."""
    visits = Attendance.objects.filter(person=former, voided_at__isnull=True).select_related("society")
    latest = visits.order_by("-at", "-pk").first()
    if latest is not None:
        MergeOffer.objects.get_or_create(
            society=latest.society,
            unproven=former,
            proven=person,
            defaults={"university_id": latest.society.university_id, "at": at, "by": None},
        )
