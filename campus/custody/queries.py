"""What concerns a person in every area: all that is kept, what waits for their word, who may be who."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from campus.checkin.models import Attendance
from campus.checkin.rules import may_see_names
from campus.custody.areas import AREAS
from campus.directory.models import Society
from campus.membership.models import MergeOffer
from campus.membership.queries import addresses_of, known_only_by
from campus.people.models import Merge, Person
from campus.people.queries import merged_with

UNDO_FOR = timedelta(days=30)


def everything_about(person: Person) -> dict[str, Any]:
    """JSON values by area, then by heading: a list of rows each, but for "person" in people, which is one.

    What still hangs on rows merged into theirs, and what was counted by an address of theirs before they proved it,
    stands among the rest. The name that was typed with it does not: whoever typed it may have been somebody else.
    """
    kept = {area.name: area.export(person) for area in AREAS}
    for row in (*merged_with(person), *undecided_persons(person)):
        for area in AREAS:
            for heading, rows in area.export(row).items():
                if isinstance(rows, list):
                    kept[area.name][heading] += rows
    return kept


def undecided_persons(person: Person) -> QuerySet[Person]:
    """The unproven persons for whom nothing but addresses that `person` proved stands: whose visits are theirs to
    decide. Who is also known by something else is not among them, for that may be somebody else's."""
    return known_only_by(addresses_of(person)).exclude(pk=person.pk)


def undecided_visits(person: Person) -> QuerySet[Attendance]:
    """The standing attendances that were typed with an address of theirs before they proved it, newest first."""
    rows = Attendance.objects.filter(person__in=undecided_persons(person), voided_at__isnull=True)
    return rows.select_related("occurrence", "society", "university").order_by("-at", "-pk")


def rows_of(person: Person) -> set[int]:
    """The numbers of all rows that mean the person: their own, those merged into it, those of their addresses."""
    theirs = {person.pk, *undecided_persons(person).values_list("pk", flat=True)}
    return theirs | set(Person.objects.filter(merged_into__in=theirs).values_list("pk", flat=True))


def offers_for(person: Person) -> QuerySet[MergeOffer]:
    """What officers ask the person: whether visits of an unproven person are theirs. Open ones, oldest first."""
    return _open_offers().filter(proven=person)


def offered_visits(person: Person) -> list[tuple[MergeOffer, list[Attendance]]]:
    """What officers ask the person, each with the standing visits that it is about, in the order of their dates."""
    offers = list(offers_for(person))
    visits: dict[int, list[Attendance]] = {offer.unproven_id: [] for offer in offers}
    rows = Attendance.objects.filter(person__in=list(visits), voided_at__isnull=True).select_related("occurrence")
    for row in rows.order_by("occurrence__starts_at", "pk"):
        if row.person_id is not None:
            visits[row.person_id].append(row)
    return [(offer, [row for row in visits[offer.unproven_id] if _is_asked_of(offer, row)]) for offer in offers]


def offers_of(society: Society, person: Person | None, at: datetime) -> QuerySet[MergeOffer]:
    """Whom the officers asked and who has not answered yet; nothing for anybody who may not see names."""
    if not may_see_names(person, society, at):
        return MergeOffer.objects.none()
    return _open_offers().filter(society=society)


def merges_of(person: Person, at: datetime) -> QuerySet[Merge]:
    """Who was merged into the person by themself and can still be parted from them, latest first."""
    return _undoable(at).filter(survivor=person, society_id__isnull=True)


def merges_in(society: Society, person: Person | None, at: datetime) -> QuerySet[Merge]:
    """What the officers merged and can still undo, latest first; nothing for anybody who may not see names."""
    if not may_see_names(person, society, at):
        return Merge.objects.none()
    return _undoable(at).filter(society_id=society.pk)


def standing_visits(persons: Iterable[Person], society: Society) -> dict[int, list[Attendance]]:
    """The standing attendances of these persons at what the society holds, by person, in the order of their dates."""
    found: dict[int, list[Attendance]] = {person.pk: [] for person in persons}
    rows = Attendance.objects.filter(person__in=list(found), voided_at__isnull=True, society=society)
    for row in rows.select_related("occurrence").order_by("occurrence__starts_at", "pk"):
        if row.person_id is not None:
            found[row.person_id].append(row)
    return found


def _is_asked_of(offer: MergeOffer, visit: Attendance) -> bool:
    """Officers ask about what they see, the visits in their society: they may be wrong. A university knows whose."""
    return offer.by_id is None or visit.society_id == offer.society_id


def _open_offers() -> QuerySet[MergeOffer]:
    waiting = MergeOffer.objects.filter(accepted_at__isnull=True, declined_at__isnull=True)
    both_stand = Q(unproven__is_active=True, proven__is_active=True)
    return waiting.filter(both_stand).select_related("society__university", "unproven", "proven").order_by("pk")


def _undoable(at: datetime) -> QuerySet[Merge]:
    standing = Merge.objects.filter(undone_at__isnull=True, settled_at__isnull=True, at__gt=at - UNDO_FOR)
    later = Merge.objects.filter(
        Q(survivor=OuterRef("survivor")) | Q(other=OuterRef("survivor")), undone_at__isnull=True, pk__gt=OuterRef("pk")
    )
    return standing.filter(~Exists(later)).select_related("survivor", "other").order_by("-pk")
