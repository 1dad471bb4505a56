"""Two rows that mean one person become one, in every area at once. Asks no permission: the actions do."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, not_here
from campus.custody.areas import AREAS
from campus.directory.models import Society
from campus.people import audit
from campus.people.locking import lock_named
from campus.people.models import Merge, Person
from campus.people.queries import survivor_of


def locked_pair(survivor: Person, other: Person) -> tuple[Person, Person]:
    """Both as they are now, locked with whoever was merged into `other`; in the survivor's stead who they are now.

    Raises NotFound when one was erased, Conflict when they are one already or `other` alone has proven an address.
    """
    numbers = _standing(survivor), other.pk

    def who() -> list[int]:
        return [_standing(survivor), *_with_merged(other)]

    persons = {person.pk: person for person in lock_named(who)}
    numbers = _standing(survivor), other.pk
    kept, gone = (persons[number] for number in numbers)
    if kept.erased_at is not None or gone.erased_at is not None:
        raise not_here()
    if kept == gone or gone.merged_into_id is not None:
        raise Conflict("one_person_already", _("These two are one person already."))
    if gone.is_proven and not kept.is_proven:
        raise Conflict("proven_stays", _("Whoever proved an address stays, and the other one goes into them."))
    return kept, gone


def merge_rows(
    survivor: Person, other: Person, *, by: Person, at: datetime, verb: str, society: Society | None = None
) -> Merge:
    """Make a `locked_pair` one, and keep by number what moved, so that it can be undone."""
    moved = {area.name: area.merge(survivor, other, at) for area in AREAS}
    society_id = society.pk if society else None
    made = Merge.objects.create(survivor=survivor, other=other, by=by, at=at, society_id=society_id, moved=moved)
    record_merge(made, verb, by=by, at=at, society=society)
    return made


def record_merge(merge: Merge, verb: str, *, by: Person, at: datetime, society: Society | None) -> None:
    audit.record(
        verb=verb,
        object=f"merge:{merge.pk}",
        by=by,
        at=at,
        university=society.university_id if society else None,
        society=society.pk if society else None,
    )


def _standing(person: Person) -> int:
    return survivor_of(Person.objects.select_related("merged_into").get(pk=person.pk)).pk


def _with_merged(person: Person) -> list[int]:
    """Its number and those of rows merged into it, which will mean the survivor."""
    return [person.pk, *Person.objects.filter(merged_into=person.pk).values_list("pk", flat=True)]
