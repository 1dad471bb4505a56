"""When a session was last seen is written beside what was asked for, and never in its way."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import OperationalError
from django.test import Client

from tests.conftest import Cast


def test_a_page_is_answered_while_the_database_is_too_busy_to_write_who_was_seen(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    def locked(**_: object) -> None:
        raise OperationalError("database is locked")

    client = Client()
    client.force_login(cast.amina)
    monkeypatch.setattr(UserSession.objects, "update_or_create", locked)
    assert client.get("/me/").status_code == 200
