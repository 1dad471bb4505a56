"""What somebody follows: for themself alone."""

from typing import cast

from django.db.models import QuerySet

from campus.activities.models import Follow, Observance, Series
from campus.base.errors import not_here
from campus.directory.models import Society
from campus.people.models import Person


def follows_of(person: Person | None) -> QuerySet[Follow]:
    """What the person follows, the latest first; what is hidden by now too: one may always stop."""
    if person is None or not person.is_authenticated:
        return Follow.objects.none()
    mine = Follow.objects.filter(person=person).order_by("-since", "-pk")
    return mine.select_related("society__university", "series__society__university", "observance", "university")


def follow_by_number(person: Person | None, number: int) -> Follow:
    """One thing the person follows. Raises NotFound for others’ and for a number of nothing."""
    found = follows_of(person).filter(pk=number).first()
    if found is None:
        raise not_here()
    return found


def thing_of(row: Follow) -> Society | Series | Observance:
    """What is followed."""
    return cast(Society | Series | Observance, row.society or row.series or row.observance)  # follows_exactly_one


def is_following(person: Person | None, thing: Society | Series | Observance) -> bool:
    """Whether the person follows it."""
    return follows_of(person).filter(**{type(thing).__name__.casefold(): thing}).exists()
