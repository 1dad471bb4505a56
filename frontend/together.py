"""Lists of dates that say with whom each is held."""

from collections.abc import Iterable

from campus.activities.models import Occurrence
from campus.activities.queries.hosting import guests_of
from campus.directory.models import Society


def with_hosts(occurrences: Iterable[Occurrence], society: Society) -> list[Occurrence]:
    """The dates, each with `held_with`: its other hosts, as seen on a page of `society`. Two queries for any number."""
    dates = list(occurrences)
    for date, guests in zip(dates, guests_of(dates).values(), strict=True):
        others = [each for each in (date.society, *guests) if each.pk != society.pk]
        date.held_with = others  # type: ignore[attr-defined]
    return dates
