"""VTIMEZONE against the IANA data, change by change."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr

from campus.activities.content_lines import folded
from campus.activities.vtimezone import changes, vtimezone

pytestmark = pytest.mark.pure

ZONES = [
    ("Europe/Madrid", 2025, 2028),
    ("Europe/Dublin", 2025, 2028),
    ("Australia/Lord_Howe", 2025, 2028),
    ("America/Sao_Paulo", 2014, 2020),
    ("Africa/Nairobi", 2025, 2028),
    ("Africa/Casablanca", 2020, 2029),
    ("Africa/Cairo", 2021, 2026),
    ("America/New_York", 2025, 2028),
    ("America/New_York", 2005, 2009),
    ("Asia/Kolkata", 2025, 2028),
    ("Asia/Gaza", 2020, 2026),
    ("Asia/Pyongyang", 2014, 2019),
    ("Europe/Istanbul", 2014, 2017),
    ("Pacific/Apia", 2010, 2014),
    ("Pacific/Auckland", 2025, 2028),
]
LONG_LATER = datetime(2040, 1, 1)


def onsets(zone: icalendar.cal.Component) -> list[tuple[datetime, timedelta]]:
    """When each observance begins, in UTC, and the offset that holds from then on; as RFC 5545 (3.6.5) reads."""
    found = []
    parts: list[Any] = zone.subcomponents
    for part in parts:
        rule = part.get("RRULE")
        first, before = part["DTSTART"].dt, part["TZOFFSETFROM"].td
        walls = (
            rrulestr(rule.to_ical().decode(), dtstart=first).between(first, LONG_LATER, inc=True) if rule else [first]
        )
        found += [((wall - before).replace(tzinfo=UTC), part["TZOFFSETTO"].td) for wall in walls]
    return sorted(found)


def read(zone: str, first: int, last: int) -> list[tuple[datetime, timedelta]]:
    return onsets(icalendar.Timezone.from_ical(folded(vtimezone(zone, first, last))))


@pytest.mark.parametrize(("zone", "first", "last"), ZONES)
def test_every_change_is_there_at_its_second_and_no_other(zone: str, first: int, last: int) -> None:
    since, until = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    written = [(at, offset) for at, offset in read(zone, first, last) if since <= at < until]
    true = [(change.at, change.after) for year in range(first, last + 1) for change in changes(zone, year)]
    assert written == true


@pytest.mark.parametrize(("zone", "first", "last"), ZONES)
def test_each_half_hour_of_the_span_has_the_offset_of_the_iana_data(zone: str, first: int, last: int) -> None:
    written, info = read(zone, first, last), ZoneInfo(zone)
    at, until, step = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC), timedelta(minutes=30)
    number = 0
    while at < until:
        while number + 1 < len(written) and written[number + 1][0] <= at:
            number += 1
        assert written[number][1] == at.astimezone(info).utcoffset(), at
        at += step


def test_a_change_that_returns_by_weekday_is_one_yearly_rule() -> None:
    lines = vtimezone("Europe/Madrid", 2026, 2027)
    assert [line for line in lines if line.startswith("RRULE")] == [
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ]


def test_changes_that_follow_the_moon_stand_one_by_one_and_never_as_a_list() -> None:
    lines = vtimezone("Africa/Casablanca", 2025, 2028)
    assert len([line for line in lines if line.startswith("DTSTART")]) == 1 + 8
    assert [line for line in lines if line.startswith(("RRULE", "RDATE"))] == []


def test_daylight_saving_of_half_an_hour_keeps_its_minutes() -> None:
    offsets = {line for line in vtimezone("Australia/Lord_Howe", 2026, 2026) if line.startswith("TZOFFSETTO")}
    assert offsets == {"TZOFFSETTO:+1030", "TZOFFSETTO:+1100"}
