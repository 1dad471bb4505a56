"""Rows keep in step with time and with the calendar, and nothing that hangs on one is lost."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campus.activities import actions
from campus.activities.actions.replan import extend_society, replan_society
from campus.activities.models import Activity, Occurrence
from campus.activities.queries import preview_replan
from campus.activities.queries.timetables import timetable_of
from campus.activities.replanning import Timetables
from campus.directory.actions import add_break
from campus.directory.models import Break, Society, Term
from campus.outbox.actions import enqueue_job
from campus.outbox.models import Job, Notice
from campus.people.models import AuditEvent
from tests import factories
from tests.campus.edit_world import answered, nothing_written
from tests.campus.plans import WEEKLY
from tests.campus.threads import at_once, meanwhile
from tests.conftest import Cast
from tests.factories import NOW

ADDRESS = ("pk", "original_date", "original_time", "starts_at", "cancelled_at", "cancel_reason")


@pytest.fixture
def activity(cast: Cast) -> Activity:
    return actions.plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=NOW)


def rows(activity: Activity) -> list[tuple[Any, ...]]:
    return list(activity.occurrences.values_list(*ADDRESS))


def dates(activity: Activity) -> list[date]:
    return list(activity.occurrences.filter(cancelled_at__isnull=True).values_list("date", flat=True))


def on(activity: Activity, day: date) -> Occurrence:
    return activity.occurrences.get(date=day)


def reading_week(monday: date = date(2026, 11, 2)) -> Break:
    return Break.objects.create(
        term=Term.objects.get(name="Semester 1, 2026/27", calendar__university__slug="karura"),
        kind=Break.Kind.READING_WEEK,
        starts_on=monday,
        ends_on=monday + timedelta(days=4),
    )


def test_replanning_an_unchanged_calendar_changes_nothing(cast: Cast, activity: Activity) -> None:
    before = rows(activity)
    replan_society(cast.society, NOW)
    assert rows(activity) == before
    assert not AuditEvent.objects.filter(verb="activities_replanned").exists()


def test_time_brings_new_rows_within_reach_once(cast: Cast) -> None:
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=replace(WEEKLY, window="always"), at=NOW)
    before = rows(activity)
    later = NOW + timedelta(days=14)
    actions.extend_plans(later)
    extended = rows(activity)
    actions.extend_plans(later)
    assert extended[: len(before)] == before
    assert [row[1] for row in extended[len(before) :]] == [date(2027, 10, 26), date(2027, 11, 2)]
    assert rows(activity) == extended


def test_what_repeats_longer_has_changed_for_calendar_programs_once(cast: Cast) -> None:
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=replace(WEEKLY, window="always"), at=NOW)
    later = NOW + timedelta(days=14)
    for at in (later, later + timedelta(hours=1)):  # the second time nothing comes
        actions.extend_plans(at)
        activity.refresh_from_db()
        assert (activity.sequence, activity.changed_at) == (1, later)


@pytest.mark.parametrize("status", [Society.Status.SUSPENDED, Society.Status.ARCHIVED])
def test_a_closed_society_gets_nothing_new(cast: Cast, activity: Activity, status: str) -> None:
    before = rows(activity)
    Society.objects.filter(pk=cast.society.pk).update(status=status)
    actions.extend_plans(NOW + timedelta(days=100))
    extend_society(cast.society, NOW + timedelta(days=100))
    replan_society(cast.society, NOW + timedelta(days=100))
    assert rows(activity) == before


def test_a_reopened_society_gets_what_it_missed(cast: Cast) -> None:
    plan = replace(WEEKLY, window="always")
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=plan, at=NOW)
    Society.objects.filter(pk=cast.society.pk).update(status=Society.Status.SUSPENDED)
    actions.extend_plans(NOW + timedelta(days=35))
    Society.objects.filter(pk=cast.society.pk).update(status=Society.Status.APPROVED)
    actions.extend_plans(NOW + timedelta(days=70))
    assert max(dates(activity)) == date(2027, 12, 28)


def test_an_ended_series_does_not_grow(cast: Cast, activity: Activity) -> None:
    actions.end_series(by=cast.kofi, series=activity.series, at=NOW)
    actions.extend_plans(NOW + timedelta(days=100))
    assert dates(activity) == []


def test_a_new_break_takes_its_date_out_and_a_removed_one_gives_it_back(cast: Cast, activity: Activity) -> None:
    before = dates(activity)
    pause = reading_week()
    replan_society(cast.society, NOW)
    assert dates(activity) == [day for day in before if day != date(2026, 11, 3)]
    pause.delete()
    replan_society(cast.society, NOW)
    assert dates(activity) == before


def test_a_date_that_somebody_was_counted_at_is_never_touched(cast: Cast, activity: Activity) -> None:
    row = on(activity, date(2026, 11, 3))
    Occurrence.objects.filter(pk=row.pk).update(pinned_at=NOW)
    before = rows(activity)
    reading_week()
    replan_society(cast.society, NOW)
    assert rows(activity) == before


def test_a_date_that_somebody_answered_is_cancelled_and_they_are_told(cast: Cast, activity: Activity) -> None:
    row = on(activity, date(2026, 11, 3))
    answered(cast.amina, row)
    reading_week()
    replan_society(cast.society, NOW)
    row.refresh_from_db()
    assert (row.cancelled_at, row.cancelled_by, row.cancel_reason) == (
        NOW,
        None,
        "The term dates have changed: Reading week.",
    )
    notice = Notice.objects.get(kind="dates_changed")
    assert (notice.person, row.cancel_reason in notice.context["lines"]) == (cast.amina, True)


def test_a_date_with_a_code_of_its_own_comes_back_with_the_calendar(cast: Cast, activity: Activity) -> None:
    row = on(activity, date(2026, 11, 3))
    code = actions.code_for_occurrence(by=cast.kofi, occurrence=row, at=NOW)
    pause = reading_week()
    replan_society(cast.society, NOW)
    assert Occurrence.objects.get(pk=row.pk).is_cancelled
    pause.delete()
    replan_society(cast.society, NOW)
    assert not Occurrence.objects.get(pk=row.pk).is_cancelled
    assert row.codes.get() == code


def test_a_date_cancelled_by_hand_is_never_touched(cast: Cast, activity: Activity) -> None:
    row = on(activity, date(2026, 11, 3))
    actions.cancel_occurrence(by=cast.kofi, occurrence=row, reason="The projector is out for repair.", at=NOW)
    pause = reading_week()
    replan_society(cast.society, NOW)
    pause.delete()
    replan_society(cast.society, NOW)
    row.refresh_from_db()
    assert (row.cancelled_by, row.cancel_reason) == (cast.kofi, "The projector is out for repair.")


def test_dates_that_have_begun_are_never_touched(cast: Cast, activity: Activity) -> None:
    row = on(activity, date(2026, 11, 3))
    reading_week()
    replan_society(cast.society, row.starts_at)
    assert not Occurrence.objects.get(pk=row.pk).is_cancelled


def test_a_single_date_stays_whatever_the_calendar_says(cast: Cast) -> None:
    once = replace(WEEKLY, rrule="", first_date=date(2026, 11, 3))
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=once, at=NOW)
    reading_week()
    replan_society(cast.society, NOW)
    assert dates(activity) == [date(2026, 11, 3)]


def test_the_job_replans_its_university_only(cast: Cast, activity: Activity) -> None:
    theirs = actions.plan_activity(
        by=cast.zola, society=cast.other_society, plan=replace(WEEKLY, zone="Africa/Johannesburg"), at=NOW
    )
    Break.objects.create(
        term=Term.objects.get(name="Semester 1, 2026/27", calendar__university=cast.other),
        kind=Break.Kind.RECESS,
        starts_on=date(2026, 11, 2),
        ends_on=date(2026, 11, 6),
    )
    reading_week()
    steps: list[tuple[int, int]] = []
    with time_machine.travel(NOW, tick=False):
        actions.replan_work(Job(arguments={"university": cast.karura.pk}), lambda *step: steps.append(step))
    assert (date(2026, 11, 3) in dates(activity), date(2026, 11, 3) in dates(theirs)) == (False, True)
    assert steps == [(0, 1), (1, 1)]
    assert list(AuditEvent.objects.filter(actor=None).values_list("verb", "object")) == [
        ("activities_replanned", f"society:{cast.society.pk}")
    ]


def second_society(cast: Cast) -> Activity:
    society = factories.society(cast.karura, "Film Circle")
    factories.office(cast.kofi, "president", society=society)
    return actions.plan_activity(by=cast.kofi, society=society, plan=WEEKLY, at=NOW)


def test_a_job_that_was_cut_off_goes_on_where_it_was(cast: Cast, activity: Activity) -> None:
    other = second_society(cast)
    reading_week()
    job = enqueue_job(kind="replan", arguments={"university": cast.karura.pk}, at=NOW)

    def cut_off(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with time_machine.travel(NOW, tick=False):
        with pytest.raises(KeyboardInterrupt):
            actions.replan_work(job, cut_off)
        assert (date(2026, 11, 3) in dates(activity), date(2026, 11, 3) in dates(other)) == (False, True)
        with CaptureQueriesContext(connection) as queries:
            actions.replan_work(Job.objects.get(pk=job.pk), lambda done, total: None)
    assert date(2026, 11, 3) not in dates(other)
    touched = [each["sql"] for each in queries if f'"society_id" = {cast.society.pk} ' in each["sql"]]
    assert touched == []


def test_a_calendar_that_changed_meanwhile_begins_the_job_anew(cast: Cast, activity: Activity) -> None:
    second_society(cast)
    job = enqueue_job(kind="replan", arguments={"university": cast.karura.pk}, at=NOW)
    with time_machine.travel(NOW, tick=False):
        actions.replan_work(job, lambda done, total: None)
        reading_week()
        actions.replan_work(Job.objects.get(pk=job.pk), lambda done, total: None)
    assert date(2026, 11, 3) not in dates(activity)


def test_statements_do_not_grow_with_dates_and_activities_that_stay(cast: Cast, activity: Activity) -> None:
    timetables = Timetables()

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            replan_society(cast.society, NOW, timetables)
        return len(queries)

    statements()
    before = statements()
    for name in ("Reading Hour", "Film Evening"):
        plan = replace(WEEKLY, name=name, rrule="FREQ=WEEKLY;BYDAY=MO,WE,FR")
        actions.plan_activity(by=cast.kofi, society=cast.society, plan=plan, at=NOW)
    assert statements() == before <= 8


def test_a_preview_of_a_calendar_names_the_societies_that_change(cast: Cast, activity: Activity) -> None:
    calendar = cast.karura.calendars.get()
    with nothing_written():
        assert preview_replan(cast.karura, {}, NOW) == []
    pause = reading_week()
    proposed = timetable_of(calendar)
    pause.delete()
    [(society, said)] = preview_replan(cast.karura, {calendar.pk: proposed}, NOW)
    assert society == cast.society
    assert [(each.before, each.why) for each in said.deleted] == [
        (datetime(2026, 11, 3, 17, 30), "The term dates have changed: Reading week.")
    ]


rules = st.sampled_from(
    ["FREQ=DAILY;INTERVAL=5", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYDAY=2TU,-1FR", "FREQ=WEEKLY;COUNT=9"]
)
zones = st.sampled_from(["Europe/Madrid", "Australia/Lord_Howe", "Africa/Nairobi"])


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rules, zones, st.sampled_from(["always", "active", "teaching"]), st.integers(0, 200))
def test_extending_and_replanning_twice_is_as_good_as_once(
    cast: Cast, rrule: str, zone: str, window: str, days: int
) -> None:
    plan = replace(WEEKLY, rrule=rrule, zone=zone, window=window)
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=plan, at=NOW)
    later = NOW + timedelta(days=days)
    extend_society(cast.society, later)
    once = rows(activity)
    extend_society(cast.society, later)
    replan_society(cast.society, later)
    assert rows(activity) == once
    assert {row[2] for row in once} == {plan.start_time}


@pytest.mark.django_db(transaction=True)
def test_replans_and_extensions_at_once_make_each_date_once(cast: Cast, activity: Activity) -> None:
    before = dates(activity)
    reading_week()
    later: datetime = NOW + timedelta(days=1)
    results = at_once(lambda: replan_society(cast.society, later), 3)
    results += at_once(lambda: extend_society(cast.society, later), 3)
    assert results == [None] * 6
    assert dates(activity) == [day for day in before if day != date(2026, 11, 3)]


@pytest.mark.django_db(transaction=True)
def test_what_is_planned_while_the_calendar_changes_keeps_to_the_changed_one(cast: Cast) -> None:
    term = Term.objects.get(name="Semester 1, 2026/27", calendar__university=cast.karura)
    monday = date(2026, 11, 2)
    refused = meanwhile(
        lambda: add_break(
            by=cast.dean,
            term=term,
            kind="recess",
            name="",
            starts_on=monday,
            ends_on=monday + timedelta(days=4),
            at=NOW,
        ),
        lambda: actions.plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=NOW),
    )
    assert refused is None
    assert date(2026, 11, 3) not in dates(Activity.objects.get())


@pytest.mark.django_db(transaction=True)
def test_a_series_changed_during_a_replan_has_one_set_of_door_times(cast: Cast, activity: Activity) -> None:
    later: datetime = NOW + timedelta(days=30)

    def change_and_replan() -> None:
        actions.change_series(by=cast.kofi, series=activity.series, at=later, opens_before=5)
        replan_society(cast.society, later)

    assert at_once(change_and_replan, 4) == [None] * 4
    coming = activity.occurrences.filter(starts_at__gt=later)
    assert {row.starts_at - row.opens_at for row in coming} == {timedelta(minutes=5)}
