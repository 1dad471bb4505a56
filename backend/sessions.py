"""Ending sessions: those in which somebody is signed in, and those that only know an address of theirs."""

from collections.abc import Collection, Iterator
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from campus.base.text import address_key
from campus.people.models import Person


def end_sessions(*, person: Person, addresses: Collection[str]) -> None:
    """Remove each session in which `person` is signed in or one of the normalised `addresses` was typed.

    A session says whose it is only inside its signed data, so each one is read: rare enough, and it misses none.
    """
    ended = [
        session.pk for session in Session.objects.iterator() if _is_about(session.get_decoded(), person, addresses)
    ]
    Session.objects.filter(pk__in=ended).delete()


def _is_about(data: dict[str, Any], person: Person, addresses: Collection[str]) -> bool:
    if data.get(SESSION_KEY) == str(person.pk):
        return True
    return any(address_key(text) in addresses for text in _texts(data))


def _texts(value: Any) -> Iterator[str]:
    """Every text in nested JSON values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
