"""Signing in by OpenID Connect: at a real provider on this machine, of a library that nobody here wrote."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from campus.membership.models import Affiliation, Claim
from campus.people.models import Person
from tests import factories, factors
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.idp import OF_THE_PROVIDER, OpenIdProvider, confirm, listening, oidc_row, welcomed

pytestmark = [pytest.mark.filterwarnings(warning) for warning in OF_THE_PROVIDER]
SOMEBODY_NEW = "njeri@karura.example"


@pytest.fixture
def idp(cast: Cast, settings: Any) -> Iterator[OpenIdProvider]:
    """Karura's provider, which knows Amina and somebody new."""
    settings.ALLOW_PRIVATE_NETWORK = True
    with listening() as provider:
        provider.tell("amina-1", email="amina@karura.example", name="A. Otieno")
        provider.tell("njeri-1", email=SOMEBODY_NEW, name="Njeri Kimani", eduperson_affiliation=["faculty", "member"])
        oidc_row(cast.karura, provider.issuer)
        confirm(cast.karura)
        yield provider


def who(client: Client) -> str | None:
    """The address of who is signed in."""
    answer = client.get("/me/")
    return answer.context["user"].email if answer.status_code == 200 else None


def said(client: Client) -> str:
    """What the sign-in page says to somebody who was refused."""
    return str(next(iter(client.get("/sign-in/").context["messages"])))


def test_somebody_new_comes_in_with_address_name_and_affiliation(idp: OpenIdProvider) -> None:
    client = Client()
    answer = idp.sign_in(client, "njeri-1", next="/universities/")
    assert (answer.status_code, answer["Location"], who(client)) == (302, "/universities/", SOMEBODY_NEW)
    njeri = Person.objects.get(email=SOMEBODY_NEW)
    assert njeri.name == "Njeri Kimani"
    assert list(njeri.affiliations.values_list("kind", "source")) == [("staff", "account")]


def test_who_proved_the_address_before_is_the_same_person(idp: OpenIdProvider, cast: Cast) -> None:
    client = Client()
    idp.sign_in(client, "amina-1")
    assert who(client) == cast.amina.email
    assert SocialAccount.objects.get().user == cast.amina
    cast.amina.refresh_from_db()
    assert cast.amina.name == "Amina Otieno"


def test_nothing_of_the_answer_is_kept_but_who_it_is(idp: OpenIdProvider) -> None:
    idp.sign_in(Client(), "amina-1")
    account = SocialAccount.objects.get()
    assert (account.extra_data, SocialToken.objects.count()) == ({}, 0)
    assert "amina" not in account.uid


def test_the_same_account_is_the_same_person_when_the_address_changed(idp: OpenIdProvider, cast: Cast) -> None:
    idp.sign_in(Client(), "amina-1")
    idp.tell("amina-1", email="amina.otieno@karura.example")
    client = Client()
    idp.sign_in(client, "amina-1")
    cast.amina.refresh_from_db()
    assert (who(client), cast.amina.email) == ("amina.otieno@karura.example", "amina.otieno@karura.example")


def test_an_account_whose_address_is_now_somebody_elses_is_refused(idp: OpenIdProvider, cast: Cast) -> None:
    idp.sign_in(Client(), "amina-1")
    idp.tell("amina-1", email=cast.kofi.email)
    client = Client()
    idp.sign_in(client, "amina-1")
    assert who(client) is None
    assert "belongs to somebody else" in said(client)


def test_what_the_university_says_no_more_ends(idp: OpenIdProvider) -> None:
    idp.sign_in(Client(), "njeri-1")
    idp.tell("njeri-1", email=SOMEBODY_NEW, eduperson_affiliation=["alum"])
    idp.sign_in(Client(), "njeri-1")
    standing = Affiliation.objects.filter(until__isnull=True).values_list("kind", flat=True)
    assert (list(standing), Affiliation.objects.count()) == (["alumni"], 2)


@pytest.mark.parametrize("address", ["zola@mzizi.example", "amina@karura.example.evil.example", ""])
def test_a_university_cannot_vouch_for_an_address_elsewhere(idp: OpenIdProvider, address: str) -> None:
    idp.tell("mallory", email=address)
    client = Client()
    idp.sign_in(client, "mallory")
    assert (who(client), SocialAccount.objects.count()) == (None, 0)
    assert "Sign in with a code by mail instead." in said(client)


def test_a_domain_counts_only_when_an_operator_confirmed_it(idp: OpenIdProvider, cast: Cast) -> None:
    cast.karura.domains.create(domain="mzizi.example")
    idp.tell("mallory", email="zola@mzizi.example")
    client = Client()
    idp.sign_in(client, "mallory")
    assert who(client) is None


def test_an_address_that_the_provider_is_not_sure_of_is_none(idp: OpenIdProvider) -> None:
    idp.tell("mallory", email="amina@karura.example", email_verified=False)
    client = Client()
    idp.sign_in(client, "mallory")
    assert who(client) is None


def test_somebody_closed_out_stays_out(idp: OpenIdProvider, cast: Cast) -> None:
    Person.objects.filter(pk=cast.amina.pk).update(is_active=False)
    client = Client()
    idp.sign_in(client, "amina-1")
    assert who(client) is None


def test_an_account_merged_away_leads_to_who_it_is_now(idp: OpenIdProvider, cast: Cast) -> None:
    idp.sign_in(Client(), "amina-1")
    Person.objects.filter(pk=cast.amina.pk).update(merged_into=cast.kofi, is_active=False)
    client = Client()
    idp.sign_in(client, "amina-1")
    assert who(client) == cast.kofi.email


def test_the_welcome_is_that_of_a_code(idp: OpenIdProvider, cast: Cast) -> None:
    """The language they chose on whatever device, and that an office sleeps."""
    Person.objects.filter(pk=cast.dean.pk).update(language="fr", second_factor_at=None)
    idp.tell("dean-1", email=cast.dean.email)
    client = Client()
    idp.sign_in(client, "dean-1", next="/universities/")
    assert client.cookies["django_language"].value == "fr"
    said = client.get("/universities/", headers={"Accept-Language": "en"}).context["messages"]
    assert len(said) == 1


def test_the_welcome_after_a_second_factor_is_said_once(idp: OpenIdProvider, cast: Cast) -> None:
    factors.app(cast.amina)
    typed, client = factories.person(proven=False), Client()
    Claim.objects.create(university=cast.karura, address="amina@karura.example", person=typed, created_at=NOW)
    make.attendance(make.open_door(cast.society).occurrence, typed)
    idp.sign_in(client, "amina-1", next="/universities/")
    welcomed(client, client.post("/sign-in/second/", {"code": factors.code_of()}))
    assert len(client.get("/universities/").context["messages"]) == 1


def test_who_is_refused_still_goes_where_they_wanted_to(idp: OpenIdProvider) -> None:
    idp.tell("mallory", email="zola@mzizi.example")
    answer = idp.sign_in(Client(), "mallory", next="/universities/")
    assert answer["Location"] == "/sign-in/?next=%2Funiversities%2F"


def test_an_account_that_was_unlinked_is_found_by_its_address_again(idp: OpenIdProvider, cast: Cast) -> None:
    idp.sign_in(Client(), "amina-1")
    SocialAccount.objects.all().delete()
    client = Client()
    idp.sign_in(client, "amina-1")
    assert (who(client), SocialAccount.objects.get().user) == (cast.amina.email, cast.amina)


def test_turning_back_at_the_university_says_so(idp: OpenIdProvider) -> None:
    client = Client()
    there = client.post("/sign-in/university/karura/")["Location"]
    state = there.partition("state=")[2].partition("&")[0]
    client.get("/sign-in/university/karura/callback/", {"error": "access_denied", "state": state})
    assert "You turned back" in said(client)


def test_who_has_a_second_factor_shows_it_after_the_university(idp: OpenIdProvider, cast: Cast) -> None:
    factors.app(cast.amina)
    client = Client()
    answer = idp.sign_in(client, "amina-1", next="/universities/")
    assert (answer["Location"], who(client)) == ("/sign-in/second/", None)
    answer = welcomed(client, client.post("/sign-in/second/", {"code": factors.code_of()}))
    assert (answer["Location"], who(client)) == ("/universities/", cast.amina.email)


def test_with_somebody_erased_goes_their_account(idp: OpenIdProvider) -> None:
    client = Client()
    idp.sign_in(client, "njeri-1")
    client.post("/me/erase/")
    assert SocialAccount.objects.count() == 0
