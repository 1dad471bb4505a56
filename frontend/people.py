"""Who is asking."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from campus.people.models import Person


def person_of(request: HttpRequest) -> Person | None:
    """The signed-in person, or None."""
    return request.user if isinstance(request.user, Person) else None


def signed_in(request: HttpRequest) -> Person:
    """The person behind a view that only signed-in people reach."""
    person = person_of(request)
    if person is None:
        raise PermissionDenied
    return person
