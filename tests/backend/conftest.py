"""The API, asked as somebody of the cast."""

import time
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from rest_framework.test import APIClient

from campus.people.models import Person
from tests.factories import NOW


@pytest.fixture
def the_moment() -> Iterator[None]:
    """The clock stands where the story is; for what a fixture makes, too."""
    with time_machine.travel(NOW, tick=False):
        yield


def sign_in_now(client: Client, person: Person) -> None:
    """Let the session know that this was a moment ago, by a code from the mail."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


@pytest.fixture
def ask_as() -> Callable[[Person | None], APIClient]:
    """A client signed in as this person, or signed out."""

    def client_of(person: Person | None) -> APIClient:
        client = APIClient()
        if person is not None:
            client.force_login(person)
            sign_in_now(client, person)
        return client

    return client_of
