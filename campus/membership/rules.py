"""Who is kept from being counted by name."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext

from campus.base.errors import Conflict
from campus.directory.models import Society
from campus.membership.models import Block, Claim
from campus.people.models import Person

NO_ADDRESS = " "  # what no claim holds


def is_blocked(person: Person, society: Society) -> bool:
    """Whether officers of the society blocked the person, or whoever claimed the address that is now proven theirs.

    One query of one shape, whoever it is: what a typed address is answered must not take longer for some.
    """
    typed = Claim.objects.filter(
        university_id=society.university_id, person=OuterRef("person"), address=person.email or NO_ADDRESS
    )
    standing = Block.objects.filter(society=society, lifted_at__isnull=True)
    return standing.filter(Q(person=person) | Exists(typed)).exists()


def blocking(person: Person, societies: Iterable[Society]) -> set[int]:
    """The numbers of those societies in which the person is blocked as `is_blocked` says: one query for all."""
    typed = Claim.objects.filter(
        university_id=OuterRef("society__university_id"), person=OuterRef("person"), address=person.email or NO_ADDRESS
    )
    standing = Block.objects.filter(society__in=list(societies), lifted_at__isnull=True)
    return set(standing.filter(Q(person=person) | Exists(typed)).values_list("society", flat=True))


def refuse_blocked(person: Person, society: Society) -> None:
    """Raise Conflict for somebody who is signed in and blocked; to who typed an address nothing may be said."""
    if is_blocked(person, society):
        sentence = gettext("The officers of %(society)s do not count you by name, and you cannot join. Ask them why.")
        raise Conflict("blocked", sentence % {"society": society.name})
