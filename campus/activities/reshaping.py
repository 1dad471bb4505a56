"""What becomes of the rows of an activity when its plan comes out otherwise. Reads rows; changes and asks nothing.

An edit, a changed calendar and their previews all go through `reshape`, so that no preview can say anything else than
what then happens.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum

from django.utils.translation import gettext

from campus.activities.addressing import Hold, Old, Pairing, Period, pair
from campus.activities.edits import Changes, DateChange
from campus.activities.models import Activity, Occurrence
from campus.activities.planning import Dates, instant


class Fate(Enum):
    """What becomes of a row. BACK: the calendar had taken it out and gives it back."""

    KEPT = "kept"
    MOVED = "moved"
    BACK = "back"
    CANCELLED = "cancelled"
    DELETED = "deleted"
    UNTOUCHED = "untouched"


@dataclass
class Outcome:
    """What becomes of one row: its fate, its address afterwards and why.

    A row that is not `free` is left out when the other values of its activity change.
    """

    row: Occurrence
    fate: Fate
    address: datetime
    why: str = ""
    is_free: bool = True


@dataclass
class Shape:
    """What becomes of the rows of one activity; `added` are addresses to be made, `skipped` addresses to be left out
    because the date of that week is one that is not touched."""

    activity: Activity
    outcomes: list[Outcome] = field(default_factory=list)
    added: list[datetime] = field(default_factory=list)
    skipped: list[datetime] = field(default_factory=list)

    def those(self, *fates: Fate) -> list[Outcome]:
        return [each for each in self.outcomes if each.fate in fates]

    @property
    def changes_dates(self) -> bool:
        """Whether any date comes, goes or moves."""
        return bool(self.added or self.those(Fate.MOVED, Fate.BACK, Fate.CANCELLED, Fate.DELETED))


def reshape(
    activity: Activity,
    rows: Iterable[Occurrence],
    dates: Dates,
    at: datetime,
    *,
    period: Period | None = None,
    skips: Sequence[datetime] = (),
    skips_begun: bool = False,
    reason: Callable[[str], str],
) -> Shape:
    """Fit rows to the dates of `activity` as it is to be, from the instant `at` on.

    With a `period` old and new dates are paired within it, as after an edit; without, only equal addresses meet, as
    when the calendar changed. `reason` says in words why a date fell out, given why its day is left out ("" if that
    is not known). Every date that falls out counts as deleted until `spare` was asked. What has begun, was attended or
    cancelled by hand is not touched; a date restored, or put on its day, by hand stays. `skips` are addresses that
    somebody had left out: they stay left out, wherever the plan has them now. `skips_begun` where the rows that have
    begun are not to be rows of `activity`.
    """
    by_key = {row.pk: row for row in rows}
    begun = {address_of(row) for row in by_key.values() if row.starts_at <= at}
    old = [Old(pk, address_of(row), _hold(row, at)) for pk, row in by_key.items()]
    new = [start for start in dates.starts if start not in begun and _instant(start, activity.zone) > at]
    left_out_by_hand = [Old(-1 - index, start, Hold.FAST) for index, start in enumerate(skips)]
    coming = [each for each in old if by_key[each.key].starts_at > at]
    found = pair([*coming, *left_out_by_hand], new, period)
    if period is not None:
        _let_kept_follow(by_key, found, activity, dates, period)
    left_out = dict(dates.left_out)
    # A date that has begun takes no other one's place; it is only not made once more, wherever its row is.
    still_skipped = {*(set(skips) & set(new)), *(begun & set(dates.starts) if skips_begun else ())}
    shape = Shape(activity, added=found.added, skipped=sorted({*found.taken.values(), *still_skipped}))
    for each in old:
        shape.outcomes.append(_outcome(by_key[each.key], each, found, left_out, at, reason))
    return shape


def all_kept(activity: Activity, rows: Iterable[Occurrence], at: datetime, *, skips_begun: bool = False) -> Shape:
    """The shape when no date of an activity changes, only what its rows say; `skips_begun` as for `reshape`."""
    shape = Shape(activity)
    for row in rows:
        why = untouchable(row, at) or row.cancel_reason
        fate = Fate.UNTOUCHED if why else Fate.KEPT
        shape.outcomes.append(Outcome(row, fate, address_of(row), why, is_free=not why))
        if skips_begun and row.starts_at <= at:
            shape.skipped.append(address_of(row))
    return shape


def spare(shapes: Iterable[Shape], hung_on: Callable[[Collection[int]], set[int]]) -> None:
    """Of the dates to be deleted, have those cancelled on which something hangs; asks once for all of them."""
    doomed = [each for shape in shapes for each in shape.those(Fate.DELETED)]
    spared = hung_on([each.row.pk for each in doomed]) if doomed else set()
    for each in doomed:
        if each.row.pk in spared:
            each.fate = Fate.CANCELLED


def address_of(row: Occurrence) -> datetime:
    """The naive local start that its rule gave it."""
    return datetime.combine(row.original_date, row.original_time)


def start_of(row: Occurrence) -> datetime:
    """Its naive local start as it is."""
    return datetime.combine(row.date, row.time)


def start_at(row: Occurrence, address: datetime) -> datetime:
    """Its naive local start once it is at another address: a day or a time set for it alone stays."""
    own = row.own
    day = row.date if "date" in own else address.date()
    return datetime.combine(day, row.time if "time" in own else address.time())


def untouchable(row: Occurrence, at: datetime) -> str:
    """Why an edit or a changed calendar leaves a row alone; "" when it does not."""
    if row.starts_at <= at:
        return gettext("It has begun.")
    if row.pinned_at is not None:
        return gettext("Somebody was counted there.")
    return gettext("It was cancelled by hand.") if row.cancelled_by_id is not None else ""


def changes_of(shapes: Iterable[Shape], warnings: Sequence[str] = ()) -> Changes:
    """Shapes as a preview shows them, each list in order of time."""
    lists: dict[str, list[DateChange]] = {
        name: [] for name in ("kept", "moved", "added", "cancelled", "deleted", "untouched")
    }
    for shape in shapes:
        for each in shape.outcomes:
            lists["added" if each.fate is Fate.BACK else each.fate.value].append(_date_change(each))
        lists["added"] += [DateChange(None, None, start, "") for start in shape.added]
    for changes in lists.values():
        changes.sort(key=lambda change: change.before or change.after or datetime.max)
    return Changes(**lists, warnings=list(warnings))


def _date_change(each: Outcome) -> DateChange:
    before = start_of(each.row)
    if each.fate in (Fate.CANCELLED, Fate.DELETED):
        return DateChange(each.row, before, None, each.why)
    if each.fate is Fate.UNTOUCHED:
        return DateChange(each.row, before, before, each.why)
    after = start_at(each.row, each.address)
    return DateChange(each.row, None if each.fate is Fate.BACK else before, after, each.why)


def _hold(row: Occurrence, at: datetime) -> Hold:
    if row.pinned_at is not None or row.cancelled_by_id is not None or _instant(address_of(row), row.zone) <= at:
        return Hold.FAST
    return Hold.OUT if row.cancelled_at is not None else Hold.FREE


def _let_kept_follow(
    by_key: dict[int, Occurrence], found: Pairing, activity: Activity, dates: Dates, period: Period
) -> None:
    """Dates that somebody restored although the calendar leaves them out: they follow the rule all the same."""
    kept = [Old(pk, address_of(by_key[pk])) for pk in found.left if by_key[pk].is_kept]
    if not kept:
        return
    times = [activity.start_time, *(time.fromisoformat(value) for value in activity.more_times)]
    outside = [datetime.combine(day, start) for day, _why in dates.left_out for start in times]
    for pk, address in pair(kept, outside, period).goes.items():
        found.goes[pk] = address
        found.left.remove(pk)


def _outcome(
    row: Occurrence,
    each: Old,
    found: Pairing,
    left_out: dict[date, str],
    at: datetime,
    reason: Callable[[str], str],
) -> Outcome:
    why = untouchable(row, at)
    if each.hold is Hold.FAST or row.starts_at <= at:
        fate = Fate.UNTOUCHED if why or row.is_cancelled else Fate.KEPT
        return Outcome(row, fate, each.address, why or row.cancel_reason, is_free=fate is Fate.KEPT)
    if each.key in found.goes:
        address = found.goes[each.key]
        if each.hold is Hold.OUT:
            return Outcome(row, Fate.BACK, address, gettext("It is in the plan again."))
        fate = Fate.KEPT if start_at(row, address) == start_of(row) else Fate.MOVED
        return Outcome(row, fate, address)
    if each.hold is Hold.OUT:
        return Outcome(row, Fate.UNTOUCHED, each.address, row.cancel_reason, is_free=False)
    if row.is_kept:
        return Outcome(row, Fate.KEPT, each.address, gettext("Somebody decided that it takes place."))
    if "date" in row.own:
        return Outcome(row, Fate.KEPT, each.address, gettext("Somebody chose its day."))
    return Outcome(row, Fate.DELETED, each.address, reason(left_out.get(row.original_date, "")))


def _instant(start: datetime, zone: str) -> datetime:
    return instant(start.date(), start.time(), zone)
