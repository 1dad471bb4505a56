"""Two dates at once, in one society or in one room."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from campus.activities import actions
from campus.activities.actions import ActivityPlan
from campus.activities.models import Occurrence, Series
from campus.activities.queries import conflicts_of
from campus.directory.models import Society
from tests import factories
from tests.campus.plans import WEEKLY
from tests.conftest import Cast
from tests.factories import NOW

FIRST, LAST = date(2026, 10, 20), date(2026, 11, 5)
TUESDAY = date(2026, 10, 27)


def plan(cast: Cast, society: Society | None = None, **changes: Any) -> Occurrence:
    once: ActivityPlan = replace(WEEKLY, rrule="", first_date=TUESDAY, **changes)
    made = actions.plan_activity(by=cast.kofi, society=society or cast.society, plan=once, at=NOW)
    return made.occurrences.get()


@pytest.fixture
def film(cast: Cast) -> Society:
    society = factories.society(cast.karura, "Film Circle")
    factories.office(cast.kofi, "president", society=society)
    return society


def test_two_dates_of_a_society_at_once_are_shown_once(cast: Cast) -> None:
    first = plan(cast)
    second = plan(cast, start_time=time(18, 30), place="Hall")
    plan(cast, start_time=time(20, 0), place="Garden")  # begins when the second one ends
    found = conflicts_of(cast.society, FIRST, LAST)
    assert [(each.kind, each.first, each.second) for each in found] == [("society", first, second)]
    assert list(conflicts_of(cast.society, date(2026, 10, 28), LAST)) == []


def test_one_room_twice_is_found_however_it_is_written(cast: Cast, film: Society) -> None:
    ours, theirs = plan(cast), plan(cast, film, start_time=time(18, 0), place="  room b12 ")
    plan(cast, film, start_time=time(18, 0), place="Room B13")
    [found] = conflicts_of(cast.society, FIRST, LAST)
    assert (found.kind, found.first, found.second) == ("room", ours, theirs)
    [seen_there] = [each for each in conflicts_of(film, FIRST, LAST) if each.kind == "room"]
    assert (seen_there.first, seen_there.second) == (theirs, ours)


def test_of_what_is_not_public_only_that_there_is_something_is_said(cast: Cast, film: Society) -> None:
    theirs = plan(cast, film)
    ours = plan(cast)
    Series.objects.filter(pk=theirs.series_id).update(hidden_at=NOW)
    [found] = conflicts_of(cast.society, FIRST, LAST)
    assert (found.first, found.second) == (ours, None)


def test_what_is_cancelled_takes_all_day_or_is_elsewhere_is_in_nobodys_way(cast: Cast) -> None:
    plan(cast)
    gone = plan(cast, place="")
    actions.cancel_occurrence(by=cast.kofi, occurrence=gone, reason="Rain.", at=NOW)
    plan(cast, timing="all_day", start_time=time(0), minutes=1440)
    theirs = replace(WEEKLY, zone="Africa/Johannesburg")
    actions.plan_activity(by=cast.zola, society=cast.other_society, plan=theirs, at=NOW)
    assert list(conflicts_of(cast.society, FIRST, LAST)) == []


def test_however_many_dates_there_are_it_asks_twice(cast: Cast, django_assert_num_queries: Any) -> None:
    for _number in range(3):
        plan(cast)
    with django_assert_num_queries(2):
        found = conflicts_of(cast.society, FIRST, LAST)
        assert [(each.kind, each.first.society.name, each.second and each.second.series.name) for each in found] == [
            ("room", "HeForShe Karura", "Tuesday Circle")
        ] * 3
