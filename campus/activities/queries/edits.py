"""What an edit, a batch or the end of a series would do, by the same functions that do it. Nothing is changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from campus.activities.deeds import Done, changes_of_deeds, done_to_each, edited
from campus.activities.edit_checks import checked
from campus.activities.edits import Batch, Changes, Edit, Scope
from campus.activities.ending import ended
from campus.activities.models import Occurrence, Series
from campus.activities.queries.rooms import Wanted, room_at, room_of, room_warnings, rooms_taken
from campus.activities.reshaping import Fate, changes_of
from campus.activities.rewriting import Rewrite, rewrite
from campus.activities.rules import refuse_ended, refuse_unless_planning, refuse_unless_running
from campus.activities.selecting import dates_to_change
from campus.directory.models import Society
from campus.people.models import Person


def preview_edit(*, by: Person, occurrence: Occurrence, scope: Scope, edit: Edit, at: datetime) -> Changes:
    """What `edit_dates` would do with the same arguments; refuses what it refuses."""
    edit = checked(edit, scope, occurrence)
    now = dates_to_change([occurrence], by=by, at=at)[0]
    if scope is Scope.THIS:
        return _of_deeds([edited(now, edit, at)], now.society)
    refuse_unless_planning(now.society)
    refuse_ended(now.series)
    now.activity.series, now.activity.society = now.series, now.society
    made = rewrite(now, scope, edit, at, Occurrence.objects.all())
    taken = rooms_taken(now.society, _rooms_of(made), {each.row.pk for each in made.shape.outcomes})
    return changes_of([made.shape], [*made.warnings, *room_warnings(taken)])


def preview_batch(*, by: Person, occurrences: Sequence[Occurrence], batch: Batch, at: datetime) -> Changes:
    """What `change_dates` would do with the same arguments; refuses what it refuses."""
    dates = dates_to_change(occurrences, by=by, at=at)
    return _of_deeds(done_to_each(dates, batch, by, at), dates[0].society)


def preview_end(*, by: Person, series: Series, at: datetime) -> Changes:
    """What `end_series` would do."""
    refuse_unless_running(by, series.society, at)
    return changes_of([ended(series, list(series.occurrences.filter(starts_at__gt=at)), at)])


def _of_deeds(found: Sequence[Done], society: Society) -> Changes:
    """As a preview shows single dates, with what is in the way of those that want a room they did not have."""
    rows = [done.row for done in found if done.is_changed and not done.row.is_cancelled]
    former = {done.former.pk: room_of(done.former) for done in found if done.fate is not Fate.BACK}
    rooms = [room_of(row) for row in rows if room_of(row) != former.get(row.pk)]
    taken = rooms_taken(society, rooms, {done.row.pk for done in found})
    return replace(changes_of_deeds(found), warnings=room_warnings(taken))


def _rooms_of(made: Rewrite) -> list[Wanted]:
    """The rooms that the dates of an edited activity want and did not have."""
    activity = made.activity
    staying = made.shape.those(Fate.KEPT, Fate.MOVED, Fate.BACK)
    rooms = [(each, room_at(activity, each.address, each.row)) for each in staying]
    wanted = [room for each, room in rooms if each.fate is Fate.BACK or room != room_of(each.row)]
    return [*wanted, *(room_at(activity, start) for start in made.shape.added)]
