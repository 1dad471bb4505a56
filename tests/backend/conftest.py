"""The API, asked as somebody of the cast."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from rest_framework.test import APIClient

from campus.people.models import Person
from tests.factories import NOW


@pytest.fixture
def the_moment() -> Iterator[None]:
    """The clock stands where the story is; for what a fixture makes, too."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ask_as() -> Callable[[Person | None], APIClient]:
    """A client signed in as this person, or signed out."""

    def client_of(person: Person | None) -> APIClient:
        client = APIClient()
        if person is not None:
            client.force_login(person)
        return client

    return client_of
