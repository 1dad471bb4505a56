"""An account at a university is unlinked by its owner, who lately showed that it is them."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from campus.people.models import AuditEvent, Person
from tests.conftest import Cast
from tests.factors import just_signed_in
from tests.frontend.pages import as_person, text
from tests.idp import oidc_row


@pytest.fixture
def account(cast: Cast) -> SocialAccount:
    oidc_row(cast.karura, "https://sso.karura.example")
    return SocialAccount.objects.create(user=cast.amina, provider="karura", uid="amina-1")


def page_of(account: SocialAccount) -> str:
    return f"/me/security/accounts/{account.pk}/unlink/"


def test_it_stands_where_what_protects_the_sign_in_does(account: SocialAccount, cast: Cast) -> None:
    pages = [as_person(who).get("/me/security/").content.decode() for who in (cast.amina, cast.kofi)]
    assert [page_of(account) in page for page in pages] == [True, False]


def test_it_is_gone_and_the_address_stays(account: SocialAccount, cast: Cast) -> None:
    client = just_signed_in(Client(), cast.amina)
    assert "Unlink your account at Karura University?" in text(client.get(page_of(account)))
    assert client.post(page_of(account))["Location"] == "/me/security/"
    cast.amina.refresh_from_db()
    assert (SocialAccount.objects.count(), cast.amina.email) == (0, "amina@karura.example")
    assert AuditEvent.objects.filter(verb="university_account_unlinked", actor=cast.amina).count() == 1


def test_a_recent_proof_is_asked_for(account: SocialAccount, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.amina)
    assert client.post(page_of(account))["Location"].startswith("/me/prove/?next=")
    assert SocialAccount.objects.count() == 1


def test_nobody_finds_somebody_elses(account: SocialAccount, cast: Cast) -> None:
    kofi = just_signed_in(Client(), cast.kofi)
    assert [kofi.get(page_of(account)).status_code, kofi.post(page_of(account)).status_code] == [404, 404]
    assert SocialAccount.objects.count() == 1


def test_one_of_an_account_that_was_merged_into_theirs_is_theirs(account: SocialAccount, cast: Cast) -> None:
    Person.objects.filter(pk=cast.amina.pk).update(merged_into=cast.kofi, is_active=False)
    just_signed_in(Client(), cast.kofi).post(page_of(account))
    assert SocialAccount.objects.count() == 0
