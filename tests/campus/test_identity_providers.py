"""How a university lets its people sign in with its own accounts: set up in data, by its staff and operators."""

from typing import Any

import pytest

from campus.base.errors import Conflict, Invalid, NotAllowed
from campus.base.sealing import unseal
from campus.directory import actions
from campus.directory.models import IdentityProvider, UniversityDomain
from campus.directory.queries import active_providers, providers_of, universities_with_accounts
from campus.people.models import AuditEvent, Person
from tests.campus.rights import OPERATOR, STAFF, Line, cells
from tests.conftest import Cast
from tests.factories import NOW
from tests.idp import confirm, key_and_certificate, oidc_row

OIDC = {"issuer": "https://sso.karura.example/", "client_id": "campus", "client_secret": "a secret"}
CERTIFICATE = key_and_certificate()[1]


def add(cast: Cast, by: Person, **fields: Any) -> IdentityProvider:
    entered = {"protocol": "oidc", "label": "Karura account", **OIDC, **fields}
    return actions.add_identity_provider(by=by, university=cast.karura, at=NOW, **entered)


def switch(cast: Cast, by: Person) -> object:
    confirm(cast.karura)
    row = oidc_row(cast.karura, "https://sso.karura.example")
    actions.deactivate_identity_provider(by=by, provider=row, at=NOW)
    return actions.activate_identity_provider(by=by, provider=row, at=NOW)


def change(cast: Cast, by: Person) -> object:
    row = oidc_row(cast.karura, "https://sso.karura.example")
    return actions.change_identity_provider(by=by, provider=row, label="Karura ID", at=NOW)


def confirm_a_domain(cast: Cast, by: Person) -> object:
    return actions.confirm_domain(by=by, domain=cast.karura.domains.get(), at=NOW)


def withdraw_a_domain(cast: Cast, by: Person) -> object:
    confirm(cast.karura)
    return actions.withdraw_domain(by=by, domain=cast.karura.domains.get(), at=NOW)


@cells(
    Line("set up a sign-in", add, OPERATOR | STAFF),
    Line("change a sign-in", change, OPERATOR | STAFF),
    Line("switch a sign-in", switch, OPERATOR | STAFF),
    Line("confirm a domain", confirm_a_domain, OPERATOR),
    Line("withdraw a domain", withdraw_a_domain, OPERATOR),
)
def test_exactly_those_may(cast: Cast, line: Line, who: str) -> None:
    line.check(cast, who)


def test_what_was_set_up_is_off_and_its_secret_sealed(cast: Cast) -> None:
    row = add(cast, cast.dean)
    assert (row.is_active, row.slug, row.issuer) == (False, "karura", "https://sso.karura.example")
    assert "secret" not in row.sealed_secret
    assert unseal(row.sealed_secret) == "a secret"


def test_the_record_says_who_and_not_what(cast: Cast) -> None:
    row = add(cast, cast.dean)
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.object, event.actor) == (
        "identity_provider_added",
        f"identity_provider:{row.pk}",
        cast.dean,
    )
    assert event.reason == ""


def test_a_second_one_gets_an_address_of_its_own(cast: Cast) -> None:
    assert [add(cast, cast.dean).slug, add(cast, cast.dean).slug] == ["karura", "karura-2"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"issuer": "http://sso.karura.example"}, "issuer"),
        ({"issuer": "https://10.0.0.7"}, "issuer"),
        ({"issuer": "https://localhost"}, "issuer"),
        ({"issuer": "https://[::ffff:127.0.0.1]/"}, "issuer"),
        ({"issuer": "https://user:word@sso.karura.example"}, "issuer"),
        ({"issuer": "sso.karura.example"}, "issuer"),
        ({"issuer": ""}, "issuer"),
        ({"client_id": " "}, "client_id"),
        ({"client_secret": ""}, "client_secret"),
        ({"label": ""}, "label"),
        ({"protocol": "ldap"}, "protocol"),
        ({"protocol": "saml", "sso_url": "https://x.example", "certificate": CERTIFICATE}, "entity_id"),
        ({"protocol": "saml", "entity_id": "x", "sso_url": "http://x.example", "certificate": CERTIFICATE}, "sso_url"),
        ({"protocol": "saml", "entity_id": "x", "sso_url": "https://x.example", "certificate": "MIIB"}, "certificate"),
    ],
)
def test_what_cannot_be_so_is_said_at_its_field(cast: Cast, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        add(cast, cast.dean, **wrong)
    assert list(refused.value.fields) == [field]


def test_an_empty_secret_keeps_the_one_that_is_there(cast: Cast) -> None:
    row = add(cast, cast.dean)
    changed = actions.change_identity_provider(by=cast.dean, provider=row, client_id="new", client_secret="", at=NOW)
    assert (changed.client_id, unseal(changed.sealed_secret)) == ("new", "a secret")


def test_a_kept_secret_is_not_sent_to_another_issuer(cast: Cast) -> None:
    row = add(cast, cast.dean)
    with pytest.raises(Invalid) as refused:
        actions.change_identity_provider(by=cast.dean, provider=row, issuer="https://other.example", at=NOW)
    assert list(refused.value.fields) == ["client_secret"]


def test_nobody_is_let_in_before_a_domain_is_confirmed(cast: Cast) -> None:
    row = add(cast, cast.dean)
    with pytest.raises(Conflict, match="an operator of this site confirms a domain"):
        actions.activate_identity_provider(by=cast.dean, provider=row, at=NOW)


def test_two_universities_cannot_vouch_for_one_domain(cast: Cast) -> None:
    confirm(cast.karura)
    double = UniversityDomain.objects.create(university=cast.other, domain="karura.example")
    with pytest.raises(Conflict, match="Another university"):
        actions.confirm_domain(by=cast.olga, domain=double, at=NOW)


def test_a_domain_that_staff_enter_anew_waits_anew(cast: Cast) -> None:
    confirm(cast.karura)
    for domains in ([], ["karura.example"]):
        actions.change_university(by=cast.dean, university=cast.karura, domains=domains, at=NOW)
    assert cast.karura.domains.get().confirmed_at is None


def test_everybody_sees_active_ones_and_only_their_keepers_all(cast: Cast) -> None:
    row = add(cast, cast.dean)
    everybody = (list(active_providers()), list(universities_with_accounts()))
    IdentityProvider.objects.update(is_active=True)
    assert everybody == ([], [])
    assert list(active_providers()) == [row]
    assert [list(providers_of(cast.karura, who)) for who in (cast.dean, cast.olga, cast.lucia, cast.zolas_dean)] == [
        [row],
        [row],
        [],
        [],
    ]


@pytest.mark.parametrize(("word", "found"), [("", 1), ("karu", 1), ("KARURA", 1), ("mzizi", 0)])
def test_a_university_is_found_by_its_name(cast: Cast, word: str, found: int) -> None:
    oidc_row(cast.karura, "https://sso.karura.example")
    assert universities_with_accounts(word).count() == found


def test_staff_cannot_confirm_a_domain_themselves(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="An operator"):
        actions.confirm_domain(by=cast.dean, domain=cast.karura.domains.get(), at=NOW)
