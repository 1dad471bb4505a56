"""Merging, parting, erasing and being counted at the same moment: whoever comes second sees what the first left."""

from collections.abc import Callable
from datetime import time
from functools import partial
from typing import Any

import pytest
from django.db import connection

from campus.base.errors import CampusError, Conflict, NotAllowed
from campus.checkin.models import Attendance
from campus.custody.actions import address_proven, erase, merge, take_address, unmerge
from campus.directory.models import Society
from campus.membership.actions import join
from campus.membership.models import Membership
from campus.people.models import Merge, Person
from tests import factories
from tests import factories_checkin as make
from tests.campus import custody_world as world
from tests.campus.test_checkin_races import together
from tests.campus.threads import meanwhile
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)

AMINA, GRACE = "amina@karura.example", "grace@karura.example"


class Campus:
    def __init__(self) -> None:
        self.society: Society = factories.society(factories.university())
        self.officer = factories.person("Kofi Mensah", email="kofi@karura.example")
        factories.office(self.officer, "president", society=self.society)
        self.door = make.open_door(self.society)
        self.amina, self.grace = factories.person("Amina", email=AMINA), factories.person("Grace", email=GRACE)

    def typed(self, number: int) -> Person:
        self.door.typed(f"stranger{number}@karura.example", phone=f"phone {number}")
        found = Attendance.objects.order_by("-pk").first()
        assert found is not None
        assert found.person is not None
        return found.person

    def merge(self, survivor: Person, other: Person) -> Merge:
        return merge(by=self.officer, survivor=survivor, other=other, society=self.society, at=NOW)


def check() -> None:
    world.check_rows()
    world.check_persons()
    assert world.sums_kept() == world.sums_of_rows()


def refusals(errors: list[Exception]) -> list[Exception]:
    """What was refused; anything else that went wrong fails the test."""
    assert [error for error in errors if not isinstance(error, CampusError)] == []
    return errors


def test_two_merges_of_the_same_two_at_once_are_one() -> None:
    campus = Campus()
    first, second = campus.typed(1), campus.typed(2)
    turns = [lambda: campus.merge(first, second), lambda: campus.merge(second, first)]
    assert len(refusals(together(turns * 2))) == 3
    assert Merge.objects.count() == 1
    check()


def test_merges_in_a_circle_at_once_leave_no_chain_and_wait_for_nobody_in_a_circle() -> None:
    campus = Campus()
    persons = [campus.typed(number) for number in range(4)]
    turns: list[Callable[[], Any]] = [
        partial(campus.merge, persons[number], persons[(number + 1) % 4]) for number in range(4)
    ]
    refusals(together(turns))
    check()


def test_a_check_in_while_its_person_is_merged_away_counts_who_they_are_now() -> None:
    campus = Campus()
    raised = meanwhile(
        lambda: take_address(by=campus.amina, address=GRACE, at=NOW), lambda: campus.door.signed_in(campus.grace)
    )
    assert raised is None
    assert Attendance.objects.get().person == campus.amina
    check()


def test_a_typed_check_in_while_its_person_is_merged_away_counts_who_they_are_now() -> None:
    campus = Campus()
    first, second = campus.typed(1), campus.typed(2)
    held = make.occurrence(campus.door.series, at=time(17, 45))
    there = make.Door(campus.door.series, held, campus.door.code)
    raised = meanwhile(lambda: campus.merge(first, second), lambda: there.typed("stranger2@karura.example"))
    assert raised is None
    assert there.occurrence.attendances.get().person == first
    check()


def test_a_check_in_while_its_person_is_erased_is_refused() -> None:
    campus = Campus()
    raised = meanwhile(lambda: erase(by=campus.amina, at=NOW), lambda: campus.door.signed_in(campus.amina))
    assert isinstance(raised, NotAllowed)
    assert not Attendance.objects.exists()


def test_an_address_typed_while_its_owner_is_erased_counts_somebody_new() -> None:
    campus = Campus()
    raised = meanwhile(lambda: erase(by=campus.amina, at=NOW), lambda: campus.door.typed(AMINA))
    assert raised is None
    person = Attendance.objects.get().person
    assert person is not None
    assert (person.pk != campus.amina.pk, person.erased_at) == (True, None)
    check()


def test_joining_while_merged_away_joins_as_who_they_are_now() -> None:
    campus = Campus()
    raised = meanwhile(
        lambda: take_address(by=campus.amina, address=GRACE, at=NOW),
        lambda: join(by=campus.grace, society=campus.society, at=NOW),
    )
    assert raised is None
    assert Membership.objects.get().person == campus.amina


@pytest.mark.parametrize("erased_first", [True, False])
def test_taking_apart_while_the_survivor_is_erased(erased_first: bool) -> None:
    campus = Campus()
    campus.door.signed_in(campus.grace)
    made = take_address(by=campus.amina, address=GRACE, at=NOW)

    def part() -> None:
        unmerge(by=campus.amina, merge=made, at=NOW)

    def go() -> None:
        erase(by=campus.amina, at=NOW)

    raised = meanwhile(go, part) if erased_first else meanwhile(part, go)
    assert isinstance(raised, Conflict) == erased_first
    grace = Person.objects.get(pk=campus.grace.pk)
    assert (grace.erased_at is not None, grace.is_active) == (erased_first, not erased_first)
    check()


def test_everything_at_once_waits_for_nobody_in_a_circle() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite one transaction writes at a time")
    campus = Campus()
    persons = [campus.typed(number) for number in range(4)]
    made = campus.merge(persons[0], persons[1])
    turns: list[Callable[[], Any]] = [
        lambda: unmerge(by=campus.officer, merge=made, at=NOW),
        lambda: campus.merge(persons[2], persons[0]),
        lambda: campus.merge(persons[3], persons[1]),
        lambda: campus.door.typed("stranger1@karura.example", phone="phone 9"),
        lambda: campus.door.undo("phone 0"),
        lambda: address_proven(person=None, address="stranger2@karura.example", at=NOW),
    ]
    refusals(together(turns))
    check()
