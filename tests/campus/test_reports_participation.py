"""Participation at a university, as its staff may read it."""

from datetime import date, time, timedelta

import pytest

from campus.base.errors import Invalid, NotFound
from campus.directory.queries import reporting_term_on
from campus.membership.models import Membership
from campus.reports.figures import participation, participation_csv
from tests import factories
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW

LAST_TERM = date(2026, 2, 10)


class Campus:
    """A university whose societies meet once a day."""

    def __init__(self, university, by):
        self.university, self.by = university, by
        self.dates = {}

    def came(self, society, people, day=make.TODAY, at=make.EVENING):
        if (society.pk, day, at) not in self.dates:
            self.dates[society.pk, day, at] = make.occurrence(make.series(society), day, at)
        for person in people:
            make.attendance(self.dates[society.pk, day, at], person)

    def table(self, person=None, **options):
        term = reporting_term_on(self.university, make.TODAY)
        return participation(person or self.by, self.university, term, at=NOW, **options)


@pytest.fixture
def campus(cast: Cast) -> Campus:
    return Campus(cast.karura, cast.dean)


def people(number):
    return [factories.person(f"Person {index}") for index in range(number)]


def texts(cells):
    return [str(cell.text) for cell in cells.in_order]


def test_a_row_shows_visits_participants_new_participants_and_new_members(cast, campus):
    known, new = people(6), people(8)
    campus.came(cast.society, known, LAST_TERM)
    campus.came(cast.society, [*known, *new, None, None])
    for person in new[:7]:
        Membership.objects.create(
            university=cast.karura, society=cast.society, person=person, joined_on=make.TODAY, joined_at=NOW
        )
    (row,) = campus.table().rows
    assert texts(row.now) == ["15", "15", "10", "5"]  # truly 16, 14, 8 and 7


def test_small_numbers_are_held_back_in_every_cell(cast, campus):
    campus.came(cast.society, people(4) + [None] * 30)
    (row,) = campus.table().rows
    assert texts(row.now) == ["fewer than 5"] * 4


def test_a_raised_threshold_of_the_university_holds(cast, campus):
    cast.karura.small_number = 20
    campus.came(cast.society, people(19))
    assert str(campus.table().total.participants.text) == "fewer than 20"


def test_the_total_counts_each_person_once(cast, campus):
    film = factories.society(cast.karura, "Film Circle")
    both = people(10)
    campus.came(cast.society, both)
    campus.came(film, both, at=time(12))
    table = campus.table()
    assert [row.now.participants.value for row in table.rows] == [10, 10]
    assert (table.total.participants.value, table.total.new_participants.value) == (10, 10)
    assert table.total.visits.value == 20


def test_who_is_new_in_a_society_may_be_known_at_the_university(cast, campus):
    film = factories.society(cast.karura, "Film Circle")
    known = people(10)
    campus.came(cast.society, known, LAST_TERM)
    campus.came(film, known)
    table = campus.table(name_filter="film")
    assert table.rows[0].now.new_participants.value == 10
    assert table.total.new_participants.is_hidden


def test_the_term_beside_has_its_own_cells(cast, campus):
    campus.came(cast.society, people(20), LAST_TERM)
    campus.came(cast.society, people(10))
    table = campus.table(beside=reporting_term_on(cast.karura, LAST_TERM))
    assert (table.rows[0].now.participants.value, table.rows[0].beside.participants.value) == (10, 20)
    assert table.total_beside.participants.value == 20


def test_a_name_filter_hides_rows_and_leaves_every_figure(cast, campus):
    film = factories.society(cast.karura, "Café Film")
    campus.came(cast.society, people(10))
    campus.came(film, people(20), at=time(12))
    table = campus.table(name_filter="CAFE")
    assert [str(row.society) for row in table.rows] == ["Café Film"]
    assert table.total == campus.table().total


def test_rows_can_be_ordered_by_a_figure_with_held_back_ones_last(cast, campus):
    for name, number in (("A few", 4), ("B none", 0), ("C many", 30), ("D some", 10)):
        campus.came(factories.society(cast.karura, name), people(number))
    names = [str(row.society) for row in campus.table(order="participants").rows]
    assert names == ["C many", "D some", "A few", "B none", "HeForShe Karura"]
    assert [str(row.society) for row in campus.table().rows] == sorted(names)


def test_an_unknown_order_is_refused(campus):
    with pytest.raises(Invalid):
        campus.table(order="gender")


def test_societies_that_were_never_approved_are_not_listed(cast, campus):
    factories.society(cast.karura, "Only a draft", status="draft", approved_at=None)
    factories.society(cast.karura, "Suspended ones", status="suspended")
    assert [(str(row.society), row.status) for row in campus.table().rows] == [
        ("HeForShe Karura", "Approved"),
        ("Suspended ones", "Suspended"),
    ]


def test_new_people_by_week_are_disclosed_week_by_week(cast, campus):
    campus.came(cast.society, people(12), make.TODAY - timedelta(days=7))
    campus.came(cast.society, people(3))
    weeks = campus.table().weeks
    assert [str(week.first_time.text) for week in weeks[-2:]] == ["10", "fewer than 5"]
    assert [week.name for week in weeks[-2:]] == ["Week 6", "Week 7"]


@pytest.mark.parametrize("stranger", ["amina", "kofi", "grace", "lucia", "olga", "zola", "zolas_dean"])
def test_only_who_keeps_the_university_sees_the_table(cast, campus, stranger):
    with pytest.raises(NotFound):
        campus.table(getattr(cast, stranger))


def test_a_coordinator_keeps_an_unclaimed_university(cast, campus):
    cast.dean.offices.all().delete()
    assert campus.table(cast.lucia).university == cast.karura


def test_another_universitys_people_are_not_counted(cast, campus):
    campus.came(cast.other_society, people(30))
    assert campus.table().total.participants.is_hidden


def test_the_csv_says_what_the_page_says(cast, campus):
    campus.came(cast.society, people(12))
    factories.society(cast.karura, "=Formula")
    lines = participation_csv(campus.table()).splitlines()
    assert lines[0].startswith('Society,Status,"Visits, Semester 1, 2026/27"')
    assert lines[1:] == [
        "'=Formula,Approved,fewer than 5,fewer than 5,fewer than 5,fewer than 5",
        "HeForShe Karura,Approved,10,10,10,fewer than 5",
        '"All, each person once",,10,10,10,fewer than 5',
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_table_takes_as_many_queries_for_one_society_as_for_three(cast, campus, number, django_assert_num_queries):
    for index in range(number - 1):
        campus.came(factories.society(cast.karura, f"Society {index}"), people(10))
    campus.came(cast.society, people(10))
    beside = reporting_term_on(cast.karura, LAST_TERM)
    with django_assert_num_queries(23):
        table = campus.table(beside=beside)
    assert [row.now.participants.value for row in table.rows] == [10] * number
