"""Who said that they come: counts for officers, names for those who may see names, one's own for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When

from campus.activities.answering import capacity_of
from campus.activities.models import Occurrence, Rsvp
from campus.base.errors import not_here
from campus.directory.rules import Right, may
from campus.people.models import Person

FEW_PLACES = 5  # up to so many are named; more would tell how many said yes

__all__ = [
    "FEW_PLACES",
    "Tally",
    "answer_by",
    "answers_for",
    "answers_of",
    "capacity_of",
    "my_answers",
    "place_in_line",
    "places_left",
    "tallies",
    "tally",
    "with_places",
]


@dataclass(frozen=True)
class Tally:
    """How many answered a date: `yes` have a place, `waiting` said yes and have none yet."""

    yes: int = 0
    maybe: int = 0
    no: int = 0
    waiting: int = 0
    capacity: int | None = None

    @property
    def left(self) -> int | None:
        """How many places are free; None where there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.yes)

    @property
    def answered(self) -> int:
        return self.yes + self.maybe + self.no + self.waiting


def tally(occurrence: Occurrence) -> Tally:
    """How many answered a date, exact: for actions and for pages of officers."""
    return tallies([occurrence])[occurrence.pk]


def tallies(occurrences: Iterable[Occurrence]) -> dict[int, Tally]:
    """The same for several dates, by their numbers, in one query (with `series` fetched)."""
    dates = {row.pk: row for row in occurrences}
    counted = (
        Rsvp.objects.filter(occurrence__in=list(dates))
        .values_list("occurrence")
        .order_by()
        .annotate(
            yes=Count("pk", filter=Q(answer=Rsvp.Answer.YES, is_waiting=False)),
            maybe=Count("pk", filter=Q(answer=Rsvp.Answer.MAYBE)),
            no=Count("pk", filter=Q(answer=Rsvp.Answer.NO)),
            waiting=Count("pk", filter=Q(is_waiting=True)),
        )
    )
    found = {pk: Tally(capacity=capacity_of(row)) for pk, row in dates.items()}
    for pk, yes, maybe, no, waiting in counted:
        found[pk] = replace(found[pk], yes=yes, maybe=maybe, no=no, waiting=waiting)
    return found


def places_left(occurrence: Occurrence) -> int | None:
    """How many places are free, for everybody to see; None where there is no limit.

    Exact up to FEW_PLACES and not above it: from the rest one could tell how many said yes, and who was the latest.
    """
    capacity = capacity_of(occurrence)
    if capacity is None:
        return None
    standing = occurrence.rsvps.filter(answer=Rsvp.Answer.YES, is_waiting=False).count()
    return max(0, capacity - standing)


def answers_of(occurrence: Occurrence) -> QuerySet[Rsvp]:
    """All answers to a date in the order of the list, with their persons: for actions, not for anybody's eyes."""
    return occurrence.rsvps.select_related("person").order_by("queued_at", "pk")


def answers_for(person: Person | None, occurrence: Occurrence, at: datetime | None = None) -> QuerySet[Rsvp]:
    """All answers to a date by name. Raises NotFound for anybody but officers of its society who may see names."""
    if not may(person, Right.SEE_NAMES, occurrence.society, at):
        raise not_here()
    return answers_of(occurrence)


def answer_by(person: Person | None, occurrence: Occurrence) -> Rsvp | None:
    """The person's own answer to a date."""
    return occurrence.rsvps.filter(person=person).first() if person is not None else None


def place_in_line(answer: Rsvp) -> int:
    """Which in the waiting list somebody is, from 1; 0 for who does not wait."""
    found: Any = with_places(Rsvp.objects.filter(pk=answer.pk)).first()
    return found.place if found else 0


def with_places(answers: QuerySet[Rsvp]) -> QuerySet[Rsvp]:
    """The same with `place`: which in the waiting list each is, from 1; 0 for who does not wait."""
    before = Q(queued_at__lt=OuterRef("queued_at")) | Q(queued_at=OuterRef("queued_at"), pk__lte=OuterRef("pk"))
    line = Rsvp.objects.filter(before, occurrence=OuterRef("occurrence"), is_waiting=True).order_by()
    count = line.values("occurrence").annotate(count=Count("pk")).values("count")
    return answers.annotate(place=Case(When(is_waiting=True, then=Subquery(count)), default=Value(0)))


def my_answers(person: Person, at: datetime | None = None) -> QuerySet[Rsvp]:
    """What the person answered, each with its `place` in the line, the next date first; with `at` only about dates
    that are not over then. What is hidden after a report shows its words nowhere, so it is left out."""
    shown = Rsvp.objects.filter(
        person=person,
        occurrence__series__hidden_at__isnull=True,
        society__hidden_at__isnull=True,
        university__hidden_at__isnull=True,
    )
    mine = with_places(shown)
    mine = mine.select_related("occurrence__series", "occurrence__society__university", "society__university")
    if at is not None:
        mine = mine.filter(occurrence__ends_at__gt=at)
    return mine.order_by("occurrence__starts_at", "pk")
