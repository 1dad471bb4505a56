"""Locking persons, so that of two who change what one person did each sees what the other left.

Persons are locked in the order of their numbers and before anything that hangs on them.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress

from django.db import transaction

from campus.people.models import Person
from campus.people.queries import survivor_of


def lock_persons(persons: Iterable[int]) -> list[Person]:
    """The persons with these numbers, locked in the order of their numbers; NO KEY, so that rows may point at them."""
    return list(Person.objects.select_for_update(no_key=True).filter(pk__in=set(persons)).order_by("pk"))


def lock_named(who: Callable[[], Iterable[int]]) -> list[Person]:
    """The persons whom `who()` names, locked, and still those whom it names under the lock.

    Where a merge changed the answer meanwhile the locks are let go, for the new ones might come before them in order.
    """
    while True:
        with suppress(_NamesOthersError), transaction.atomic():
            named = set(who())
            persons = lock_persons(named)
            if set(who()) != named:
                raise _NamesOthersError
            return persons


def lock_standing(person: Person) -> Person:
    """Who `person` is now, locked: themself, or who they were merged into. Erased or not is the caller's question."""
    (standing,) = lock_named(lambda: [_standing(person.pk)])
    return standing


class _NamesOthersError(Exception):
    """Between asking and locking somebody was merged or parted."""


def _standing(number: int) -> int:
    return survivor_of(Person.objects.select_related("merged_into").get(pk=number)).pk
