"""A room that is taken is said before anything is planned or changed."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from campus.activities import actions
from campus.activities.actions import ActivityPlan
from campus.activities.edits import Batch, Edit, Scope
from campus.activities.models import Occurrence, Series
from campus.activities.queries import preview, preview_batch, preview_edit
from campus.activities.queries.rooms import Wanted, rooms_taken
from campus.directory.models import Society
from tests import factories
from tests.campus.plans import WEEKLY
from tests.conftest import Cast
from tests.factories import NOW

TUESDAY = date(2026, 10, 27)
ONCE = replace(WEEKLY, rrule="", first_date=TUESDAY, place="Room B12", start_time=time(18, 0), minutes=90)
TAKEN = "Tuesday 27 October 2026: Room B12 is taken by Film night of Film Circle at that time."


@pytest.fixture
def film(cast: Cast) -> Society:
    society = factories.society(cast.karura, "Film Circle")
    factories.office(cast.kofi, "president", society=society)
    return society


@pytest.fixture
def theirs(cast: Cast, film: Society) -> Occurrence:
    return plan(cast, film, name="Film night", place=" room  b12 ")


def plan(cast: Cast, society: Society, **changes: Any) -> Occurrence:
    wanted: ActivityPlan = replace(ONCE, **changes)
    return actions.plan_activity(by=cast.kofi, society=society, plan=wanted, at=NOW).occurrences.latest("pk")


def test_a_plan_says_on_which_dates_its_room_is_taken(cast: Cast, theirs: Occurrence) -> None:
    found = preview(cast.society, replace(ONCE, rrule="FREQ=WEEKLY;COUNT=2"), NOW)
    assert [each.taken and each.taken.by for each in found.dates] == [theirs, None]
    assert found.warnings == [TAKEN]


@pytest.mark.parametrize(
    "changes",
    [
        {"place": "Room B13"},
        {"place": ""},
        {"start_time": time(19, 30)},
        {"first_date": TUESDAY + timedelta(days=1)},
        {"timing": "all_day", "start_time": time(0), "minutes": 1440},
    ],
)
def test_elsewhere_at_another_time_or_all_day_nothing_is_in_the_way(
    cast: Cast, theirs: Occurrence, changes: dict[str, Any]
) -> None:
    found = preview(cast.society, replace(ONCE, **changes), NOW)
    assert [each.taken for each in found.dates] == [None]
    assert found.warnings == []


def test_of_several_dates_the_first_is_named_and_the_others_are_counted(cast: Cast, film: Society) -> None:
    plan(cast, film, name="Film night", rrule="FREQ=WEEKLY;COUNT=3")
    found = preview(cast.society, replace(ONCE, rrule="FREQ=WEEKLY;COUNT=5"), NOW)
    assert found.warnings == [f"{TAKEN} So is it on 2 more dates."]


def test_of_what_is_not_public_only_that_the_room_is_taken_is_said(cast: Cast, theirs: Occurrence) -> None:
    Series.objects.filter(pk=theirs.series_id).update(hidden_at=NOW)
    assert preview(cast.society, ONCE, NOW).warnings == ["Tuesday 27 October 2026: Room B12 is taken at that time."]


@pytest.mark.parametrize("scope", list(Scope))
def test_an_edit_into_a_taken_room_says_so_first(cast: Cast, theirs: Occurrence, scope: Scope) -> None:
    plan(cast, cast.society, place="Hall", rrule="FREQ=WEEKLY;COUNT=2")
    ours = cast.society.occurrences.earliest("starts_at")
    moved = preview_edit(by=cast.kofi, occurrence=ours, scope=scope, edit=Edit(place="Room B12"), at=NOW)
    renamed = preview_edit(by=cast.kofi, occurrence=ours, scope=scope, edit=Edit(name="Talk"), at=NOW)
    assert (moved.warnings, renamed.warnings) == ([TAKEN], [])


def test_a_date_is_not_in_its_own_way(cast: Cast) -> None:
    ours = plan(cast, cast.society)
    later = Edit(start_time=time(18, 30))
    for scope in Scope:
        assert preview_edit(by=cast.kofi, occurrence=ours, scope=scope, edit=later, at=NOW).warnings == []


def test_dates_moved_together_say_it_too(cast: Cast, theirs: Occurrence) -> None:
    ours = plan(cast, cast.society, first_date=TUESDAY - timedelta(days=1))
    found = preview_batch(by=cast.kofi, occurrences=[ours], batch=Batch(do="move", days=1), at=NOW)
    assert found.warnings == [TAKEN]


def test_where_nothing_is_in_the_way_it_asks_once(
    cast: Cast, theirs: Occurrence, django_assert_num_queries: Any
) -> None:
    wanted = [
        Wanted(
            "Hall",
            datetime.combine(TUESDAY, time(18)) + timedelta(days=day),
            theirs.starts_at + timedelta(days=day),
            theirs.ends_at,
        )
        for day in range(40)
    ]
    with django_assert_num_queries(1):
        assert rooms_taken(cast.society, wanted) == []
