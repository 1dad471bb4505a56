"""Whether somebody comes, and the waiting list."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from campus.activities.actions import (
    answer_occurrence,
    cancel_occurrence,
    change_series,
    fill_places,
    hide_page,
    restore_occurrence,
    withdraw_answer,
)
from campus.activities.models import Occurrence, Rsvp, Series
from campus.activities.queries.answers import Tally, answers_for, my_answers, place_in_line, places_left, tally
from campus.base.errors import CampusError, Conflict, Invalid, NotAllowed, NotFound
from campus.directory.actions import suspend_society
from campus.directory.models import University
from campus.membership.actions import block_person
from campus.outbox.models import Notice
from tests import factories
from tests.campus.answers import NEXT_TUESDAY, coming, do_jobs, say, say_yes, standing, students, waiting
from tests.conftest import Cast
from tests.factories import NOW

START = NOW.replace(day=NEXT_TUESDAY.day, hour=15, minute=0)  # 18:00 in Nairobi


def refused(cast: Cast, occurrence: Occurrence, answer: str = "yes", at: datetime = NOW) -> CampusError:
    with pytest.raises(CampusError) as refusal:
        answer_occurrence(by=cast.amina, occurrence=occurrence, answer=answer, at=at)
    assert not occurrence.rsvps.exists()
    return refusal.value


def test_an_answer_is_kept_with_the_former_one(cast: Cast):
    occurrence = coming(cast.society)
    say(cast.amina, occurrence, "maybe")
    row = say(cast.amina, occurrence, "no", at=NOW + timedelta(hours=1))
    assert (row.answer, row.answered_at, row.former_answer, row.former_at) == (
        "no",
        NOW + timedelta(hours=1),
        "maybe",
        NOW,
    )
    assert row.withdrawn_in_time is None
    assert Rsvp.objects.count() == 1


def test_the_same_answer_again_keeps_the_place_in_the_line(cast: Cast):
    occurrence = coming(cast.society, capacity=1)
    first, second, third = students(3)
    say_yes([first, second, third], occurrence)
    say(second, occurrence, at=NOW + timedelta(hours=1))
    assert (standing(occurrence), waiting(occurrence)) == (["Student1"], ["Student2", "Student3"])


def test_who_takes_a_yes_back_gives_the_place_to_the_first_who_waits_and_they_are_told(cast: Cast):
    occurrence = coming(cast.society, capacity=2)
    people = students(4)
    say_yes(people, occurrence)
    say(people[0], occurrence, "no", at=NOW + timedelta(hours=1))
    assert (standing(occurrence), waiting(occurrence)) == (["Student2", "Student3"], ["Student4"])
    told = Notice.objects.get(kind="place_free")
    assert (told.person, told.context["activity"], told.context["time"]) == (people[2], "Tuesday Circle", "18:00")


def test_a_yes_given_anew_is_at_the_end_of_the_line(cast: Cast):
    occurrence = coming(cast.society, capacity=1)
    people = students(3)
    say_yes(people, occurrence)
    say(people[0], occurrence, "maybe", at=NOW + timedelta(hours=1))
    say(people[0], occurrence, "yes", at=NOW + timedelta(hours=2))
    assert (standing(occurrence), waiting(occurrence)) == (["Student2"], ["Student3", "Student1"])


def test_withdrawing_leaves_no_answer_and_frees_the_place(cast: Cast):
    occurrence = coming(cast.society, capacity=1)
    first, second = students(2)
    say_yes([first, second], occurrence)
    withdraw_answer(by=first, occurrence=occurrence, at=NOW)
    withdraw_answer(by=first, occurrence=occurrence, at=NOW)
    assert list(occurrence.rsvps.values_list("person", "is_waiting")) == [(second.pk, False)]


@pytest.mark.parametrize(("before", "in_time"), [(timedelta(hours=2), True), (timedelta(minutes=119), False)])
def test_a_yes_taken_back_at_least_two_hours_before_is_in_time(cast: Cast, before: timedelta, in_time: bool):
    occurrence = coming(cast.society)
    say(cast.amina, occurrence)
    assert say(cast.amina, occurrence, "no", at=occurrence.starts_at - before).withdrawn_in_time is in_time


def test_how_many_hours_before_is_set_on_the_series(cast: Cast):
    occurrence = coming(cast.society)
    change_series(by=cast.kofi, series=occurrence.series, in_time_hours=24, at=NOW)
    say(cast.amina, occurrence)
    late = say(cast.amina, occurrence, "maybe", at=occurrence.starts_at - timedelta(hours=23))
    assert late.withdrawn_in_time is False
    assert say(cast.amina, occurrence, "no", at=occurrence.starts_at - timedelta(hours=1)).withdrawn_in_time is False
    assert say(cast.amina, occurrence, "yes", at=occurrence.starts_at - timedelta(minutes=1)).withdrawn_in_time is None


def test_who_only_waited_and_takes_it_back_never_had_a_place_to_give_back(cast: Cast):
    occurrence = coming(cast.society, capacity=1)
    people = students(2)
    say_yes(people, occurrence)
    assert say(people[1], occurrence, "no", at=occurrence.starts_at - timedelta(minutes=1)).withdrawn_in_time is None


def test_more_places_let_as_many_move_up(cast: Cast):
    occurrence = coming(cast.society)
    change_series(by=cast.kofi, series=occurrence.series, capacity=1, at=NOW)
    say_yes(students(4), occurrence)
    assert waiting(occurrence) == ["Student2", "Student3", "Student4"]
    change_series(by=cast.kofi, series=occurrence.series, capacity=3, at=NOW)
    assert waiting(occurrence) == ["Student4"]
    change_series(by=cast.kofi, series=occurrence.series, capacity=0, at=NOW)
    assert (waiting(occurrence), Series.objects.get().capacity) == ([], None)


def test_fewer_places_take_none_away_and_give_none(cast: Cast):
    occurrence = coming(cast.society, capacity=3)
    people = students(5)
    say_yes(people[:4], occurrence)
    Occurrence.objects.update(capacity=1)
    say(people[0], occurrence, "no")
    say(people[4], occurrence, "yes", at=NOW + timedelta(hours=1))
    assert (standing(occurrence), waiting(occurrence)) == (["Student2", "Student3"], ["Student4", "Student5"])
    assert tally(occurrence) == Tally(yes=2, no=1, waiting=2, capacity=3)  # as it was read before


def test_a_limit_of_the_date_goes_before_that_of_the_series(cast: Cast):
    occurrence = coming(cast.society, capacity=2)
    change_series(by=cast.kofi, series=occurrence.series, capacity=1, at=NOW)
    say_yes(students(3), occurrence)
    assert standing(occurrence) == ["Student1", "Student2"]


def test_answers_close_at_the_start(cast: Cast):
    occurrence = coming(cast.society)
    assert occurrence.starts_at == START
    assert refused(cast, occurrence, at=START).code == "answers_closed"
    say(cast.amina, occurrence, at=START - timedelta(seconds=1))
    with pytest.raises(Conflict, match="begun"):
        withdraw_answer(by=cast.amina, occurrence=occurrence, at=START)


def test_a_cancelled_date_takes_no_answers_and_moves_nobody_up_until_it_is_restored(cast: Cast):
    occurrence = coming(cast.society, capacity=1)
    people = students(2)
    say_yes(people, occurrence)
    cancel_occurrence(by=cast.kofi, occurrence=occurrence, reason="Flooded.", at=NOW)
    with pytest.raises(Conflict, match=r"cancelled: Flooded\."):
        say(cast.amina, occurrence)
    withdraw_answer(by=people[0], occurrence=occurrence, at=NOW)
    assert waiting(occurrence) == ["Student2"]
    restore_occurrence(by=cast.kofi, occurrence=occurrence, at=NOW)
    fill_places(occurrence, NOW)
    assert standing(occurrence) == ["Student2"]


def test_a_series_may_take_no_answers(cast: Cast):
    occurrence = coming(cast.society)
    change_series(by=cast.kofi, series=occurrence.series, takes_answers=False, at=NOW)
    assert refused(cast, occurrence).code == "takes_no_answers"


def test_a_suspended_society_and_a_hidden_series_take_no_answers(cast: Cast):
    occurrence = coming(cast.society)
    hide_page(by=cast.dean, subject=occurrence.series, reason="It names somebody.", at=NOW)
    assert isinstance(refused(cast, occurrence), NotFound)
    other = coming(factories.society(cast.karura, "Film Circle"))
    suspend_society(by=cast.dean, society=other.society, reason="A complaint.", at=NOW)
    assert refused(cast, other).code == "takes_no_answers"


def test_schools_take_no_names_before_the_door_either(cast: Cast):
    University.objects.filter(pk=cast.karura.pk).update(kind=University.Kind.SCHOOL)
    assert refused(cast, coming(cast.society)).code == "takes_no_answers"


def test_where_only_addresses_of_the_university_are_counted_only_they_hold_a_place(cast: Cast):
    University.objects.filter(pk=cast.karura.pk).update(requires_domain=True)
    occurrence = coming(cast.society)
    with pytest.raises(Conflict) as refusal:
        say(cast.zola, occurrence)
    assert refusal.value.code == "other_domain"
    assert say(cast.amina, occurrence).answer == "yes"


def test_only_proven_people_answer(cast: Cast):
    with pytest.raises(NotAllowed):
        say(factories.person("Brian", proven=False), coming(cast.society))


def test_there_are_three_answers(cast: Cast):
    assert isinstance(refused(cast, coming(cast.society), "perhaps"), Invalid)


def test_who_is_blocked_cannot_answer_and_what_they_said_of_coming_dates_goes(cast: Cast):
    occurrence = coming(cast.society, capacity=1)
    say(cast.amina, occurrence)
    say(cast.zola, occurrence)
    block_person(by=cast.kofi, society=cast.society, person=cast.amina, reason="She shouts.", at=NOW)
    with pytest.raises(Conflict, match="do not count you by name"):
        say(cast.amina, occurrence, "no")
    do_jobs()
    assert list(occurrence.rsvps.values_list("person", "is_waiting")) == [(cast.zola.pk, False)]


@pytest.mark.parametrize(("field", "value"), [("capacity", -1), ("capacity", 100_001), ("in_time_hours", 337)])
def test_settings_of_answers_have_bounds(cast: Cast, field: str, value: int):
    series = coming(cast.society).series
    setting: dict[str, Any] = {field: value}
    with pytest.raises(Invalid) as refusal:
        change_series(by=cast.kofi, series=series, at=NOW, **setting)
    assert list(refusal.value.fields) == [field]


def test_names_are_for_officers_who_see_names(cast: Cast):
    occurrence = coming(cast.society)
    say(cast.amina, occurrence)
    for officer in (cast.kofi, cast.wanjiru, cast.dennis):
        assert [row.person for row in answers_for(officer, occurrence, NOW)] == [cast.amina]
    for other in (cast.grace, cast.dean, cast.amina, cast.zola, cast.olga, None):
        with pytest.raises(NotFound):
            answers_for(other, occurrence, NOW)


def test_everybody_has_a_list_of_their_own_answers(cast: Cast):
    mine, over = coming(cast.society), coming(cast.other_society)
    say(cast.amina, mine)
    say(cast.amina, over, "maybe")
    say(cast.zola, mine)
    Occurrence.objects.filter(pk=over.pk).update(starts_at=NOW - timedelta(2), ends_at=NOW - timedelta(1))
    assert [row.occurrence for row in my_answers(cast.amina)] == [over, mine]
    assert [row.occurrence for row in my_answers(cast.amina, NOW)] == [mine]


def test_the_place_in_the_line_is_counted_from_one(cast: Cast):
    occurrence = coming(cast.society, capacity=1)
    assert [place_in_line(row) for row in say_yes(students(3), occurrence)] == [0, 1, 2]
    assert places_left(occurrence) == 0


def test_what_was_hidden_after_somebody_answered_shows_its_words_no_more(cast: Cast):
    occurrence = coming(cast.society)
    say(cast.amina, occurrence)
    assert [row.occurrence for row in my_answers(cast.amina)] == [occurrence]
    hide_page(by=cast.dean, subject=occurrence.series, reason="Private photographs.", at=NOW)
    assert not my_answers(cast.amina).exists()
    assert Rsvp.objects.filter(person=cast.amina).exists()
