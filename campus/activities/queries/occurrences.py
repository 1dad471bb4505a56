"""Series and dates, for everybody and for officers."""

from datetime import datetime

from django.db.models import Q, QuerySet

from campus.activities.models import Occurrence, Series
from campus.activities.queries.hosting import held_by
from campus.activities.rules import may_see_series
from campus.base.errors import not_here
from campus.directory.models import Society, University
from campus.directory.rules import Right, may
from campus.people.models import Person


def upcoming(
    *,
    at: datetime,
    university: University | None = None,
    society: Society | None = None,
    series: Series | None = None,
    country: str | None = None,
    together: bool = False,
) -> "QuerySet[Occurrence]":
    """The public dates that are not over at the instant `at`, the nearest first; cancelled ones are among them.

    `country` is an ISO 3166 code of two letters. With `together` also what `society` holds with others.
    """
    found = coming(at=at, society=society, series=series, together=together).filter(
        series__hidden_at__isnull=True,
        society__hidden_at__isnull=True,
        university__hidden_at__isnull=True,
        university__status=University.Status.APPROVED,
    )
    if university is not None:
        found = found.filter(university=university)
    if country is not None:
        found = found.filter(university__country=country)
    return found


def coming(
    *, at: datetime, society: Society | None = None, series: Series | None = None, together: bool = False
) -> "QuerySet[Occurrence]":
    """The dates of approved societies that are not over, hidden ones among them: for the pages of officers."""
    found = _occurrences().filter(ends_at__gt=at, society__status=Society.Status.APPROVED)
    if society is not None:
        found = found.filter(held_by(society) if together else Q(society=society))
    if series is not None:
        found = found.filter(series=series)
    return found.order_by("starts_at", "pk")


def occurrences_for(person: Person | None, society: Society) -> "QuerySet[Occurrence]":
    """All dates of a society, past ones too, for its officers and its university's staff; nothing for others."""
    if not may(person, Right.TAKE_PAPERS, society):
        return Occurrence.objects.none()
    return _occurrences().filter(society=society).order_by("starts_at", "pk")


def occurrence_by_id(person: Person | None, pk: int) -> Occurrence:
    """One date for whoever may see its series. Raises NotFound for others and for a number of nothing."""
    found = _occurrences().filter(pk=pk).first()
    if found is None or not may_see_series(person, _with_society(found)):
        raise not_here()
    return found


def occurrence_counted_at(pk: int) -> Occurrence:
    """One date, hidden or not, for a browser that holds its receipt: what one did there one may see and take back.

    Raises NotFound for a number of nothing.
    """
    found = _occurrences().filter(pk=pk).first()
    if found is None:
        raise not_here()
    return found


def series_by_id(person: Person | None, pk: int) -> Series:
    """One series for whoever may see it. Raises NotFound for others and for a number of nothing."""
    found = Series.objects.select_related("society__university").filter(pk=pk).first()
    if found is None or not may_see_series(person, found):
        raise not_here()
    return found


def series_of(society: Society) -> "QuerySet[Series]":
    """The public series of a society that go on, with their activities: for whoever sees the society."""
    return society.series.filter(ended_at__isnull=True, hidden_at__isnull=True).prefetch_related("activities")


def _with_society(occurrence: Occurrence) -> Series:
    """The series of a date, knowing the society that was fetched with the date."""
    occurrence.series.society = occurrence.society
    return occurrence.series


def _occurrences() -> "QuerySet[Occurrence]":
    return Occurrence.objects.select_related("series", "society__university", "university")
