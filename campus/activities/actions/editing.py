"""Editing dates in three scopes: one date, it and those after it, all coming ones. No date loses its people."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from campus.activities import change_words
from campus.activities.actions.answers import fill_series
from campus.activities.actions.batches import save_deeds
from campus.activities.actions.rows import AT_ONCE, carry_out, touch
from campus.activities.announcing import announce, announce_each
from campus.activities.deeds import edited
from campus.activities.edit_checks import checked
from campus.activities.edits import Edit, Scope
from campus.activities.models import Activity, Occurrence
from campus.activities.reshaping import Fate, Outcome, Shape, start_of
from campus.activities.rewriting import Rewrite, rewrite
from campus.activities.rules import refuse_ended, refuse_unless_planning, refuse_unless_running
from campus.activities.selecting import dates_to_change
from campus.activities.telling import new_batch, tell_of_changes
from campus.base.errors import Sentence, not_here
from campus.base.rows import held, locked
from campus.directory.models import Society
from campus.directory.queries import calendar_of
from campus.people.audit import record
from campus.people.models import Person


@transaction.atomic
def edit_dates(*, by: Person, occurrence: Occurrence, scope: Scope, edit: Edit, at: datetime) -> Activity:
    """Edit one date, it and those after it, or all coming dates of its activity; returns the activity they are of.

    One date keeps its address, and what is set for it alone survives edits of all. For "following" the activity ends
    the day before, and a new one goes on in the same series: poster, address, feed and followers stay. Dates that move
    keep answers, codes and co-hosts; what falls out is cancelled where something hangs on it, else deleted. Raises
    Invalid with `fields` for what cannot be, Conflict for what has begun.
    """
    edit = checked(edit, scope, occurrence)
    if scope is Scope.THIS:
        return _edit_one(by, occurrence, edit, at)
    occurrence = _locked(by, occurrence, edit, at)
    made = rewrite(occurrence, scope, edit, at, Occurrence.objects.select_for_update(of=("self",)))
    told = _to_tell(made.shape, edit)
    _save_activities(made, by, at)
    if made.is_split:
        _hand_over_untouched(made, at)
    carry_out(made.shape, at=at)
    _set_parts(made, edit, at)
    _record("activity_split" if made.is_split else "activity_changed", made.activity, by, at)
    announce("activity.changed", made.activity, at)
    gone = [each.row for each in made.shape.those(Fate.CANCELLED)]
    announce_each([("occurrence.cancelled", row) for row in gone], at)
    tell_of_changes(told, new_batch(made.activity.society_id), at)
    fill_series(made.activity.series, at)
    return made.activity


def _edit_one(by: Person, occurrence: Occurrence, edit: Edit, at: datetime) -> Activity:
    now = dates_to_change([occurrence], by=by, at=at, lock=True)[0]
    done = edited(now, edit, at)
    save_deeds([done], at=at)
    if done.is_changed:
        _record("occurrence_moved" if done.fate is Fate.MOVED else "occurrence_changed", done.row, by, at)
    return done.row.activity


def _locked(by: Person, occurrence: Occurrence, edit: Edit, at: datetime) -> Occurrence:
    """The occurrence as it is now, with all that an edit of its activity changes locked, parents first."""
    society = locked(occurrence.society)
    refuse_unless_running(by, society, at)
    refuse_unless_planning(society)
    series = locked(occurrence.series)
    refuse_ended(series)
    now = Occurrence.objects.select_related("activity__calendar").filter(pk=occurrence.pk).first()
    if now is None:
        raise not_here()
    now.activity = locked(now.activity)
    _hold_calendar(edit, now.activity, society)
    now.series = now.activity.series = series
    now.society = series.society = now.activity.society = society
    return now


def _hold_calendar(edit: Edit, activity: Activity, society: Society) -> None:
    """Let nobody change the calendar meanwhile: a change before this edit is seen by it, one after replans it."""
    calendar = edit.calendar or activity.calendar or calendar_of(society)
    if calendar is not None:
        held(calendar)


def _save_activities(made: Rewrite, by: Person, at: datetime) -> None:
    activity = made.activity
    activity.changed_at = at
    if made.is_split:
        former = made.former
        former.changed_at, former.sequence = at, former.sequence + 1
        former.save(update_fields=["extra_dates", "skipped_dates", "last_date", "changed_at", "sequence"])
        activity.created_by = by
        activity.save(force_insert=True)
    else:
        activity.sequence += 1
        activity.save()
    touch([activity.series_id], at)


def _hand_over_untouched(made: Rewrite, at: datetime) -> None:
    """Dates to come that no edit touches are of the new activity from now on, at the address they have."""
    stay = [each.row.pk for each in made.shape.outcomes if not each.is_free and each.row.starts_at > at]
    changed = {"activity": made.activity, "changed_at": at, "sequence": F("sequence") + 1}
    Occurrence.objects.filter(pk__in=stay).update(**changed)


def _set_parts(made: Rewrite, edit: Edit, at: datetime) -> None:
    """What an activity does not have is set for its dates, or, for all of them, for the series."""
    series, fields = made.activity.series, []
    if edit.name is not None and not made.is_split and series.name == made.former.name:
        series.name = edit.name
        fields.append("name")
    if edit.description is not None and not made.is_split:
        series.description = edit.description
        fields.append("description")
    if edit.capacity is not None and not made.is_split:
        series.capacity = edit.capacity or None
        fields.append("capacity")
    if fields:
        series.changed_at = at
        series.save(update_fields=[*fields, "changed_at"])
    _set_parts_of_dates(made, edit, at)


def _set_parts_of_dates(made: Rewrite, edit: Edit, at: datetime) -> None:
    changed = []
    for each in made.shape.outcomes:
        if not each.is_free or each.fate in (Fate.CANCELLED, Fate.DELETED):
            continue
        if _set_for(each.row, edit, at, is_split=made.is_split):
            each.row.changed_at = at
            changed.append(each.row)
    fields = ["description", "capacity", "goal", "goal_set_at", "changed_at"]
    Occurrence.objects.bulk_update(changed, fields, batch_size=AT_ONCE)


def _set_for(row: Occurrence, edit: Edit, at: datetime, *, is_split: bool) -> bool:
    """Set what is given and was not set for this date alone; whether anything was."""
    before = (row.description, row.capacity, row.goal)
    if edit.goal is not None and "goal" not in row.own:
        row.goal = edit.goal or None
        row.goal_set_at = at if row.goal else None
    if is_split and edit.capacity is not None and "capacity" not in row.own:
        row.capacity = edit.capacity or None
    if is_split and edit.description is not None and "description" not in row.own:
        row.description = edit.description
    return before != (row.description, row.capacity, row.goal)


def _to_tell(shape: Shape, edit: Edit) -> list[tuple[Occurrence, Sentence]]:
    """What people hear: said before the rows change, read when they have."""
    told: list[tuple[Occurrence, Sentence]] = []
    for each in shape.outcomes:
        if sentence := _sentence(each, edit):
            told.append((each.row, sentence))
    return told


def _sentence(each: Outcome, edit: Edit) -> Sentence:
    row = each.row
    if each.fate is Fate.MOVED:
        return change_words.moved(row, start_of(row), row.timing)
    if each.fate is Fate.CANCELLED:
        return change_words.cancelled(row)
    if each.fate is Fate.BACK:
        return change_words.restored(row)
    if each.fate is Fate.KEPT and edit.place is not None and "place" not in row.own and row.place != edit.place:
        return change_words.placed(row)
    return ""


def _record(verb: str, thing: Activity | Occurrence, by: Person, at: datetime) -> None:
    kind = "activity" if isinstance(thing, Activity) else "occurrence"
    record(
        verb=verb,
        object=f"{kind}:{thing.pk}",
        by=by,
        at=at,
        university=thing.university_id,
        society=thing.society_id,
    )
