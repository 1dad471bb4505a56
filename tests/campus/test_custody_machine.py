"""Everything that is done to persons, in any order: whatever came before, the figures are those of the rows.

`CUSTODY_EXAMPLES` and `CUSTODY_STEPS` make it look further.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from campus.base.errors import CampusError
from campus.checkin.actions import not_me, rebuild_participation, void_attendance
from campus.checkin.models import Attendance
from campus.checkin.tokens import not_me_token
from campus.custody.actions import (
    address_proven,
    answer_merge_offer,
    decide_visits,
    erase,
    merge,
    offer_merge,
    settle_merges,
    take_address,
    unmerge,
)
from campus.custody.queries import offers_for, rows_of, undecided_visits
from campus.membership.actions import join, leave
from campus.people.models import Merge, Person
from campus.people.queries import owner_of, survivor_of
from tests.campus import custody_world as world

EXAMPLES = int(os.environ.get("CUSTODY_EXAMPLES", "30"))
STEPS = int(os.environ.get("CUSTODY_STEPS", "30"))

addresses, phones = st.sampled_from(world.ADDRESSES), st.sampled_from(world.PHONES)
doors, numbers, societies = st.integers(0, 8), st.integers(0, 30), st.integers(0, 2)


@contextmanager
def may_be_refused() -> Iterator[None]:
    """A refusal is an answer, too; what was begun before it is taken back, as it is when a request ends."""
    try:
        with transaction.atomic():
            yield
    except CampusError:
        pass


class Custody(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        cache.clear()
        self.database = transaction.atomic()
        self.database.__enter__()
        self.world = world.World()
        self.members = world.Members()
        self.now: datetime = world.NOW
        self.begin()

    def begin(self) -> None:
        """Nobody has to wait for something to be possible: two came signed in, three were typed, one of them twice."""
        first, second, third, fourth = world.ADDRESSES
        for address, door in ((first, 0), (second, 1)):
            person = address_proven(person=None, address=address, at=self.now)
            self.world.doors[door].signed_in(person, at=self.world.doors[door].occurrence.starts_at)
        for address, door in ((third, 0), (third, 1), (fourth, 1), ("name@karura.example", 0)):
            self.type_address(address, door, world.PHONES[0])

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.database.__exit__(None, None, None)

    def person(self, number: int, **which: Any) -> Person | None:
        """One of the persons, those merged away among them: that is who a request may still believe to be."""
        found = list(Person.objects.filter(erased_at=None, **which).exclude(pk=self.world.officer.pk).order_by("pk"))
        return found[number % len(found)] if found else None

    # Coming to be known

    @rule(address=addresses)
    def prove(self, address: str) -> None:
        owner = address_proven(person=None, address=address, at=self.now)
        assert (owner, owner.is_active) == (owner_of(address), True)
        assert not undecided_visits(owner).exclude(receipt_hash="").exists()

    # Being counted, in an evening of any term: also long after another one, as somebody added late

    @rule(number=numbers, door=doors, phone=phones)
    def check_in(self, number: int, door: int, phone: str) -> None:
        if person := self.person(number, email__isnull=False):
            where = self.world.doors[door]
            counted = where.signed_in(person, at=where.occurrence.starts_at, phone=phone)
            assert counted.attendance.person == survivor_of(Person.objects.get(pk=person.pk))

    @rule(address=addresses, door=doors, phone=phones)
    def come_by_typing(self, address: str, door: int, phone: str) -> None:
        self.type_address(address, door, phone)

    def type_address(self, address: str, door: int, phone: str) -> None:
        where = self.world.doors[door]
        where.typed(address, at=where.occurrence.starts_at, phone=phone)

    @rule(door=doors, phone=phones)
    def count_me_nameless(self, door: int, phone: str) -> None:
        self.world.doors[door].anonymous(phone, at=self.world.doors[door].occurrence.starts_at)

    @rule(door=doors, phone=phones)
    def undo_by_receipt(self, door: int, phone: str) -> None:
        self.world.doors[door].undo(phone, at=self.now)

    @rule(number=numbers, reason=st.sampled_from(["left", "mistake"]))
    def void(self, number: int, reason: str) -> None:
        rows = Attendance.objects.filter(voided_at=None).order_by("pk")
        if rows and (row := rows[number % len(rows)]):
            with may_be_refused():
                void_attendance(by=self.world.officer, attendance=row, reason=reason, at=self.now)

    @rule(number=numbers, day=st.sampled_from(world.DAYS), university=st.integers(0, 1))
    def say_not_me(self, number: int, day: Any, university: int) -> None:
        if person := self.person(number):
            token = not_me_token(person=person, university=self.world.universities[university], day=day)
            with may_be_refused():
                claimed = not_me(token=token, at=self.now)
                typed = Attendance.objects.filter(pk__in=[row.pk for row in claimed.attendances])
                assert set(typed.values_list("void_reason", flat=True)) <= {"not_me"}

    # Belonging

    @rule(number=numbers, society=societies)
    def join(self, number: int, society: int) -> None:
        person, here = self.person(number, email__isnull=False), self.world.societies[society]
        if person:
            join(by=person, society=here, at=self.now)
            self.members.join(survivor_of(person).pk, here.pk, world.local_day(here.university.zone, self.now))

    @rule(number=numbers, society=societies)
    def leave(self, number: int, society: int) -> None:
        person, here = self.person(number), self.world.societies[society]
        if person:
            leave(by=person, society=here, at=self.now)
            self.members.leave(survivor_of(person).pk, here.pk, world.local_day(here.university.zone, self.now))

    # Being one

    @rule(number=numbers, choices=st.lists(st.sampled_from(["mine", "not mine", "later"]), max_size=4))
    def decide(self, number: int, choices: list[str]) -> None:
        if person := self.person(number, email__isnull=False, merged_into=None):
            rows = list(zip(undecided_visits(person), choices, strict=False))
            said = {word: [row.pk for row, choice in rows if choice == word] for word in ("mine", "not mine")}
            with self.merging():
                decide_visits(by=person, mine=said["mine"], not_mine=said["not mine"], at=self.now)
            assert not undecided_visits(person).filter(pk__in=[*said["mine"], *said["not mine"]]).exists()

    @rule(first=numbers, second=numbers, society=societies)
    def officers_merge(self, first: int, second: int, society: int) -> None:
        survivor, other = self.person(first, email=None), self.person(second, email=None)
        if survivor and other:
            with self.merging(), may_be_refused():
                here = self.world.societies[society]
                merge(by=self.world.officer, survivor=survivor, other=other, society=here, at=self.now)

    @rule(first=numbers, second=numbers, society=societies, is_me=st.booleans())
    def offer(self, first: int, second: int, society: int, is_me: bool) -> None:
        proven, unproven = self.person(first, email__isnull=False), self.person(second, email=None)
        if proven and unproven:
            with self.merging(), may_be_refused():
                here = self.world.societies[society]
                offer_merge(by=self.world.officer, society=here, unproven=unproven, proven=proven, at=self.now)
                if asked := offers_for(proven).last():
                    answer_merge_offer(by=proven, offer=asked, is_me=is_me, at=self.now)

    @rule(number=numbers, address=addresses)
    def take_address(self, number: int, address: str) -> None:
        if person := self.person(number, email__isnull=False, merged_into=None):
            with self.merging(), may_be_refused():
                take_address(by=person, address=address, at=self.now)
                assert owner_of(address) == person

    @rule(number=numbers)
    def part(self, number: int) -> None:
        standing = list(Merge.objects.filter(undone_at=None).order_by("pk"))
        if standing:
            chosen = standing[number % len(standing)]
            by = self.world.officer if chosen.society_id else survivor_of(chosen.survivor)
            with may_be_refused():
                unmerge(by=by, merge=chosen, at=self.now)
                self.members.unmerge(chosen)

    @rule(number=numbers, address=addresses)
    def merge_and_part(self, number: int, address: str) -> None:
        """Both at once leave everything as it was."""
        person, other = self.person(number, email__isnull=False, merged_into=None), owner_of(address)
        if person and other:
            before = world.everything()
            with may_be_refused():
                unmerge(by=person, merge=take_address(by=person, address=address, at=self.now), at=self.now)
            assert world.everything() == before

    # Going

    @rule(number=numbers)
    def erase(self, number: int) -> None:
        if person := self.person(number, email__isnull=False):
            gone = rows_of(survivor_of(person))
            erase(by=person, at=self.now)
            for row in gone:
                self.members.end(row, self.now)

    @rule()
    def a_month_passes(self) -> None:
        self.now += timedelta(days=31)
        settle_merges(self.now)
        settled = Person.objects.exclude(merged_into=None).filter(erased_at=None)
        assert set(settled.values_list("name", flat=True)) <= {""}

    @rule()
    def rebuild(self) -> None:
        for university in self.world.universities:
            rebuild_participation(university=university, progress=lambda done, total: None)

    @contextmanager
    def merging(self) -> Iterator[None]:
        """Tell the members of each merge that comes about."""
        before = Merge.objects.count()
        yield
        for made in Merge.objects.order_by("pk")[before:]:
            self.members.merge(made)

    # What holds whatever was done

    @invariant()
    def sums_are_those_of_the_rows(self) -> None:
        assert world.sums_kept() == world.sums_of_rows()

    @invariant()
    def memberships_are_those_of_the_story(self) -> None:
        told = [(row.person, row.society, row.joined_on, row.left_on) for row in self.members.rows]
        assert world.members_kept() == sorted(told, key=str)

    @invariant()
    def rows_and_persons_are_sound(self) -> None:
        world.check_rows()
        world.check_persons()


@pytest.mark.django_db
def test_whatever_is_done_to_persons_in_any_order_the_figures_are_those_of_the_rows() -> None:
    run_state_machine_as_test(
        Custody,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize="CUSTODY_EXAMPLES" not in os.environ,
        ),
    )
