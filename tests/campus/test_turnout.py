"""What came of the answers, by the worked example of the definitions and on rows."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from campus.activities.models import Rsvp
from campus.base.errors import NotFound
from campus.checkin.turnout import Turnout, goal_of, turnout, turnout_of
from tests import factories_checkin as make
from tests.campus.answers import coming, say, say_yes, students
from tests.conftest import Cast
from tests.factories import NOW

FIXTURE = json.loads((Path(__file__).parents[1] / "data" / "metrics_fixture.json").read_text())


@pytest.mark.pure
def test_the_worked_example():
    present, yes = set(FIXTURE["events"]["E5"]["present"]), set(FIXTURE["E5_rsvp_yes"])
    number = {name: each for each, name in enumerate(sorted(present | yes))}
    found = turnout(
        came=FIXTURE["E5_door_count"],
        present={number[name] for name in present},
        expected={number[name] for name in yes},
        announced={number[name] for name in yes},
        has_answers=True,
        capacity=None,
        goal=None,
    )
    assert f"{found.no_shows}/{found.expected}" == FIXTURE["expected"]["E5_extra"]["no_show"]
    assert f"{found.walk_ins}/{found.identified}" == FIXTURE["expected"]["E5_extra"]["walk_in"]


def test_a_yes_taken_back_late_still_counts_and_one_taken_back_in_time_or_that_waited_does_not(cast: Cast):
    occurrence = coming(cast.society, capacity=3)
    stays, late, in_time, waits = say_yes_and_change(occurrence)
    make.attendance(occurrence, cast.zola)
    assert turnout_of(occurrence, cast.kofi, NOW) == Turnout(
        came=1, identified=1, expected=2, no_shows=2, walk_ins=1, capacity=3, goal=None
    )
    assert [row.withdrawn_in_time for row in (stays, late, in_time, waits)] == [None, False, True, None]


def say_yes_and_change(occurrence) -> list[Rsvp]:
    """One comes, one says no an hour before the start, one in time; one waits until the last is full again."""
    people = students(4)
    say_yes(people, occurrence)
    occurrence.capacity = 1
    occurrence.save()  # so that nobody moves up
    say(people[1], occurrence, "no", at=occurrence.starts_at - timedelta(hours=1))
    say(people[2], occurrence, "no", at=occurrence.starts_at - timedelta(hours=3))
    occurrence.capacity = 3
    occurrence.save()
    return [Rsvp.objects.get(person=person) for person in people]


def test_without_anybody_identified_no_shows_are_undefined_and_without_answers_walk_ins(cast: Cast):
    answered, silent = coming(cast.society), coming(cast.society)
    say(cast.amina, answered)
    make.attendance(answered)
    make.attendance(silent, cast.zola)
    found = turnout_of(answered, cast.kofi, NOW)
    assert (found.came, found.no_shows, found.walk_ins) == (1, None, 0)
    found = turnout_of(silent, cast.kofi, NOW)
    assert (found.no_shows, found.walk_ins) == (0, None)


def test_voided_visits_count_for_nothing(cast: Cast):
    occurrence = coming(cast.society)
    say(cast.amina, occurrence)
    make.attendance(occurrence, cast.amina, voided_at=NOW, void_reason="mistake")
    make.attendance(occurrence, cast.zola)
    found = turnout_of(occurrence, cast.kofi, NOW)
    assert (found.came, found.no_shows) == (1, 1)


def test_a_goal_set_at_or_after_the_start_is_none(cast: Cast):
    occurrence = coming(cast.society)
    occurrence.goal, occurrence.goal_set_at = 25, occurrence.starts_at - timedelta(microseconds=1)
    assert goal_of(occurrence) == 25
    occurrence.goal_set_at = occurrence.starts_at
    assert goal_of(occurrence) is None


def test_only_officers_of_the_society_read_it(cast: Cast):
    occurrence = coming(cast.society)
    assert turnout_of(occurrence, cast.grace, NOW).came == 0
    for other in (cast.dean, cast.amina, cast.zola, cast.olga, None):
        with pytest.raises(NotFound):
            turnout_of(occurrence, other, NOW)
