"""SECRET_KEY can be changed: what is sealed is sealed anew, and the former key is needed no more."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import signing
from django.core.management import call_command

from campus.base.errors import Unavailable
from campus.base.sealing import seal, unseal
from campus.base.signing import keyed_hash
from campus.directory.models import IdentityProvider
from campus.outbox.models import Webhook
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture
def secrets_of_before(cast: Cast, settings: Any) -> list[Any]:
    """A row of each kind, sealed under the former key; then the key is changed."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "former", []
    rows = [
        IdentityProvider.objects.create(
            university=cast.karura,
            protocol="oidc",
            slug="karura",
            label="Karura account",
            issuer="https://id.karura.example",
            client_id="campus",
            sealed_secret=seal("a secret"),
            created_at=NOW,
        ),
        Webhook.objects.create(
            university_id=cast.karura.pk,
            url="https://karura.example/hook",
            events=["activity"],
            sealed_secret=seal("a secret"),
            created_at=NOW,
        ),
        Authenticator.objects.create(user=cast.dean, type="totp", data={"secret": seal("a secret")}),
    ]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "present", ["former"]
    return rows


def sealed(row: Any) -> str:
    row.refresh_from_db()
    return row.data["secret"] if isinstance(row, Authenticator) else row.sealed_secret


def test_what_was_sealed_opens_without_the_former_key_after_it_was_rotated(
    secrets_of_before: list[Any], settings: Any
) -> None:
    call_command("rotate_keys")
    settings.SECRET_KEY_FALLBACKS = []
    assert [unseal(sealed(row)) for row in secrets_of_before] == ["a secret"] * 3


def test_without_rotating_it_opens_no_more(secrets_of_before: list[Any], settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = []
    for row in secrets_of_before:
        with pytest.raises(Unavailable):
            unseal(sealed(row))


def test_a_secret_that_no_key_opens_is_named_and_stops_nothing(
    secrets_of_before: list[Any], capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    Webhook.objects.update(sealed_secret="of another installation")
    call_command("rotate_keys")
    assert f"webhook {secrets_of_before[1].pk}" in capsys.readouterr().err
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(sealed(secrets_of_before[2])) == "a secret"


@pytest.mark.pure
def test_what_was_signed_stays_good_and_hashes_stay_the_same(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "former", []
    signed, hashed = signing.dumps("receipt"), keyed_hash("student_number", "A-1")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "present", ["former"]
    assert signing.loads(signed) == "receipt"
    assert keyed_hash("student_number", "A-1") == hashed


def test_an_invitation_sent_before_the_data_key_changed_is_found(cast: Cast, settings: Any) -> None:
    from campus.directory.links import token_hash
    from campus.directory.queries import invitation_by_token

    office = factories.office(cast.amina, "events", society=cast.society)
    office.invitation_hash = token_hash("token")
    office.save()
    settings.DATA_KEY, settings.DATA_KEY_FALLBACKS = "another", [settings.DATA_KEY]
    assert invitation_by_token("token") == office
