"""What is no good answer of an OpenID provider, and what is no good address of one, lets nobody in."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from campus.directory.models import IdentityProvider
from tests.conftest import Cast
from tests.idp import OF_THE_PROVIDER, OpenIdProvider, confirm, listening, oidc_row

pytestmark = [pytest.mark.filterwarnings(warning) for warning in OF_THE_PROVIDER]
AMINA = {"email": "amina@karura.example"}


@pytest.fixture
def idp(cast: Cast, settings: Any) -> Iterator[OpenIdProvider]:
    settings.ALLOW_PRIVATE_NETWORK = True
    with listening() as provider:
        provider.tell("amina-1", **AMINA)
        oidc_row(cast.karura, provider.issuer)
        confirm(cast.karura)
        yield provider


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def test_a_good_answer_lets_in(idp: OpenIdProvider) -> None:
    client = Client()
    idp.sign_in(client, "amina-1")
    assert is_in(client)


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "another-client"},
        {"aud": ["campus", "another-client"], "azp": "another-client"},
        {"exp": time.time() - 3600},
        {"iss": "https://another.example"},
        {"nonce": "of another sign-in"},
        {"nonce": ""},
        {"iat": time.time() + 3600},
    ],
)
def test_an_id_token_that_is_wrong_lets_nobody_in(idp: OpenIdProvider, wrong: dict[str, Any]) -> None:
    idp.tell("amina-1", **AMINA, **wrong)
    client = Client()
    answer = idp.sign_in(client, "amina-1")
    assert (answer["Location"], is_in(client)) == ("/sign-in/", False)


def test_an_id_token_signed_with_another_key_lets_nobody_in(idp: OpenIdProvider, monkeypatch: Any) -> None:
    from authlib.jose import RSAKey
    from oidc_provider_mock import _app

    key = RSAKey.generate_key(is_private=True).as_dict(is_private=True)
    said = {"key": key, "alg": "RS256", "exp": 3600, "iss": idp.issuer}
    monkeypatch.setattr(_app.OpenIDCode, "get_jwt_config", lambda self, grant, client=None: said)
    client = Client()
    idp.sign_in(client, "amina-1")
    assert not is_in(client)


def test_an_answer_lets_in_once(idp: OpenIdProvider) -> None:
    client = Client()
    back = idp.answer(client, "amina-1")
    client.get(back)
    client.post("/sign-out/")
    assert (client.get(back)["Location"], is_in(client)) == ("/sign-in/", False)


def test_an_answer_lets_in_only_the_browser_that_began(idp: OpenIdProvider) -> None:
    back, other = idp.answer(Client(), "amina-1"), Client()
    other.get(back)
    assert not is_in(other)


def test_an_answer_of_one_provider_is_none_of_another(idp: OpenIdProvider, cast: Cast) -> None:
    oidc_row(cast.other, "http://localhost:1")
    client = Client()
    client.get(idp.answer(client, "amina-1").replace("/karura/", "/mzizi/"))
    assert not is_in(client)


def test_a_configuration_of_another_issuer_is_not_used(idp: OpenIdProvider) -> None:
    IdentityProvider.objects.update(issuer=idp.issuer.replace("localhost", "127.0.0.1") + "/x/..")
    assert Client().post("/sign-in/university/karura/").status_code == 503


def test_a_provider_that_is_off_is_not_there(idp: OpenIdProvider) -> None:
    back = idp.answer(client := Client(), "amina-1")
    IdentityProvider.objects.update(is_active=False)
    assert (client.get(back)["Location"], is_in(client)) == ("/sign-in/", False)
    assert client.get("/sign-in/university/karura/").status_code == 404


def test_nothing_on_this_machine_is_asked_in_use(idp: OpenIdProvider, settings: Any) -> None:
    settings.ALLOW_PRIVATE_NETWORK = False
    assert Client().post("/sign-in/university/karura/").status_code == 503


def test_a_sign_in_is_begun_by_a_form_of_ours_only(idp: OpenIdProvider) -> None:
    assert Client(enforce_csrf_checks=True).post("/sign-in/university/karura/").status_code == 403
    answer = Client().get("/sign-in/university/karura/?scope=admin&auth_params=redirect_uri%3Dhttps://evil.example")
    assert (answer.status_code, "Location" in answer) == (200, False)
