"""Who comes when, so that it looks like life. Pure: seeded randomness over plain values.

Most people come first in the opening weeks of a term and about half of those never again; some return for a while,
a core stays. From 25 November to 10 December, the 16 Days of Activism, more come, and more of them for the first time.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Generic, TypeVar

P = TypeVar("P", bound=Hashable)

ARRIVALS = (0.45, 0.25, 0.3)  # how the people of a society spread over two past terms and the running one
ARRIVALS_FADE = 0.66  # each week of a term brings so much of the newcomers of the week before
TAIL = 0.04  # and never none at all
INTEREST_FADES = 0.9  # per week of a term, for all but the core
PEAK_NEWCOMERS, PEAK_RETURNS = 6.0, 1.7
OFTEN = 0.95


@dataclass(frozen=True)
class Meeting:
    """An occurrence as the story needs it: `term` counts from the oldest, `week` from 0 within the term."""

    id: int
    date: date
    term: int
    week: int


@dataclass(frozen=True)
class Temper:
    """How often somebody returns to a meeting, and whether to another term."""

    share: float
    returns: float
    next_term: float
    fades: bool


TEMPERS = (
    Temper(share=0.14, returns=0.82, next_term=0.9, fades=False),
    Temper(share=0.34, returns=0.5, next_term=0.5, fades=True),
    Temper(share=0.52, returns=0.07, next_term=0.12, fades=True),
)
OFFICER = Temper(share=0, returns=0.9, next_term=1, fades=False)


@dataclass
class Visitor(Generic[P]):
    """A person in one society, and how they are."""

    person: P
    temper: Temper
    since: int  # the week of this term from which they are around


def in_peak(day: date) -> bool:
    """Whether the local date lies in the 16 Days of Activism, 25 November to 10 December."""
    return (11, 25) <= (day.month, day.day) <= (12, 10)


def visits(
    meetings: Sequence[Meeting], people: Sequence[P], rng: Random, *, core: Sequence[P] = ()
) -> Iterator[tuple[Meeting, P]]:
    """Each visit to `meetings` (in order of time), meeting by meeting, nobody twice at one.

    Each of `people` comes at least once; the `core` are there from the start and seldom miss.
    """
    if not meetings:
        return
    waiting = first_meetings(meetings, [person for person in people if person not in core], rng)
    around = [Visitor(person, OFFICER, 0) for person in core]
    term = meetings[0].term
    for meeting in meetings:
        if meeting.term != term:
            term = meeting.term
            around = [_begin_term(visitor) for visitor in around if rng.random() < visitor.temper.next_term]
        for visitor in around:
            if rng.random() < _chance(visitor, meeting):
                yield meeting, visitor.person
        arrived = waiting.get(meeting.id, [])
        for person in arrived:
            yield meeting, person
        around += [Visitor(person, _temper(rng), meeting.week) for person in arrived]


def first_meetings(meetings: Sequence[Meeting], people: Sequence[P], rng: Random) -> dict[int, list[P]]:
    """For each meeting, who comes there for the first time ever."""
    weights = _arrival_weights(meetings)
    arrivals: dict[int, list[P]] = {}
    for person in people:
        (meeting,) = rng.choices(meetings, weights)
        arrivals.setdefault(meeting.id, []).append(person)
    return arrivals


def _arrival_weights(meetings: Sequence[Meeting]) -> list[float]:
    raw = [
        (ARRIVALS_FADE ** max(meeting.week, 0) + TAIL) * (PEAK_NEWCOMERS if in_peak(meeting.date) else 1)
        for meeting in meetings
    ]
    calm: dict[int, float] = {}  # without the peak, which comes on top of a term's newcomers
    for meeting in meetings:
        calm[meeting.term] = calm.get(meeting.term, 0) + ARRIVALS_FADE ** max(meeting.week, 0) + TAIL
    return [weight / calm[meeting.term] * ARRIVALS[meeting.term] for weight, meeting in zip(raw, meetings, strict=True)]


def _begin_term(visitor: Visitor[P]) -> Visitor[P]:
    return Visitor(visitor.person, visitor.temper, 0)


def _chance(visitor: Visitor[P], meeting: Meeting) -> float:
    chance = visitor.temper.returns * (PEAK_RETURNS if in_peak(meeting.date) else 1)
    if visitor.temper.fades:
        chance *= INTEREST_FADES ** max(meeting.week - visitor.since, 0)
    return min(chance, OFTEN)


def _temper(rng: Random) -> Temper:
    return rng.choices(TEMPERS, [temper.share for temper in TEMPERS])[0]
