"""Dates that get in each other's way."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import QuerySet

from campus.activities.models import Occurrence, Timing
from campus.activities.rules import is_public_series
from campus.base.text import name_key
from campus.directory.models import Society


@dataclass(frozen=True)
class Conflict:
    """Two dates at once: of one society ("society"), or in one room of a university ("room").

    `first` is the society's own. Of a `second` that is another society's, show its public name and its date, no more;
    it is None where that one is not public.
    """

    kind: Literal["society", "room"]
    first: Occurrence
    second: Occurrence | None


def conflicts_of(society: Society, since: date, last: date) -> Sequence[Conflict]:
    """The conflicts of a society on the local dates `since` to `last`, both included, in order of time; two queries.

    Dates that take place at a time only: what takes all day, or has no time yet, is in nobody's way. Two dates in one
    room at once are one conflict, that of the room, also when both are the society's. For its officers.
    """
    own = list(_timed().filter(society=society, date__gte=since, date__lte=last))
    if not own:
        return []
    found = {(first.pk, second.pk): Conflict("society", first, second) for first, second in _overlapping(own)}
    rooms = [row for row in own if row.place]
    if rooms:
        for first, second in _sharing_a_room(society, rooms):
            found[first.pk, second.pk] = Conflict("room", first, _shown(second, society))
    return sorted(found.values(), key=lambda conflict: (conflict.first.starts_at, conflict.first.pk))


def _timed() -> "QuerySet[Occurrence]":
    rows = Occurrence.objects.filter(timing=Timing.TIMED, cancelled_at__isnull=True)
    return rows.select_related("series__society__university", "society__university").order_by("starts_at", "pk")


def _sharing_a_room(society: Society, own: Sequence[Occurrence]) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Those of the society with whatever else is in their room at the time; each pair once, the society's own first."""
    first, last = min(row.starts_at for row in own), max(row.ends_at for row in own)
    held = _timed().filter(university=society.university_id, starts_at__lt=last, ends_at__gt=first).exclude(place="")
    rooms: dict[str, list[Occurrence]] = defaultdict(list)
    wanted = {name_key(row.place) for row in own}
    mine = {row.pk for row in own}
    for row in held:
        if (room := name_key(row.place)) in wanted:
            rooms[room].append(row)
    for there in rooms.values():
        for one, other in _overlapping(there):
            if one.pk in mine:
                yield one, other
            elif other.pk in mine:
                yield other, one


def _overlapping(rows: Iterable[Occurrence]) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Pairs of which one begins before the other has ended; `rows` are in order of time."""
    running: list[Occurrence] = []
    for row in rows:
        running = [other for other in running if other.ends_at > row.starts_at]
        yield from ((other, row) for other in running)
        running.append(row)


def _shown(row: Occurrence, society: Society) -> Occurrence | None:
    """A date of one's own, or one that everybody may see."""
    return row if row.society_id == society.pk or is_public_series(row.series) else None
