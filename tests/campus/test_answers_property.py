"""Any sequence of answers and capacities, beside a line kept in the plainest way there is."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campus.activities.actions import fill_places, withdraw_answer
from campus.activities.models import Occurrence
from campus.membership.actions import block_person
from campus.outbox.models import Notice
from tests.campus.answers import coming, do_jobs, say, standing, students, waiting
from tests.conftest import Cast
from tests.factories import NOW

PEOPLE = 5
who = st.integers(0, PEOPLE - 1)
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["yes", "yes", "maybe", "no", "withdraw", "block"]), who),
        st.tuples(st.just("capacity"), st.sampled_from([None, 1, 1, 2, 3])),
    ),
    max_size=25,
)


@dataclass
class Line:
    """Who has a place and who waits, each in the order in which they asked."""

    capacity: int | None = 1
    places: list[int] = field(default_factory=list)
    line: list[int] = field(default_factory=list)
    moved_up: int = 0
    blocked: set[int] = field(default_factory=set)

    def step(self, what: str, value: Any) -> None:
        if what == "capacity":
            self.capacity = value
        elif value in self.blocked:
            return
        elif what == "yes":
            if value not in [*self.places, *self.line]:
                (self.places if self.has_room() and not self.line else self.line).append(value)
        else:
            self.places = [each for each in self.places if each != value]
            self.line = [each for each in self.line if each != value]
            self.blocked |= {value} if what == "block" else set()
        while self.line and self.has_room():
            self.places.append(self.line.pop(0))
            self.moved_up += 1

    def has_room(self) -> bool:
        return self.capacity is None or len(self.places) < self.capacity


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_the_line_is_that_of_the_model_after_every_step(cast: Cast, steps: list[tuple[str, Any]]) -> None:
    with transaction.atomic():
        occurrence, people, model = coming(cast.society, capacity=1), students(PEOPLE), Line()
        for minute, (what, value) in enumerate(steps):
            at = NOW + timedelta(minutes=minute)
            before = len(standing(occurrence))
            if what == "capacity":
                Occurrence.objects.filter(pk=occurrence.pk).update(capacity=value)
                fill_places(occurrence, at)
            elif what == "block":
                block_person(by=cast.kofi, society=cast.society, person=people[value], reason="Shouts.", at=at)
                do_jobs()
            elif value not in model.blocked and what == "withdraw":
                withdraw_answer(by=people[value], occurrence=occurrence, at=at)
            elif value not in model.blocked:
                say(people[value], occurrence, what, at=at)
            model.step(what, value)
            has_place, waits = standing(occurrence), waiting(occurrence)
            assert has_place == [people[each].name for each in sorted(model.places, key=model.places.index)]
            assert waits == [people[each].name for each in model.line]
            assert model.capacity is None or len(has_place) <= max(model.capacity, before)
        assert Notice.objects.filter(kind="place_free").count() == model.moved_up
        transaction.set_rollback(True)


@pytest.mark.pure
def test_the_model_itself_lets_the_first_move_up() -> None:
    model = Line()
    for step in (("yes", 0), ("yes", 1), ("yes", 2), ("no", 0)):
        model.step(*step)
    assert (model.places, model.line, model.moved_up) == ([1], [2], 1)
