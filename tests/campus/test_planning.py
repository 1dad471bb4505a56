"""Local times across clock changes, the weeks in which to meet, and how far dates are planned."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.activities.models import Activity
from campus.activities.planning import ClockChange, Stretch, Timetable, clock_change, instant, instants, plan_dates
from campus.activities.rule_text import parse
from campus.directory.models import Break, Calendar, Term

pytestmark = pytest.mark.pure

LORD_HOWE = "Australia/Lord_Howe"  # its clocks move by half an hour
ZONES = ["Europe/Madrid", LORD_HOWE, "Africa/Nairobi"]
RULES = ["FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=DAILY;COUNT=90"]
CALENDAR = Calendar(pk=1, name="Main calendar", week_starts_on=0, first_week=1)
AUTUMN = Term(
    pk=1,
    calendar=CALENDAR,
    name="Semester 1",
    active_from=date(2026, 8, 31),
    teaching_from=date(2026, 9, 7),
    teaching_to=date(2026, 12, 11),
    active_to=date(2026, 12, 18),
)
SPRING = Term(
    pk=2,
    calendar=CALENDAR,
    name="Semester 2",
    active_from=date(2027, 1, 4),
    teaching_from=date(2027, 1, 11),
    teaching_to=date(2027, 4, 16),
    active_to=date(2027, 4, 23),
)
READING_WEEK = Break(
    term=AUTUMN, kind=Break.Kind.READING_WEEK, starts_on=date(2026, 10, 19), ends_on=date(2026, 10, 23)
)
EXAMS = Break(term=AUTUMN, kind=Break.Kind.EXAMS, starts_on=date(2026, 12, 14), ends_on=date(2026, 12, 18))
TIMETABLE = Timetable(CALENDAR, (AUTUMN, SPRING), {1: (READING_WEEK, EXAMS)})


def dates(rrule: str, window: str, since: date, last: date, zone: str = "Europe/Madrid") -> list[datetime]:
    first = datetime(2026, 9, 1, 18)
    planned = plan_dates(Stretch(parse(rrule), first, zone, window), TIMETABLE, since, last)
    return list(planned.starts)


@settings(deadline=None)
@given(st.sampled_from(ZONES), st.dates(date(2026, 1, 1), date(2029, 12, 31)))
def test_weekly_at_18_00_stays_18_00_across_every_clock_change(zone: str, first: date) -> None:
    planned = plan_dates(
        Stretch(parse("FREQ=WEEKLY"), datetime.combine(first, time(18)), zone, "always"),
        Timetable(),
        first,
        first + timedelta(weeks=60),
    )
    local = [instant(start.date(), start.time(), zone).astimezone(ZoneInfo(zone)) for start in planned.starts]
    assert [moment.replace(tzinfo=None) for moment in local] == [
        datetime.combine(first + timedelta(weeks=week), time(18)) for week in range(61)
    ]


@settings(deadline=None)
@given(st.sampled_from(ZONES), st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31)))
def test_an_instant_reads_back_as_its_local_time_unless_the_clocks_skip_it(zone: str, local: datetime) -> None:
    back = instant(local.date(), local.time(), zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    skipped = clock_change(local.date(), local.time(), zone) is ClockChange.GAP
    assert (back != local) == skipped


@pytest.mark.parametrize(
    ("zone", "local", "change", "expected"),
    [
        ("Europe/Madrid", datetime(2027, 3, 28, 2, 30), ClockChange.GAP, datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("Europe/Madrid", datetime(2026, 10, 25, 2, 30), ClockChange.FOLD, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (
            "Australia/Lord_Howe",
            datetime(2026, 10, 4, 2, 15),
            ClockChange.GAP,
            datetime(2026, 10, 3, 15, 45, tzinfo=UTC),
        ),
        (
            "Australia/Lord_Howe",
            datetime(2027, 4, 4, 1, 45),
            ClockChange.FOLD,
            datetime(2027, 4, 3, 14, 45, tzinfo=UTC),
        ),
        ("Africa/Nairobi", datetime(2027, 3, 28, 2, 30), None, datetime(2027, 3, 27, 23, 30, tzinfo=UTC)),
    ],
)
def test_a_gap_uses_the_offset_before_it_and_a_fold_the_first(
    zone: str, local: datetime, change: ClockChange | None, expected: datetime
) -> None:
    assert clock_change(local.date(), local.time(), zone) is change
    assert instant(local.date(), local.time(), zone) == expected


@pytest.mark.parametrize(
    ("window", "day", "reason"),
    [
        ("always", date(2026, 12, 25), ""),
        ("active", date(2026, 9, 1), ""),
        ("active", date(2026, 12, 25), "Outside term"),
        ("active", date(2026, 10, 20), "Reading week"),
        ("active", date(2026, 12, 15), "Exams"),
        ("teaching", date(2026, 9, 7), ""),
        ("teaching", date(2026, 9, 1), "Outside teaching weeks"),
        ("teaching", date(2026, 12, 15), "Exams"),
        ("teaching", date(2026, 10, 24), "Reading week"),
        ("teaching", date(2026, 10, 26), ""),
        ("teaching", date(2026, 12, 25), "Outside term"),
    ],
)
def test_a_date_outside_its_window_is_left_out_with_the_reason(window: str, day: date, reason: str) -> None:
    assert TIMETABLE.left_out(window, day) == reason


def test_a_society_without_a_calendar_meets_all_year_or_never() -> None:
    assert Timetable().left_out("always", date(2026, 10, 20)) == ""
    assert Timetable().left_out("teaching", date(2026, 10, 20)) == "Outside term"


def test_a_weekly_rule_in_teaching_weeks_keeps_time_with_the_term() -> None:
    planned = plan_dates(
        Stretch(parse("FREQ=WEEKLY;BYDAY=TU"), datetime(2026, 10, 6, 18), "Europe/Madrid", "teaching"),
        TIMETABLE,
        date(2026, 10, 6),
        date(2026, 11, 3),
    )
    assert [start.date() for start in planned.starts] == [
        date(2026, 10, 6), date(2026, 10, 13), date(2026, 10, 27), date(2026, 11, 3),
    ]  # fmt: skip
    assert planned.left_out == [(date(2026, 10, 20), "Reading week")]


def test_a_single_date_chosen_by_hand_is_kept_wherever_it_falls() -> None:
    planned = plan_dates(
        Stretch(None, datetime(2026, 12, 25, 18), "Europe/Madrid", "teaching"),
        TIMETABLE,
        date(2026, 10, 1),
        date(2027, 10, 1),
    )
    assert (planned.starts, planned.left_out) == ([datetime(2026, 12, 25, 18)], [])


@settings(deadline=None)
@given(
    st.sampled_from(
        ["FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=DAILY;COUNT=90"]
    ),
    st.sampled_from(["always", "active", "teaching"]),
    st.integers(1, 300),
)
def test_planning_in_two_steps_gives_the_same_dates_as_planning_at_once(rrule: str, window: str, days: int) -> None:
    begin, end = date(2026, 9, 1), date(2027, 9, 1)
    middle = begin + timedelta(days=days)
    in_steps = dates(rrule, window, begin, middle) + dates(rrule, window, middle + timedelta(days=1), end)
    assert in_steps == dates(rrule, window, begin, end)


def stretch(rrule: str = "FREQ=WEEKLY", **fields: Any) -> Stretch:
    """Tuesdays at 18:00 from 6 October 2026, in teaching weeks."""
    rule = parse(rrule) if rrule else None
    return Stretch(rule, datetime(2026, 10, 6, 18), "Europe/Madrid", fields.pop("window", "teaching"), **fields)


def planned(of: Stretch, last: date = date(2026, 10, 31), timetable: Timetable = TIMETABLE) -> list[str]:
    return [f"{start:%m-%d %H:%M}" for start in plan_dates(of, timetable, date(2026, 10, 6), last).starts]


def test_several_times_a_day_are_all_planned() -> None:
    assert planned(stretch(more_times=[time(20, 30), time(8)]), date(2026, 10, 13)) == [
        "10-06 08:00", "10-06 18:00", "10-06 20:30", "10-13 08:00", "10-13 18:00", "10-13 20:30",
    ]  # fmt: skip


def test_an_extra_date_is_kept_in_a_break_and_a_skipped_one_is_left_out() -> None:
    of = stretch(extra_dates=[datetime(2026, 10, 20, 18)], skipped_dates=[datetime(2026, 10, 13, 18)])
    dates = plan_dates(of, TIMETABLE, date(2026, 10, 6), date(2026, 10, 27))
    assert [start.day for start in dates.starts] == [6, 20, 27]
    assert dates.left_out == [(date(2026, 10, 13), "Left out by hand")]


def test_one_of_several_times_can_be_left_out() -> None:
    of = stretch(more_times=[time(20)], skipped_dates=[datetime(2026, 10, 6, 18)])
    dates = plan_dates(of, TIMETABLE, date(2026, 10, 6), date(2026, 10, 6))
    assert (list(dates.starts), dates.left_out) == ([datetime(2026, 10, 6, 20)], [])


def test_nothing_comes_after_the_last_date_of_a_stretch_that_was_cut() -> None:
    of = stretch(last_date=date(2026, 10, 13), extra_dates=[datetime(2026, 10, 14, 9)])
    assert planned(of) == ["10-06 18:00", "10-13 18:00"]


def test_public_holidays_are_left_out_where_asked_for() -> None:
    timetable = Timetable(CALENDAR, (AUTUMN,), {}, {date(2026, 10, 13): "Mashujaa Day"})
    dates = plan_dates(stretch(skips_holidays=True), timetable, date(2026, 10, 6), date(2026, 10, 20))
    assert ([start.day for start in dates.starts], dates.left_out) == ([6, 20], [(date(2026, 10, 13), "Mashujaa Day")])
    assert planned(stretch(), date(2026, 10, 20), timetable) == ["10-06 18:00", "10-13 18:00", "10-20 18:00"]


def test_of_over_a_thousand_dates_the_first_thousand_are_planned() -> None:
    times = [time(hour, minute) for hour in range(24) for minute in (0, 30) if hour != 18]
    dates = plan_dates(
        stretch("FREQ=DAILY", window="always", more_times=times), Timetable(), date(2026, 10, 6), date(2026, 12, 31)
    )
    assert (len(dates.starts), dates.is_cut) == (1000, True)
    assert list(dates.starts) == sorted(dates.starts)
    assert dates.starts[-1] == datetime(2026, 10, 27, 6, 0)


def test_a_saved_stretch_reads_its_lists_from_the_row() -> None:
    row = Activity(
        rrule="",
        first_date=date(2026, 10, 6),
        start_time=time(18),
        zone="Europe/Madrid",
        window="teaching",
        more_times=["20:30"],
        extra_dates=["2026-10-20T09:00"],
        skipped_dates=["2026-10-06T18:00"],
    )
    assert planned(Stretch.of(row)) == ["10-06 20:30", "10-20 09:00"]


@pytest.mark.parametrize(
    ("minutes", "timing", "last"),
    [
        (1440, "all_day", date(2027, 3, 29)),
        (3 * 1440, "all_day", date(2027, 3, 31)),
        (90, "to_confirm", date(2027, 3, 29)),
    ],
)
def test_whole_days_end_at_midnight_however_long_the_clocks_make_them(minutes: int, timing: str, last: date) -> None:
    clocks_go_forward = date(2027, 3, 28)
    begin, end = instants(clocks_go_forward, time(0), minutes, "Europe/Madrid", timing)
    madrid = ZoneInfo("Europe/Madrid")
    assert begin.astimezone(madrid) == datetime(2027, 3, 28, tzinfo=madrid)
    assert end.astimezone(madrid) == datetime.combine(last, time(0), madrid)


def test_dates_are_planned_for_the_coming_twelve_months() -> None:
    assert TIMETABLE.horizon(date(2026, 10, 20)) == date(2027, 10, 20)


def test_dates_are_planned_to_the_end_of_a_next_term_that_lies_further() -> None:
    next_year = Term(pk=3, active_from=date(2027, 9, 1), active_to=date(2027, 12, 20))
    assert Timetable(CALENDAR, (next_year,)).horizon(date(2026, 10, 20)) == date(2027, 12, 20)


def test_dates_are_never_planned_beyond_eighteen_months() -> None:
    long_term = Term(pk=3, active_from=date(2027, 9, 1), active_to=date(2028, 8, 31))
    assert Timetable(CALENDAR, (long_term,)).horizon(date(2026, 10, 20)) == date(2028, 4, 20)
