"""What hangs on dates, so that they are cancelled where others would be deleted."""

from collections.abc import Collection, Sequence

from campus.activities.models import Code, CoHost, Rsvp

AT_ONCE = 5000  # dates asked for in one statement: a database takes only so many numbers


def hung_on(dates: Collection[int]) -> set[int]:
    """Of the dates with these numbers, those that anybody answered, or that a code or a co-host points at."""
    numbers, found = sorted(dates), set()
    for start in range(0, len(numbers), AT_ONCE):
        found |= _hung_on(numbers[start : start + AT_ONCE])
    return found


def _hung_on(dates: Sequence[int]) -> set[int]:
    answers = Rsvp.objects.filter(occurrence__in=dates).order_by().values_list("occurrence", flat=True)
    codes = Code.objects.filter(occurrence__in=dates).order_by().values_list("occurrence", flat=True)
    hosts = CoHost.objects.filter(occurrence__in=dates).order_by().values_list("occurrence", flat=True)
    return {number for number in answers.union(codes, hosts) if number is not None}
