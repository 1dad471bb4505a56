"""A person's own calendar: its secret address, what it holds, and when it ends."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import recurring_ical_events
import time_machine
from django.test import Client
from icalendar import Calendar

from campus.activities.actions.calendar_address import make_calendar_address, revoke_calendar_address
from campus.activities.models import CalendarAddress, Follow, Observance, Occurrence, Rsvp
from campus.activities.queries.feeds import owner_of_calendar
from campus.base.errors import NotFound
from campus.custody.actions import erase, take_address, unmerge
from campus.custody.queries import everything_about
from campus.membership.actions import join, leave
from campus.people.models import AuditEvent, Person
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.pages import as_person, text
from tests.stage import circle

LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def _a_day_later() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


def dates(secret: str) -> int:
    """How many events the calendar of a secret holds, overrides among them."""
    answer = Client().get(f"/calendar/{secret}.ics")
    assert answer.status_code == 200
    return answer.content.count(b"BEGIN:VEVENT")


def answer(person: Person, occurrence: Occurrence, said: str, *, waits: bool = False) -> Rsvp:
    return Rsvp.objects.create(
        university_id=occurrence.university_id,
        society_id=occurrence.society_id,
        occurrence=occurrence,
        person=person,
        answer=said,
        is_waiting=waits,
        queued_at=NOW if said == "yes" else None,
        answered_at=NOW,
    )


def test_it_holds_what_somebody_said_yes_or_maybe_to_or_waits_for(cast: Cast) -> None:
    rows = list(circle(cast).occurrences.all())
    secret = make_calendar_address(by=cast.amina, at=NOW)
    assert dates(secret) == 0
    answer(cast.amina, rows[0], "yes")
    answer(cast.amina, rows[2], "yes", waits=True)
    answer(cast.amina, rows[4], "maybe")
    answer(cast.amina, rows[5], "no")
    answer(cast.kofi, rows[6], "yes")
    content = Client().get(f"/calendar/{secret}.ics").content
    assert content.count(b"EXDATE") == 2  # a weekly event on the 1st, 3rd and 5th of the dates
    assert dates(secret) == 1


def test_it_holds_what_somebody_joined_or_follows_but_not_what_they_declined(cast: Cast) -> None:
    activity = circle(cast)
    secret = make_calendar_address(by=cast.amina, at=NOW)
    join(by=cast.amina, society=cast.society, at=NOW)
    assert dates(secret) == 1
    leave(by=cast.amina, society=cast.society, at=LATER)
    assert dates(secret) == 0
    Follow.objects.create(person=cast.amina, series=activity.series, university=cast.karura, since=NOW)
    assert dates(secret) == 1
    declined = activity.occurrences.order_by("starts_at")[1]
    answer(cast.amina, declined, "no")
    content = Client().get(f"/calendar/{secret}.ics").content.decode()
    assert f"EXDATE;TZID=Africa/Nairobi:{declined.date:%Y%m%d}T170000" in content


def test_a_changed_answer_gives_another_version_and_the_same_one_nothing(cast: Cast) -> None:
    row = circle(cast).occurrences.first()
    assert row is not None
    address = f"/calendar/{make_calendar_address(by=cast.amina, at=NOW)}.ics"
    etag = Client().get(address)["ETag"]
    assert Client().get(address, headers={"if-none-match": etag}).status_code == 304
    answer(cast.amina, row, "yes")
    again = Client().get(address, headers={"if-none-match": etag})
    assert again.status_code == 200
    assert not again.has_header("Last-Modified")


def test_no_shared_cache_and_no_search_engine_keeps_it(cast: Cast) -> None:
    answer = Client().get(f"/calendar/{make_calendar_address(by=cast.amina, at=NOW)}.ics")
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-cache", "noindex")


def test_the_page_tells_the_address_once(cast: Cast) -> None:
    amina = as_person(cast.amina)
    shown = text(amina.post("/me/calendar/", follow=True))
    found = re.search(r"http://testserver/calendar/([A-Z2-9]{32})\.ics", shown)
    assert found is not None
    assert dates(found[1]) == 0
    assert found[1] not in text(amina.get("/me/calendar/"))
    assert found[1] not in str(list(CalendarAddress.objects.values()))


def test_the_address_is_offered_in_the_scheme_that_opens_calendar_programs(cast: Cast) -> None:
    shown = as_person(cast.amina).post("/me/calendar/", follow=True).content.decode()
    assert 'href="webcal://testserver/calendar/' in shown


def test_a_replaced_or_revoked_address_is_a_404_like_one_that_never_was(cast: Cast) -> None:
    amina = as_person(cast.amina)
    first = make_calendar_address(by=cast.amina, at=NOW)
    second = make_calendar_address(by=cast.amina, at=NOW)
    assert [Client().get(f"/calendar/{one}.ics").status_code for one in (first, second, "A" * 32)] == [404, 200, 404]
    amina.post("/me/calendar/revoke/")
    gone, never = Client().get(f"/calendar/{second}.ics"), Client().get(f"/calendar/{'A' * 32}.ics")
    assert (gone.status_code, text(gone)) == (404, text(never))
    verbs = AuditEvent.objects.filter(object__startswith="calendar_address:").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "calendar_address_made",
        "calendar_address_made",
        "calendar_address_revoked",
    ]


def test_a_hidden_series_is_not_in_it(cast: Cast) -> None:
    activity = circle(cast)
    join(by=cast.amina, society=cast.society, at=NOW)
    secret = make_calendar_address(by=cast.amina, at=NOW)
    activity.series.hidden_at = NOW
    activity.series.save()
    assert dates(secret) == 0


def test_of_two_who_turn_out_to_be_one_both_addresses_show_what_the_one_joined(cast: Cast) -> None:
    circle(cast)
    join(by=cast.amina, society=cast.society, at=NOW)
    other = factories.person("Amina O.", email="amina@home.example")
    own, others = make_calendar_address(by=cast.amina, at=NOW), make_calendar_address(by=other, at=NOW)
    together = take_address(by=cast.amina, address="amina@home.example", at=NOW)
    assert (dates(own), dates(others)) == (1, 1)
    unmerge(by=cast.amina, merge=together, at=LATER)
    assert (dates(own), dates(others)) == (1, 0)


def test_revoking_ends_both_addresses_of_one_person(cast: Cast) -> None:
    other = factories.person("Amina O.", email="amina@home.example")
    secrets = [make_calendar_address(by=person, at=NOW) for person in (cast.amina, other)]
    take_address(by=cast.amina, address="amina@home.example", at=NOW)
    revoke_calendar_address(by=cast.amina, at=LATER)
    for secret in secrets:
        with pytest.raises(NotFound):
            owner_of_calendar(secret)


def test_whose_account_is_erased_has_no_calendar_any_more(cast: Cast) -> None:
    secret = make_calendar_address(by=cast.amina, at=NOW)
    erase(by=cast.amina, at=LATER)
    assert Client().get(f"/calendar/{secret}.ics").status_code == 404
    assert not CalendarAddress.objects.exists()


def test_the_copy_of_ones_data_says_when_it_was_made_and_not_the_secret(cast: Cast) -> None:
    make_calendar_address(by=cast.amina, at=NOW)
    kept = everything_about(cast.amina)["activities"]["calendar_addresses"]
    assert kept == [{"made_at": NOW.isoformat(), "revoked_at": None}]


def test_an_observance_that_somebody_follows_is_in_it(cast: Cast) -> None:
    secret = make_calendar_address(by=cast.amina, at=NOW)
    before = Client().get(f"/calendar/{secret}.ics")
    day, _made = Observance.objects.get_or_create(
        slug="iwd",
        defaults={"name": "International Women's Day", "kind": "day", "rrule": "FREQ=YEARLY", "tier": "core"},
    )
    day.rrule = "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8"
    day.save()
    Follow.objects.create(person=cast.amina, observance=day, since=NOW)
    after = Client().get(f"/calendar/{secret}.ics", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    shown = recurring_ical_events.of(Calendar.from_ical(after.content)).between((2027, 1, 1), (2028, 1, 1))
    assert [(str(event["SUMMARY"]), event["DTSTART"].dt) for event in shown] == [
        ("International Women's Day", date(2027, 3, 8))
    ]
