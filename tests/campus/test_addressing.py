"""Old and new dates find each other: in order within their week, and so that nobody moves further than needed."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.activities.addressing import Hold, Old, pair, period_of, vacating
from campus.activities.rule_text import parse

pytestmark = pytest.mark.pure

MONDAY = date(2026, 11, 2)
WEEKLY = period_of(parse("FREQ=WEEKLY"), parse("FREQ=WEEKLY"))


def on(day: int, hour: int = 18) -> datetime:
    """So many days after a Monday."""
    return datetime(2026, 11, 2, hour) + timedelta(days=day)


def old(*addresses: datetime, hold: Hold = Hold.FREE) -> list[Old]:
    return [Old(number, address, hold) for number, address in enumerate(addresses, start=1)]


def test_another_time_keeps_each_day_its_row() -> None:
    found = pair(old(on(0), on(2), on(7)), [on(0, 19), on(2, 19), on(7, 19)], WEEKLY)
    assert found.goes == {1: on(0, 19), 2: on(2, 19), 3: on(7, 19)}
    assert (found.left, found.added, found.taken) == ([], [], {})


def test_other_weekdays_are_taken_in_order() -> None:
    assert pair(old(on(0), on(2)), [on(1), on(3)], WEEKLY).goes == {1: on(1), 2: on(3)}
    assert pair(old(on(0), on(2)), [on(2), on(4)], WEEKLY).goes == {1: on(2), 2: on(4)}


def test_where_one_day_less_is_left_the_others_stay_what_they_are() -> None:
    found = pair(old(on(0), on(2), on(4)), [on(2), on(4)], WEEKLY)
    assert (found.goes, found.left) == ({2: on(2), 3: on(4)}, [1])


def test_where_a_day_more_comes_it_is_new() -> None:
    found = pair(old(on(0), on(4)), [on(0), on(2), on(4)], WEEKLY)
    assert (found.goes, found.added) == ({1: on(0), 2: on(4)}, [on(2)])


def test_nothing_leaves_its_week() -> None:
    found = pair(old(on(0), on(14)), [on(7), on(15)], WEEKLY)
    assert (found.goes, found.left, found.added) == ({2: on(15)}, [1], [on(7)])


def test_a_week_that_starts_on_sunday_holds_its_sunday() -> None:
    sunday_weeks = period_of(parse("FREQ=WEEKLY"), parse("FREQ=WEEKLY"), week_starts_on=6)
    assert pair(old(on(-1)), [on(3)], sunday_weeks).goes == {1: on(3)}
    assert pair(old(on(-1)), [on(3)], WEEKLY).left == [1]


def test_the_longer_of_both_rhythms_decides() -> None:
    month = period_of(parse("FREQ=MONTHLY"), parse("FREQ=WEEKLY"))
    year = period_of(parse("FREQ=WEEKLY"), parse("FREQ=YEARLY"))
    assert pair(old(on(0)), [on(20)], month).goes == {1: on(20)}
    assert pair(old(on(0)), [on(40)], month).goes == {}
    assert pair(old(on(0)), [on(40)], year).goes == {1: on(40)}
    assert pair(old(on(0)), [on(400)], period_of(None, parse("FREQ=WEEKLY"))).goes == {1: on(400)}


def test_what_is_not_touched_keeps_its_week_for_itself() -> None:
    found = pair(old(on(1), hold=Hold.FAST), [on(3), on(10)], WEEKLY)
    assert (found.goes, found.taken, found.added) == ({}, {1: on(3)}, [on(10)])


def test_what_is_not_touched_and_is_in_the_plan_is_there_once() -> None:
    found = pair(old(on(1), hold=Hold.FAST), [on(1)], WEEKLY)
    assert (found.goes, found.taken, found.added) == ({}, {}, [])


def test_people_come_before_what_is_not_touched() -> None:
    dates = [Old(1, on(0), Hold.FAST), Old(2, on(3))]
    assert pair(dates, [on(1)], WEEKLY).goes == {2: on(1)}
    found = pair(dates, [on(1), on(4)], WEEKLY)
    assert (found.goes, found.taken) == ({2: on(4)}, {1: on(1)})


def test_what_the_calendar_took_out_comes_back_at_its_own_address_only() -> None:
    found = pair(old(on(1), on(8), hold=Hold.OUT), [on(1), on(9)], WEEKLY)
    assert (found.goes, found.left, found.added) == ({1: on(1)}, [], [on(9)])


def test_without_a_period_only_equal_addresses_meet() -> None:
    found = pair(old(on(0), on(2)), [on(0), on(3)])
    assert (found.goes, found.left, found.added) == ({1: on(0)}, [2], [on(3)])


def test_who_is_where_another_one_goes_steps_aside() -> None:
    assert vacating([(on(0), on(1)), (on(1), on(2)), (on(5), on(5))]) == {on(1)}


moments = st.builds(on, st.integers(0, 20), st.sampled_from([9, 18]))
dates = st.dictionaries(moments, st.sampled_from(list(Hold)), max_size=8)


@given(dates, st.sets(moments, max_size=8), st.booleans())
def test_every_new_date_is_one_row_and_none_lands_on_another(
    there: dict[datetime, Hold], new: set[datetime], by_calendar: bool
) -> None:
    rows = [Old(number, address, hold) for number, (address, hold) in enumerate(there.items())]
    found = pair(rows, new, None if by_calendar else WEEKLY)
    by_key = {row.key: row for row in rows}
    free = {row.key for row in rows if row.hold is Hold.FREE}
    assert {key for key in found.goes if by_key[key].hold is Hold.FREE} | set(found.left) == free
    stay = [row.address for row in rows if row.key not in found.goes]
    after = [*found.goes.values(), *found.added, *stay]
    assert len(after) == len(set(after))
    assert new <= {*after, *found.taken.values()}
    assert {*found.goes.values(), *found.added, *found.taken.values()} <= new
    for key, address in [*found.goes.items(), *found.taken.items()]:
        assert WEEKLY(address.date()) == WEEKLY(by_key[key].address.date())


@given(dates)
def test_the_same_plan_again_changes_nothing(there: dict[datetime, Hold]) -> None:
    rows = [Old(number, address) for number, address in enumerate(there)]
    found = pair(rows, set(there), WEEKLY)
    assert (found.goes, found.left, found.added) == ({row.key: row.address for row in rows}, [], [])
