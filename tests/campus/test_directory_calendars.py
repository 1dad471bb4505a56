"""The calendars, terms and breaks of a university, and what is refused about them."""

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from campus.base.errors import Conflict, Invalid, NotAllowed
from campus.directory.actions import (
    add_break,
    add_calendar,
    add_term,
    change_break,
    change_calendar,
    change_term,
    remove_break,
    remove_term,
)
from campus.directory.models import Break, Calendar, StaleMark, Term, University
from campus.directory.queries import calendar_of, calendars_of, reporting_term_on, reporting_terms, terms_of
from campus.outbox.models import Job
from campus.people.models import AuditEvent
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

SUMMER: dict[str, Any] = {
    "name": "Summer school",
    "teaching_from": date(2027, 6, 7),
    "teaching_to": date(2027, 7, 16),
    "active_from": date(2027, 5, 31),
    "active_to": date(2027, 7, 23),
}


def main_calendar(university: University) -> Calendar:
    return university.calendars.get(is_reporting=True)


def running_term(university: University) -> Term:
    return Term.objects.get(university=university, name="Semester 1, 2026/27")  # active 31 August to 18 December 2026


def add(cast: Cast, **fields: Any) -> Term:
    return add_term(by=cast.dean, calendar=main_calendar(cast.karura), at=NOW, **{**SUMMER, **fields})


def pause(cast: Cast, starts_on: date, ends_on: date, name: str = "", kind: str = "reading_week") -> Break:
    term = running_term(cast.karura)
    return add_break(by=cast.dean, term=term, kind=kind, name=name, starts_on=starts_on, ends_on=ends_on, at=NOW)


def test_a_new_term_is_followed_by_planning_and_figures(cast: Cast) -> None:
    term = add(cast)
    assert (term.university, term.name, term.active_to) == (cast.karura, "Summer school", date(2027, 7, 23))
    assert StaleMark.objects.get().university == cast.karura
    jobs = Job.objects.order_by("kind").values_list("kind", "key", "arguments")
    key, arguments = f"university:{cast.karura.pk}", {"university": cast.karura.pk}
    assert list(jobs) == [("rebuild_participation", key, arguments), ("replan", key, arguments)]
    assert AuditEvent.objects.get().verb == "term_added"


def test_two_changes_before_the_work_begins_make_one_job_each(cast: Cast) -> None:
    change_term(by=cast.dean, term=add(cast), at=NOW, name="Summer term")
    assert Job.objects.count() == 2


def test_overlapping_terms_are_refused_with_the_other_ones_name_and_dates(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        add(cast, active_from=date(2027, 4, 23))
    assert (refusal.value.code, list(refusal.value.fields)) == ("terms_overlap", ["active_from"])
    assert str(refusal.value) == (
        "Semester 2, 2026/27 runs from 4 January 2027 to 23 April 2027, and two terms cannot share a day. "
        "Choose other dates."
    )


def test_a_term_may_begin_the_day_after_another_ends(cast: Cast) -> None:
    assert add(cast, active_from=date(2027, 4, 24)).active_from == date(2027, 4, 24)


def test_another_calendar_may_hold_the_same_days(cast: Cast) -> None:
    evening = add_calendar(by=cast.dean, university=cast.karura, name="Evening classes", at=NOW)
    add(cast)
    assert add_term(by=cast.dean, calendar=evening, at=NOW, **SUMMER).calendar == evening


@pytest.mark.parametrize(
    ("dates", "code", "field"),
    [
        ({"teaching_to": date(2027, 2, 9)}, "ends_before_start", "teaching_to"),
        ({"active_from": date(2027, 6, 8)}, "outside_teaching", "active_from"),
        ({"active_to": date(2027, 7, 15)}, "outside_teaching", "active_to"),
        ({"active_to": date(2028, 7, 23)}, "too_long", "active_to"),
        ({"active_to": date(9999, 12, 31)}, "date_out_of_range", "active_to"),
        ({"active_from": date(1, 1, 1)}, "date_out_of_range", "active_from"),
        ({"name": " "}, "missing", "name"),
    ],
)
def test_dates_that_cannot_be_are_said_beside_their_input(
    cast: Cast, dates: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        add(cast, **dates)
    assert refusal.value.code == code
    assert field in refusal.value.fields
    assert not Term.objects.filter(name="Summer school").exists()


def test_an_end_before_the_start_offers_the_year_that_was_meant(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        add(cast, teaching_to=date(2026, 7, 16))
    assert str(refusal.value) == "16 July 2026 is before the start on 7 June 2027. Did you mean 16 July 2027?"


def test_a_term_moves_within_its_neighbours(cast: Cast) -> None:
    term = change_term(by=cast.dean, term=running_term(cast.karura), at=NOW, active_to=date(2027, 1, 3))
    assert Term.objects.get(pk=term.pk).active_to == date(2027, 1, 3)
    with pytest.raises(Invalid) as refusal:
        change_term(by=cast.dean, term=term, at=NOW, active_to=date(2027, 1, 4))
    assert list(refusal.value.fields) == ["active_to"]


def test_a_term_does_not_shrink_away_from_its_breaks(cast: Cast) -> None:
    pause(cast, date(2026, 12, 14), date(2026, 12, 18), name="Exam week", kind="exams")
    with pytest.raises(Invalid) as refusal:
        change_term(by=cast.dean, term=running_term(cast.karura), at=NOW, active_to=date(2026, 12, 17))
    assert str(refusal.value) == "Exam week would lie outside this term. Move or remove it first."


def test_a_term_goes_with_its_breaks(cast: Cast) -> None:
    pause(cast, date(2026, 10, 19), date(2026, 10, 23))
    remove_term(by=cast.dean, term=running_term(cast.karura), at=NOW)
    assert (Break.objects.count(), Term.objects.filter(university=cast.karura).count()) == (0, 3)


def test_a_break_without_a_name_is_called_as_its_kind(cast: Cast) -> None:
    assert str(pause(cast, date(2026, 10, 19), date(2026, 10, 23), name=" ")) == "Reading week"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "code", "field"),
    [
        (date(2026, 10, 23), date(2026, 10, 19), "ends_before_start", "ends_on"),
        (date(2026, 8, 30), date(2026, 9, 4), "outside_term", "starts_on"),
        (date(2026, 12, 14), date(2026, 12, 19), "outside_term", "ends_on"),
        (date(2026, 10, 23), date(2026, 10, 30), "breaks_overlap", "starts_on"),
        (date(2026, 10, 12), date(2026, 10, 19), "breaks_overlap", "ends_on"),
    ],
)
def test_a_break_lies_inside_its_term_and_beside_the_others(
    cast: Cast, starts_on: date, ends_on: date, code: str, field: str
) -> None:
    pause(cast, date(2026, 10, 19), date(2026, 10, 23))
    with pytest.raises(Invalid) as refusal:
        pause(cast, starts_on, ends_on, name="Another")
    assert (refusal.value.code, list(refusal.value.fields)) == (code, [field])


def test_a_break_of_no_known_kind_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        pause(cast, date(2026, 10, 19), date(2026, 10, 23), kind="party")
    assert list(refusal.value.fields) == ["kind"]


def test_a_break_moves_and_goes(cast: Cast) -> None:
    brk = pause(cast, date(2026, 10, 19), date(2026, 10, 23))
    moved = change_break(by=cast.dean, brk=brk, at=NOW, starts_on=date(2026, 10, 20), name="Half term")
    assert (moved.starts_on, str(moved)) == (date(2026, 10, 20), "Half term")
    remove_break(by=cast.dean, brk=brk, at=NOW)
    assert Break.objects.count() == 0
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "break_added",
        "break_changed",
        "break_removed",
    ]


def test_the_first_calendar_of_a_university_carries_its_figures(cast: Cast) -> None:
    Term.objects.filter(university=cast.karura).delete()
    cast.karura.calendars.all().delete()
    assert add_calendar(by=cast.dean, university=cast.karura, name="Main", at=NOW).is_reporting


def test_a_second_reporting_calendar_takes_over_from_the_first(cast: Cast) -> None:
    first = main_calendar(cast.karura)
    second = add_calendar(by=cast.dean, university=cast.karura, name="Medicine", is_reporting=True, at=NOW)
    assert list(cast.karura.calendars.filter(is_reporting=True)) == [second]
    change_calendar(by=cast.dean, calendar=first, at=NOW, is_reporting=True)
    assert list(cast.karura.calendars.filter(is_reporting=True)) == [first]


def test_a_university_does_not_lose_its_reporting_calendar(cast: Cast) -> None:
    with pytest.raises(Conflict):
        change_calendar(by=cast.dean, calendar=main_calendar(cast.karura), at=NOW, is_reporting=False)


def test_two_calendars_of_a_university_have_two_names(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        add_calendar(by=cast.dean, university=cast.karura, name="MÁIN calendar", at=NOW)
    assert (refusal.value.code, list(refusal.value.fields)) == ("name_taken", ["name"])


@pytest.mark.parametrize(("field", "value"), [("week_starts_on", 7), ("first_week", 61), ("first_week", -21)])
def test_weeks_that_cannot_be_are_refused(cast: Cast, field: str, value: int) -> None:
    change: dict[str, Any] = {field: value}
    with pytest.raises(Invalid) as refusal:
        change_calendar(by=cast.dean, calendar=main_calendar(cast.karura), at=NOW, **change)
    assert list(refusal.value.fields) == [field]


def test_a_calendar_says_how_its_weeks_are_counted(cast: Cast) -> None:
    changed = change_calendar(
        by=cast.dean,
        calendar=main_calendar(cast.karura),
        at=NOW,
        name="All faculties",
        week_starts_on=6,
        first_week=0,
        breaks_take_number=True,
    )
    kept = Calendar.objects.get(pk=changed.pk)
    assert (kept.name, kept.week_starts_on, kept.first_week, kept.breaks_take_number) == ("All faculties", 6, 0, True)


def test_another_universitys_staff_keep_no_terms_here(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add_term(by=cast.zolas_dean, calendar=main_calendar(cast.karura), at=NOW, **SUMMER)


def test_reporting_terms_come_from_the_reporting_calendar_only(cast: Cast) -> None:
    evening = add_calendar(by=cast.dean, university=cast.karura, name="Evening classes", at=NOW)
    add_term(by=cast.dean, calendar=evening, at=NOW, **SUMMER)
    assert len(reporting_terms(cast.karura)) == 4
    running = reporting_term_on(cast.karura, NOW.date())
    assert running is not None
    assert running.term == running_term(cast.karura)


def test_a_society_plans_by_its_own_calendar_or_the_reporting_one(cast: Cast) -> None:
    assert calendar_of(cast.society) == main_calendar(cast.karura)
    cast.society.calendar = add_calendar(by=cast.dean, university=cast.karura, name="Evening classes", at=NOW)
    assert calendar_of(cast.society) == cast.society.calendar


def test_calendars_come_with_terms_and_breaks_in_three_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    pause(cast, date(2026, 10, 19), date(2026, 10, 23))
    with django_assert_num_queries(3):
        (calendar,) = calendars_of(cast.karura)
        breaks = [str(brk) for term in calendar.terms.all() for brk in term.breaks.all()]
    assert breaks == ["Reading week"]


def test_terms_come_in_order_of_time(cast: Cast) -> None:
    assert [term.active_from.year for term in terms_of(main_calendar(cast.karura))] == [2025, 2026, 2026, 2027]


def test_the_database_itself_keeps_terms_apart(cast: Cast) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("an exclusion constraint of PostgreSQL")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.term(main_calendar(cast.karura), "Overlapping", date(2026, 9, 14))
