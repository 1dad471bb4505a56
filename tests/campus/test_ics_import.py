"""Calendars of other programs, read into plans: what is made of each event, and what is refused on which line."""

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.activities.ics_import import Imported, Reading, read
from campus.activities.ics_lines import decoded
from campus.base.errors import Invalid
from tests.factories import NOW

pytestmark = pytest.mark.pure

FILES = {path.name: path.read_bytes() for path in (Path(__file__).parents[1] / "data" / "calendars").glob("*.ics")}
HOME = "Africa/Nairobi"


def of(name: str, zone: str = HOME) -> Reading:
    return read(decoded(FILES[name]), zone=zone, at=NOW)


def event(*lines: str, uid: str = "one") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Circle", *lines, "END:VEVENT"])


def calendar(*events: str) -> str:
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR"])


def reading(*lines: str, zone: str = HOME) -> Reading:
    return read(event(*lines), zone=zone, at=NOW)


def only(*lines: str, zone: str = HOME) -> Imported:
    found = reading(*lines, zone=zone)
    assert [each.said for each in found.refused] == []
    return found.events[0]


def refusal(*lines: str) -> tuple[int, str]:
    found = reading(*lines)
    assert found.events == []
    return found.refused[0].line, found.refused[0].sentence


def test_a_google_calendar() -> None:
    found = of("google.ics")
    assert (found.refused, found.over) == ([], 1)  # the planning lunch of March
    circle, film, days, arts = found.events
    assert (circle.line, circle.plan.imported_uid) == (18, "3v1lq0h4k5m6n7o8p9@google.com")
    assert (circle.plan.name, circle.plan.place) == ("Tuesday Circle", "Common Room, Block C")
    assert circle.plan.description.splitlines() == [
        "One question each week.",
        "Come as you are, bring a friend.\N{NO-BREAK SPACE}No question is too small.",
    ]
    assert (circle.plan.rrule, circle.plan.zone) == ("FREQ=WEEKLY;WKST=MO;BYDAY=TU", "Africa/Nairobi")
    assert (circle.plan.first_date, circle.plan.start_time, circle.plan.minutes) == (
        date(2026, 10, 20),
        time(17, 30),
        90,
    )
    assert circle.plan.skipped_dates == (datetime(2026, 11, 10, 17, 30), datetime(2026, 12, 1, 17, 30))
    assert circle.notes == ["It began on 13 January 2026; here it goes on from 20 October 2026."]
    assert [(each.original, each.starts, each.name, each.place) for each in circle.moved] == [
        (datetime(2026, 11, 24, 17, 30), datetime(2026, 11, 25, 18), "Tuesday Circle: 16 Days", "Great Hall")
    ]
    assert (film.plan.first_date, film.plan.start_time, film.plan.minutes) == (date(2026, 12, 4), time(18), 120)
    assert (film.plan.link, film.plan.place, film.plan.rrule) == ("https://meet.example/film", "", "")
    assert (days.plan.timing, days.plan.rrule, days.plan.minutes) == ("all_day", "FREQ=DAILY;COUNT=16", 1440)
    assert (arts.plan.timing, arts.plan.rrule, arts.plan.minutes) == ("all_day", "", 8 * 1440)


def test_an_outlook_calendar() -> None:
    found = of("outlook.ics")
    committee, call = found.events
    assert committee.plan.rrule == "FREQ=MONTHLY;COUNT=6;BYDAY=MO;BYSETPOS=1"  # September’s and October’s are over
    assert (committee.plan.first_date, committee.plan.zone) == (date(2026, 11, 2), "Africa/Nairobi")
    assert committee.plan.description == "Monthly committee\n\nAgenda two days before."
    assert len(committee.plan.imported_uid) == 112
    assert call.plan.zone == "Europe/Berlin"  # its name was lost, its clocks were not
    assert call.plan.link == "https://teams.example/l/meetup-join/19"
    assert [each.said for each in found.refused] == [
        "Line 54: It is marked as private. What is planned here is public; change that in your calendar first.",
        "Line 70: We do not know the time zone “Nowhere Standard Time”. Export with zones like Africa/Nairobi.",
    ]


def test_an_apple_calendar() -> None:
    found = of("apple.ics")
    dialogue, orange = found.events
    assert (dialogue.plan.zone, dialogue.plan.start_time, dialogue.plan.minutes) == ("Europe/Madrid", time(18, 30), 90)
    assert (dialogue.plan.name, dialogue.plan.link) == ("Diálogo con propósito", "https://karura.example/dialogo")
    assert (orange.plan.timing, orange.plan.rrule) == ("all_day", "FREQ=MONTHLY;BYMONTHDAY=25")
    assert orange.plan.skipped_dates == (datetime(2026, 12, 25),)
    assert [(each.line, each.name) for each in found.refused] == [(62, "Every hour")]


def test_the_zone_of_the_society_is_taken_for_clocks_that_are_like_its_own() -> None:
    assert of("outlook.ics", zone="Europe/Madrid").events[1].plan.zone == "Europe/Madrid"


def test_nothing_is_read_of_who_organises_and_who_comes() -> None:
    assert "amina@karura.example" not in repr(of("google.ics"))
    assert "group.calendar.google.com" not in repr(of("google.ics"))


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Africa/Nairobi", "Africa/Nairobi"),
        ("/mozilla.org/20050126_1/Europe/Madrid", "Europe/Madrid"),
        ('"E. Africa Standard Time"', "Africa/Nairobi"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ],
)
def test_a_zone_is_known_by_its_name(name: str, zone: str) -> None:
    assert only(f"DTSTART;TZID={name}:20261103T180000").plan.zone == zone


def test_a_floating_time_is_that_of_the_society_and_takes_an_hour_where_it_does_not_say() -> None:
    found = only("DTSTART:20261103T180000")
    assert (found.plan.zone, found.plan.minutes) == (HOME, 60)
    assert found.notes == ["It does not say how long it takes; we took an hour."]


def test_a_rule_in_utc_becomes_local_only_where_the_clocks_never_change() -> None:
    lines = ("DTSTART:20261103T150000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=TU")
    assert (only(*lines).plan.zone, only(*lines).plan.start_time) == (HOME, time(18))
    abroad = only(*lines, zone="Europe/Madrid")
    assert (abroad.plan.zone, abroad.plan.start_time, len(abroad.notes)) == ("UTC", time(15), 1)
    late = ("DTSTART:20261103T220000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=TU")
    assert only(*late).plan.zone == "UTC"  # Wednesday in Nairobi


def test_every_second_week_goes_on_in_its_weeks_and_a_number_of_dates_is_counted_down() -> None:
    found = only("DTSTART:20260901T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=10")
    # 1, 15, 29 September and 13 October are over
    assert (found.plan.first_date, found.plan.rrule) == (date(2026, 10, 27), "FREQ=WEEKLY;INTERVAL=2;COUNT=6")


@pytest.mark.parametrize(
    "rule", ["FREQ=WEEKLY;UNTIL=20261001T000000Z", "FREQ=DAILY;COUNT=5", "FREQ=YEARLY;COUNT=1", ""]
)
def test_what_is_over_is_left_out_and_counted(rule: str) -> None:
    found = reading("DTSTART:20260901T180000", "DURATION:PT1H", *([f"RRULE:{rule}"] if rule else []))
    assert (found.events, found.refused, found.over) == ([], [], 1)


def test_dates_by_hand_come_and_go() -> None:
    found = only(
        "DTSTART;TZID=Africa/Nairobi:20261103T180000",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "RDATE;TZID=Africa/Nairobi:20261105T180000,20260105T180000",
        "RDATE;VALUE=PERIOD:20261106T150000Z/PT1H",
        "EXDATE;VALUE=DATE:20261110",
    )
    assert found.plan.extra_dates == (datetime(2026, 11, 5, 18), datetime(2026, 11, 6, 18))
    assert found.plan.skipped_dates == (datetime(2026, 11, 10, 18),)


def test_what_began_and_has_dates_by_hand_only_goes_on_with_the_next_of_them() -> None:
    found = only("DTSTART:20260901T180000", "DURATION:PT1H", "RDATE:20261110T190000,20261117T180000")
    assert (found.plan.first_date, found.plan.start_time) == (date(2026, 11, 10), time(19))
    assert found.plan.extra_dates == (datetime(2026, 11, 17, 18),)


def test_several_times_a_day() -> None:
    found = only("DTSTART:20261103T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYHOUR=10,16;BYMINUTE=0;BYSECOND=0")
    assert (found.plan.rrule, found.plan.start_time, found.plan.more_times) == ("FREQ=DAILY", time(10), (time(16),))


def test_a_first_date_that_its_rule_does_not_match_belongs_to_it() -> None:
    found = only("DTSTART:20261104T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=TU")
    assert (found.plan.first_date, found.plan.extra_dates) == (date(2026, 11, 10), (datetime(2026, 11, 4, 18),))


def moved(original: str, starts: str) -> Reading:
    series = event("DTSTART:20260901T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")
    single = event(f"RECURRENCE-ID:{original}", f"DTSTART:{starts}", "DURATION:PT2H")
    return read(calendar(single, series), zone=HOME, at=NOW)


def test_a_date_moved_out_of_the_past_is_one_more_and_one_moved_into_it_is_gone() -> None:
    come = moved("20261013T180000", "20261022T180000").events[0]
    assert (come.moved, come.plan.extra_dates, come.plan.skipped_dates) == ([], (datetime(2026, 10, 22, 18),), ())
    gone = moved("20261027T180000", "20261016T180000").events[0]
    assert (gone.moved, gone.plan.extra_dates, gone.plan.skipped_dates) == ([], (), (datetime(2026, 10, 27, 18),))
    later = moved("20261027T180000", "20261028T180000").events[0]
    assert [(each.starts, each.minutes) for each in later.moved] == [(datetime(2026, 10, 28, 18), 120)]


@pytest.mark.parametrize(
    ("lines", "line", "part"),
    [
        ((), 1, "no DTSTART"),
        (("DTSTART:tomorrow",), 4, "DTSTART is no date and time"),
        (("DTSTART;VALUE=DATE:20261301",), 4, "DTSTART is no date"),
        (("DTSTART:17760704T120000",), 4, "between 1990 and 2199"),
        (("DTSTART:20261103T180000", "DTEND:20261103T170000"), 5, "ends before it begins"),
        (("DTSTART:20261103T180000", "DURATION:long"), 5, "DURATION"),
        (("DTSTART:20261103T180000", "DTEND:20270103T180000"), 5, "two weeks at most"),
        (("DTSTART:20261103T180000", "RRULE:FREQ=MINUTELY"), 5, "a day"),
        (("DTSTART:20261103T180000", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), 5, "No date fits"),
        (("DTSTART:20261103T180000", "RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY"), 6, "one rule"),
        (("DTSTART:20261103T180000", "RRULE:FREQ=WEEKLY", "EXRULE:FREQ=MONTHLY"), 6, "one rule"),
        (("DTSTART:20261103T180000", "RRULE:FREQ=WEEKLY", "EXDATE:never"), 6, "EXDATE"),
        (("DTSTART:20261103T180000", "STATUS:CANCELLED"), 5, "cancelled"),
        (("DTSTART:20261103T180000", "CLASS:CONFIDENTIAL"), 5, "private"),
        (("DTSTART:20261103T180000", "a line of prose"), 5, "no line of a calendar"),
        (("DTSTART:20261103T180000", "LOCATION:a", " folded", "DURATION:x"), 7, "DURATION"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(lines: tuple[str, ...], line: int, part: str) -> None:
    where, sentence = refusal(*lines)
    assert (where, part in sentence) == (line, True), sentence


def test_an_event_that_stands_there_twice_is_planned_once() -> None:
    found = read(calendar(event("DTSTART:20261103T180000"), event("DTSTART:20261104T180000")), zone=HOME, at=NOW)
    assert [each.plan.first_date for each in found.events] == [date(2026, 11, 3)]
    assert [each.said for each in found.refused] == ["Line 9: The same event stands on line 3 already."]


def test_a_single_date_without_its_series_is_refused() -> None:
    found = read(event("RECURRENCE-ID:20261103T180000", "DTSTART:20261104T180000"), zone=HOME, at=NOW)
    assert [(each.line, "whole series" in each.sentence) for each in found.refused] == [(1, True)]


def test_a_change_of_all_following_dates_is_refused() -> None:
    series = event("DTSTART:20261103T180000", "RRULE:FREQ=WEEKLY")
    change = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261110T180000", "DTSTART:20261111T180000")
    found = read(calendar(series, change), zone=HOME, at=NOW)
    assert [(each.line, "following" in each.sentence) for each in found.refused] == [(12, True)]


def test_an_event_without_a_uid_has_one_that_is_the_same_the_next_time() -> None:
    text = "BEGIN:VEVENT\nSUMMARY:Circle\nDTSTAMP:{}\nDTSTART:20261103T180000\nEND:VEVENT"
    uids = {read(text.format(stamp), zone=HOME, at=NOW).events[0].plan.imported_uid for stamp in ("1", "2")}
    other = read(text.replace("Circle", "Square"), zone=HOME, at=NOW).events[0].plan.imported_uid
    assert (len(uids), other in uids) == (1, False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Dear all, we meet on Tuesday.", "not_a_calendar"),
        ("BEGIN:VCARD\nEND:VCARD", "not_a_calendar"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1", "calendar_cut_off"),
        ("BEGIN:VCALENDAR\nEND:VEVENT", "calendar_out_of_order"),
        ("BEGIN:VCALENDAR\n" * 9, "calendar_too_deep"),
        ("BEGIN:VCALENDAR\nX:\x00\nEND:VCALENDAR", "not_text"),
        ("BEGIN:VCALENDAR\n" + "X:" + "x" * 1_000_000, "calendar_too_large"),
        ("\n" * 60_001, "calendar_too_large"),
        (calendar(*("BEGIN:VEVENT\nEND:VEVENT" for _each in range(2001))), "calendar_too_large"),
        (calendar(*(event("DTSTART:20261103T180000", uid=str(n)) for n in range(201))), "too_many_events"),
        (
            calendar(
                *(
                    event("DTSTART:20261103T180000", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", uid=str(n))
                    for n in range(11)
                )
            ),
            "too_many_rules",
        ),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_what_is_no_calendar_and_what_is_too_much_is_refused_whole(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(text, zone=HOME, at=NOW)
    assert (refused.value.code, list(refused.value.fields)) == (code, ["text"])


def test_a_file_that_is_no_text_is_refused_and_one_in_utf_16_is_read() -> None:
    with pytest.raises(Invalid):
        decoded(b"PK\x03\x04\xff\xfe\xfa")
    assert decoded("BEGIN:VCALENDAR".encode("utf-16")) == decoded(b"\xef\xbb\xbfBEGIN:VCALENDAR") == "BEGIN:VCALENDAR"


def survives(text: str) -> None:
    """It is read, or refused in words; nothing else happens."""
    try:
        found = read(text, zone=HOME, at=NOW)
    except Invalid:
        return
    for each in found.events:
        assert replace(each.plan).first_date >= NOW.date()
        assert (0 < len(each.plan.name) <= 120, len(each.plan.imported_uid) <= 255) == (True, True)
    for fault in found.refused:
        assert (fault.line > 0, bool(fault.sentence)) == (True, True)


LINES = sorted({line for content in FILES.values() for line in decoded(content).splitlines()})
VALUES = st.sampled_from(
    [
        *("20261103T180000", "20261103", "99999999T999999", "20261103T180000Z", "20260101T000000/PT1H"),
        *("PT1H", "P9999999999D", "-PT1H", "+9999", "\ud800", "\\", ";", ",", ":", "é"),
        *("FREQ=DAILY", "FREQ=WEEKLY;COUNT=0", "FREQ=MONTHLY;BYDAY=5MO", "FREQ=SECONDLY", "FREQ=YEARLY;BYWEEKNO=53"),
    ]
)
NAMES = st.sampled_from(
    [
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SUMMARY", "UID", "LOCATION"),
        *("DTSTART;VALUE=DATE", "DTSTART;TZID=X", "RDATE;VALUE=PERIOD", "EXRULE", "STATUS", "TZOFFSETTO"),
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300) | st.lists(st.sampled_from(LINES) | st.text(max_size=40), max_size=40).map("\n".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    survives(text)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(FILES)),
    st.lists(
        st.tuples(st.integers(0, 200), st.builds("{}:{}".format, NAMES, VALUES) | st.sampled_from(LINES)), max_size=6
    ),
    st.lists(st.integers(0, 200), max_size=4),
)
def test_a_mutilated_calendar_is_read_or_refused(name: str, put: list[tuple[int, str]], taken: list[int]) -> None:
    lines = decoded(FILES[name]).splitlines()
    for where in taken:
        del lines[where % len(lines)]
    for where, line in put:
        lines[where % len(lines)] = line
    survives("\n".join(lines))
