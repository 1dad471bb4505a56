"""What on my page is about who I am: addresses that lead here, visits that wait for my word, what can be undone."""

from typing import Any

from campus.base import clock
from campus.custody.queries import UNDO_FOR, merges_of, offered_visits, undecided_visits
from campus.people.models import Person
from campus.people.queries import proven_addresses


def one_person(person: Person) -> dict[str, Any]:
    """For the templates: undecided (how many), offers with their visits, addresses, merges with the end of undoing."""
    return {
        "undecided": undecided_visits(person).count(),
        "offers": offered_visits(person),
        "addresses": proven_addresses(person),
        "merges": [(merge, merge.at + UNDO_FOR) for merge in merges_of(person, clock.now())],
    }
