"""The row "activities, codes" of the table of rights: one yes or no for each of the cast."""

from collections.abc import Callable

import pytest

from campus.activities import actions
from campus.activities.models import Activity
from campus.base.errors import NotAllowed, NotFound
from campus.directory.models import Society
from campus.people.models import Person
from tests.campus.plans import WEEKLY
from tests.conftest import Cast
from tests.factories import NOW

MAY = ["kofi", "wanjiru", "dennis"]
MAY_NOT = ["amina", "grace", "dean", "lucia", "olga", "zola", "zolas_dean"]

Act = Callable[[Person, Activity], object]
ACTS: dict[str, Act] = {
    "plan": lambda by, on: actions.plan_activity(by=by, society=on.society, plan=WEEKLY, at=NOW),
    "cancel": lambda by, on: actions.cancel_occurrence(
        by=by, occurrence=on.occurrences.earliest("starts_at"), reason="Rain.", at=NOW
    ),
    "restore": lambda by, on: actions.restore_occurrence(
        by=by, occurrence=on.occurrences.earliest("starts_at"), at=NOW
    ),
    "change": lambda by, on: actions.change_series(by=by, series=on.series, at=NOW, name="Circle"),
    "code": lambda by, on: actions.code_for_occurrence(by=by, occurrence=on.occurrences.earliest("starts_at"), at=NOW),
    "replace": lambda by, on: actions.replace_code(by=by, code=on.series.codes.get(), at=NOW),
    "end": lambda by, on: actions.end_series(by=by, series=on.series, at=NOW),
}


@pytest.fixture
def activity(cast: Cast) -> Activity:
    return actions.plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=NOW)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("name", MAY)
def test_president_secretary_and_events_officer_may(cast: Cast, activity: Activity, name: str, act: Act) -> None:
    assert act(getattr(cast, name), activity)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("name", MAY_NOT)
def test_nobody_else_may(cast: Cast, activity: Activity, name: str, act: Act) -> None:
    with pytest.raises(NotAllowed):
        act(getattr(cast, name), activity)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_society_that_is_not_public_is_not_there_for_strangers(cast: Cast, activity: Activity, act: Act) -> None:
    Society.objects.filter(pk=cast.society.pk).update(status=Society.Status.RETURNED, approved_at=None)
    activity.society.refresh_from_db()
    with pytest.raises(NotFound):
        act(cast.zola, activity)
    with pytest.raises(NotAllowed):
        act(cast.grace, activity)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_the_right_ends_with_the_office(cast: Cast, activity: Activity, act: Act) -> None:
    cast.dennis.offices.update(ends_on=NOW.date().replace(day=19))
    with pytest.raises(NotAllowed):
        act(cast.dennis, activity)
