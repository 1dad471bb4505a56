"""Changes in two steps: what they do to each date is shown first, and done only when it was seen like this."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from django.http import HttpRequest

from campus.activities.edits import Changes, DateChange

CARRIED_BY_PAGE = {"csrfmiddlewaretoken", "do", "seen"}
KINDS = ("moved", "added", "cancelled", "deleted", "kept", "untouched")


@dataclass(frozen=True)
class Shown:
    """What the second step shows: the changes, and what was entered, to be sent once more."""

    changes: Changes
    entered: Sequence[tuple[str, str]]
    seen: str
    has_moved_on: bool = False  # it was looked at before, and is different now


def is_seen(request: HttpRequest, changes: Changes) -> bool:
    """Whether what is confirmed is what was shown: meanwhile somebody may have answered, or moved a date."""
    return request.POST.get("do") == "confirm" and request.POST.get("seen") == mark_of(changes)


def shown(request: HttpRequest, changes: Changes) -> Shown:
    """The second step of what was entered."""
    return Shown(
        changes=changes,
        entered=list(_entered(request)),
        seen=mark_of(changes),
        has_moved_on=request.POST.get("do") == "confirm",
    )


def mark_of(changes: Changes) -> str:
    """What stands for changes as they were shown."""
    lines = chain.from_iterable(_lines(kind, getattr(changes, kind)) for kind in KINDS)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def _lines(kind: str, changes: Sequence[DateChange]) -> list[str]:
    return [f"{kind} {each.occurrence.pk if each.occurrence else ''} {each.before} {each.after}" for each in changes]


def _entered(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, str(value)) for name, values in request.POST.lists() if name not in CARRIED_BY_PAGE for value in values
    ]
