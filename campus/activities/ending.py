"""What becomes of the coming dates of a series that ends. Computes; saves nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext

from campus.activities.models import Activity, Occurrence, Series
from campus.activities.queries.hanging import hung_on
from campus.activities.reshaping import Fate, Outcome, Shape, address_of, spare


def ended(series: Series, rows: Sequence[Occurrence], at: datetime) -> Shape:
    """Dates that have not begun leave the plan; those cancelled by hand stay as they are.

    Where somebody was counted already, a date is cancelled and not deleted, as where anything else hangs on it.
    """
    shape = Shape(Activity(series=series))
    reason = gettext("The series has ended.")
    for row in rows:
        if row.starts_at <= at:
            continue
        fate = Fate.UNTOUCHED if row.cancelled_by_id is not None else Fate.DELETED
        if fate is Fate.DELETED and row.pinned_at is not None:
            fate = Fate.CANCELLED
        shape.outcomes.append(Outcome(row, fate, address_of(row), row.cancel_reason or reason, is_free=False))
    spare([shape], hung_on)
    for each in shape.those(Fate.CANCELLED):
        if each.row.is_cancelled:
            each.fate = Fate.UNTOUCHED
    return shape
