"""Series and activities as integrators address them: listed for everybody, or one by its number."""

from django.db.models import QuerySet

from campus.activities.models import Activity, Series
from campus.activities.rules import may_see_series
from campus.base.errors import not_here
from campus.directory.models import Society
from campus.people.models import Person


def public_series() -> "QuerySet[Series]":
    """The series of approved societies that were not ended, but for what is hidden; for everybody."""
    running = Series.objects.filter(
        society__status=Society.Status.APPROVED,
        ended_at__isnull=True,
        hidden_at__isnull=True,
        society__hidden_at__isnull=True,
        university__hidden_at__isnull=True,
    )
    return running.select_related("society__university")


def activities_of(series: Series) -> "QuerySet[Activity]":
    """The stretches of a series, for whoever may see it."""
    return series.activities.select_related("observance")


def activity_by_number(person: Person | None, number: int) -> Activity:
    """One activity for whoever may see its series. Raises NotFound for others and for a number of nothing."""
    found = (
        Activity.objects.select_related("series__society__university", "society", "observance")
        .filter(pk=number)
        .first()
    )
    if found is None or not may_see_series(person, found.series):
        raise not_here()
    return found
