"""Calendars and news feeds over HTTP: what they hold, who gets them, and when nothing is sent again."""

import re
from datetime import UTC, timedelta
from typing import Any
from xml.etree import ElementTree

import icalendar
import pytest
import recurring_ical_events
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campus.activities.actions import cancel_occurrence, end_series, hide_page, plan_activity
from campus.activities.models import Occurrence, Series
from campus.base import clock
from campus.directory.actions import change_society, suspend_society
from tests.campus.plans import WEEKLY
from tests.conftest import Cast
from tests.factories import NOW
from tests.stage import Stage, circle, set_stage

LATER = NOW + timedelta(minutes=5)
SOCIETY = "/societies/karura/heforshe-karura"


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return set_stage(cast)


@pytest.fixture(autouse=True)
def _five_minutes_later() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


def addresses(stage: Stage) -> dict[str, str]:
    return {
        "occurrence": f"/occurrences/{stage.occurrence.pk}.ics",
        "series": f"/series/{stage.activity.series_id}.ics",
        "society": f"{SOCIETY}.ics",
        "university": "/universities/karura.ics",
        "atom": f"{SOCIETY}.atom",
    }


def shown(client: Client, address: str) -> list[tuple[str, str, bool]]:
    """What a program shows: start, name and whether it is cancelled."""
    calendar = icalendar.Calendar.from_ical(client.get(address).content)
    events = recurring_ical_events.of(calendar).between((2025, 1, 1), (2029, 1, 1))
    return sorted(
        (_utc(event["DTSTART"].dt), str(event["SUMMARY"]), event["STATUS"] == "CANCELLED") for event in events
    )


def listed(client: Client, query: str) -> list[tuple[str, str, bool]]:
    """The same of what the API lists, page by page."""
    rows, address = [], f"/api/v1/occurrences/?{query}"
    while address:
        page = client.get(address).json()
        rows += page["results"]
        address = page["next"]
    return sorted((row["starts_at"][:16], row["name"], row["cancelled_at"] is not None) for row in rows)


def _utc(at: Any) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("kind", ["occurrence", "series", "society", "university", "atom"])
def test_who_has_the_present_version_gets_nothing_with_few_queries(stage: Stage, kind: str, client: Client) -> None:
    address = addresses(stage)[kind]
    first = client.get(address)
    assert first.status_code == 200
    with CaptureQueriesContext(connection) as queries:
        again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert len(queries) <= 4


@pytest.mark.parametrize("kind", ["series", "society", "university", "atom"])
def test_a_change_gives_another_version(stage: Stage, kind: str, client: Client) -> None:
    address = addresses(stage)[kind]
    before = client.get(address)
    coming = Occurrence.objects.filter(starts_at__gt=LATER, cancelled_at__isnull=True).earliest("starts_at")
    cancel_occurrence(by=stage.cast.kofi, occurrence=coming, reason="Rain.", at=LATER)
    after = client.get(address, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert after.content != before.content


def test_a_program_that_knows_dates_only_gets_nothing_until_something_changes(stage: Stage, client: Client) -> None:
    address = addresses(stage)["series"]
    modified = client.get(address)["Last-Modified"]
    assert client.get(address, headers={"if-modified-since": modified}).status_code == 304
    coming = Occurrence.objects.filter(starts_at__gt=LATER, cancelled_at__isnull=True).earliest("starts_at")
    cancel_occurrence(by=stage.cast.kofi, occurrence=coming, reason="Rain.", at=LATER)
    assert client.get(address, headers={"if-modified-since": modified}).status_code == 200


def test_what_changed_just_now_is_not_dated(stage: Stage, client: Client) -> None:
    """HTTP counts whole seconds: a second change in this one would go unseen."""
    Series.objects.filter(pk=stage.activity.series_id).update(changed_at=LATER)
    assert not client.get(addresses(stage)["series"]).has_header("Last-Modified")


def test_a_later_committed_change_with_an_earlier_moment_is_seen(stage: Stage, client: Client) -> None:
    address = addresses(stage)["series"]
    first = client.get(address)["ETag"]
    Occurrence.objects.filter(pk=stage.occurrence.pk).update(sequence=7, place="Elsewhere")  # its moment stays
    assert client.get(address, headers={"if-none-match": first}).status_code == 200


@pytest.mark.parametrize(("kind", "type_"), [("society", "text/calendar"), ("atom", "application/atom+xml")])
def test_a_feed_is_compressed_and_keeps_its_version(stage: Stage, kind: str, type_: str) -> None:
    client, address = Client(headers={"accept-encoding": "gzip"}), addresses(stage)[kind]
    answer = client.get(address)
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Content-Type"] == f"{type_}; charset=utf-8"
    assert answer["ETag"].startswith('W/"')
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_head_says_what_get_would(stage: Stage, client: Client) -> None:
    answer, got = client.head(addresses(stage)["series"]), client.get(addresses(stage)["series"])
    assert answer.content == b""
    assert {name: answer[name] for name in ("ETag", "Content-Type", "Cache-Control")} == {
        name: got[name] for name in ("ETag", "Content-Type", "Cache-Control")
    }


def test_everybody_may_keep_a_copy_and_nobody_gets_a_cookie(stage: Stage, client: Client) -> None:
    for address in addresses(stage).values():
        answer = client.get(address)
        assert answer["Cache-Control"].startswith("public")
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies


def test_a_program_shows_what_the_api_lists(stage: Stage, client: Client) -> None:
    dates = listed(client, f"series={stage.activity.series_id}")
    for kind in ("series", "society", "university"):  # the API lists what is not over, a feed also what was
        assert [one for one in shown(client, addresses(stage)[kind]) if one >= dates[0]] == dates
    assert any(cancelled for _start, _name, cancelled in dates)


def test_a_suspended_society_has_no_feeds(stage: Stage, client: Client) -> None:
    suspend_society(by=stage.cast.dean, society=stage.cast.society, reason="No officers.", at=LATER)
    answers = {kind: client.get(address).status_code for kind, address in addresses(stage).items()}
    assert answers == {"occurrence": 404, "series": 404, "society": 404, "atom": 404, "university": 200}
    assert b"BEGIN:VEVENT" not in client.get(addresses(stage)["university"]).content


def test_a_hidden_series_has_no_feed_and_stands_in_none(stage: Stage, client: Client) -> None:
    Series.objects.filter(pk=stage.activity.series_id).update(hidden_at=LATER)
    answers = {kind: client.get(address) for kind, address in addresses(stage).items()}
    assert {kind: answer.status_code for kind, answer in answers.items()} == {
        "occurrence": 404,
        "series": 404,
        "society": 200,
        "atom": 200,
        "university": 200,
    }
    assert b"Tuesday Circle" not in answers["society"].content + answers["university"].content + answers["atom"].content


def test_a_hidden_society_has_none_either_not_even_for_its_officers(stage: Stage, client: Client) -> None:
    stage.cast.society.hidden_at = LATER
    stage.cast.society.save(update_fields=["hidden_at"])
    client.force_login(stage.cast.kofi)
    assert client.get(addresses(stage)["society"]).status_code == 404
    assert client.get(f"{SOCIETY}/").status_code == 200


def test_a_former_address_leads_to_the_present_one(stage: Stage, client: Client) -> None:
    stage.cast.society.former_addresses.create(university=stage.cast.karura, slug="old-name")
    for ending in ("ics", "atom"):
        answer = client.get(f"/societies/karura/old-name.{ending}")
        assert (answer.status_code, answer["Location"]) == (301, f"{SOCIETY}.{ending}")


def test_a_file_of_nothing_is_a_404(cast: Cast, client: Client) -> None:
    for address in ("/series/999.ics", "/occurrences/999.ics", "/universities/nowhere.ics", "/societies/karura/no.ics"):
        assert client.get(address).status_code == 404


def test_dates_of_long_ago_are_left_out(stage: Stage, client: Client) -> None:
    before = shown(client, addresses(stage)["series"])
    long_ago = NOW - timedelta(days=800)
    Occurrence.objects.filter(pk=stage.occurrence.pk).update(
        starts_at=long_ago, ends_at=long_ago + timedelta(hours=1), date=long_ago.date()
    )
    assert len(shown(client, addresses(stage)["series"])) == len(before) - 1


def test_an_atom_feed_is_one_by_its_standard(stage: Stage, client: Client) -> None:
    """RFC 4287: a feed and each entry have id, title and updated; ids differ and are absolute; who wrote it is said."""
    root = ElementTree.fromstring(client.get(addresses(stage)["atom"]).content)  # noqa: S314 - our own
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    entries = root.findall("a:entry", atom)
    assert len(entries) == Occurrence.objects.filter(ends_at__gt=LATER).count()
    for element in (root, *entries):
        assert [len(element.findall(f"a:{name}", atom)) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext("a:updated", "", atom))
        assert [link.get("rel") for link in element.findall("a:link", atom)].count("alternate") == 1
    ids = [element.findtext("a:id", "", atom) for element in (root, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("urn:uuid:") for one in ids)
    assert root.findtext("a:author/a:name", "", atom) == "HeForShe Karura"
    assert root.find("a:link[@rel='self']", atom).get("href") == f"http://testserver{SOCIETY}.atom"  # type: ignore[union-attr]
    assert "Cancelled: Tuesday Circle" in entries[1].findtext("a:title", "", atom)


def test_what_is_over_leaves_the_news_without_anything_being_changed(stage: Stage, client: Client) -> None:
    first = client.get(addresses(stage)["atom"])
    with time_machine.travel(LATER + timedelta(days=1)):
        again = client.get(addresses(stage)["atom"], headers={"if-none-match": first["ETag"]})
    assert again.content.count(b"<entry>") == first.content.count(b"<entry>") - 1


def test_a_circle_of_another_university_is_not_in_the_feed(cast: Cast, client: Client) -> None:
    circle(cast)
    assert shown(client, "/universities/mzizi.ics") == []
    assert len(shown(client, "/universities/karura.ics")) > 1


@pytest.mark.parametrize("deed", ["hidden", "ended", "renamed"])
def test_a_program_that_knows_dates_only_sees_what_leaves_no_row(stage: Stage, client: Client, deed: str) -> None:
    cast = stage.cast
    with time_machine.travel(NOW - timedelta(days=1), tick=False):  # all that stays is older
        series = plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=clock.now()).series
    before = client.get(f"{SOCIETY}.ics")
    deeds = {
        "hidden": lambda: hide_page(by=cast.dean, subject=series, reason="Private photographs.", at=LATER),
        "ended": lambda: end_series(by=cast.kofi, series=series, at=LATER),
        "renamed": lambda: change_society(by=cast.kofi, society=cast.society, purpose="Tea.", name="Circle", at=LATER),
    }
    deeds[deed]()
    with time_machine.travel(LATER + timedelta(minutes=1), tick=False):
        headers = {"if-modified-since": before["Last-Modified"]}
        after = client.get(f"{SOCIETY}.ics", headers=headers, follow=True)
    assert after.status_code == 200
    assert after.content != before.content
