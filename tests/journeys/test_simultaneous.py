"""Twenty check-ins at the same moment, by real threads: one attendance and twenty successes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from campus.checkin.models import Attendance, Credit, TermParticipation
from campus.outbox.models import Notice
from campus.people.models import Consent, Person
from tests import factories
from tests import factories_checkin as make

POSTS = 20
Answer = TypeVar("Answer")

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act: Callable[[int], Answer]) -> list[Answer]:
    """What twenty threads got, each with a connection of its own, all let go at the same moment."""
    gate = Barrier(POSTS)

    def go(number: int) -> Answer:
        try:
            gate.wait(timeout=30)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(POSTS) as threads:
        return list(threads.map(go, range(POSTS)))


@pytest.fixture
def door() -> make.Door:
    return make.open_door(factories.society(factories.university()))


def test_one_person_signed_in_is_counted_once(door):
    amina = factories.person("Amina Otieno")
    answers = at_once(lambda number: door.signed_in(amina, phone=f"phone {number}"))
    row = Attendance.objects.get()
    assert [answer.attendance for answer in answers] == [row] * POSTS
    assert [answer.created for answer in answers].count(True) == 1
    assert Credit.objects.count() == Consent.objects.count() == Person.objects.count() == 1
    assert TermParticipation.objects.get().visits == 1


def test_a_typed_address_never_seen_before_is_one_person_counted_once(door):
    answers = at_once(lambda number: door.typed("brian@karura.example", phone=f"phone {number}"))
    assert answers == [answers[0]] * POSTS
    assert Attendance.objects.get().person == Person.objects.get()
    assert Credit.objects.count() == Consent.objects.count() == Notice.objects.count() == 1
    assert TermParticipation.objects.get().visits == 1


def test_one_browser_without_a_name_is_counted_once(door):
    answers = at_once(lambda number: door.anonymous())
    row = Attendance.objects.get()
    assert [answer.attendance for answer in answers] == [row] * POSTS
    assert Credit.objects.count() == 1
    assert Person.objects.count() == TermParticipation.objects.count() == Consent.objects.count() == 0


def test_twenty_people_at_once_are_twenty(door):
    at_once(lambda number: door.typed(f"person{number}@karura.example", phone=f"phone {number}"))
    assert Attendance.objects.count() == Person.objects.count() == POSTS
    assert [row.visits for row in TermParticipation.objects.all()] == [1] * POSTS


def test_check_ins_and_undoings_at_once_leave_a_sum_that_is_right(door):
    """Ten phones check one person in and ten take it back: whatever the order, the sum follows from the rows."""
    amina = factories.person("Amina Otieno")
    make.attendance(make.occurrence(door.series, make.TODAY - timedelta(days=7)), amina)

    def act(number: int) -> None:
        if number % 2:
            door.signed_in(amina)
        else:
            door.undo()

    at_once(act)
    standing = Attendance.objects.filter(voided_at=None).count()
    assert TermParticipation.objects.get().visits == standing
