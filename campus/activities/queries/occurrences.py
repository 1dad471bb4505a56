"""Series and dates, for everybody and for officers."""

from datetime import datetime

from django.db.models import QuerySet

from campus.activities.models import Occurrence, Series
from campus.base.errors import not_here
from campus.directory.models import Society, University
from campus.directory.rules import Right, may, may_see
from campus.people.models import Person


def upcoming(
    *,
    at: datetime,
    university: University | None = None,
    society: Society | None = None,
    series: Series | None = None,
    country: str | None = None,
) -> "QuerySet[Occurrence]":
    """The public dates that are not over at the instant `at`, the nearest first; cancelled ones are among them.

    `country` is an ISO 3166 code of two letters.
    """
    found = _occurrences().filter(ends_at__gt=at, society__status=Society.Status.APPROVED)
    if university is not None:
        found = found.filter(university=university)
    if society is not None:
        found = found.filter(society=society)
    if series is not None:
        found = found.filter(series=series)
    if country is not None:
        found = found.filter(university__country=country)
    return found.order_by("starts_at", "pk")


def occurrences_for(person: Person | None, society: Society) -> "QuerySet[Occurrence]":
    """All dates of a society, past ones too, for its officers and its university's staff; nothing for others."""
    if not may(person, Right.TAKE_PAPERS, society):
        return Occurrence.objects.none()
    return _occurrences().filter(society=society).order_by("starts_at", "pk")


def occurrence_by_id(person: Person | None, pk: int) -> Occurrence:
    """One date for whoever may see its society. Raises NotFound for others and for a number of nothing."""
    found = _occurrences().filter(pk=pk).first()
    if found is None or not may_see(person, found.society):
        raise not_here()
    return found


def series_by_id(person: Person | None, pk: int) -> Series:
    """One series for whoever may see its society. Raises NotFound for others and for a number of nothing."""
    found = Series.objects.select_related("society__university").filter(pk=pk).first()
    if found is None or not may_see(person, found.society):
        raise not_here()
    return found


def series_of(society: Society) -> "QuerySet[Series]":
    """The series of a society that go on, with their activities: for whoever sees the society."""
    return society.series.filter(ended_at__isnull=True).prefetch_related("activities")


def _occurrences() -> "QuerySet[Occurrence]":
    return Occurrence.objects.select_related("series", "society__university", "university")
