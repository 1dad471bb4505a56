"""What came of the answers to one date: who stayed away, who came without a word, how full it was.

Definitions: a no-show said yes, did not take it back in time, and was not identified there; a walk-in was identified
there and had said neither yes nor maybe. Sources: AirLST (no-show), studentsuk.club (attendance against goals).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from campus.activities.answering import capacity_of
from campus.activities.models import Occurrence, Rsvp
from campus.base.errors import not_here
from campus.checkin.models import Attendance
from campus.checkin.rules import may_see_counts
from campus.people.models import Person


@dataclass(frozen=True)
class Turnout:
    """Exact counts of one date, for officers of its society; a part comes with what it is a part of.

    `no_shows` is None where nobody was identified, `walk_ins` where nobody answered: undefined, and not 0.
    """

    came: int
    identified: int
    expected: int
    no_shows: int | None
    walk_ins: int | None
    capacity: int | None
    goal: int | None


def turnout_of(occurrence: Occurrence, person: Person | None, at: datetime | None = None) -> Turnout:
    """Raises NotFound for anybody but the officers of its society."""
    if not may_see_counts(person, occurrence.society, at):
        raise not_here()
    rows = Attendance.objects.filter(occurrence=occurrence, voided_at__isnull=True).values_list("person", flat=True)
    came = list(rows)
    present = {number for number in came if number is not None}
    said = Rsvp.objects.filter(occurrence=occurrence)
    yes = Q(answer=Rsvp.Answer.YES, is_waiting=False) | Q(withdrawn_in_time=False)
    expected = set(said.filter(yes).values_list("person", flat=True))
    announced = said.filter(Q(answer__in=(Rsvp.Answer.YES, Rsvp.Answer.MAYBE)))
    return turnout(
        came=len(came),
        present=present,
        expected=expected,
        announced=set(announced.values_list("person", flat=True)),
        has_answers=said.exists(),
        capacity=capacity_of(occurrence),
        goal=goal_of(occurrence),
    )


def turnout(
    *,
    came: int,
    present: set[int],
    expected: set[int],
    announced: set[int],
    has_answers: bool,
    capacity: int | None,
    goal: int | None,
) -> Turnout:
    """The same from plain values: persons by their numbers, `came` with those without a name."""
    return Turnout(
        came=came,
        identified=len(present),
        expected=len(expected),
        no_shows=len(expected - present) if present else None,
        walk_ins=len(present - announced) if has_answers else None,
        capacity=capacity,
        goal=goal,
    )


def goal_of(occurrence: Occurrence) -> int | None:
    """How many the society hoped for; a goal set at or after the start is none."""
    if occurrence.goal_set_at is None or occurrence.goal_set_at >= occurrence.starts_at:
        return None
    return occurrence.goal
