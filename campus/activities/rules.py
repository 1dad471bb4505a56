"""Who may run activities, and when an occurrence takes check-ins."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from campus.activities.models import Occurrence, Series
from campus.base.errors import Conflict
from campus.directory.actions.permits import refuse_unless_officer_may
from campus.directory.models import Society
from campus.directory.rules import Right, is_officer, is_public, may_order, may_see
from campus.people.models import Person


def refuse_unless_running(by: Person, society: Society, at: datetime) -> None:
    """Raise NotFound for who may not see the society, NotAllowed for who may not run its activities."""
    refuse_unless_officer_may(by, Right.RUN_ACTIVITIES, society, at)


def refuse_unless_planning(society: Society) -> None:
    """Raise Conflict for a society that is not approved, or not any more: nothing new begins there."""
    if society.status != Society.Status.APPROVED:
        raise Conflict(
            "society_not_approved",
            _("This society is not approved at the moment, so nothing new can be planned. Ask its university."),
        )


def refuse_ended(series: Series) -> None:
    """Raise Conflict for a series that somebody ended."""
    if series.ended_at is not None:
        raise Conflict("series_ended", _("This series has ended. Plan a new activity instead."))


def may_see_series(person: Person | None, series: Series, at: datetime | None = None) -> bool:
    """Whoever may see its society; while it is hidden after a report, officers and those who may lift that."""
    if series.hidden_at is None:
        return may_see(person, series.society, at)
    return is_officer(person, series.society, at) or may_order(person, series.society.university, at)


def is_public_series(series: Series) -> bool:
    """Whether everybody may see it."""
    return series.hidden_at is None and is_public(series.society)


def is_open(occurrence: Occurrence, at: datetime) -> bool:
    """Whether it takes check-ins at an instant; both ends of its window belong to it."""
    return not occurrence.is_cancelled and occurrence.opens_at <= at <= occurrence.closes_at
