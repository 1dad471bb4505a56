"""One thing done to several dates at once, and what people hear of it."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from campus.activities import actions
from campus.activities.actions.replan import replan_society
from campus.activities.edits import Batch
from campus.activities.models import Activity, Follow, Occurrence, Series
from campus.activities.queries import preview_batch, preview_end
from campus.base.errors import Conflict, Invalid, NotAllowed, NotFound
from campus.directory.models import Break, Society, Term
from campus.outbox.mail import compose
from campus.outbox.models import Notice
from campus.people.models import AuditEvent
from tests.campus.edit_world import answered, everything, nothing_written, what_happened, what_was_said
from tests.campus.plans import WEEKLY
from tests.conftest import Cast
from tests.factories import NOW

DAYS = (date(2026, 10, 27), date(2026, 11, 3), date(2026, 11, 10))


@pytest.fixture
def activity(cast: Cast) -> Activity:
    return actions.plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=NOW)


def chosen(activity: Activity) -> list[Occurrence]:
    return list(activity.occurrences.filter(date__in=DAYS).order_by("date"))


def change(cast: Cast, rows: list[Occurrence], batch: Batch) -> list[Occurrence]:
    """Do it, having seen the preview, which said what then happened."""
    before = everything(cast.society.pk)
    with nothing_written():
        said = preview_batch(by=cast.kofi, occurrences=rows, batch=batch, at=NOW)
    changed = actions.change_dates(by=cast.kofi, occurrences=rows, batch=batch, at=NOW)
    assert what_happened(before, everything(cast.society.pk)) == what_was_said(said)
    return changed


def test_dates_move_together_and_keep_their_addresses(cast: Cast, activity: Activity) -> None:
    changed = change(cast, chosen(activity), Batch("move", days=2, start_time=time(18, 0)))
    assert [(row.date, row.time, row.original_date) for row in changed] == [
        (day + timedelta(days=2), time(18, 0), day) for day in DAYS
    ]
    assert {tuple(row.own) for row in changed} == {("date", "time")}


def test_what_cannot_be_done_to_one_leaves_that_one_as_it_is(cast: Cast, activity: Activity) -> None:
    rows = chosen(activity)
    Occurrence.objects.filter(pk=rows[1].pk).update(pinned_at=NOW)
    said = preview_batch(by=cast.kofi, occurrences=rows, batch=Batch("move", days=1), at=NOW)
    assert [(each.occurrence, each.why[:27]) for each in said.untouched] == [(rows[1], "Somebody was counted there,")]
    assert [row.date.day for row in change(cast, rows, Batch("move", days=1))] == [28, 3, 11]


def test_what_can_be_done_to_none_is_refused(cast: Cast, activity: Activity) -> None:
    rows = chosen(activity)
    Occurrence.objects.filter(pk__in=[row.pk for row in rows]).update(pinned_at=NOW)
    with pytest.raises(Conflict) as refusal:
        change(cast, rows, Batch("move", days=1))
    assert refusal.value.code == "somebody_counted"


@pytest.mark.parametrize(
    ("batch", "code"),
    [
        (Batch("cancel", reason=" "), "missing"),
        (Batch("rename"), "missing"),
        (Batch("move"), "missing"),
        (Batch("move", days=999), "too_far"),
        (Batch("place", place="x" * 161), "too_long"),
        (Batch("postpone"), "unknown_deed"),
    ],
)
def test_a_batch_that_says_too_little_is_refused(cast: Cast, activity: Activity, batch: Batch, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        change(cast, chosen(activity), batch)
    assert refusal.value.code == code


def test_nobody_else_changes_dates_and_not_of_two_societies_at_once(cast: Cast, activity: Activity) -> None:
    rows = chosen(activity)
    plan = replace(WEEKLY, zone="Africa/Johannesburg")
    theirs = actions.plan_activity(by=cast.zola, society=cast.other_society, plan=plan, at=NOW).occurrences.first()
    assert theirs is not None
    batch = Batch("place", place="Hall")
    with pytest.raises(NotAllowed):
        actions.change_dates(by=cast.grace, occurrences=rows, batch=batch, at=NOW)
    with pytest.raises(NotFound):
        actions.change_dates(by=cast.kofi, occurrences=[*rows, theirs], batch=batch, at=NOW)
    assert not Occurrence.objects.filter(place="Hall").exists()


def test_a_date_restored_by_hand_stays_whatever_the_calendar_says(cast: Cast, activity: Activity) -> None:
    row = chosen(activity)[1]
    answered(cast.amina, row)
    term = Term.objects.get(name="Semester 1, 2026/27", calendar__university=cast.karura)
    Break.objects.create(term=term, kind="exams", starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 6))
    replan_society(cast.society, NOW)
    assert Occurrence.objects.get(pk=row.pk).is_cancelled
    actions.restore_occurrence(by=cast.kofi, occurrence=row, at=NOW)
    replan_society(cast.society, NOW)
    assert not Occurrence.objects.get(pk=row.pk).is_cancelled


def test_a_date_put_on_its_day_by_hand_stays_there(cast: Cast, activity: Activity) -> None:
    row = change(cast, chosen(activity)[1:2], Batch("move", days=4))[0]
    term = Term.objects.get(name="Semester 1, 2026/27", calendar__university=cast.karura)
    Break.objects.create(term=term, kind="exams", starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 6))
    replan_society(cast.society, NOW)
    row.refresh_from_db()
    assert (row.date, row.is_cancelled) == (date(2026, 11, 7), False)


def test_each_reads_of_a_batch_once_in_their_language_and_of_their_dates_only(cast: Cast, activity: Activity) -> None:
    rows = chosen(activity)
    home = {"university": cast.karura, "since": NOW}
    answered(cast.amina, rows[0], "maybe")
    answered(cast.dean, rows[1], "no")
    Follow.objects.create(person=cast.zola, series=activity.series, **home)
    Follow.objects.create(person=cast.grace, society=cast.society, **home)
    change(cast, rows[:2], Batch("cancel", reason="The room is being painted."))
    lines = {notice.person: notice.context["lines"].splitlines() for notice in Notice.objects.all()}
    said = [
        f"Tuesday Circle on Tuesday {day}, 17:30 does not take place: The room is being painted."
        for day in ("27 October 2026", "3 November 2026")
    ]
    assert lines == {cast.amina: said[:1], cast.zola: said, cast.grace: said}
    mail = compose(Notice.objects.get(person=cast.zola))
    assert mail.subject == "HeForShe Karura: dates have changed"
    assert all(line in mail.body for line in said)
    assert "List-Unsubscribe" in mail.extra_headers
    change(cast, rows[:2], Batch("restore"))
    assert Notice.objects.filter(person=cast.zola).count() == 2


def test_a_hidden_series_tells_nobody(cast: Cast, activity: Activity) -> None:
    rows = chosen(activity)
    answered(cast.amina, rows[0])
    Series.objects.filter(pk=activity.series_id).update(hidden_at=NOW)
    change(cast, rows, Batch("cancel", reason="Come to my shop instead."))
    assert not Notice.objects.exists()


def test_one_record_for_one_batch(cast: Cast, activity: Activity) -> None:
    change(cast, chosen(activity), Batch("rename", name="Open evening"))
    change(cast, chosen(activity), Batch("rename", name="Open evening"))
    events = AuditEvent.objects.filter(verb="dates_changed").values_list("object", "actor")
    assert list(events) == [(f"society:{cast.society.pk}", cast.kofi.pk)]


def test_the_end_of_a_series_is_seen_beforehand_and_told(cast: Cast, activity: Activity) -> None:
    rows = chosen(activity)
    answered(cast.amina, rows[0])
    before = everything(cast.society.pk)
    with nothing_written():
        said = preview_end(by=cast.kofi, series=activity.series, at=NOW)
    actions.end_series(by=cast.kofi, series=activity.series, at=NOW)
    after = everything(cast.society.pk)
    assert what_happened(before, after) == what_was_said(said)
    assert list(after) == [rows[0].pk]
    assert Notice.objects.get(kind="dates_changed").person == cast.amina


def test_a_suspended_society_still_cancels(cast: Cast, activity: Activity) -> None:
    Society.objects.filter(pk=cast.society.pk).update(status=Society.Status.SUSPENDED)
    assert change(cast, chosen(activity), Batch("cancel", reason="We are suspended."))[0].is_cancelled
