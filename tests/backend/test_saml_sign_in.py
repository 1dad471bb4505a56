"""Signing in at a university by SAML: answers signed with a key that the tests make."""

import base64
import time
from typing import Any

import pytest
import time_machine
from django.test import Client

from campus.directory.models import IdentityProvider
from campus.membership.models import Claim
from campus.membership.numbers import number_hash
from tests.conftest import Cast
from tests.idp import SamlProvider, confirm, key_and_certificate

KEY, CERTIFICATE = key_and_certificate()
OTHER = key_and_certificate()


@pytest.fixture
def idp(cast: Cast) -> SamlProvider:
    confirm(cast.karura)
    return SamlProvider(cast.karura, KEY, CERTIFICATE)


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


@pytest.mark.parametrize("signed", ["assertion", "response"])
def test_a_signed_answer_lets_in_who_it_says(idp: SamlProvider, cast: Cast, signed: str) -> None:
    client = Client()
    answer = idp.sign_in(client, signed=signed)
    assert answer["Location"] == "/me/"
    assert client.get("/me/").context["user"] == cast.amina
    assert list(cast.amina.affiliations.values_list("kind", "source")) == [("student", "account")]


def test_the_lasting_identifier_is_who_it_is_and_not_the_name_of_this_time(idp: SamlProvider, cast: Cast) -> None:
    idp.sign_in(Client())
    client = Client()
    idp.sign_in(client, email="amina.otieno@karura.example")
    assert client.get("/me/").context["user"] == cast.amina


@pytest.mark.parametrize(
    "wrong",
    [
        {"audience": "https://another.example/metadata/"},
        {"audience": ""},
        {"minutes": -6},
        {"answers": "_another-request"},
        {"answers": ""},
        {"signed": "nothing"},
        {"by": OTHER},
        {"by": OTHER, "signed": "response"},
    ],
)
def test_a_wrong_answer_lets_nobody_in(idp: SamlProvider, wrong: dict[str, Any]) -> None:
    client = Client()
    assert (idp.sign_in(client, **wrong)["Location"], is_in(client)) == ("/sign-in/", False)


def test_who_is_refused_still_goes_where_they_wanted_to(idp: SamlProvider) -> None:
    client, acs = Client(), idp.acs.removeprefix("http://testserver")
    client.post("/sign-in/university/karura/", {"next": "/universities/"})
    answer = Client().post(acs, {"SAMLResponse": "nothing"})  # from elsewhere: it comes without our session
    assert client.get(answer["Location"])["Location"] == "/sign-in/?next=%2Funiversities%2F"


def test_an_answer_made_for_another_address_lets_nobody_in(idp: SamlProvider, monkeypatch: Any) -> None:
    client = Client()
    request = idp.asked(client)
    monkeypatch.setattr(SamlProvider, "acs", "http://testserver/sign-in/university/karura/acs/elsewhere/")
    response = idp.response(request)
    monkeypatch.undo()
    idp.post(client, response)
    assert not is_in(client)


def test_what_was_changed_after_signing_lets_nobody_in(idp: SamlProvider) -> None:
    client = Client()
    signed = base64.b64decode(idp.response(idp.asked(client)))
    idp.post(client, base64.b64encode(signed.replace(b"amina@", b"kofi@")).decode())
    assert not is_in(client)


def test_an_answer_lets_in_once(idp: SamlProvider) -> None:
    client = Client()
    response = idp.response(idp.asked(client))
    idp.post(client, response)
    client.post("/sign-out/")
    idp.post(client, response)
    assert not is_in(client)


def test_an_answer_is_taken_once_even_where_its_request_still_waits(idp: SamlProvider) -> None:
    client = Client()
    response = idp.response(idp.asked(client))
    idp.post(Client(), response)
    idp.post(client, response)
    assert not is_in(client)


def test_an_answer_lets_in_only_the_browser_that_began(idp: SamlProvider) -> None:
    response, other = idp.response(idp.asked(Client())), Client()
    idp.post(other, response)
    assert not is_in(other)


def test_signing_in_does_not_begin_at_the_university(idp: SamlProvider) -> None:
    client = Client()
    idp.post(client, idp.response("", answers=""))
    assert not is_in(client)


def test_an_answer_that_nobody_fetched_is_no_good_two_minutes_later(idp: SamlProvider) -> None:
    client = Client()
    response = idp.response(idp.asked(client), minutes=60)
    answer = client.post(idp.acs.removeprefix("http://testserver"), {"SAMLResponse": response})
    with time_machine.travel(121 + time.time()):
        client.get(answer["Location"])
    assert not is_in(client)


@pytest.mark.parametrize(
    "nonsense", ["", "%%%", "bm90IHhtbA==", "PCFET0NUWVBFIGEgWzwhRU5USVRZIGIgImMiPl0+PGE+JmI7PC9hPg=="]
)
def test_nonsense_is_refused_with_a_sentence(idp: SamlProvider, nonsense: str) -> None:
    client = Client()
    assert idp.post(client, nonsense)["Location"] == "/sign-in/"
    assert "could not be used" in client.get("/sign-in/").content.decode()


def test_a_university_cannot_vouch_for_another_ones_address(idp: SamlProvider) -> None:
    client = Client()
    idp.sign_in(client, email="zola@mzizi.example")
    assert not is_in(client)


def test_the_new_certificate_counts_beside_the_old_one(idp: SamlProvider) -> None:
    IdentityProvider.objects.update(certificate=OTHER[1] + CERTIFICATE)
    client = Client()
    idp.sign_in(client, by=OTHER)
    assert is_in(client)


def test_a_stated_student_number_is_from_then_on_theirs(idp: SamlProvider, cast: Cast) -> None:
    IdentityProvider.objects.update(attributes={"student_number": "studentNumber"})
    idp.sign_in(Client(), number="sct-211/0042")
    claim = Claim.objects.get(number_hash=number_hash(cast.karura, "SCT2110042"))
    assert claim.person == cast.amina


def test_our_metadata_says_where_answers_go_and_has_no_end(idp: SamlProvider) -> None:
    text = Client().get("/sign-in/university/karura/metadata/").content.decode()
    assert f'Location="{idp.acs}"' in text
    assert ("validUntil" in text, "cacheDuration" in text, "SingleLogoutService" in text) == (False, False, False)
