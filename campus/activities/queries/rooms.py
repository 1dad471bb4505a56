"""Whether the room of a date that is yet to be planned, or to be changed, is taken at that time."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from campus.activities.models import Activity, Occurrence, Timing
from campus.activities.planning import instants
from campus.activities.reshaping import start_at, start_of
from campus.activities.rules import is_public_series
from campus.activities.words import weekday_and_date
from campus.base.text import name_key
from campus.directory.models import Society


@dataclass(frozen=True)
class Wanted:
    """A room from one instant to another, for a date with this local start."""

    place: str
    start: datetime
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Taken:
    """A wanted room, and the date that has it; None where that is another society's and not public."""

    wanted: Wanted
    by: Occurrence | None


def room_of(row: Occurrence) -> Wanted:
    """The room that a date has, or has once it is saved; "" where it has none, or no time of its own."""
    place = row.place if row.timing == Timing.TIMED else ""
    return Wanted(place, start_of(row), row.starts_at, row.ends_at)


def room_at(activity: Activity, address: datetime, row: Occurrence | None = None) -> Wanted:
    """The room that a date has once it is at an address of `activity`; `row` where it is there already.

    What was set for that date alone stays.
    """
    own = set(row.own) if row else set()
    place = row.place if row and "place" in own else activity.place
    minutes = row.minutes if row and "minutes" in own else activity.minutes
    timing = row.timing if row and "timing" in own else activity.timing
    start = start_at(row, address) if row else address
    starts_at, ends_at = instants(start.date(), start.time(), minutes, activity.zone, timing)
    return Wanted(place if timing == Timing.TIMED else "", start, starts_at, ends_at)


def rooms_taken(society: Society, wanted: Sequence[Wanted], besides: Collection[int] = ()) -> Sequence[Taken]:
    """Those of `wanted` whose room is taken, in order of time; `besides` are dates that are about to change themselves.

    Rooms are those of the society's university, however they are written; what takes all day, or has no time yet, is
    in nobody's way. One query, and a second one for what is in the way, if anything is.
    """
    rooms = _by_room(wanted)
    if not rooms:
        return []
    found: dict[Wanted, int] = {}
    for number, place, starts_at, ends_at in _held(society, wanted):
        for each in rooms.get(name_key(place), ()) if number not in besides else ():
            if each.starts_at < ends_at and starts_at < each.ends_at:
                found.setdefault(each, number)
    rows = Occurrence.objects.select_related("society__university", "series__society__university")
    by_number = rows.in_bulk(set(found.values())) if found else {}
    taken = [Taken(each, _shown(by_number.get(number), society)) for each, number in found.items()]
    return sorted(taken, key=lambda each: each.wanted.starts_at)


def room_warnings(taken: Sequence[Taken]) -> list[str]:
    """One sentence for each room, about the first date on which it is taken and how many more there are."""
    rooms: dict[str, list[Taken]] = defaultdict(list)
    for each in taken:
        rooms[name_key(each.wanted.place)].append(each)
    return [_summary(found) for found in rooms.values()]


def _by_room(wanted: Sequence[Wanted]) -> Mapping[str, list[Wanted]]:
    rooms: dict[str, list[Wanted]] = defaultdict(list)
    for each in wanted:
        if room := name_key(each.place):
            rooms[room].append(each)
    return rooms


def _held(society: Society, wanted: Sequence[Wanted]) -> Sequence[tuple[int, str, datetime, datetime]]:
    """Every date of the university with a time and a place, as far as it could be in the way."""
    rows = Occurrence.objects.filter(
        university=society.university_id,
        timing=Timing.TIMED,
        cancelled_at__isnull=True,
        starts_at__lt=max(each.ends_at for each in wanted),
        ends_at__gt=min(each.starts_at for each in wanted),
    ).exclude(place="")
    return list(rows.order_by("starts_at", "pk").values_list("pk", "place", "starts_at", "ends_at"))


def _shown(row: Occurrence | None, society: Society) -> Occurrence | None:
    """A date of one's own, or one that everybody may see."""
    return row if row and (row.society_id == society.pk or is_public_series(row.series)) else None


def _sentence(taken: Taken) -> str:
    place = taken.wanted.place
    if taken.by is None:
        return gettext("%(place)s is taken at that time.") % {"place": place}
    return gettext("%(place)s is taken by %(name)s of %(society)s at that time.") % {
        "place": place,
        "name": taken.by.name,
        "society": taken.by.society.name,
    }


def _summary(found: Sequence[Taken]) -> str:
    first, more = found[0], len(found) - 1
    sentence = gettext("%(day)s: %(taken)s") % {
        "day": weekday_and_date(first.wanted.start.date()),
        "taken": _sentence(first),
    }
    if not more:
        return sentence
    also = ngettext("So is it on %(count)d more date.", "So is it on %(count)d more dates.", more)
    return f"{sentence} {also % {'count': more}}"
