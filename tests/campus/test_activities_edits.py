"""Dates edited alone, from one on, or all together: nothing that hangs on one is lost."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.activities import actions
from campus.activities.actions.replan import replan_society
from campus.activities.edits import Edit, Scope
from campus.activities.models import Activity, Occurrence
from campus.activities.queries import code_in_force, preview_edit
from campus.base.errors import Conflict, Invalid, NotAllowed, NotFound
from campus.directory.models import Break, Term
from campus.outbox.models import Notice
from campus.people.models import AuditEvent
from tests.campus.edit_world import answered, everything, nothing_written, start, what_happened, what_was_said
from tests.campus.plans import WEEKLY
from tests.conftest import Cast
from tests.factories import NOW

FIRST, SECOND, THIRD = date(2026, 10, 27), date(2026, 11, 3), date(2026, 11, 10)
THURSDAYS = Edit(rrule="FREQ=WEEKLY;BYDAY=TH")
SEVEN = Edit(start_time=time(19, 0))


@pytest.fixture
def activity(cast: Cast) -> Activity:
    return actions.plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=NOW)


def on(activity: Activity, day: date) -> Occurrence:
    return activity.occurrences.get(date=day)


def edit(cast: Cast, row: Occurrence, scope: Scope, changes: Edit, at: datetime = NOW) -> Activity:
    """Do it, having seen the preview, which said what then happened."""
    row = Occurrence.objects.get(pk=row.pk)
    before = everything(row.society_id)
    with nothing_written():
        said = preview_edit(by=cast.kofi, occurrence=row, scope=scope, edit=changes, at=at)
    done = actions.edit_dates(by=cast.kofi, occurrence=row, scope=scope, edit=changes, at=at)
    assert what_happened(before, everything(row.society_id)) == what_was_said(said)
    return done


# One date


def test_a_moved_date_keeps_its_address_and_its_doors_follow(cast: Cast, activity: Activity) -> None:
    row = on(activity, SECOND)
    edit(cast, row, Scope.THIS, Edit(date=date(2026, 11, 6), start_time=time(18, 0)))
    now = Occurrence.objects.get(pk=row.pk)
    assert (now.date, now.time, now.original_date, now.original_time) == (
        date(2026, 11, 6),
        time(18, 0),
        SECOND,
        time(17, 30),
    )
    assert (now.own, now.sequence, now.changed_at) == (["date", "time"], 1, NOW)
    assert now.starts_at.isoformat() == "2026-11-06T15:00:00+00:00"
    assert (now.starts_at - now.opens_at, now.closes_at - now.ends_at) == (timedelta(minutes=30),) * 2


def test_a_time_can_be_agreed_on_the_very_day_but_not_a_past_one(cast: Cast) -> None:
    plan = replace(WEEKLY, timing="to_confirm", start_time=time(0, 0))
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=plan, at=NOW)
    row = activity.occurrences.filter(starts_at__gt=NOW).earliest("starts_at")
    noon = row.starts_at + timedelta(hours=12)
    early, late = Edit(start_time=time(11)), Edit(start_time=time(18))
    with pytest.raises(Invalid):
        actions.edit_dates(by=cast.kofi, occurrence=row, scope=Scope.THIS, edit=early, at=noon)
    actions.edit_dates(by=cast.kofi, occurrence=row, scope=Scope.THIS, edit=late, at=noon)
    row.refresh_from_db()
    assert (row.timing, row.starts_at) == ("timed", noon + timedelta(hours=6))


def test_a_time_agreed_for_a_date_to_be_confirmed_keeps_its_address(cast: Cast) -> None:
    plan = replace(WEEKLY, timing="to_confirm", start_time=time(0, 0))
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=plan, at=NOW)
    row = on(activity, SECOND)
    edit(cast, row, Scope.THIS, Edit(start_time=time(18, 0)))
    now = Occurrence.objects.get(pk=row.pk)
    assert (now.original_time, now.time, now.timing, now.own) == (time(0), time(18, 0), "timed", ["time", "timing"])


def test_a_date_at_which_somebody_was_counted_is_not_moved(cast: Cast, activity: Activity) -> None:
    row = on(activity, SECOND)
    Occurrence.objects.filter(pk=row.pk).update(pinned_at=NOW)
    with pytest.raises(Conflict) as refusal:
        edit(cast, row, Scope.THIS, SEVEN)
    assert refusal.value.code == "somebody_counted"
    edit(cast, row, Scope.THIS, Edit(name="Open evening"))
    assert Occurrence.objects.get(pk=row.pk).name == "Open evening"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (Edit(date=date(2026, 10, 1)), "date_has_passed"),
        (Edit(date=date(2029, 1, 1)), "date_too_late"),
        (Edit(rrule="FREQ=DAILY"), "other_scope"),
        (Edit(name=" "), "missing"),
        (Edit(link="there"), "not_a_link"),
        (Edit(minutes=0), "takes_no_time"),
        (Edit(timing="soon"), "unknown_timing"),
        (Edit(goal=-1), "not_a_number_of_people"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(cast: Cast, activity: Activity, changes: Edit, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.edit_dates(by=cast.kofi, occurrence=on(activity, SECOND), scope=Scope.THIS, edit=changes, at=NOW)
    assert refusal.value.code == code
    assert refusal.value.fields


def test_a_goal_keeps_when_it_was_set_and_goes_again(cast: Cast, activity: Activity) -> None:
    row = on(activity, SECOND)
    edit(cast, row, Scope.THIS, Edit(goal=40, capacity=50))
    now = Occurrence.objects.get(pk=row.pk)
    assert (now.goal, now.goal_set_at, now.capacity, now.sequence) == (40, NOW, 50, 0)
    edit(cast, row, Scope.THIS, Edit(goal=0, capacity=0))
    now = Occurrence.objects.get(pk=row.pk)
    assert (now.goal, now.goal_set_at, now.capacity) == (None, None, None)


def test_only_those_who_run_activities_edit_and_preview(cast: Cast, activity: Activity) -> None:
    row = on(activity, SECOND)
    for work in (preview_edit, actions.edit_dates):
        for scope in Scope:
            with pytest.raises(NotAllowed):
                work(by=cast.grace, occurrence=row, scope=scope, edit=SEVEN, at=NOW)
    assert not AuditEvent.objects.filter(verb__in=["occurrence_moved", "activity_changed"]).exists()


# All


def test_another_weekday_takes_every_row_along(cast: Cast, activity: Activity) -> None:
    row = on(activity, SECOND)
    answer = answered(cast.amina, row)
    code = actions.code_for_occurrence(by=cast.kofi, occurrence=row, at=NOW)
    before = {pk: each.date for pk, each in everything(activity.society_id).items()}
    edit(cast, row, Scope.ALL, THURSDAYS)
    after = everything(activity.society_id)
    assert {pk: each.date for pk, each in after.items()} == {pk: day + timedelta(days=2) for pk, day in before.items()}
    assert {start(each) for each in after.values()} == {
        datetime.combine(each.original_date, each.original_time) for each in after.values()
    }
    assert (answer in after[row.pk].rsvps.all(), code in after[row.pk].codes.all()) == (True, True)
    assert {each.sequence for each in after.values()} == {1}


def test_what_was_set_for_one_date_alone_survives(cast: Cast, activity: Activity) -> None:
    moved, renamed = on(activity, SECOND), on(activity, THIRD)
    edit(cast, moved, Scope.THIS, Edit(date=date(2026, 11, 6)))
    edit(cast, renamed, Scope.THIS, Edit(name="Open evening", place="Hall", minutes=30))
    edit(cast, moved, Scope.ALL, replace(SEVEN, name="Circle", place="Room 1", minutes=60))
    moved.refresh_from_db()
    renamed.refresh_from_db()
    assert (moved.date, moved.time, moved.original_time, moved.place) == (
        date(2026, 11, 6),
        time(19, 0),
        time(19, 0),
        "Room 1",
    )
    assert (renamed.name, renamed.place, renamed.minutes, renamed.time) == ("Open evening", "Hall", 30, time(19, 0))


def test_what_has_begun_was_attended_or_cancelled_by_hand_is_not_touched(cast: Cast, activity: Activity) -> None:
    begun, attended, cancelled = on(activity, FIRST), on(activity, SECOND), on(activity, THIRD)
    Occurrence.objects.filter(pk=attended.pk).update(pinned_at=NOW)
    actions.cancel_occurrence(by=cast.kofi, occurrence=cancelled, reason="The projector is out.", at=NOW)
    before = {pk: row for pk, row in everything(activity.society_id).items() if row.date <= THIRD}
    edit(cast, begun, Scope.ALL, THURSDAYS, at=begun.starts_at)
    after = everything(activity.society_id)
    for pk, row in before.items():
        assert (start(after[pk]), after[pk].cancel_reason) == (start(row), row.cancel_reason)
    # its week keeps the date that was not touched: none is made beside it
    days = {row.date for row in after.values()}
    assert not days & {SECOND + timedelta(days=2), THIRD + timedelta(days=2)}
    activity.refresh_from_db()
    assert activity.skipped_dates == ["2026-11-05T17:30", "2026-11-12T17:30"]


def test_rows_that_trade_places_keep_what_is_theirs(cast: Cast) -> None:
    plan = replace(WEEKLY, rrule="FREQ=WEEKLY;BYDAY=TU,WE,TH")
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=plan, at=NOW)
    rows = {day: on(activity, SECOND + timedelta(days=day)) for day in range(3)}
    edit(cast, rows[0], Scope.ALL, Edit(rrule="FREQ=WEEKLY;BYDAY=WE,TH,FR"))
    for day, row in rows.items():
        assert Occurrence.objects.get(pk=row.pk).date == SECOND + timedelta(days=day + 1)


def test_of_dates_that_fall_out_those_are_kept_on_which_something_hangs(cast: Cast, activity: Activity) -> None:
    answered(cast.amina, on(activity, SECOND), "no")
    edit(cast, on(activity, FIRST), Scope.ALL, Edit(rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"))
    kept = on(activity, SECOND)
    assert (kept.cancelled_at, kept.cancelled_by, kept.cancel_reason) == (
        NOW,
        None,
        "It takes place at other times now.",
    )
    assert not activity.occurrences.filter(date=date(2026, 11, 17)).exists()
    edit(cast, on(activity, FIRST), Scope.ALL, Edit(rrule="FREQ=WEEKLY;BYDAY=TU"))
    assert not on(activity, SECOND).is_cancelled
    assert on(activity, date(2026, 11, 17))


def test_a_skipped_date_stays_skipped_and_an_extra_one_follows_the_time(cast: Cast) -> None:
    plan = replace(
        WEEKLY,
        skipped_dates=(datetime(2026, 11, 3, 17, 30),),
        extra_dates=(datetime(2026, 11, 7, 17, 30), datetime(2026, 11, 8, 9, 0)),
    )
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=plan, at=NOW)
    edit(cast, on(activity, FIRST), Scope.ALL, SEVEN)
    activity.refresh_from_db()
    assert activity.skipped_dates == ["2026-11-03T19:00"]
    assert activity.extra_dates == ["2026-11-07T19:00", "2026-11-08T09:00"]
    assert not activity.occurrences.filter(date=SECOND).exists()


def test_a_date_restored_in_a_break_follows_the_time(cast: Cast, activity: Activity) -> None:
    row = on(activity, SECOND)
    answered(cast.amina, row)
    term = Term.objects.get(name="Semester 1, 2026/27", calendar__university=cast.karura)
    Break.objects.create(term=term, kind="reading_week", starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 6))
    replan_society(cast.society, NOW)
    actions.restore_occurrence(by=cast.kofi, occurrence=row, at=NOW)
    edit(cast, on(activity, FIRST), Scope.ALL, SEVEN)
    now = on(activity, SECOND)
    assert (now.pk, now.time, now.is_cancelled) == (row.pk, time(19, 0), False)


def test_an_edit_that_leaves_no_date_is_refused(cast: Cast, activity: Activity) -> None:
    with pytest.raises(Invalid) as refusal:
        edit(cast, on(activity, SECOND), Scope.ALL, Edit(rrule="FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=1"))
    assert refusal.value.code == "no_date_left"


def test_a_form_that_sends_everything_as_it_was_changes_nothing(cast: Cast, activity: Activity) -> None:
    before = list(activity.occurrences.values())
    same = Edit(
        name=activity.name,
        place=activity.place,
        start_time=activity.start_time,
        rrule=activity.rrule,
        window=activity.window,
        minutes=activity.minutes,
        first_date=activity.first_date,
        more_times=(),
        extra_dates=(),
        skipped_dates=(),
    )
    edit(cast, on(activity, SECOND), Scope.ALL, same)
    assert list(activity.occurrences.values()) == before


def test_statements_do_not_grow_with_the_rows(cast: Cast) -> None:
    def statements(days: str) -> int:
        plan = replace(WEEKLY, rrule=f"FREQ=WEEKLY;COUNT={days}")
        activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=plan, at=NOW)
        row = activity.occurrences.latest("starts_at")
        with CaptureQueriesContext(connection) as queries:
            actions.edit_dates(by=cast.kofi, occurrence=row, scope=Scope.ALL, edit=SEVEN, at=NOW)
        return len(queries)

    assert statements("3") == statements("14")


# This and following


def test_following_splits_the_activity_and_rows_go_along(cast: Cast, activity: Activity) -> None:
    row = on(activity, SECOND)
    answer = answered(cast.amina, row)
    poster = code_in_force(activity.series)
    before = everything(activity.society_id)
    made = edit(cast, row, Scope.FOLLOWING, THURSDAYS)
    activity.refresh_from_db()
    assert (activity.last_date, made.first_date, made.series) == (date(2026, 11, 1), date(2026, 11, 5), activity.series)
    assert (made.uid != activity.uid, code_in_force(made.series)) == (True, poster)
    assert list(activity.occurrences.values_list("date", flat=True)) == [FIRST]
    assert set(made.occurrences.values_list("pk", flat=True)) == before.keys() - {before_pk(before, FIRST)}
    assert list(made.occurrences.earliest("starts_at").rsvps.all()) == [answer]
    actions.extend_plans(NOW + timedelta(days=1))
    replan_society(cast.society, NOW)
    assert activity.occurrences.count() + made.occurrences.count() == len(before)


def before_pk(rows: dict[int, Occurrence], day: date) -> int:
    return next(pk for pk, row in rows.items() if row.date == day)


def test_from_this_tuesday_on_mondays_takes_this_one_along(cast: Cast, activity: Activity) -> None:
    row = on(activity, SECOND)
    made = edit(cast, row, Scope.FOLLOWING, Edit(rrule="FREQ=WEEKLY;BYDAY=MO"))
    row.refresh_from_db()
    assert (row.activity, row.date) == (made, date(2026, 11, 2))


def test_following_the_first_date_is_an_edit_of_all(cast: Cast, activity: Activity) -> None:
    assert edit(cast, on(activity, FIRST), Scope.FOLLOWING, SEVEN) == activity
    assert set(activity.occurrences.values_list("time", flat=True)) == {time(19, 0)}


def test_a_count_is_shared(cast: Cast) -> None:
    plan = replace(WEEKLY, rrule="FREQ=WEEKLY;COUNT=6", window="always")
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=plan, at=NOW)
    made = edit(cast, on(activity, THIRD), Scope.FOLLOWING, SEVEN)
    assert made.rrule == "FREQ=WEEKLY;COUNT=4"
    assert (activity.occurrences.count(), made.occurrences.count()) == (2, 4)


def test_every_second_week_keeps_its_step(cast: Cast) -> None:
    plan = replace(WEEKLY, rrule="FREQ=WEEKLY;INTERVAL=2", window="always")
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=plan, at=NOW)
    days = set(activity.occurrences.values_list("date", flat=True))
    made = edit(cast, on(activity, THIRD), Scope.FOLLOWING, SEVEN)
    assert days == {
        *activity.occurrences.values_list("date", flat=True),
        *made.occurrences.values_list("date", flat=True),
    }


def test_a_new_name_from_a_date_on_leaves_rule_and_address_alone(cast: Cast, activity: Activity) -> None:
    row = on(activity, SECOND)
    made = edit(cast, row, Scope.FOLLOWING, Edit(name="Open Circle", capacity=20, description="All welcome."))
    assert (made.rrule, made.name, made.series.name) == (activity.rrule, "Open Circle", "Tuesday Circle")
    assert set(made.occurrences.values_list("name", "capacity", "description")) == {("Open Circle", 20, "All welcome.")}
    assert on(activity, FIRST).name == "Tuesday Circle"


def test_a_date_that_has_begun_begins_nothing(cast: Cast, activity: Activity) -> None:
    row = on(activity, SECOND)
    with pytest.raises(Conflict) as refusal:
        edit(cast, row, Scope.FOLLOWING, SEVEN, at=row.starts_at)
    assert refusal.value.code == "occurrence_begun"


# Telling


def test_who_answered_hears_once_what_moved(cast: Cast, activity: Activity) -> None:
    for day in (SECOND, THIRD):
        answered(cast.amina, on(activity, day))
    answered(cast.dean, on(activity, SECOND), "no")
    edit(cast, on(activity, SECOND), Scope.ALL, THURSDAYS)
    notice = Notice.objects.get(kind="dates_changed")
    assert notice.person == cast.amina
    assert notice.context["lines"].splitlines() == [
        "Tuesday Circle moves from Tuesday 3 November 2026, 17:30 to Thursday 5 November 2026, 17:30.",
        "Tuesday Circle moves from Tuesday 10 November 2026, 17:30 to Thursday 12 November 2026, 17:30.",
    ]


def test_a_stranger_finds_nothing_to_edit(cast: Cast, activity: Activity) -> None:
    gone = on(activity, SECOND)
    Occurrence.objects.filter(pk=gone.pk).delete()
    for scope in Scope:
        with pytest.raises(NotFound):
            actions.edit_dates(by=cast.kofi, occurrence=gone, scope=scope, edit=SEVEN, at=NOW)
