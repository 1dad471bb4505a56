"""Participation, computed from plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from campus.checkin.participation import Meeting, Ratio, SecondVisits, Visit, bands, figures, retention, second_visits

pytestmark = pytest.mark.pure
TUESDAYS = [Meeting(datetime(2026, 10, 6, 14, 30, tzinfo=UTC) + timedelta(weeks=week), 90) for week in range(4)]


def came(*pairs):
    return [Visit(TUESDAYS[week], person) for week, person in pairs]


def of(visits, before=frozenset(), last=frozenset()):
    return figures(visits, TUESDAYS, seen_before=before, seen_last_term=last)


def test_a_person_who_came_twice_is_one_participant_and_two_visits():
    counted = of(came((0, "amina"), (1, "amina")))
    assert (counted.participants, counted.visits) == (1, 2)


def test_a_nameless_visit_counts_in_visits_and_hours_but_makes_nobody():
    counted = of(came((0, "amina"), (0, None)))
    assert (counted.participants, counted.visits, counted.contact_hours, counted.mean) == (1, 2, 3.0, 1.0)


def test_participants_are_first_timers_continuing_and_reactivated():
    counted = of(came((0, "new"), (0, "last"), (0, "long_ago")), before={"last", "long_ago"}, last={"last"})
    assert (counted.first_time, counted.continuing, counted.reactivated) == (1, 1, 1)


def test_a_term_without_visits_has_no_mean():
    counted = of([])
    assert (counted.participants, counted.mean, counted.median) == (0, None, None)


def test_bands_are_one_two_to_three_and_four_or_more():
    assert bands([1, 1, 2, 3, 4, 9]) == {"1": 2, "2-3": 2, "4+": 2}


def test_a_first_timer_of_the_last_meeting_is_censored_and_not_a_failure():
    visits = came((0, "amina"), (1, "amina"), (0, "brian"), (3, "carol"))
    counted = second_visits(visits, TUESDAYS, newcomers={"amina", "brian", "carol"})
    assert counted == SecondVisits(came_again=1, could_have=2, censored=1)


def test_two_meetings_that_start_together_are_not_later_than_each_other():
    visits = came((3, "amina"), (3, "amina"))
    assert second_visits(visits, TUESDAYS, newcomers={"amina"}) == SecondVisits(0, 0, 1)


def test_retention_is_undefined_without_an_earlier_term():
    assert retention(last_term=set(), this_term={"amina"}) is None


def test_retention_is_who_of_the_last_term_came_again():
    assert retention(last_term={"amina", "brian"}, this_term={"amina", "carol"}) == Ratio(1, 2)
