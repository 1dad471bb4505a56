"""Who may see who was there."""

from datetime import timedelta

import pytest

from campus.base.errors import NotFound
from campus.checkin import privacy
from campus.checkin.queries import (
    attendance_by_id,
    attendance_by_receipt,
    attendances_at,
    attendances_of,
    counts_at,
    counts_of,
)
from tests import factories
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture
def door(cast: Cast) -> make.Door:
    return make.open_door(cast.society)


@pytest.mark.parametrize("officer", ["kofi", "wanjiru", "dennis"])
def test_officers_who_see_names_see_who_was_there(cast, door, officer):
    row = door.signed_in(cast.amina).attendance
    assert list(attendances_at(door.occurrence, getattr(cast, officer), NOW)) == [row]


@pytest.mark.parametrize("stranger", ["amina", "grace", "dean", "lucia", "olga", "zola", "zolas_dean", None])
def test_nobody_else_sees_a_name(cast, door, stranger):
    row = door.signed_in(cast.amina).attendance
    person = getattr(cast, stranger) if stranger else None
    with pytest.raises(NotFound):
        attendances_at(door.occurrence, person, NOW)
    with pytest.raises(NotFound):
        attendance_by_id(person, row.pk, NOW)


def test_a_former_officer_sees_nothing_the_day_after(cast, door):
    door.signed_in(cast.amina)
    cast.kofi.offices.update(ends_on=make.TODAY - timedelta(days=1))
    with pytest.raises(NotFound):
        attendances_at(door.occurrence, cast.kofi, NOW)


def test_voided_rows_are_not_listed(cast, door):
    make.attendance(door.occurrence, cast.amina, voided_at=NOW, void_reason="left")
    assert list(attendances_at(door.occurrence, cast.kofi, NOW)) == []


def test_everybody_sees_where_they_were_counted_themselves(cast, door):
    mine = door.signed_in(cast.amina).attendance
    door.signed_in(cast.kofi, phone="another phone")
    assert list(attendances_of(cast.amina)) == [mine]


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_of_names_takes_two_queries(cast, door, people, django_assert_num_queries):
    for number in range(people):
        make.attendance(door.occurrence, factories.person(f"Person {number}"))
    with django_assert_num_queries(2):
        names = [row.person.name for row in attendances_at(door.occurrence, cast.kofi, NOW)]
    assert names == [f"Person {number}" for number in range(people)]


def test_counts_tell_named_nameless_and_new_people(cast, door):
    make.attendance(make.occurrence(door.series, make.TODAY - timedelta(days=7)), cast.amina)
    for person in (cast.amina, cast.kofi, None):
        make.attendance(door.occurrence, person)
    counts = counts_at(door.occurrence, cast.grace, NOW)
    assert (counts.visits, counts.identified, counts.nameless, counts.first_time) == (3, 2, 1, 1)


def test_an_occurrence_with_nobody_counts_zero(cast, door):
    assert counts_at(door.occurrence, cast.kofi, NOW).visits == 0


def test_counts_of_many_dates_take_two_queries(cast, door, django_assert_num_queries):
    dates = [make.occurrence(door.series, make.TODAY - timedelta(days=day)) for day in (1, 2, 3)]
    for date in dates:
        make.attendance(date, cast.amina)
    with django_assert_num_queries(2):
        found = counts_of([date.pk for date in dates], cast.society, cast.kofi, NOW)
    assert {pk: row.visits for pk, row in found.items()} == {date.pk: 1 for date in dates}


@pytest.mark.parametrize("stranger", ["amina", "dean", "zola"])
def test_exact_counts_are_for_the_societys_officers(cast, door, stranger):
    with pytest.raises(NotFound):
        counts_at(door.occurrence, getattr(cast, stranger), NOW)


def test_a_receipt_finds_the_row_of_its_browser_only(door):
    row = door.anonymous().attendance
    assert attendance_by_receipt(door.occurrence, make.browser().receipt) == row
    assert attendance_by_receipt(door.occurrence, make.browser("another phone").receipt) is None
    assert attendance_by_receipt(door.occurrence, "") is None


def test_the_privacy_sentence_names_who_sees_the_name(door):
    assert str(privacy.sentence(door.occurrence)).startswith("The officers of HeForShe Karura see your name;")
