"""The offices that operators give."""

import pytest
import time_machine
from django.test import Client

from campus.directory.models import Office
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.pages import as_person, messages, said_of, text

PAGE = "/review/offices/"
INVITED = {"role": "coordinator", "country": "TZ", "address": "juma@movement.example", "starts_on": "2026-10-20"}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def olga(cast: Cast) -> Client:
    return as_person(cast.olga)


def invited() -> Office:
    return Office.objects.get(invited_address="juma@movement.example")


def test_a_coordinator_is_invited_for_a_country(olga: Client):
    answer = olga.post(PAGE, INVITED, follow=True)
    assert messages(answer) == ["The invitation is on its way."]
    assert "juma@movement.example Coordinator (Tanzania), since 20 October 2026 Invited" in text(answer)


def test_the_first_staff_of_a_university_is_invited(olga: Client, cast: Cast):
    olga.post(PAGE, {**INVITED, "role": "staff", "university": cast.other.pk})
    assert (invited().role, invited().university, str(invited().country)) == ("staff", cast.other, "")


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"country": ""}, "country"), ({"role": "staff"}, "university"), ({"address": "juma"}, "address")],
)
def test_what_an_office_needs_is_said_and_nothing_is_lost(olga: Client, changed: dict[str, str], field: str):
    answer = olga.post(PAGE, {**INVITED, **changed})
    assert (answer.status_code, list(said_of(answer))) == (400, [field])
    assert changed.get("address", "juma@movement.example") in answer.content.decode()


def test_an_office_is_ended_after_a_question(olga: Client, cast: Cast):
    path = f"{PAGE}{cast.lucia.offices.get().pk}/end/"
    assert "End the office of Lucía Ortega (Coordinator)?" in text(olga.get(path))
    assert messages(olga.post(path, follow=True)) == ["The office is ended; its rights ended with it."]
    assert cast.lucia.offices.get().ended_by == cast.olga


@pytest.mark.parametrize("who", ["lucia", "dean", "kofi"])
def test_nobody_but_operators_finds_it(who: str, cast: Cast):
    assert as_person(getattr(cast, who)).get(PAGE).status_code == 404


def test_an_office_of_a_society_is_not_ended_here(olga: Client, cast: Cast):
    assert olga.get(f"{PAGE}{cast.kofi.offices.get().pk}/end/").status_code == 404
