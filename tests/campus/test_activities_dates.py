"""Single dates and series: cancelled, restored, changed, ended, and who may read them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from campus.activities import actions
from campus.activities.models import Activity, Occurrence
from campus.activities.queries import occurrence_by_id, occurrences_for, series_by_id, upcoming
from campus.base.errors import Conflict, Invalid, NotFound
from campus.directory.models import Society
from campus.people.models import AuditEvent
from tests.campus.plans import WEEKLY
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture
def activity(cast: Cast) -> Activity:
    return actions.plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=NOW)


def first(activity: Activity) -> Occurrence:
    return activity.occurrences.earliest("starts_at")


def test_cancelling_keeps_who_when_and_why(cast: Cast, activity: Activity) -> None:
    row = actions.cancel_occurrence(by=cast.dennis, occurrence=first(activity), reason=" Rain. ", at=NOW)
    row.refresh_from_db()
    assert (row.cancelled_at, row.cancelled_by, row.cancel_reason) == (NOW, cast.dennis, "Rain.")
    event = AuditEvent.objects.get(verb="occurrence_cancelled")
    assert (event.actor, event.object, event.reason) == (cast.dennis, f"occurrence:{row.pk}", "Rain.")


def test_cancelling_needs_a_reason(cast: Cast, activity: Activity) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.cancel_occurrence(by=cast.kofi, occurrence=first(activity), reason=" ", at=NOW)
    assert refusal.value.fields == {"reason": "Say why, so that people who come know."}


def test_cancelling_twice_keeps_the_first_reason(cast: Cast, activity: Activity) -> None:
    for reason in ("Rain.", "Snow."):
        row = actions.cancel_occurrence(by=cast.kofi, occurrence=first(activity), reason=reason, at=NOW)
    assert (row.cancel_reason, AuditEvent.objects.filter(verb="occurrence_cancelled").count()) == ("Rain.", 1)


def test_restoring_takes_the_cancelling_back(cast: Cast, activity: Activity) -> None:
    actions.cancel_occurrence(by=cast.kofi, occurrence=first(activity), reason="Rain.", at=NOW)
    row = actions.restore_occurrence(by=cast.kofi, occurrence=first(activity), at=NOW)
    row.refresh_from_db()
    assert (row.cancelled_at, row.cancelled_by, row.cancel_reason) == (None, None, "")
    assert AuditEvent.objects.filter(verb="occurrence_restored").count() == 1


def test_restoring_a_date_that_is_on_changes_nothing(cast: Cast, activity: Activity) -> None:
    actions.restore_occurrence(by=cast.kofi, occurrence=first(activity), at=NOW)
    assert not AuditEvent.objects.filter(verb="occurrence_restored").exists()


def test_a_date_that_is_over_stays_as_it_is(cast: Cast, activity: Activity) -> None:
    row = first(activity)
    with pytest.raises(Conflict) as refusal:
        actions.cancel_occurrence(by=cast.kofi, occurrence=row, reason="Rain.", at=row.ends_at)
    assert refusal.value.code == "occurrence_over"


def test_ending_a_series_takes_its_coming_dates_away_and_keeps_the_past(cast: Cast, activity: Activity) -> None:
    over, running, pinned, _bare = activity.occurrences.all()[:4]
    Occurrence.objects.filter(pk=pinned.pk).update(pinned_at=NOW)
    actions.end_series(by=cast.kofi, series=activity.series, at=running.starts_at)
    left = activity.occurrences.values_list("pk", "cancel_reason")
    assert list(left) == [(over.pk, ""), (running.pk, ""), (pinned.pk, "The series has ended.")]


def test_ending_a_series_twice_keeps_the_first_end(cast: Cast, activity: Activity) -> None:
    for at in (NOW, NOW + timedelta(days=1)):
        series = actions.end_series(by=cast.kofi, series=activity.series, at=at)
    assert (series.ended_at, AuditEvent.objects.filter(verb="series_ended").count()) == (NOW, 1)


def test_a_date_of_an_ended_series_is_not_restored(cast: Cast, activity: Activity) -> None:
    row = first(activity)
    Occurrence.objects.filter(pk=row.pk).update(pinned_at=NOW)
    actions.end_series(by=cast.kofi, series=activity.series, at=NOW)
    with pytest.raises(Conflict) as refusal:
        actions.restore_occurrence(by=cast.kofi, occurrence=row, at=NOW)
    assert refusal.value.code == "series_ended"


def test_changed_door_times_reach_the_coming_dates_only(cast: Cast, activity: Activity) -> None:
    over, coming = activity.occurrences.all()[:2]
    actions.change_series(by=cast.kofi, series=activity.series, at=over.ends_at, opens_before=10, closes_after=0)
    before = (over.opens_at, over.closes_at)
    over.refresh_from_db()
    coming.refresh_from_db()
    assert (over.opens_at, over.closes_at) == before
    assert (coming.opens_at, coming.closes_at) == (coming.starts_at - timedelta(minutes=10), coming.ends_at)


def test_a_new_name_reaches_coming_dates_and_those_planned_later(cast: Cast, activity: Activity) -> None:
    over = first(activity)
    actions.change_series(by=cast.kofi, series=activity.series, at=over.ends_at, name="Wednesday Circle")
    activity.refresh_from_db()
    assert activity.name == "Wednesday Circle"
    assert list(activity.occurrences.values_list("name", flat=True)[:2]) == ["Tuesday Circle", "Wednesday Circle"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": ""}, "name"), ({"opens_before": -1}, "opens_before"), ({"closes_after": 1441}, "closes_after")],
)
def test_a_wrong_change_of_a_series_is_refused(
    cast: Cast, activity: Activity, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.change_series(by=cast.kofi, series=activity.series, at=NOW, **changes)
    assert list(refusal.value.fields) == [field]


def test_what_is_on_holds_what_is_in_progress_and_the_cancelled_and_not_what_is_over(
    cast: Cast, activity: Activity
) -> None:
    over, running, cancelled = activity.occurrences.all()[:3]
    actions.cancel_occurrence(by=cast.kofi, occurrence=cancelled, reason="Rain.", at=NOW)
    assert list(upcoming(at=running.starts_at)[:2]) == [running, cancelled]
    assert over not in upcoming(at=running.starts_at)


def test_what_is_on_can_be_narrowed(cast: Cast, activity: Activity) -> None:
    plan = replace(WEEKLY, zone="Africa/Johannesburg", rrule="")
    theirs = actions.plan_activity(by=cast.zola, society=cast.other_society, plan=plan, at=NOW).occurrences.get()
    assert list(upcoming(at=NOW, university=cast.other)) == [theirs]
    assert list(upcoming(at=NOW, society=cast.other_society)) == [theirs]
    assert list(upcoming(at=NOW, series=theirs.series)) == [theirs]
    assert list(upcoming(at=NOW, country="ZA")) == [theirs]
    assert upcoming(at=NOW).count() == activity.occurrences.count() + 1


def test_what_is_on_reads_in_one_query_with_all_that_a_list_shows(
    cast: Cast, activity: Activity, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        shown = [(row.series.name, row.society.name, row.society.university.name) for row in upcoming(at=NOW)[:3]]
    assert shown == [("Tuesday Circle", "HeForShe Karura", "Karura University")] * 3


def test_a_suspended_societys_dates_are_ahead_for_nobody_and_found_by_their_address(
    cast: Cast, activity: Activity
) -> None:
    Society.objects.filter(pk=cast.society.pk).update(status=Society.Status.SUSPENDED)
    row = first(activity)
    assert list(upcoming(at=NOW)) == []
    for person in (None, cast.zola, cast.grace):
        assert (occurrence_by_id(person, row.pk), series_by_id(person, row.series_id)) == (row, row.series)


def test_dates_of_a_society_that_is_not_public_are_for_its_own_people(cast: Cast, activity: Activity) -> None:
    Society.objects.filter(pk=cast.society.pk).update(approved_at=None, status=Society.Status.RETURNED)
    row = first(activity)
    assert occurrence_by_id(cast.grace, row.pk) == row
    assert series_by_id(cast.dean, row.series_id) == row.series
    for stranger in (None, cast.amina, cast.zola, cast.zolas_dean):
        with pytest.raises(NotFound):
            occurrence_by_id(stranger, row.pk)
        with pytest.raises(NotFound):
            series_by_id(stranger, row.series_id)


def test_everybody_may_see_a_date_of_an_approved_society(cast: Cast, activity: Activity) -> None:
    row = first(activity)
    assert (occurrence_by_id(None, row.pk), series_by_id(None, row.series_id)) == (row, row.series)


@pytest.mark.parametrize("number", [0, 10**30])
def test_a_number_of_nothing_is_not_found(cast: Cast, number: int) -> None:
    for by_id in (occurrence_by_id, series_by_id):
        with pytest.raises(NotFound):
            by_id(cast.kofi, number)


def test_the_whole_list_is_for_officers_and_staff(cast: Cast, activity: Activity) -> None:
    everything = activity.occurrences.count()
    counts = {
        name: occurrences_for(getattr(cast, name), cast.society).count()
        for name in ("kofi", "dennis", "grace", "dean", "amina", "zola", "zolas_dean", "lucia")
    }
    assert counts == {
        "kofi": everything,
        "dennis": everything,
        "grace": everything,
        "dean": everything,
        "amina": 0,
        "zola": 0,
        "zolas_dean": 0,
        "lucia": 0,
    }
    assert list(occurrences_for(None, cast.society)) == []


def test_a_row_in_a_list_names_its_local_date(activity: Activity) -> None:
    assert str(first(activity)) == f"Tuesday Circle {date(2026, 10, 27)}"
