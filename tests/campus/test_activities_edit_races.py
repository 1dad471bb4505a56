"""Two who edit at once, and who checks in, answers or plans while somebody edits."""

from datetime import date, time

import pytest

from campus.activities import actions
from campus.activities.actions.replan import replan_society
from campus.activities.edits import Batch, Edit, Scope
from campus.activities.models import Activity, Code, Occurrence
from campus.checkin.actions import Browser, check_in_signed_in
from campus.checkin.models import Attendance
from tests.campus.plans import WEEKLY
from tests.campus.threads import at_once, meanwhile
from tests.conftest import Cast
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, SECOND = date(2026, 10, 27), date(2026, 11, 3)


@pytest.fixture
def activity(cast: Cast) -> Activity:
    return actions.plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=NOW)


def on(activity: Activity, day: date) -> Occurrence:
    return Occurrence.objects.get(series=activity.series, date=day)


def addresses(activity: Activity) -> list[tuple[date, time]]:
    return list(Occurrence.objects.filter(series=activity.series).values_list("original_date", "original_time"))


def test_of_two_who_split_at_once_the_second_splits_what_the_first_left(cast: Cast, activity: Activity) -> None:
    row, before = on(activity, SECOND), len(addresses(activity))
    edit = Edit(start_time=time(19, 0))

    def split() -> Activity:
        return actions.edit_dates(by=cast.kofi, occurrence=row, scope=Scope.FOLLOWING, edit=edit, at=NOW)

    first, second = at_once(split, 2)
    assert first == second
    assert len(set(addresses(activity))) == len(addresses(activity)) == before


def test_edits_batches_and_replans_at_once_lose_nothing(cast: Cast, activity: Activity) -> None:
    row, before = on(activity, SECOND), set(activity.occurrences.values_list("pk", flat=True))
    works = [
        lambda: actions.edit_dates(
            by=cast.kofi, occurrence=row, scope=Scope.ALL, edit=Edit(rrule="FREQ=WEEKLY;BYDAY=TH"), at=NOW
        ),
        lambda: actions.change_dates(by=cast.dennis, occurrences=[row], batch=Batch("move", days=1), at=NOW),
        lambda: replan_society(cast.society, NOW),
        lambda: actions.extend_plans(NOW),
    ]

    def next_one() -> None:
        works.pop()()

    assert at_once(next_one, 4) == [None] * 4
    after = activity.occurrences.all()
    assert {each.pk for each in after} == before
    assert {each.original_date.weekday() for each in after} == {3}


def test_a_check_in_during_an_edit_waits_and_the_edit_leaves_who_came_alone(cast: Cast, activity: Activity) -> None:
    row = on(activity, FIRST)
    at = row.opens_at
    code = Code.objects.get(series=activity.series)

    def come() -> None:
        check_in_signed_in(by=cast.amina, occurrence=row, code=code, at=at, browser=Browser(secret="a", receipt="a"))

    def edit() -> None:
        edit = Edit(start_time=time(19, 0))
        actions.edit_dates(by=cast.kofi, occurrence=row, scope=Scope.ALL, edit=edit, at=at)

    assert meanwhile(come, edit) is None
    now = Attendance.objects.get().occurrence
    assert (now.pk, now.starts_at) == (row.pk, row.starts_at)
    assert on(activity, SECOND).time == time(19, 0)


def test_a_date_that_an_edit_deletes_is_not_there_for_a_code(cast: Cast, activity: Activity) -> None:
    row = on(activity, SECOND)
    edit = Edit(rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    refused = meanwhile(
        lambda: actions.edit_dates(by=cast.kofi, occurrence=row, scope=Scope.ALL, edit=edit, at=NOW),
        lambda: actions.code_for_occurrence(by=cast.kofi, occurrence=row, at=NOW),
    )
    assert getattr(refused, "code", "") == "not_found"
    assert not Occurrence.objects.filter(pk=row.pk).exists()
