"""What may be shown to whom."""

import pytest

from campus.reports.disclosure import Audience, shown, shown_share, shown_visits

pytestmark = pytest.mark.pure
COMMITTEE, UNIVERSITY, PUBLIC = Audience.COMMITTEE, Audience.UNIVERSITY, Audience.PUBLIC


def text(cell):
    return str(cell.text)


@pytest.mark.parametrize("count", [0, 1, 4, 7, 1148])
def test_the_committee_sees_its_own_society_exactly(count):
    assert shown(count, COMMITTEE).value == count


@pytest.mark.parametrize("count", [0, 1, 4])
def test_a_university_reads_zero_to_four_alike(count):
    cell = shown(count, UNIVERSITY)
    assert (text(cell), cell.value, cell.is_hidden) == ("fewer than 5", None, True)


@pytest.mark.parametrize(("count", "value"), [(5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (1147, 1145), (1148, 1150)])
def test_a_university_sees_counts_rounded_to_five(count, value):
    assert shown(count, UNIVERSITY).value == value


@pytest.mark.parametrize(("count", "said"), [(0, "fewer than 10"), (9, "fewer than 10"), (10, "10"), (13, "15")])
def test_the_public_reads_nothing_below_ten(count, said):
    assert text(shown(count, PUBLIC)) == said


def test_the_threshold_is_asked_before_rounding():
    assert shown(4, UNIVERSITY).is_hidden
    assert shown(9, PUBLIC).is_hidden


def test_a_university_can_raise_its_threshold():
    assert text(shown(7, UNIVERSITY, small_number=8)) == "fewer than 8"
    assert text(shown(11, PUBLIC, small_number=12)) == "fewer than 12"


def test_a_university_cannot_lower_a_threshold():
    assert text(shown(4, UNIVERSITY, small_number=1)) == "fewer than 5"
    assert text(shown(8, PUBLIC, small_number=5)) == "fewer than 10"


@pytest.mark.parametrize("small_number", range(5, 30))
def test_no_rounded_count_is_confined_to_fewer_than_three_values(small_number):
    values = [shown(count, UNIVERSITY, small_number).value for count in range(100)]
    seen = [values.count(value) for value in set(values) - {None, values[-1]}]
    assert min(seen) >= 3
    assert all(value is None or value >= small_number for value in values)


def test_large_counts_are_grouped():
    assert text(shown(1148, UNIVERSITY)) == "1,150"


def test_visits_are_held_back_where_participants_are():
    assert text(shown_visits(40, 4, UNIVERSITY)) == "fewer than 5"


def test_visits_are_rounded_like_people():
    assert shown_visits(42, 6, UNIVERSITY).value == 40


def test_the_committee_sees_visits_exactly():
    assert shown_visits(42, 1, COMMITTEE).value == 42


def test_no_share_of_fewer_than_23_people_is_shown():
    assert text(shown_share(10, 22, COMMITTEE)) == "too few to show"
    assert text(shown_share(10, 23, COMMITTEE)) == "43%"


def test_a_share_comes_from_the_rounded_counts_beside_it():
    assert shown_share(33, 92, UNIVERSITY).value == 39  # 35 of 90; the true share is 36


def test_a_share_of_a_hidden_count_is_hidden():
    assert shown_share(3, 100, UNIVERSITY).is_hidden


def test_rounding_never_makes_a_share_of_more_than_everybody():
    assert shown_share(23, 23, UNIVERSITY).value == 100
