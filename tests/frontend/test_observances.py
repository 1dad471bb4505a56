"""The days to plan around, in public and on the desk of a society; and their calendar."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campus.activities.actions.observances import follow_observance, load_observances, observe_on
from campus.activities.models import Observance, ObservanceChoice, ObservedOn
from tests.campus.test_observances import NEXT
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _story(db: None) -> Iterator[None]:
    load_observances()
    with time_machine.travel(NOW, tick=False):
        yield


def as_kofi(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.kofi)
    return client


def page(cast: Cast, name: str = "manage_observances", *more: str) -> str:
    return reverse(name, args=(cast.karura.slug, cast.society.slug, *more))


def test_the_calendar_gives_the_dates_that_are_known_to_another_reader() -> None:
    everything = Client().get("/observances.ics?country=CA&with=idahobit&with=za-womens-day&with=sv-awareness-week-uk")
    calendar: Any = icalendar.Calendar.from_ical(everything.content)
    found: dict[str, date] = {}
    for each in recurring_ical_events.of(calendar).between(date(2026, 8, 1), date(2027, 8, 1)):
        slug = str(each["UID"]).removeprefix("observance-").partition("@")[0]
        found[slug] = min(found.get(slug, date.max), each["DTSTART"].dt)
    assert {slug: day.isoformat() for slug, day in found.items()} == {slug: day for slug, (day, _name) in NEXT.items()}


def test_a_span_is_there_with_all_its_days() -> None:
    calendar: Any = icalendar.Calendar.from_ical(Client().get("/observances.ics").content)
    event: Any = next(each for each in calendar.events if str(each["UID"]).startswith("observance-16-days@"))
    assert (event["DTEND"].dt - event["DTSTART"].dt).days == 16


def test_the_calendar_is_sent_once_and_the_dangerous_day_only_when_asked_for() -> None:
    answer = Client().get("/observances.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert Client().get("/observances.ics", headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert (b"Homophobia" in answer.content, b"National Women" in answer.content) == (False, False)
    assert b"Homophobia" in Client().get("/observances.ics?with=idahobit").content
    assert b"National Women" in Client().get("/observances.ics?country=za").content


def test_the_public_page_lists_them_and_says_whose_day_it_is() -> None:
    said = Client().get("/observances/").content.decode()
    assert said.index("International Day of Care") < said.index("Human Rights Day") < said.index("Equal Pay")
    assert "Homophobia" not in said
    assert "Think of safety first" in Client().get("/observances/?with=idahobit").content.decode()


def test_an_officer_plans_something_for_a_day_in_two_clicks(cast: Cast) -> None:
    client = as_kofi(cast)
    listed = client.get(page(cast)).content.decode()
    link = f"{page(cast, 'plan_activity')}?observance=intl-mens-day&amp;date=2026-11-19&amp;template=imd-event"
    assert link in listed
    assert "International Men’s Day event" in client.get(link.replace("&amp;", "&")).content.decode()


def test_follow_hide_and_neither_on_the_list(cast: Cast) -> None:
    client = as_kofi(cast)
    for do, choice in (("follow", "follow"), ("hide", "hide"), ("clear", None)):
        assert client.post(page(cast), {"do": do, "observance": "iwd"}).status_code == 302
        chosen = ObservanceChoice.objects.values_list("choice", flat=True).first()
        assert chosen == choice
    assert client.post(page(cast), {"do": "burn", "observance": "iwd"}).status_code == 404
    assert client.post(page(cast), {"do": "follow", "observance": "nothing"}).status_code == 404


def test_the_list_shows_what_is_in_the_plan_and_on_demand_the_rest(cast: Cast) -> None:
    client = as_kofi(cast)
    own, everything = client.get(page(cast)).content.decode(), client.get(f"{page(cast)}?show=all").content.decode()
    assert ("Homophobia" in own, "Homophobia" in everything) == (False, True)
    assert "Think of safety first" in everything


def test_another_day_is_chosen_shown_and_taken_back(cast: Cast) -> None:
    client, address = as_kofi(cast), page(cast, "manage_observance", "women-girls-science")
    client.post(address, {"do": "move", "observed_on": "2027-02-18"})
    assert ObservedOn.objects.get().observed_on == date(2027, 2, 18)
    assert "officially" in client.get(page(cast)).content.decode()
    client.post(address, {"do": "back"})
    assert ObservedOn.objects.count() == 0


def test_a_day_too_far_away_is_refused_on_the_form_and_stays_there(cast: Cast) -> None:
    address = page(cast, "manage_observance", "women-girls-science")
    answer = as_kofi(cast).post(address, {"do": "move", "observed_on": "2027-06-18"})
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["observed_on"]
    assert 'value="2027-06-18"' in answer.content.decode()


def test_the_list_asks_as_often_with_many_choices_as_with_none(
    cast: Cast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    client = as_kofi(cast)
    client.get(page(cast))
    with CaptureQueriesContext(connection) as before:
        client.get(f"{page(cast)}?show=all")
    for observance in Observance.objects.all()[:9]:
        follow_observance(by=cast.kofi, society=cast.society, observance=observance, at=NOW)
    iwd = Observance.objects.get(slug="iwd")
    observe_on(
        by=cast.kofi,
        society=cast.society,
        observance=iwd,
        official_on=date(2027, 3, 8),
        observed_on=date(2027, 3, 9),
        at=NOW,
    )
    with django_assert_num_queries(len(before)):  # type: ignore[operator]
        client.get(f"{page(cast)}?show=all")
