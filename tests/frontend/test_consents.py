"""The page of what one agreed to, and taking it back."""

import pytest
from django.test import Client

from campus.checkin.models import Attendance
from campus.people.actions import give_consent
from campus.people.models import Consent
from tests.conftest import Cast
from tests.factories import NOW
from tests.factories_checkin import open_door
from tests.frontend.pages import as_person, messages, text
from tests.frontend.queries import queries


@pytest.fixture
def amina(cast: Cast) -> Client:
    """In whose browser she is signed in; she came once."""
    open_door(cast.society).signed_in(cast.amina)
    return as_person(cast.amina)


def test_each_consent_stands_there_in_its_words_with_day_and_place(amina: Client) -> None:
    words = text(amina.get("/me/consents/"))
    assert "The officers of HeForShe Karura see your name; nobody else does." in words
    assert "HeForShe Karura · Tue 20 Oct, checking in, signed in" in words, words


def test_whoever_agreed_to_nothing_reads_what_is_to_come(cast: Cast) -> None:
    assert "Nothing yet" in text(as_person(cast.wanjiru).get("/me/consents/"))


def test_what_taking_it_back_does_is_said_before(amina: Client, cast: Cast) -> None:
    number = Consent.objects.get().pk
    words = text(amina.get(f"/me/consents/{number}/"))
    assert "Your visits in HeForShe Karura stand under no name any more" in words
    assert Attendance.objects.get().person == cast.amina


def test_the_button_takes_it_back(amina: Client, cast: Cast) -> None:
    answer = amina.post(f"/me/consents/{Consent.objects.get().pk}/", follow=True)
    assert messages(answer) == ["Taken back. Your visits there stand under no name any more."]
    assert "Taken back on" in text(answer)
    assert Attendance.objects.get().person != cast.amina


def test_the_consent_of_somebody_else_is_not_there(amina: Client, cast: Cast) -> None:
    path = f"/me/consents/{Consent.objects.get().pk}/"
    assert [as_person(cast.zola).get(path).status_code, as_person(cast.zola).post(path).status_code] == [404, 404]
    assert Consent.objects.get().withdrawn_at is None


def test_more_of_them_ask_no_more_of_the_database(amina: Client, cast: Cast) -> None:
    one = queries(amina, "/me/consents/")
    for number in (1, 2):
        give_consent(
            person=cast.amina, kind="news", version=f"{number}", subject="society:1", where="", at=NOW, society=1
        )
    assert queries(amina, "/me/consents/") == one


def test_staff_read_what_the_next_night_would_remove_and_no_small_count(amina: Client, cast: Cast) -> None:
    words = text(as_person(cast.dean).get("/review/karura/settings/"))
    assert "People whose visits lose their name: fewer than 5" in words
