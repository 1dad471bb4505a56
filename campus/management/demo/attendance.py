"""Who was there: check-ins as they happened, each with what hangs on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campus.activities.models import Occurrence
from campus.checkin.models import Attendance
from campus.management.demo import life
from campus.management.demo.calendars import monday
from campus.management.demo.home import Home
from campus.management.demo.people import Somebody
from campus.management.demo.societies import Made

Identity = Attendance.Identity
TYPES_ANYWAY = 0.2  # of those who could sign in
NAMELESS = 0.06  # come beside the others and are only counted
TAKEN_BACK = 0.012


@dataclass(frozen=True)
class Visit:
    """One check-in; nobody's when it is counted without a name. `taken_back` visits are voided later."""

    occurrence: Occurrence
    somebody: Somebody | None
    at: datetime
    identity: str
    taken_back: bool = False


def come(home: Home, made: Made, occurrences: Iterable[Occurrence], crowd: Sequence[Somebody]) -> list[Visit]:
    """The visits of a society so far, meeting by meeting; `crowd` are those who ever come, its core aside."""
    held = {each.pk: each for each in occurrences if each.starts_at <= home.now and not each.is_cancelled}
    meetings = [_meeting(home, each) for each in sorted(held.values(), key=lambda each: each.starts_at)]
    visits: list[Visit] = []
    for meeting, somebody in life.visits(meetings, crowd, home.rng, core=made.core):
        visits += _check_in(home, held[meeting.id], somebody)
    return visits


def _meeting(home: Home, occurrence: Occurrence) -> life.Meeting:
    """In which reporting term, and in which week of it, an occurrence lies."""
    begun = [number for number, term in enumerate(home.terms) if term.active_from <= occurrence.date]
    term = begun[-1] if begun else 0
    return life.Meeting(occurrence.pk, occurrence.date, term, _week(home.terms[term].teaching_from, occurrence.date))


def _week(first: date, day: date) -> int:
    return (monday(day) - monday(first)).days // 7


def _check_in(home: Home, occurrence: Occurrence, somebody: Somebody) -> list[Visit]:
    """The visit of somebody, and now and then one without a name beside it; schools count without names only."""
    nameless = Visit(occurrence, None, _moment(home, occurrence), Identity.ANONYMOUS)
    if home.spec.is_school:
        return [nameless]
    at = _moment(home, occurrence)
    somebody.see(at)
    visit = Visit(occurrence, somebody, at, _identity(home, somebody), home.rng.random() < TAKEN_BACK)
    return [visit, nameless] if home.rng.random() < NAMELESS else [visit]


def _moment(home: Home, occurrence: Occurrence) -> datetime:
    """Most come in the ten minutes around the start; nobody outside the window or after now."""
    at = occurrence.starts_at + timedelta(seconds=round(home.rng.gauss(-120, 500)))
    return min(max(at, occurrence.opens_at), occurrence.closes_at, home.now)


def _identity(home: Home, somebody: Somebody) -> str:
    signs_in = somebody.is_proven and home.rng.random() >= TYPES_ANYWAY
    return Identity.SIGNED_IN if signs_in else Identity.TYPED
