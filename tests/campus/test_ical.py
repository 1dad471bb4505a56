"""Feeds, line by line; tests/campus/test_feed_readers.py has what other programs make of them."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest

from campus.activities.ical import feed, single
from campus.activities.models import Activity, Occurrence, Series, Timing
from campus.activities.planning import instants
from campus.directory.models import Society, University

pytestmark = pytest.mark.pure

CHANGED = datetime(2026, 9, 1, 12, tzinfo=UTC)
TUESDAY = date(2026, 9, 8)
UID = uuid.UUID("7f1d2e1e-5a34-4a7f-9a54-3a1f0d1f5c11")


def activity(**fields: Any) -> Activity:
    university = University(name="Karura University", slug="karura")
    society = Society(university=university, name="HeForShe Karura", slug="heforshe-karura")
    series = Series(pk=3, society=society, name="Circle", description="One question.", changed_at=CHANGED)
    usual = {
        "uid": UID,
        "series": series,
        "name": "Circle",
        "rrule": "FREQ=WEEKLY;BYDAY=TU",
        "first_date": TUESDAY,
        "timing": Timing.TIMED,
        "start_time": time(18),
        "minutes": 90,
        "zone": "Europe/Madrid",
        "place": "Room B12",
        "changed_at": CHANGED,
        "sequence": 2,
    }
    return Activity(**{**usual, **fields})


def rows(of: Activity, *weeks: int) -> list[Occurrence]:
    return [row(of, TUESDAY + timedelta(weeks=week), number) for number, week in enumerate(weeks, 1)]


def row(of: Activity, day: date, number: int) -> Occurrence:
    made = Occurrence(
        pk=number,
        activity=of,
        original_date=day,
        original_time=of.start_time,
        name=of.name,
        place=of.place,
        timing=of.timing,
        minutes=of.minutes,
        zone=of.zone,
        changed_at=CHANGED,
    )
    move(made, day, of.start_time)
    return made


def move(made: Occurrence, day: date, start: time) -> None:
    made.date, made.time = day, start
    made.starts_at, made.ends_at = instants(day, start, made.minutes, made.zone, made.timing)


def events(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def lines(content: bytes, *names: str) -> list[str]:
    unfolded = content.decode().replace("\r\n ", "").split("\r\n")
    return [line for line in unfolded if line.startswith(names)]


def written(*dates: Occurrence) -> bytes:
    return feed("Circle", dates, url="https://campus.example/series/3/")


def test_a_weekly_activity_is_one_event_with_the_weeks_left_out() -> None:
    content = written(*rows(activity(), 0, 1, 3, 4))
    assert lines(content, "UID", "DTSTART;", "DTEND", "RRULE:FREQ=WEEKLY", "EXDATE", "RECURRENCE-ID") == [
        f"UID:{UID}",
        "DTSTART;TZID=Europe/Madrid:20260908T180000",
        "DTEND;TZID=Europe/Madrid:20260908T193000",
        "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20261006T160000Z",
        "EXDATE;TZID=Europe/Madrid:20260922T180000",
    ]


def test_a_row_that_differs_overrides_its_own_date() -> None:
    dates = rows(activity(), 0, 1, 2)
    move(dates[1], date(2026, 9, 16), time(19))
    dates[1].sequence = 1
    master, override = events(written(*dates))
    assert master["UID"] == override["UID"]
    assert override["RECURRENCE-ID"].dt.replace(tzinfo=None) == datetime(2026, 9, 15, 18)
    assert override["DTSTART"].dt.replace(tzinfo=None) == datetime(2026, 9, 16, 19)
    assert (master["SEQUENCE"], override["SEQUENCE"]) == (2, 3)
    assert override["URL"] == "http://testserver/occurrences/2/"


def test_a_cancelled_date_says_so_and_why() -> None:
    dates = rows(activity(), 0, 1, 2)
    dates[2].cancelled_at, dates[2].cancel_reason = CHANGED, "The room is being painted."
    override = events(written(*dates))[1]
    assert override["STATUS"] == "CANCELLED"
    assert "The room is being painted." in override["DESCRIPTION"]


def test_what_was_moved_beyond_another_date_is_an_event_of_its_own() -> None:
    dates = rows(activity(), 0, 1, 2, 3)
    move(dates[1], date(2026, 9, 24), time(18))
    content = written(*dates)
    assert lines(content, "UID", "EXDATE", "RECURRENCE-ID") == [
        f"UID:{UID}",
        "EXDATE;TZID=Europe/Madrid:20260915T180000",
        f"UID:{UID}-2",
    ]


def test_a_rule_that_programs_read_differently_goes_out_date_by_date() -> None:
    of = activity(rrule="FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1", first_date=date(2026, 9, 29))
    content = written(row(of, date(2026, 9, 29), 1), row(of, date(2026, 10, 27), 2))
    assert lines(content, "UID") == [f"UID:{UID}-1", f"UID:{UID}-2"]
    assert lines(content, "RRULE:FREQ=MONTHLY", "RDATE") == []


def test_a_day_whose_time_is_open_is_a_date_and_a_time_comes_as_an_override_of_it() -> None:
    of = activity(timing=Timing.TO_CONFIRM, start_time=time(), minutes=1440)
    dates = rows(of, 0, 1)
    dates[1].timing, dates[1].minutes = Timing.TIMED, 60
    move(dates[1], dates[1].date, time(17))
    content = written(*dates)
    assert lines(content, "DTSTART;", "RECURRENCE-ID") == [
        "DTSTART;VALUE=DATE:20260908",
        "RECURRENCE-ID;VALUE=DATE:20260915",
        "DTSTART;TZID=Europe/Madrid:20260915T170000",
    ]
    master, override = events(content)
    assert "still to be confirmed" in master["DESCRIPTION"]
    assert "still to be confirmed" not in override["DESCRIPTION"]


def test_several_whole_days_end_on_the_day_after_the_last_one() -> None:
    of = activity(timing=Timing.ALL_DAY, rrule="", start_time=time(), minutes=3 * 1440)
    assert lines(written(row(of, TUESDAY, 1)), "DTSTART;", "DTEND") == [
        "DTSTART;VALUE=DATE:20260908",
        "DTEND;VALUE=DATE:20260911",
    ]


def test_an_hour_that_comes_twice_is_told_in_utc() -> None:
    of = activity(rrule="", start_time=time(2, 30))
    assert lines(written(row(of, date(2026, 10, 25), 1)), "DTSTART:2026", "DTEND") == [
        "DTSTART:20261025T003000Z",
        "DTEND:20261025T020000Z",
    ]


def test_an_hour_that_the_clocks_skip_is_told_as_what_it_becomes() -> None:
    of = activity(rrule="", start_time=time(2, 30), minutes=30)
    assert lines(written(row(of, date(2026, 3, 29), 1)), "DTSTART;TZID") == [
        "DTSTART;TZID=Europe/Madrid:20260329T033000"
    ]


def test_one_date_alone_is_an_event_of_its_own_that_two_files_do_not_share() -> None:
    dates = rows(activity(), 0, 1)
    files = [single(one, url="https://campus.example/") for one in dates]
    assert [lines(one, "UID", "RRULE:FREQ=WEEKLY", "RECURRENCE-ID") for one in files] == [
        [f"UID:{UID}-1"],
        [f"UID:{UID}-2"],
    ]


def test_the_same_rows_give_the_same_bytes_and_a_change_raises_what_says_so() -> None:
    dates = rows(activity(), 0, 1)
    before = written(*dates)
    assert written(*rows(activity(), 0, 1)) == before
    dates[1].name, dates[1].changed_at, dates[1].sequence = "Film", CHANGED + timedelta(hours=1), 1
    override = events(written(*dates))[1]
    assert override["DTSTAMP"].dt == override["LAST-MODIFIED"].dt == CHANGED + timedelta(hours=1)


def test_names_of_every_kind_come_back_as_they_were() -> None:
    name = "Charla; con té, \\ y más — 讨论会 " * 6 + "\nthe end"
    of = activity(rrule="", name=name, place="Hall: by the gate, left")
    content = written(row(of, TUESDAY, 1))
    (event,) = events(content)
    assert (event["SUMMARY"], event["LOCATION"]) == (name, "Hall: by the gate, left")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert all(part.decode() is not None for part in content.split(b"\r\n"))  # no letter is cut in two


def test_what_no_line_may_hold_is_left_out() -> None:
    of = activity(rrule="", name="a\x00b\x1bc\rd\u2028e")
    (event,) = events(written(row(of, TUESDAY, 1)))
    assert event["SUMMARY"] == "a b c\nd\u2028e"


def test_nobody_is_named_as_organizer() -> None:
    assert lines(written(*rows(activity(), 0, 1)), "ORGANIZER", "ATTENDEE") == []
