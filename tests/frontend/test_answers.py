"""Saying whether one comes, following, and what officers see of it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from campus.activities.models import Follow, Occurrence, Rsvp
from campus.checkin.models import Attendance
from tests import factories_checkin as make
from tests.campus.answers import coming, say, say_yes, students
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.pages import as_person, messages, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_moment():
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(occurrence: Occurrence) -> str:
    return f"/occurrences/{occurrence.pk}/"


def test_three_buttons_say_it_and_the_page_says_it_back(cast: Cast):
    occurrence = coming(cast.society)
    client = as_person(cast.amina)
    answer = client.post(f"{page_of(occurrence)}answer/", {"answer": "maybe"}, follow=True)
    assert answer.redirect_chain == [(page_of(occurrence), 302)]
    assert messages(answer) == ["Noted: you may come."]
    assert "You may come" in text(answer)
    assert 'value="maybe" aria-pressed="true"' in answer.content.decode()
    assert answer.content.decode().count('aria-pressed="true"') == 1


def test_a_stranger_signs_in_and_comes_back_to_the_answer_which_counts_when_said_once_more(cast: Cast):
    occurrence = coming(cast.society)
    client = Client()
    led = client.post(f"{page_of(occurrence)}answer/", {"answer": "yes"})
    assert led.status_code == 302
    back = f"{page_of(occurrence)}answer/?answer=yes"
    assert led["Location"] == f"/sign-in/?next={back.replace('?', '%3F').replace('=', '%3D')}"
    client = as_person(cast.amina)
    shown = client.get(back)
    assert "You are signed in now. Say it once more, and it counts." in text(shown)
    assert 'class="btn go" name="answer" value="yes"' in shown.content.decode()
    assert not Rsvp.objects.exists()


def test_who_waits_reads_their_number_in_the_line(cast: Cast):
    occurrence = coming(cast.society, capacity=1)
    say_yes(students(2), occurrence)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        answer = as_person(cast.amina).post(f"{page_of(occurrence)}answer/", {"answer": "yes"}, follow=True)
    assert messages(answer) == [
        "All places are taken. You are number 2 of those who wait, and you get a mail when one is free."
    ]
    assert "You are number 2 of those who wait." in text(answer)
    assert "Waiting, number 2" in text(as_person(cast.amina).get("/me/"))


@pytest.mark.parametrize(
    ("capacity", "words"),
    [
        (9, "There are 9 places, and some are free."),
        (7, "5 places left"),
        (3, "1 place left"),
        (2, "All places are taken."),
    ],
)
def test_everybody_reads_how_many_places_are_left_only_when_they_are_few(cast: Cast, capacity: int, words: str):
    occurrence = coming(cast.society, capacity=capacity)
    say_yes(students(2), occurrence)
    page = text(Client().get(page_of(occurrence)))
    assert words in page
    assert "Student1" not in page


def test_how_many_said_yes_is_not_told_to_the_public(cast: Cast):
    few, many = coming(cast.society), coming(cast.society)
    say_yes(students(3), many)
    one, other = (text(Client().get(page_of(each))) for each in (few, many))
    assert one == other


def test_an_answer_is_taken_away_also_where_the_series_takes_none_any_more(cast: Cast):
    occurrence = coming(cast.society)
    say(cast.amina, occurrence)
    occurrence.series.takes_answers = False
    occurrence.series.save()
    client = as_person(cast.amina)
    assert "Take my answer away" in text(client.get(page_of(occurrence)))
    client.post(f"{page_of(occurrence)}answer/", {"answer": "withdraw"})
    assert not Rsvp.objects.exists()
    assert "Do you come?" not in text(client.get(page_of(occurrence)))


def test_an_answer_to_what_was_hidden_since_can_be_taken_away(cast: Cast):
    occurrence = coming(cast.society)
    say(cast.amina, occurrence)
    occurrence.series.hidden_at = NOW
    occurrence.series.save()
    assert as_person(cast.zola).get(f"{page_of(occurrence)}answer/").status_code == 404
    client = as_person(cast.amina)
    assert "Take my answer away" in text(client.get(f"{page_of(occurrence)}answer/"))
    client.post(f"{page_of(occurrence)}answer/", {"answer": "withdraw", "next": "/me/"})
    assert not Rsvp.objects.exists()


def test_once_it_began_the_page_asks_no_more_and_a_late_answer_is_refused(cast: Cast):
    occurrence = coming(cast.society)
    say(cast.amina, occurrence)
    with time_machine.travel(occurrence.starts_at, tick=False):
        client = as_person(cast.amina)
        refused = client.post(f"{page_of(occurrence)}answer/", {"answer": "no"})
        page = text(client.get(page_of(occurrence)))
    assert (refused.status_code, Rsvp.objects.get().answer) == (409, "yes")
    assert "You come" in page
    assert "Take my answer away" not in page


def test_officers_read_counts_and_names_and_the_goal(cast: Cast):
    occurrence = coming(cast.society, capacity=2, goal=25, goal_set_at=NOW)
    say_yes(students(3), occurrence)
    say(cast.amina, occurrence, "maybe")
    page = text(as_person(cast.kofi).get(f"/manage/karura/heforshe-karura/occurrences/{occurrence.pk}/"))
    for words in ("2 of 25 hoped for", "Yes (2)", "Waiting for a place (1)", "Maybe (1)", "Student3", "Amina Otieno"):
        assert words in page


def test_a_goal_set_after_the_start_is_none(cast: Cast):
    occurrence = coming(cast.society, goal=25, goal_set_at=NOW + timedelta(days=30))
    say(cast.amina, occurrence)
    page = text(as_person(cast.kofi).get(f"/manage/karura/heforshe-karura/occurrences/{occurrence.pk}/"))
    assert "said yes 1 no limit" in page
    assert "hoped for" not in page


def test_afterwards_officers_read_who_stayed_away_and_who_came_unannounced(cast: Cast):
    occurrence = coming(cast.society, goal=10, goal_set_at=NOW)
    said = students(3)
    say_yes(said, occurrence)
    for person in (said[0], cast.zola, None):
        make.attendance(occurrence, person)
    with time_machine.travel(occurrence.ends_at + timedelta(hours=2), tick=False):
        page = text(as_person(cast.kofi).get(f"/manage/karura/heforshe-karura/occurrences/{occurrence.pk}/"))
    assert Attendance.objects.count() == 3
    assert "3 came, of 10 hoped for." in page
    assert "Of 3 who said yes and did not take it back in time, 2 did not come." in page
    assert "Of 2 counted by name, 1 came without having said so." in page


def test_the_file_holds_the_names_and_no_formula(cast: Cast):
    occurrence = coming(cast.society)
    cast.amina.name = "=1+1"
    cast.amina.save()
    say(cast.amina, occurrence)
    address = f"/manage/karura/heforshe-karura/occurrences/{occurrence.pk}/answers.csv"
    answer = as_person(cast.dennis).get(address)
    assert answer.content.decode().splitlines() == [
        "Name,Answer,Waits for a place,Said (UTC)",
        "'=1+1,Yes,no,2026-10-20 14:30",
    ]
    for other in (cast.grace, cast.dean, cast.amina, cast.zola):
        assert as_person(other).get(address).status_code == 404


def test_a_date_of_another_society_has_no_file_here(cast: Cast):
    address = f"/manage/karura/heforshe-karura/occurrences/{coming(cast.other_society).pk}/answers.csv"
    assert as_person(cast.kofi).get(address).status_code == 404


@pytest.mark.parametrize("kind", ["society", "series"])
def test_one_follows_on_the_page_and_stops_there_or_on_ones_own(cast: Cast, kind: str):
    series = make.series(cast.society)
    number = series.pk if kind == "series" else cast.society.pk
    page = f"/series/{number}/" if kind == "series" else "/societies/karura/heforshe-karura/"
    client = as_person(cast.amina)
    done = client.post(f"/follows/{kind}/{number}/", {"do": "follow"}, follow=True)
    assert done.redirect_chain == [(page, 302)]
    assert "You follow it" in text(done)
    client.post(f"/follows/{kind}/{number}/", {"do": "stop"})
    assert not Follow.objects.exists()
    client.post(f"/follows/{kind}/{number}/", {"do": "follow"})
    assert "What I follow" in text(client.get("/me/"))
    client.post(f"/me/follows/{Follow.objects.get().pk}/")
    assert not Follow.objects.exists()


def test_signed_out_following_leads_to_signing_in_and_back(cast: Cast):
    answer = Client().post(f"/follows/society/{cast.society.pk}/", {"do": "follow"})
    assert answer["Location"] == "/sign-in/?next=/societies/karura/heforshe-karura/"


def test_nobody_stops_what_another_follows_and_nothing_else_can_be_followed(cast: Cast):
    as_person(cast.amina).post(f"/follows/society/{cast.society.pk}/", {"do": "follow"})
    as_person(cast.zola).post(f"/me/follows/{Follow.objects.get().pk}/")
    assert Follow.objects.count() == 1
    assert as_person(cast.amina).post("/follows/person/1/", {"do": "follow"}).status_code == 404
