"""Who holds something together: the host, and the societies that accepted to hold it too."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from campus.activities.models import CoHost, Occurrence, Series
from campus.base.errors import not_here
from campus.directory.models import Society, University
from campus.directory.rules import Right, may
from campus.people.models import Person

OPEN = Q(
    guest__status=Society.Status.APPROVED,
    guest__hidden_at__isnull=True,
    guest__university__hidden_at__isnull=True,
    guest__university__status=University.Status.APPROVED,
)


def hosts_of(occurrence: Occurrence) -> list[Society]:
    """All who hold a date, its host first: co-hosts who accepted before it began and had not ended that by then.

    Those that are closed or hidden are left out. Whoever joined in first stands first.
    """
    return [occurrence.society, *guests_of([occurrence])[occurrence.pk]]


def guests_of(occurrences: Iterable[Occurrence]) -> dict[int, list[Society]]:
    """The co-hosts of several dates, by the numbers of the dates; empty for those that the host holds alone."""
    dates = list(occurrences)
    mine = Q(occurrence__in=[date.pk for date in dates]) | Q(series__in={date.series_id for date in dates})
    found: dict[int, list[Society]] = {date.pk: [] for date in dates}
    rows = list(_accepted().filter(mine, OPEN).select_related("guest__university").order_by("accepted_at", "pk"))
    for date in dates:
        for row in rows:
            if row.guest not in found[date.pk] and holds(row, date):
                found[date.pk].append(row.guest)
    return found


def guests_of_series(series: Series) -> list[Society]:
    """Who holds a series with its host now."""
    rows = _accepted().filter(OPEN, series=series, ended_at__isnull=True).select_related("guest__university")
    return [row.guest for row in rows.order_by("accepted_at", "pk")]


def holds(row: CoHost, date: Occurrence) -> bool:
    """Whether an accepted co-host is one of this date: since before it began, and not ended before."""
    is_its = row.occurrence_id == date.pk or row.series_id == date.series_id
    accepted = row.accepted_at is not None and row.accepted_at < date.starts_at
    return is_its and accepted and (row.ended_at is None or row.ended_at >= date.starts_at)


def held_by(society: Society) -> Q:
    """The condition that a society holds a date: as its host, or together with it."""
    then = _accepted().filter(
        Q(ended_at__isnull=True) | Q(ended_at__gte=OuterRef("starts_at")),
        guest=society,
        accepted_at__lt=OuterRef("starts_at"),
    )
    of_date, of_series = then.filter(occurrence=OuterRef("pk")), then.filter(series=OuterRef("series"))
    return Q(society=society) | Q(Exists(of_date)) | Q(Exists(of_series))


def cohosts_of(person: Person | None, target: Series | Occurrence) -> "QuerySet[CoHost]":
    """Who was asked to hold something with its society and did not end that, for its officers who plan.

    Of a date also those of its series. Nothing for others.
    """
    if not may(person, Right.RUN_ACTIVITIES, target.society):
        return CoHost.objects.none()
    in_series = target if isinstance(target, Series) else target.series
    mine = Q(series=in_series)
    if isinstance(target, Occurrence):
        mine |= Q(occurrence=target)
    return _cohosts().filter(mine, ended_at__isnull=True)


def together(person: Person | None, society: Society) -> "QuerySet[CoHost]":
    """All that a society asked for and was asked, the newest first, for its officers who plan; nothing for others."""
    if not may(person, Right.RUN_ACTIVITIES, society):
        return CoHost.objects.none()
    return _cohosts().filter(Q(society=society) | Q(guest=society)).order_by("-invited_at", "-pk")


def waiting_for(society: Society) -> "QuerySet[CoHost]":
    """What a society was asked and has not answered."""
    return _cohosts().filter(guest=society, accepted_at__isnull=True, ended_at__isnull=True)


def cohost_by_number(person: Person | None, number: int, at: datetime | None = None) -> CoHost:
    """One of them, for the officers of either society who plan. Raises NotFound."""
    found = _cohosts().filter(pk=number).first()
    if found is None or not any(may(person, Right.RUN_ACTIVITIES, each, at) for each in (found.society, found.guest)):
        raise not_here()
    return found


def dates_with(society: Society) -> "QuerySet[Occurrence]":
    """The dates of other societies that this one holds with them, cancelled ones among them."""
    rows = Occurrence.objects.filter(held_by(society)).exclude(society=society)
    return rows.select_related("series", "society__university", "university").order_by("starts_at", "pk")


def may_ask(society: Society, name: str) -> "QuerySet[Society]":
    """The societies whose name holds `name` that could hold something with this one, those of its university first."""
    open_ones = Society.objects.filter(
        status=Society.Status.APPROVED,
        hidden_at__isnull=True,
        university__hidden_at__isnull=True,
        university__status=University.Status.APPROVED,
        name_key__contains=name,
    )
    near = Q(university=society.university_id)
    return (
        open_ones.exclude(pk=society.pk)
        .select_related("university")
        .annotate(is_near=near)
        .order_by(F("is_near").desc(), "name_key", "pk")
    )


def _accepted() -> "QuerySet[CoHost]":
    return CoHost.objects.filter(accepted_at__isnull=False)


def _cohosts() -> "QuerySet[CoHost]":
    return CoHost.objects.select_related(
        "society__university", "guest__university", "university", "series", "occurrence__series"
    )
