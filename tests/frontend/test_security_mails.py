"""Passkeys, app and recovery codes: their owner reads in a mail that they changed."""

from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client

from campus.outbox.models import Notice
from tests import factors
from tests.conftest import Cast
from tests.factors import code_of, just_signed_in, setup_of

APP = "/me/security/app/"


def told() -> list[str]:
    """What the mails say, in the order they were left."""
    return [mail.context["change"] for mail in Notice.objects.filter(kind="account_changed").order_by("pk")]


def test_an_app_set_up(cast: Cast) -> None:
    client = just_signed_in(Client(), cast.amina)
    secret, token = setup_of(client.get(APP))
    client.post(APP, {"setup": token, "code": "1"})
    assert told() == []
    client.post(APP, {"setup": token, "code": code_of(secret)})
    assert told() == ["An authenticator app was set up."]


def test_an_app_and_a_passkey_removed(cast: Cast) -> None:
    passkey = Authenticator.objects.create(user=cast.amina, type="webauthn", data={"name": "Phone"})
    client = just_signed_in(Client(), cast.amina)
    for factor in (factors.app(cast.amina), passkey):
        client.get(f"/me/security/{factor.pk}/remove/")
        client.post(f"/me/security/{factor.pk}/remove/")
    assert told() == ["The authenticator app was removed.", "A passkey was removed: Phone."]
    assert set(Notice.objects.filter(kind="account_changed").values_list("person", flat=True)) == {cast.amina.pk}


def test_new_recovery_codes(cast: Cast) -> None:
    factors.app(cast.amina)
    factors.recovery_codes(cast.amina)
    just_signed_in(Client(), cast.amina).post("/me/security/recovery/", {"do": "new"})
    assert told() == ["New recovery codes were made; the former ones count no more."]


def test_what_an_operator_took_away(cast: Cast) -> None:
    factors.app(cast.dean)
    call_command("remove_second_factor", "dean@karura.example", verbosity=0)
    assert told() == ["An operator removed your passkeys, app and recovery codes, and signed you out everywhere."]


def test_a_token_made_on_the_page(cast: Cast) -> None:
    client = just_signed_in(Client(), cast.amina)
    client.post("/me/tokens/", {"name": "Feed", "scopes": ["read"], "days": "30"})
    assert told() == ["A token was made with which a program acts in your name: Feed."]
