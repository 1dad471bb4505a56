"""What participation means: who is new, who came again, how often. Pure; the definitions of docs/figures.md.

One scope (a society or a university) and one reporting term at a time, on plain values. Only identified visits make
sets of persons; nameless ones count as visits and in contact hours. A check-in counts from the moment it is made;
voided rows and cancelled occurrences must be left out by the caller.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from statistics import median

Person = Hashable


@dataclass(frozen=True)
class Meeting:
    """An occurrence that was held: its start, and its planned length in minutes."""

    starts_at: datetime
    minutes: int


@dataclass(frozen=True)
class Visit:
    """Somebody was at a meeting; `person` is None when nobody knows who."""

    meeting: Meeting
    person: Person | None


@dataclass(frozen=True)
class Ratio:
    """`part` of `base`."""

    part: int
    base: int


@dataclass(frozen=True)
class SecondVisits:
    """Of the first-timers who had a later meeting in the term, how many came again; the others are censored."""

    came_again: int
    could_have: int
    censored: int


@dataclass(frozen=True)
class Figures:
    """The figures of one scope and one reporting term, exact. `mean` and `median` are None when nobody came."""

    participants: int
    first_time: int
    continuing: int
    reactivated: int
    visits: int
    contact_minutes: int
    mean: float | None
    median: float | None
    bands: Mapping[str, int]
    second_visits: SecondVisits

    @property
    def contact_hours(self) -> float:
        return self.contact_minutes / 60


def figures(
    visits: Sequence[Visit],
    meetings: Iterable[Meeting],
    *,
    seen_before: AbstractSet[Person],
    seen_last_term: AbstractSet[Person],
) -> Figures:
    """The figures of a term.

    `visits` are all visits of the term, `meetings` those held in it; `seen_before` holds who had an identified visit
    in any earlier term of the scope, `seen_last_term` who had one in the latest earlier term in which anybody had.
    """
    times = times_per_person(visits)
    known = times.keys() & seen_before
    continuing = times.keys() & seen_last_term
    return Figures(
        participants=len(times),
        first_time=len(times) - len(known),
        continuing=len(continuing),
        reactivated=len(known) - len(continuing),
        visits=len(visits),
        contact_minutes=sum(visit.meeting.minutes for visit in visits),
        mean=sum(times.values()) / len(times) if times else None,
        median=median(times.values()) if times else None,
        bands=bands(times.values()),
        second_visits=second_visits(visits, meetings, newcomers=times.keys() - seen_before),
    )


def times_per_person(visits: Iterable[Visit]) -> dict[Person, int]:
    """How often each identified person came."""
    return dict(Counter(visit.person for visit in visits if visit.person is not None))


def persons(visits: Iterable[Visit]) -> set[Person]:
    """Everybody who is known to have come."""
    return {visit.person for visit in visits if visit.person is not None}


def bands(times: Iterable[int]) -> dict[str, int]:
    """How many persons came once, two or three times, four times or more."""
    counted = Counter("1" if time == 1 else "2-3" if time <= 3 else "4+" for time in times)
    return {band: counted[band] for band in ("1", "2-3", "4+")}


def first_visits(visits: Iterable[Visit], persons: AbstractSet[Person]) -> dict[Person, datetime]:
    """When each of `persons` came first in the term: the start of that meeting."""
    firsts: dict[Person, datetime] = {}
    for visit in visits:
        if visit.person in persons:
            starts_at = visit.meeting.starts_at
            firsts[visit.person] = min(firsts.get(visit.person, starts_at), starts_at)
    return firsts


def second_visits(
    visits: Sequence[Visit], meetings: Iterable[Meeting], *, newcomers: AbstractSet[Person]
) -> SecondVisits:
    """The second-visit rate of a term's first-timers. Later means a strictly later start, held in the same term."""
    last_start = max((meeting.starts_at for meeting in meetings), default=None)
    times = times_per_person(visits)
    firsts = first_visits(visits, newcomers)
    could_have = [person for person, first in firsts.items() if last_start is not None and first < last_start]
    return SecondVisits(
        came_again=sum(times[person] >= 2 for person in could_have),
        could_have=len(could_have),
        censored=len(firsts) - len(could_have),
    )


def retention(*, last_term: AbstractSet[Person], this_term: AbstractSet[Person]) -> Ratio | None:
    """Raw term-to-term retention: who of the last active term came in this one; None without a last active term."""
    return Ratio(len(last_term & this_term), len(last_term)) if last_term else None
