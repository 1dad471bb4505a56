"""Series and activities as integrators address them: listed for everybody, or one by its number."""

from django.db.models import QuerySet

from campus.activities.models import Activity, Series
from campus.base.errors import not_here
from campus.directory.models import Society
from campus.directory.rules import may_see
from campus.people.models import Person


def public_series() -> "QuerySet[Series]":
    """The series of approved societies that were not ended, for everybody."""
    running = Series.objects.filter(society__status=Society.Status.APPROVED, ended_at__isnull=True)
    return running.select_related("society__university")


def activities_of(series: Series) -> "QuerySet[Activity]":
    """The stretches of a series, for whoever may see it."""
    return series.activities.all()


def activity_by_number(person: Person | None, number: int) -> Activity:
    """One activity for whoever may see its society. Raises NotFound for others and for a number of nothing."""
    found = Activity.objects.select_related("society__university", "series").filter(pk=number).first()
    if found is None or not may_see(person, found.society):
        raise not_here()
    return found
