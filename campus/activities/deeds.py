"""What becomes of single dates that somebody edits, alone or with others. Computes; saves nothing.

The previews show what comes of it, the actions save it.
"""

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from campus.activities import change_words
from campus.activities.edit_checks import check_day, whole_days
from campus.activities.edits import Batch, Changes, DateChange, Deed, Edit
from campus.activities.models import Occurrence, Timing
from campus.activities.reshaping import Fate, start_of
from campus.activities.row_times import set_instants
from campus.base.errors import CampusError, Conflict, Invalid, Sentence
from campus.base.faults import Faults
from campus.people.models import Person

WHEN = frozenset({"date", "start_time", "minutes", "timing"})
# What each field of an edit is called in a date, and in its list of what was set for it alone.
NAMES = {"start_time": "time"}


@dataclass
class Done:
    """One date as it was, as it is to be (`row`, not saved), and what that comes to; or why nothing is done.

    `refusal` is given where it cannot be done at all, and not where it is so already.
    """

    former: Occurrence
    row: Occurrence
    fate: Fate = Fate.UNTOUCHED
    why: Sentence = ""
    refusal: CampusError | None = None
    told: Sentence = ""
    shows_otherwise: bool = True  # whether calendars that others read show something else

    @property
    def is_changed(self) -> bool:
        return self.fate is not Fate.UNTOUCHED


def edited(occurrence: Occurrence, edit: Edit, at: datetime) -> Done:
    """One date with an edit (checked) of it alone. Raises the refusal that meets it."""
    _refuse_over(occurrence, at)
    done = _begun(occurrence)
    row, own = done.row, set(occurrence.own)
    given = {name for name in edit.given if _differs(edit, name, row)}
    if given & WHEN:
        _refuse_moving(occurrence, at)
        _set_when(row, edit)
        own |= {NAMES.get(name, name) for name in given & WHEN}
        if "start_time" in given and occurrence.timing != row.timing:
            own.add("timing")
        set_instants(row, row.series)
        if row.starts_at != occurrence.starts_at:
            check_day(edit, row, start_of(row), row.starts_at, at)
    for name in ("name", "place", "link", "description"):
        if name in given:
            setattr(row, name, getattr(edit, name))
            own.add(name)
    _set_numbers(row, edit, given, own, at)
    row.own = sorted(own)
    if given:
        done.fate = Fate.MOVED if start_of(row) != start_of(occurrence) else Fate.KEPT
        done.shows_otherwise = bool(given - {"capacity", "goal"})
        done.told = _said(done, given)
    return done


def done_to_each(occurrences: Sequence[Occurrence], batch: Batch, by: Person, at: datetime) -> list[Done]:
    """What a batch does to each date. Raises the first refusal when it can be done to none of them."""
    batch = _checked(batch)
    found = [_tried(row, batch, by, at) for row in occurrences]
    refusals = [each.refusal for each in found if each.refusal is not None]
    if refusals and len(refusals) == len(found):
        raise refusals[0]
    return found


def changes_of_deeds(found: Iterable[Done]) -> Changes:
    """As a preview shows it."""
    lists: dict[str, list[DateChange]] = {
        name: [] for name in ("kept", "moved", "added", "cancelled", "deleted", "untouched")
    }
    for done in found:
        before, after = start_of(done.former), start_of(done.row)
        name = "added" if done.fate is Fate.BACK else done.fate.value
        lists[name].append(
            DateChange(
                done.former,
                None if done.fate is Fate.BACK else before,
                None if done.fate is Fate.CANCELLED else after,
                str(done.why),
            )
        )
    for changes in lists.values():
        changes.sort(key=lambda change: change.before or change.after or datetime.max)
    return Changes(
        kept=lists["kept"],
        moved=lists["moved"],
        added=lists["added"],
        cancelled=lists["cancelled"],
        deleted=lists["deleted"],
        untouched=lists["untouched"],
    )


def _tried(occurrence: Occurrence, batch: Batch, by: Person, at: datetime) -> Done:
    done = _begun(occurrence)
    try:
        _refuse_over(occurrence, at)
        _DEEDS[Deed(batch.do)](done, batch, by, at)
    except CampusError as refusal:
        return Done(occurrence, copy.copy(occurrence), why=refusal.sentence, refusal=refusal)
    return done


def _move(done: Done, batch: Batch, by: Person, at: datetime) -> None:
    former = done.former
    if batch.start_time is not None and former.timing == Timing.ALL_DAY:
        raise Conflict("takes_all_day", _("It takes all day, so it has no time to move to."))
    edit = Edit(date=former.date + timedelta(days=batch.days), start_time=batch.start_time)
    changed = edited(former, edit, at)
    done.row, done.fate, done.told = changed.row, changed.fate, changed.told
    if not changed.is_changed:
        done.why = _("It is there already.")


def _cancel(done: Done, batch: Batch, by: Person, at: datetime) -> None:
    row = done.row
    if row.cancelled_by_id is not None:
        done.why = _("It is cancelled already.")
        return
    row.cancelled_at, row.cancelled_by, row.cancel_reason, row.is_kept = at, by, batch.reason, False
    done.fate, done.why = Fate.CANCELLED, batch.reason
    if not done.former.is_cancelled:
        done.told = change_words.cancelled(row)


def _restore(done: Done, batch: Batch, by: Person, at: datetime) -> None:
    row = done.row
    if not row.is_cancelled:
        done.why = _("It takes place as it is.")
        return
    if row.series.ended_at is not None:
        raise Conflict("series_ended", _("This series has ended. Plan a new activity instead."))
    row.cancelled_at, row.cancelled_by, row.cancel_reason, row.is_kept = None, None, "", True
    done.fate, done.told = Fate.BACK, change_words.restored(row)


def _rename(done: Done, batch: Batch, by: Person, at: datetime) -> None:
    _set(done, Edit(name=batch.name), at)


def _place(done: Done, batch: Batch, by: Person, at: datetime) -> None:
    _set(done, Edit(place=batch.place), at)


def _set(done: Done, edit: Edit, at: datetime) -> None:
    changed = edited(done.former, edit, at)
    done.row, done.fate, done.told = changed.row, changed.fate, changed.told
    if not changed.is_changed:
        done.why = _("It is so already.")


_DEEDS = {
    Deed.MOVE: _move,
    Deed.CANCEL: _cancel,
    Deed.RESTORE: _restore,
    Deed.RENAME: _rename,
    Deed.PLACE: _place,
}


def _checked(batch: Batch) -> Batch:
    """The batch with its text cleaned. Raises Invalid with a sentence for each input."""
    faults = Faults()
    values: dict[str, str] = {}
    if batch.do not in Deed.__members__.values():
        raise Invalid("unknown_deed", _("Choose what to do with these dates."))
    if batch.do == Deed.CANCEL:
        missing: Sentence = _("Say why, so that people who come know.")
        values["reason"] = faults.text("reason", batch.reason, limit=300, missing=missing)
    elif batch.do == Deed.RENAME:
        missing = _("Say what it is called, for example Tuesday Circle.")
        values["name"] = faults.text("name", batch.name, limit=120, missing=missing)
    elif batch.do == Deed.PLACE:
        values["place"] = faults.text("place", batch.place, limit=160)
    elif batch.do == Deed.MOVE and not -366 <= batch.days <= 366:
        faults.add("days", "too_far", _("Dates move by a year at most."))
    elif batch.do == Deed.MOVE and not batch.days and batch.start_time is None:
        faults.add("days", "missing", _("Say by how many days they move, or to what time."))
    faults.refuse()
    return Batch(
        do=batch.do,
        days=batch.days,
        start_time=batch.start_time,
        reason=values.get("reason", ""),
        name=values.get("name", ""),
        place=values.get("place", ""),
    )


def _begun(occurrence: Occurrence) -> Done:
    return Done(occurrence, copy.copy(occurrence))


def _differs(edit: Edit, name: str, row: Occurrence) -> bool:
    value = getattr(edit, name)
    if name in ("capacity", "goal"):
        return bool((value or None) != getattr(row, name))
    if name == "start_time":
        return value != row.time or (edit.timing is None and row.timing != Timing.TIMED)
    return bool(value != getattr(row, name))


def _set_when(row: Occurrence, edit: Edit) -> None:
    if edit.date is not None:
        row.date = edit.date
    if edit.timing is not None:
        row.timing = edit.timing
    elif edit.start_time is not None:
        row.timing = Timing.TIMED
    if edit.minutes is not None:
        row.minutes = edit.minutes
    if row.timing != Timing.TIMED:
        row.time = time.min
    elif edit.start_time is not None:
        row.time = edit.start_time.replace(second=0, microsecond=0, tzinfo=None)
    if row.timing == Timing.ALL_DAY:
        row.minutes = whole_days(row.minutes)


def _set_numbers(row: Occurrence, edit: Edit, given: set[str], own: set[str], at: datetime) -> None:
    if "capacity" in given:
        row.capacity = edit.capacity or None
        own.add("capacity")
    if "goal" in given:
        row.goal = edit.goal or None
        row.goal_set_at = at if row.goal else None
        own.add("goal")


def _refuse_over(occurrence: Occurrence, at: datetime) -> None:
    if occurrence.ends_at <= at:
        raise Conflict("occurrence_over", _("This date is over. What happened stays as it is."))


def _refuse_moving(occurrence: Occurrence, at: datetime) -> None:
    if occurrence.pinned_at is not None:
        raise Conflict(
            "somebody_counted",
            _("Somebody was counted there, so it cannot be moved. Cancel it, and plan another date."),
        )
    if occurrence.starts_at <= at and occurrence.timing != Timing.TO_CONFIRM:  # on its day a time can still be agreed
        raise Conflict("occurrence_begun", _("This date has begun, so it cannot be moved."))


def _said(done: Done, given: set[str]) -> Sentence:
    """What people are told of an edited date; "" when it makes no difference to who comes."""
    if done.row.is_cancelled:
        return ""
    if given & {"date", "start_time", "timing"}:
        return change_words.moved(done.row, start_of(done.former), done.former.timing)
    return change_words.placed(done.row) if "place" in given else ""
