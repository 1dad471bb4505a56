"""The way back for whoever lost phone and recovery codes."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from tests import factors
from tests.conftest import Cast


def test_takes_everything_away_and_signs_the_person_out(cast: Cast) -> None:
    factors.app(cast.dean)
    factors.recovery_codes(cast.dean)
    kept = factors.app(cast.kofi)
    client = Client()
    client.force_login(cast.dean)
    call_command("remove_second_factor", "DEAN@karura.example", verbosity=0)
    cast.dean.refresh_from_db()
    assert (list(Authenticator.objects.all()), cast.dean.second_factor_at) == ([kept], None)
    assert client.get("/me/").status_code == 302


def test_says_when_nobody_has_the_address(cast: Cast) -> None:
    with pytest.raises(CommandError, match="Nobody proved this address"):
        call_command("remove_second_factor", "nobody@karura.example")
