"""The dates that an officer chose, as they are now."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from campus.activities.models import Occurrence, Series
from campus.activities.rules import refuse_unless_running
from campus.base.errors import Invalid, not_here
from campus.base.rows import locked
from campus.directory.models import Society
from campus.people.models import Person

MOST = 500  # dates at once: two years of several a week


def dates_to_change(
    occurrences: Sequence[Occurrence], *, by: Person, at: datetime, lock: bool = False
) -> list[Occurrence]:
    """The dates of one society, in order of time, if the person may change them; locked where they are to be changed.

    Locked in one order, society and series before them as by an edit of all, so that nobody waits in a circle. Raises
    NotFound for what has gone.
    """
    numbers = {row.pk for row in occurrences}
    if not 0 < len(numbers) <= MOST:
        raise Invalid("choose_dates", _("Choose at least one date, and 500 at most."))
    society = _lock(numbers, by=by, at=at) if lock else None
    rows = list(
        Occurrence.objects.filter(pk__in=numbers)
        .select_related("series__society__university", "society__university", "activity__calendar", "university")
        .order_by("starts_at", "pk")
    )
    if len(rows) < len(numbers) or len({row.society_id for row in rows}) > 1:
        raise not_here()
    if society is not None and rows[0].society_id != society.pk:  # it became one with another at this moment
        raise not_here()
    refuse_unless_running(by, rows[0].society, at)
    return rows


def _lock(numbers: set[int], *, by: Person, at: datetime) -> Society:
    """Their society, their series and they themselves, locked; nobody locks what they may not change."""
    theirs = Occurrence.objects.filter(pk__in=numbers)
    parents = set(theirs.order_by().values_list("society", "series"))
    if len({society for society, _series in parents}) != 1:
        raise not_here()
    society = Society.objects.select_related("university").get(pk=next(iter(parents))[0])
    refuse_unless_running(by, society, at)
    society = locked(society)
    series = {number for _society, number in parents}
    list(Series.objects.select_for_update(no_key=True).filter(pk__in=series).order_by("pk"))
    list(theirs.select_for_update(no_key=True).order_by("pk"))
    return society
