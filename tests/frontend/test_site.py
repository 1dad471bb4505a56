"""The start page, the pages that only say something, and the two for whoever watches the machine."""

from unittest.mock import patch

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client

from campus.directory.models import Society
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.queries import queries


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def dates(cast: Cast):
    """Something on today and in ten days at Karura, within the week at Mzizi."""
    circle = make.series(cast.society)
    film = make.series(cast.other_society, "Film night")
    make.occurrence(circle)
    make.occurrence(circle, make.TODAY.replace(day=30), place="Great Hall")
    make.occurrence(film, make.TODAY.replace(day=26))
    return circle


def on(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/{query}")
    return [f"{row.name} {row.date:%d}" for group in page.context["groups"] for row in group.occurrences]


def test_a_stranger_sees_what_is_on_everywhere(client: Client, dates):
    assert on(client) == ["Tuesday Circle 20", "Film night 26", "Tuesday Circle 30"]


def test_dates_stand_under_today_the_next_days_and_later(client: Client, dates):
    groups = client.get("/").context["groups"]
    assert [(group.anchor, len(group.occurrences)) for group in groups] == [("today", 1), ("week", 1), ("later", 1)]


def test_the_hero_is_for_whoever_is_not_signed_in(client: Client, cast: Cast):
    assert "The door is open." in client.get("/").content.decode()
    client.force_login(cast.amina)
    assert "The door is open." not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=circle", ["Tuesday Circle 20", "Tuesday Circle 30"]),
        ("?q=mzizi", ["Film night 26"]),
        ("?q=great+hall", ["Tuesday Circle 30"]),
        ("?where=karura", ["Tuesday Circle 20", "Tuesday Circle 30"]),
        ("?where=country:ZA", ["Film night 26"]),
        ("?where=country:ZZ", ["Tuesday Circle 20", "Film night 26", "Tuesday Circle 30"]),
        ("?when=week", ["Tuesday Circle 20", "Film night 26"]),
        ("?newcomers=on", []),
        ("?q=chess", []),
    ],
)
def test_the_filter_narrows(client: Client, dates, query: str, found: list[str]):
    assert on(client, query) == found


def test_good_for_newcomers_is_a_filter(client: Client, dates):
    dates.for_newcomers = True
    dates.save()
    assert on(client, "?newcomers=on") == ["Tuesday Circle 20", "Tuesday Circle 30"]


def test_a_member_sees_the_own_university_first(client: Client, cast: Cast, dates):
    cast.society.memberships.create(university=cast.karura, person=cast.amina, joined_on=NOW.date(), joined_at=NOW)
    client.force_login(cast.amina)
    assert on(client) == ["Tuesday Circle 20", "Tuesday Circle 30"]
    assert on(client, "?where=") == ["Tuesday Circle 20", "Film night 26", "Tuesday Circle 30"]


def test_what_a_closed_society_planned_is_not_on(client: Client, cast: Cast, dates):
    Society.objects.filter(pk=cast.society.pk).update(status=Society.Status.SUSPENDED)
    assert on(client) == ["Film night 26"]


def test_an_empty_filter_says_what_to_do(client: Client, cast: Cast, dates):
    assert "Nothing matches" in client.get("/?q=chess").content.decode()


def test_with_nothing_planned_it_says_so(client: Client, cast: Cast):
    assert "Nothing is planned for the next four weeks" in client.get("/").content.decode()


def test_three_dates_take_as_many_queries_as_one(client: Client, cast: Cast):
    circle = make.series(cast.society)
    make.occurrence(circle)
    one = queries(client, "/")
    for day in (27, 28):
        make.occurrence(circle, make.TODAY.replace(day=day))
    assert queries(client, "/") == one


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/privacy/", "What we keep, and who sees it"),
        ("/help/", "Help and safety"),
        ("/conduct/", "What we agree on"),
        ("/accessibility/", "Accessibility"),
    ],
)
def test_a_page_that_says_something_has_its_heading(client: Client, db: None, path: str, heading: str):
    assert f"<h1>{heading}</h1>" in client.get(path).content.decode()


def test_whom_to_ask_is_named_when_the_installation_says_so(client: Client, db: None, settings):
    settings.CONTACT_EMAIL = "help@campus.example"
    assert 'href="mailto:help@campus.example"' in client.get("/privacy/").content.decode()


@pytest.mark.django_db
def test_the_pages_that_only_say_something_ask_the_database_nothing(client: Client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/help/")


def test_alive_needs_no_database(client: Client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_when_the_database_answers(client: Client, db: None):
    assert client.get("/readyz").content == b"ready\n"


def test_not_ready_when_it_does_not(client: Client, db: None):
    with patch("frontend.site.health.connection.cursor", side_effect=DatabaseError):
        assert client.get("/readyz").status_code == 503
