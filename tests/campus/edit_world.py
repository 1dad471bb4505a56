"""What tests of edited dates share: what was there, what a preview said, what then happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.activities.edits import Changes
from campus.activities.models import Occurrence, Rsvp
from campus.people.models import Person
from tests.factories import NOW


@contextmanager
def nothing_written() -> Iterator[None]:
    """What is inside only reads."""
    with CaptureQueriesContext(connection) as queries:
        yield
    assert [each["sql"] for each in queries if not each["sql"].lstrip("(").startswith("SELECT")] == []


def everything(society: int) -> dict[int, Occurrence]:
    return Occurrence.objects.filter(society=society).in_bulk()


def start(row: Occurrence) -> datetime:
    return datetime.combine(row.date, row.time)


def what_happened(before: dict[int, Occurrence], after: dict[int, Occurrence]) -> dict[str, set[Any]]:
    both = before.keys() & after.keys()
    back = {pk for pk in both if before[pk].is_cancelled and not after[pk].is_cancelled}
    cancelled = {pk for pk in both if after[pk].is_cancelled and cancellation(before[pk]) != cancellation(after[pk])}
    moved = {pk for pk in both - back - cancelled if start(before[pk]) != start(after[pk])}
    return {
        "moved": {(pk, start(after[pk])) for pk in moved},
        "cancelled": cancelled,
        "deleted": before.keys() - after.keys(),
        "added": {start(after[pk]) for pk in (after.keys() - before.keys()) | back},
    }


def cancellation(row: Occurrence) -> tuple[Any, ...]:
    return row.cancelled_at, row.cancelled_by_id, row.cancel_reason


def what_was_said(said: Changes) -> dict[str, set[Any]]:
    def number(row: Occurrence | None) -> int:
        assert row is not None
        return row.pk

    return {
        "moved": {(number(each.occurrence), each.after) for each in said.moved},
        "cancelled": {number(each.occurrence) for each in said.cancelled},
        "deleted": {number(each.occurrence) for each in said.deleted},
        "added": {each.after for each in said.added},
    }


def answered(person: Person, row: Occurrence, answer: str = "yes") -> Rsvp:
    return Rsvp.objects.create(
        university=row.university,
        society=row.society,
        occurrence=row,
        person=person,
        answer=answer,
        answered_at=NOW,
        queued_at=NOW if answer == "yes" else None,
    )
