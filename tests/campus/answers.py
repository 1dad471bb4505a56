"""A date next Tuesday with few places, and people who want them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import time_machine

from campus.activities.actions import answer_occurrence
from campus.activities.models import Occurrence, Rsvp
from campus.directory.models import Society
from campus.outbox.kinds import JOBS
from campus.outbox.models import Job
from campus.people.models import Person
from tests import factories
from tests import factories_checkin as make
from tests.factories import NOW

NEXT_TUESDAY = date(2026, 10, 27)


def coming(host: Society, capacity: int | None = None, **fields: Any) -> Occurrence:
    """A date a week after factories.NOW, from 18:00 in Nairobi."""
    return make.occurrence(make.series(host), NEXT_TUESDAY, capacity=capacity, **fields)


def students(number: int) -> list[Person]:
    return [factories.person(f"Student{each}") for each in range(1, number + 1)]


def say(person: Person, occurrence: Occurrence, answer: str = "yes", at: datetime = NOW) -> Rsvp:
    return answer_occurrence(by=person, occurrence=occurrence, answer=answer, at=at)


def say_yes(persons: Sequence[Person], occurrence: Occurrence) -> list[Rsvp]:
    """One after the other, a minute between them."""
    return [
        say(person, occurrence, at=NOW + timedelta(minutes=minute)) for minute, person in enumerate(persons, start=1)
    ]


def standing(occurrence: Occurrence) -> list[str]:
    """The names of those who have a place, in the order in which they asked."""
    return _names(occurrence, is_waiting=False)


def waiting(occurrence: Occurrence) -> list[str]:
    """The names in the line."""
    return _names(occurrence, is_waiting=True)


def _names(occurrence: Occurrence, is_waiting: bool) -> list[str]:
    rows = occurrence.rsvps.filter(answer="yes", is_waiting=is_waiting).order_by("queued_at", "pk")
    return list(rows.values_list("person__name", flat=True))


def do_jobs() -> None:
    """What was left to be done later about places."""
    with time_machine.travel(NOW, tick=False):
        for job in Job.objects.filter(kind="fill_places", state=Job.State.WAITING).order_by("pk"):
            JOBS[job.kind].work(job, lambda done, total: None)
            job.delete()
