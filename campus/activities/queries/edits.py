"""What an edit, a batch or the end of a series would do, by the same functions that do it. Nothing is changed."""

from collections.abc import Sequence
from datetime import datetime

from campus.activities.deeds import changes_of_deeds, done_to_each, edited
from campus.activities.edit_checks import checked
from campus.activities.edits import Batch, Changes, Edit, Scope
from campus.activities.ending import ended
from campus.activities.models import Occurrence, Series
from campus.activities.reshaping import changes_of
from campus.activities.rewriting import rewrite
from campus.activities.rules import refuse_ended, refuse_unless_planning, refuse_unless_running
from campus.activities.selecting import dates_to_change
from campus.people.models import Person


def preview_edit(*, by: Person, occurrence: Occurrence, scope: Scope, edit: Edit, at: datetime) -> Changes:
    """What `edit_dates` would do with the same arguments; refuses what it refuses."""
    edit = checked(edit, scope, occurrence)
    now = dates_to_change([occurrence], by=by, at=at)[0]
    if scope is Scope.THIS:
        return changes_of_deeds([edited(now, edit, at)])
    refuse_unless_planning(now.society)
    refuse_ended(now.series)
    now.activity.series, now.activity.society = now.series, now.society
    made = rewrite(now, scope, edit, at, Occurrence.objects.all())
    return changes_of([made.shape], made.warnings)


def preview_batch(*, by: Person, occurrences: Sequence[Occurrence], batch: Batch, at: datetime) -> Changes:
    """What `change_dates` would do with the same arguments; refuses what it refuses."""
    return changes_of_deeds(done_to_each(dates_to_change(occurrences, by=by, at=at), batch, by, at))


def preview_end(*, by: Person, series: Series, at: datetime) -> Changes:
    """What `end_series` would do."""
    refuse_unless_running(by, series.society, at)
    return changes_of([ended(series, list(series.occurrences.filter(starts_at__gt=at)), at)])
