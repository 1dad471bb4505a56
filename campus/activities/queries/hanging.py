"""What hangs on dates, so that they are cancelled where others would be deleted."""

from collections.abc import Collection

from campus.activities.models import Code, CoHost, Rsvp


def hung_on(dates: Collection[int]) -> set[int]:
    """Of the dates with these numbers, those that anybody answered, or that a code or a co-host points at."""
    answers = Rsvp.objects.filter(occurrence__in=dates).order_by().values_list("occurrence", flat=True)
    codes = Code.objects.filter(occurrence__in=dates).order_by().values_list("occurrence", flat=True)
    hosts = CoHost.objects.filter(occurrence__in=dates).order_by().values_list("occurrence", flat=True)
    return {number for number in answers.union(codes, hosts) if number is not None}
