"""Somebody else's calendar becomes activities, and an import of it again brings them up to date."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.activities.actions.editing import edit_dates
from campus.activities.actions.plan import plan_activity
from campus.activities.edits import Edit, Scope
from campus.activities.ics_import import Moved
from campus.activities.ics_lines import at_line
from campus.activities.models import Activity, Occurrence
from campus.activities.queries.imports import ImportRow, State, preview_import
from campus.activities.rules import refuse_unless_planning, refuse_unless_running
from campus.base.errors import Invalid
from campus.base.rows import locked
from campus.directory.models import Society
from campus.people.models import Person


@dataclass(frozen=True)
class ImportResult:
    """The activities that an import planned and those that it changed; of the rest nothing was to be done."""

    planned: Sequence[Activity]
    changed: Sequence[Activity]


def import_activities(
    *, by: Person, society: Society, text: str, chosen: Collection[str], at: datetime, window: str = "always"
) -> ImportResult:
    """Plan the `chosen` events (by UID) of an iCalendar text, or change what was planned of them before.

    Each event in a transaction of its own, so that nobody waits for the whole file; the import after one that was cut
    off goes on where that ended. Raises Invalid before anything is done when a chosen event cannot be planned.
    """
    refuse_unless_running(by, society, at)
    refuse_unless_planning(society)
    found = preview_import(society, text, window=window, at=at)
    rows = [row for row in found.rows if row.uid in chosen]
    if not rows:
        nothing = _("Choose at least one activity.")
        raise Invalid("nothing_chosen", nothing, fields={"chosen": nothing})
    for row in rows:
        if row.state is State.WRONG:
            wrong = at_line(row.event.line, row.problem)
            raise Invalid("event_cannot_be_planned", wrong, fields={"chosen": wrong})
    planned = [_plan(row, by=by, society=society, at=at) for row in rows if row.state is State.NEW]
    changed = [_change(row, by=by, at=at) for row in rows if row.state is State.CHANGED]
    return ImportResult([made for made in planned if made is not None], changed)


@transaction.atomic
def _plan(row: ImportRow, *, by: Person, society: Society, at: datetime) -> Activity | None:
    """Plan one; None when somebody else imported it meanwhile."""
    society = locked(society)
    if Activity.objects.filter(society=society, imported_uid=row.uid).exists():
        return None
    activity = plan_activity(by=by, society=society, plan=row.event.plan, at=at)
    _set_single_dates(activity, row.moved, by=by, at=at)
    return activity


@transaction.atomic
def _change(row: ImportRow, *, by: Person, at: datetime) -> Activity:
    """Let one follow its file, with the preview's care for dates to which people come."""
    activity = row.activity
    assert activity is not None  # noqa: S101 - it is known
    locked(activity.society)
    coming = activity.occurrences.filter(starts_at__gt=at).order_by("starts_at").first()
    if row.edit is not None and coming is not None:
        activity = edit_dates(by=by, occurrence=coming, scope=Scope.ALL, edit=row.edit, at=at)
    _set_single_dates(activity, row.moved, by=by, at=at)
    return activity


def _set_single_dates(activity: Activity, moved: Sequence[tuple[Moved, Edit]], *, by: Person, at: datetime) -> None:
    """Set what is otherwise about single dates; one that the calendar leaves out here has no row to set it on."""
    wanted = {each.original: edit for each, edit in moved if edit.given}
    rows = Occurrence.objects.filter(activity=activity, starts_at__gt=at, cancelled_at__isnull=True)
    for row in rows.filter(original_date__in=[start.date() for start in wanted]).order_by("pk"):
        edit = wanted.get(datetime.combine(row.original_date, row.original_time))
        if edit is not None:
            edit_dates(by=by, occurrence=row, scope=Scope.THIS, edit=edit, at=at)
