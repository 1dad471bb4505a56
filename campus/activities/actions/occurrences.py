"""One date: cancelled with a reason that everybody sees, and restored."""

from datetime import datetime

from campus.activities.actions.batches import change_dates
from campus.activities.edits import Batch, Deed
from campus.activities.models import Occurrence
from campus.people.models import Person


def cancel_occurrence(*, by: Person, occurrence: Occurrence, reason: str, at: datetime) -> Occurrence:
    """Cancel one date with a reason; it takes no check-ins. One that is cancelled by hand keeps its first reason."""
    batch = Batch(do=Deed.CANCEL, reason=reason)
    return change_dates(by=by, occurrences=[occurrence], batch=batch, at=at)[0]


def restore_occurrence(*, by: Person, occurrence: Occurrence, at: datetime) -> Occurrence:
    """Let a cancelled date take place after all, whatever the calendar says then."""
    return change_dates(by=by, occurrences=[occurrence], batch=Batch(do=Deed.RESTORE), at=at)[0]
