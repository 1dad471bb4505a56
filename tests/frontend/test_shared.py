"""What search engines and messengers read of public pages, and the ways into somebody's calendar."""

import json
import re
from datetime import time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client

from campus.activities.models import Occurrence, Timing
from campus.activities.planning import instants
from tests.conftest import Cast
from tests.factories import NOW
from tests.stage import circle

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def coming(cast: Cast) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield circle(cast).occurrences.filter(starts_at__gt=NOW).earliest("starts_at")


def told(client: Client, path: str) -> dict[str, Any]:
    """What the one data block of a page says."""
    (block,) = SCRIPT.findall(client.get(path).content.decode())
    data: dict[str, Any] = json.loads(block)
    return data


def test_a_date_is_an_event_with_its_place_in_its_time(coming: Occurrence, client: Client) -> None:
    event = told(client, f"/occurrences/{coming.pk}/")
    assert (event["@context"], event["@type"], event["name"]) == ("https://schema.org", "Event", "Tuesday Circle")
    assert event["startDate"] == f"{coming.date.isoformat()}T17:00:00+03:00"
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["location"] == {"@type": "Place", "name": "Common Room, Block C", "address": "Karura University"}
    assert event["organizer"]["name"] == "HeForShe Karura"


def test_a_date_that_is_cancelled_online_or_all_day_says_so(coming: Occurrence, client: Client) -> None:
    coming.cancelled_at, coming.cancel_reason = NOW, "Rain."
    coming.place, coming.link = "", "https://meet.example/1"
    coming.timing, coming.minutes = Timing.ALL_DAY, 2 * 1440
    coming.starts_at, coming.ends_at = instants(coming.date, time(), coming.minutes, coming.zone, coming.timing)
    coming.save()
    event = told(client, f"/occurrences/{coming.pk}/")
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert event["location"] == {"@type": "VirtualLocation", "url": "https://meet.example/1"}
    assert (event["startDate"], event["endDate"]) == (
        coming.date.isoformat(),
        (coming.date + timedelta(days=1)).isoformat(),
    )


def test_a_series_and_a_society_name_their_next_dates(coming: Occurrence, client: Client) -> None:
    series, society = told(client, f"/series/{coming.series_id}/"), told(client, "/societies/karura/heforshe-karura/")
    assert (series["@type"], society["@type"]) == ("EventSeries", "Organization")
    assert series["subEvent"][0] == society["event"][0]


def test_no_name_can_end_the_data_block(coming: Occurrence, client: Client) -> None:
    name = "</script><script>alert(1)</script><!-- & \u2028"
    Occurrence.objects.filter(pk=coming.pk).update(name=name)
    content = client.get(f"/occurrences/{coming.pk}/").content.decode()
    assert "<script>alert" not in content
    assert told(client, f"/occurrences/{coming.pk}/")["name"] == name


def test_messengers_read_a_title_an_address_and_a_sentence(coming: Occurrence, client: Client) -> None:
    for path in (f"/occurrences/{coming.pk}/", f"/series/{coming.series_id}/", "/societies/karura/heforshe-karura/"):
        content = client.get(path).content.decode()
        said = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', content))
        assert (said["url"], said["type"]) == (f"http://testserver{path}", "website")
        assert said["title"] in {"Tuesday Circle", "HeForShe Karura"}
        assert said["description"] != ""


def test_programs_find_the_feeds_of_a_society(coming: Occurrence, client: Client) -> None:
    content = client.get("/societies/karura/heforshe-karura/").content.decode()
    found = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]*" href="([^"]+)">', content)
    assert dict(found) == {
        "text/calendar": "http://testserver/societies/karura/heforshe-karura.ics",
        "application/atom+xml": "http://testserver/societies/karura/heforshe-karura.atom",
    }
    for _type, address in found:
        assert client.get(urlsplit(address).path).status_code == 200


def test_what_is_hidden_is_told_to_nobody(cast: Cast, coming: Occurrence, client: Client) -> None:
    coming.series.hidden_at = NOW
    coming.series.save()
    client.force_login(cast.kofi)
    for path in (f"/occurrences/{coming.pk}/", f"/series/{coming.series_id}/"):
        content = client.get(path).content.decode()
        assert "Tuesday Circle" in content
        assert "ld+json" not in content
        assert "og:title" not in content
        assert ".ics" not in content


def links(client: Client, path: str) -> list[str]:
    section = client.get(path).content.decode().partition('aria-labelledby="calendar"')[2].partition("</section>")[0]
    return [one.replace("&amp;", "&") for one in re.findall(r'<a [^>]*href="([^"]+)"', section)]


def test_a_series_is_subscribed_to_in_four_ways(coming: Occurrence, client: Client) -> None:
    subscribe, google, outlook, file = links(client, f"/series/{coming.series_id}/")
    assert subscribe == f"webcal://testserver/series/{coming.series_id}.ics"
    assert parse_qs(urlsplit(google).query) == {"cid": [subscribe]}
    assert parse_qs(urlsplit(outlook).query)["url"] == [file] == [f"http://testserver/series/{coming.series_id}.ics"]


def test_one_date_is_added_with_its_times_in_utc(coming: Occurrence, client: Client) -> None:
    file, google, outlook = links(client, f"/occurrences/{coming.pk}/")
    assert file == f"http://testserver/occurrences/{coming.pk}.ics"
    asked = parse_qs(urlsplit(google).query)
    assert asked["dates"] == [f"{coming.starts_at:%Y%m%dT%H%M%SZ}/{coming.ends_at:%Y%m%dT%H%M%SZ}"]
    assert (asked["text"], asked["ctz"]) == (["Tuesday Circle"], ["Africa/Nairobi"])
    assert parse_qs(urlsplit(outlook).query)["startdt"] == [f"{coming.starts_at:%Y-%m-%dT%H:%M:%SZ}"]
