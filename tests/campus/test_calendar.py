"""Weeks, breaks and reporting terms of a calendar."""

from datetime import date, timedelta

import pytest

from campus.directory.calendar import Week, term_on, tile, week_on, week_start, weeks
from campus.directory.models import Break, Calendar, Term
from campus.directory.words import ends_before_start, week_label

pytestmark = pytest.mark.pure

MONDAY, SUNDAY = 0, 6
READING = Break(kind="reading_week", starts_on=date(2026, 10, 19), ends_on=date(2026, 10, 23))


def calendar(**fields: int | bool) -> Calendar:
    return Calendar(name="Main", **fields)


def term(
    teaching_from: date = date(2026, 9, 7),
    teaching_to: date = date(2026, 11, 27),
    active_from: date | None = None,
    active_to: date | None = None,
    name: str = "Semester one",
) -> Term:
    return Term(
        name=name,
        teaching_from=teaching_from,
        teaching_to=teaching_to,
        active_from=active_from or teaching_from,
        active_to=active_to or teaching_to,
    )


def numbers(found: list[Week]) -> list[int | None]:
    return [week.number for week in found]


def test_teaching_weeks_are_numbered_from_one() -> None:
    assert numbers(weeks(calendar(), term(), [])) == list(range(1, 13))


def test_a_calendar_may_begin_at_week_zero() -> None:
    assert numbers(weeks(calendar(first_week=0), term(), []))[:3] == [0, 1, 2]


def test_weeks_before_and_after_teaching_have_no_number() -> None:
    wide = term(active_from=date(2026, 8, 31), active_to=date(2026, 12, 4))
    assert numbers(weeks(calendar(), wide, [])) == [None, *range(1, 13), None]


def test_a_break_week_takes_no_number_unless_the_calendar_says_so() -> None:
    assert numbers(weeks(calendar(), term(), [READING]))[5:8] == [6, None, 7]


def test_a_break_week_takes_a_number_where_the_calendar_says_so() -> None:
    found = weeks(calendar(breaks_take_number=True), term(), [READING])
    assert numbers(found)[5:8] == [6, 7, 8]
    assert found[6].in_break is READING


def test_a_week_with_one_teaching_day_left_is_no_break_week() -> None:
    four_days = Break(kind="recess", starts_on=date(2026, 10, 20), ends_on=date(2026, 10, 25))
    assert numbers(weeks(calendar(), term(), [four_days]))[5:8] == [6, 7, 8]


def test_two_breaks_may_share_a_week_between_them() -> None:
    first = Break(kind="recess", starts_on=date(2026, 10, 19), ends_on=date(2026, 10, 20))
    second = Break(kind="holiday", starts_on=date(2026, 10, 21), ends_on=date(2026, 10, 23))
    assert weeks(calendar(), term(), [first, second])[6].in_break is first


def test_an_exam_week_after_teaching_is_a_break_without_a_number() -> None:
    exams = Break(kind="exams", starts_on=date(2026, 11, 30), ends_on=date(2026, 12, 4))
    last = weeks(calendar(), term(active_to=date(2026, 12, 4)), [exams])[-1]
    assert (last.number, last.in_break) == (None, exams)


def test_teaching_that_starts_on_a_tuesday_makes_its_part_week_the_first() -> None:
    found = weeks(calendar(), term(date(2026, 10, 6), date(2026, 12, 4)), [])
    assert (found[0].starts_on, found[0].number) == (date(2026, 10, 5), 1)
    assert len(found) == 9


def test_a_part_week_whose_teaching_days_are_all_a_holiday_is_a_break_week() -> None:
    holiday = Break(kind="holiday", starts_on=date(2026, 9, 10), ends_on=date(2026, 9, 11))
    found = weeks(calendar(), term(date(2026, 9, 10)), [holiday])
    assert numbers(found)[:2] == [None, 1]


def test_weeks_may_start_on_sunday() -> None:
    found = weeks(calendar(week_starts_on=SUNDAY), term(date(2026, 10, 11), date(2026, 12, 5)), [])
    assert [(week.starts_on.weekday(), week.number) for week in found] == [(SUNDAY, n) for n in range(1, 9)]
    assert found[-1].ends_on == date(2026, 12, 5)


@pytest.mark.parametrize(
    ("starts_on", "day", "first"),
    [
        (MONDAY, date(2026, 10, 18), date(2026, 10, 12)),
        (MONDAY, date(2026, 10, 19), date(2026, 10, 19)),
        (SUNDAY, date(2026, 10, 18), date(2026, 10, 18)),
        (SUNDAY, date(2026, 10, 17), date(2026, 10, 11)),
    ],
)
def test_the_week_that_holds_a_day_begins_on_the_calendars_weekday(starts_on: int, day: date, first: date) -> None:
    assert week_start(calendar(week_starts_on=starts_on), day) == first


def test_the_week_of_a_day_is_found_among_the_weeks() -> None:
    found = weeks(calendar(), term(), [])
    assert week_on(found, date(2026, 9, 20)) == found[1]
    assert week_on(found, date(2026, 8, 20)) is None


def test_the_term_of_a_day_is_the_one_whose_active_period_holds_it() -> None:
    autumn = term(active_to=date(2026, 12, 4))
    assert term_on([autumn], date(2026, 12, 4)) is autumn
    assert term_on([autumn], date(2026, 12, 5)) is None


def test_reporting_terms_tile_time_without_gap_or_overlap() -> None:
    spring = term(date(2027, 1, 11), date(2027, 4, 9), active_from=date(2027, 1, 4), name="Semester two")
    autumn = term(active_from=date(2026, 8, 31))
    first, second = tile([spring, autumn])
    assert (first.term, first.starts_on, first.ends_on) == (autumn, None, date(2027, 1, 3))
    assert (second.term, second.starts_on, second.ends_on) == (spring, date(2027, 1, 4), None)


def test_each_day_belongs_to_exactly_one_reporting_term() -> None:
    tiles = tile([term(), term(date(2027, 1, 11), date(2027, 4, 9)), term(date(2027, 5, 3), date(2027, 6, 18))])
    days = (date(2026, 1, 1) + timedelta(days=n) for n in range(900))
    assert {sum(each.holds(day) for each in tiles) for day in days} == {1}


def test_a_calendar_without_terms_has_no_reporting_terms() -> None:
    assert tile([]) == []


@pytest.mark.parametrize(
    ("week", "label"),
    [
        (Week(date(2026, 10, 5), 5, None), "Week 5"),
        (Week(date(2026, 10, 19), None, READING), "Reading week"),
        (Week(date(2026, 10, 19), 7, Break(kind="recess", name="Mid-semester break")), "Week 7 (Mid-semester break)"),
        (Week(date(2026, 8, 31), None, None), ""),
    ],
)
def test_a_week_is_called_by_its_break_or_its_number(week: Week, label: str) -> None:
    assert week_label(week) == label


def test_a_date_before_the_start_is_asked_about_with_the_next_year() -> None:
    said = ends_before_start(date(2026, 9, 7), date(2026, 2, 9))
    assert said == "9 February 2026 is before the start on 7 September 2026. Did you mean 9 February 2027?"


def test_a_date_that_was_a_year_early_is_asked_about_with_the_same_year() -> None:
    said = ends_before_start(date(2026, 9, 7), date(2025, 12, 1))
    assert said == "1 December 2025 is before the start on 7 September 2026. Did you mean 1 December 2026?"


def test_a_leap_day_before_the_start_is_not_guessed_about() -> None:
    said = ends_before_start(date(2026, 9, 7), date(2024, 2, 29))
    assert said == "29 February 2024 is before the start on 7 September 2026. Choose a later day."
