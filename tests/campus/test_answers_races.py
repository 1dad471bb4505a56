"""Answers at the same moment: never more than there are places, and exactly the first in the line move up."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from campus.activities.actions import change_series, fill_places, withdraw_answer
from campus.activities.models import Occurrence, Rsvp
from campus.custody.actions import erase, take_address
from campus.outbox.models import Notice
from campus.people.models import Person
from tests import factories
from tests.campus.answers import coming, do_jobs, say, say_yes, standing, students, waiting
from tests.campus.test_checkin_races import together
from tests.campus.threads import at_once, meanwhile
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(hours=1)


def few_places(capacity: int) -> Occurrence:
    return coming(factories.society(factories.university()), capacity=capacity)


def names(people: list[Person]) -> list[str]:
    return [person.name for person in people]


def test_of_many_who_say_yes_at_once_as_many_have_a_place_as_there_are():
    occurrence, people, turn = few_places(3), students(10), count()
    results = at_once(lambda: say(people[next(turn)], occurrence), 10)
    assert [error for error in results if isinstance(error, Exception)] == []
    assert (len(standing(occurrence)), len(waiting(occurrence))) == (3, 7)


def test_one_person_answering_at_once_answers_once():
    occurrence, (person,) = few_places(1), students(1)
    results = at_once(lambda: say(person, occurrence), 6)
    assert {row.pk for row in results} == {Rsvp.objects.get().pk}


def test_of_many_who_take_it_back_at_once_each_is_followed_by_the_first_in_the_line():
    occurrence, people = few_places(4), students(12)
    say_yes(people, occurrence)
    backs = [
        *(lambda person=person: say(person, occurrence, "no", at=LATER) for person in people[:2]),
        lambda: withdraw_answer(by=people[2], occurrence=occurrence, at=LATER),
        lambda: say(people[5], occurrence, "maybe", at=LATER),  # who waits
    ]
    assert together(backs) == []
    assert standing(occurrence) == names([people[3], people[4], people[6], people[7]])
    assert waiting(occurrence) == names(people[8:])
    told = Notice.objects.filter(kind="place_free").values_list("person__name", flat=True)
    assert set(told) >= set(names([people[4], people[6], people[7]]))


def test_more_places_and_people_coming_and_going_at_once_leave_no_place_empty_and_none_taken_twice():
    occurrence, people = few_places(2), students(10)
    kofi = factories.person("Kofi Mensah")
    factories.office(kofi, "president", society=occurrence.society)
    Occurrence.objects.update(capacity=None)
    change_series(by=kofi, series=occurrence.series, capacity=2, at=NOW)
    say_yes(people[:6], occurrence)
    turns: list[Any] = [
        lambda: change_series(by=kofi, series=occurrence.series, capacity=4, at=LATER),
        lambda: fill_places(occurrence, LATER),
        *(lambda person=person: say(person, occurrence, "no", at=LATER) for person in people[:2]),
        *(lambda person=person: say(person, occurrence, at=LATER) for person in people[6:]),
    ]
    assert together(turns) == []
    assert standing(occurrence) == names(people[2:6])
    assert len(waiting(occurrence)) == 4


def test_erasures_and_merges_beside_answers_wait_for_each_other_and_end_well():
    occurrence, people = few_places(3), students(9)
    say_yes(people, occurrence)
    extra = factories.person("Student1 at home", email="home@karura.example")
    say(extra, occurrence, at=LATER)
    turns: list[Any] = [
        lambda: erase(by=people[1], at=LATER),
        lambda: erase(by=people[3], at=LATER),
        lambda: take_address(by=people[0], address="home@karura.example", at=LATER),
        lambda: say(people[2], occurrence, "no", at=LATER),
        lambda: say(people[4], occurrence, "no", at=LATER),
        lambda: fill_places(occurrence, LATER),
    ]
    assert together(turns) == []
    do_jobs()
    assert standing(occurrence) == names([people[0], people[5], people[6]])
    assert waiting(occurrence) == names(people[7:])


def test_somebody_merged_in_this_moment_answers_as_who_they_are_now():
    occurrence = few_places(1)
    person, home = factories.person("Amina"), factories.person("At home", email="home@karura.example")
    raised = meanwhile(
        lambda: take_address(by=person, address="home@karura.example", at=NOW), lambda: say(home, occurrence)
    )
    assert raised is None
    assert Rsvp.objects.get().person == person
