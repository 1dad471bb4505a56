"""Who somebody is now: after a merge one person stands for another, and each of their addresses leads to them."""

from django.db.models import QuerySet

from campus.base.text import address_key
from campus.people.models import Person


def survivor_of(person: Person) -> Person:
    """The person, or who they turned out to be. There are no chains, so that one step is enough."""
    return person.merged_into or person


def owner_of(address: str) -> Person | None:
    """Who proved this address, as who they are now; None when nobody did."""
    found = Person.objects.select_related("merged_into").filter(email=address_key(address)).first()
    return survivor_of(found) if found else None


def merged_with(person: Person) -> QuerySet[Person]:
    """The rows that mean this person too, because they were merged into them; oldest first."""
    return Person.objects.filter(merged_into=person).order_by("pk")


def proven_addresses(person: Person) -> list[str]:
    """The addresses that the person proved: the one that mail goes to first, then those of rows merged into them."""
    others = merged_with(person).filter(email__isnull=False).values_list("email", flat=True)
    return [address for address in (person.email, *others) if address]
