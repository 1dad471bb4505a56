"""What changes how somebody signs in reaches them by mail, whoever did it."""

import pytest

from campus.base.errors import Conflict, Invalid
from campus.custody.actions import Statement, account_proven, account_unlinked, give_token, take_address
from campus.directory.models import IdentityProvider
from campus.outbox.account_changes import Change, tell_owner
from campus.outbox.mail import compose
from campus.outbox.models import Notice
from campus.people.models import ApiToken, AuditEvent, Person
from tests.conftest import Cast
from tests.factories import NOW
from tests.idp import confirm, oidc_row


def told() -> list[tuple[str, str]]:
    """To whom, and what was changed."""
    mails = [(compose(row), row) for row in Notice.objects.filter(kind="account_changed").order_by("pk")]
    return [(mail.to[0], row.context["change"]) for mail, row in mails]


@pytest.fixture
def provider(cast: Cast) -> IdentityProvider:
    confirm(cast.karura)
    return oidc_row(cast.karura, "https://sso.karura.example")


def test_a_token(cast: Cast) -> None:
    give_token(by=cast.amina, name="Feed", scopes=["read"], at=NOW)
    assert told() == [("amina@karura.example", "A token was made with which a program acts in your name: Feed.")]


def test_a_token_that_is_refused_is_no_news(cast: Cast) -> None:
    with pytest.raises(Invalid):
        give_token(by=cast.amina, name="", scopes=["read"], at=NOW)
    assert (told(), ApiToken.objects.count()) == ([], 0)


def test_two_at_one_moment_are_two_mails(cast: Cast) -> None:
    for name in ("One", "Two"):
        give_token(by=cast.amina, name=name, scopes=["read"], at=NOW)
    assert len(told()) == 2


def test_two_accounts_put_together_are_told_to_both_addresses(cast: Cast) -> None:
    take_address(by=cast.amina, address="Grace@karura.example", at=NOW)
    kept = "The address grace@karura.example, and all that was kept here under it, became part of"
    assert told() == [("amina@karura.example", f"{kept} your account."), (cast.grace.email, f"{kept} another account.")]


def test_a_university_account_the_first_time_only(cast: Cast, provider: IdentityProvider) -> None:
    statement = Statement(address="amina@karura.example")
    for known in (None, cast.amina):
        account_proven(provider=provider, person=known, statement=statement, at=NOW)
    assert told() == [
        ("amina@karura.example", "An account at Karura University was used to sign you in for the first time.")
    ]


def test_an_account_unlinked_is_told_and_written_down(cast: Cast) -> None:
    account_unlinked(by=cast.amina, university="Karura University", at=NOW)
    [event] = AuditEvent.objects.filter(verb="university_account_unlinked")
    assert (event.actor, event.object) == (cast.amina, f"person:{cast.amina.pk}")
    assert [change for _to, change in told()] == [
        "Your account at Karura University is no longer linked to yours here."
    ]


def test_nobody_unlinks_the_only_way_in(cast: Cast) -> None:
    with pytest.raises(Conflict):
        account_unlinked(by=Person.objects.create_person(), university="Karura University", at=NOW)
    assert told() == []


def test_who_proved_no_address_gets_no_mail(db: None) -> None:
    tell_owner(person=Person.objects.create_person(), change=Change.APP_ADDED, about="factor:1", at=NOW)
    assert told() == []


def test_it_says_when_and_where_to_look_and_cannot_be_stopped(cast: Cast) -> None:
    tell_owner(person=cast.amina, change=Change.APP_ADDED, about="factor:1", at=NOW)
    mail = compose(Notice.objects.get())
    assert f"That was on {NOW:%-d %B %Y, %H:%M} UTC." in mail.body
    assert "http://testserver/me/security/" in mail.body
    assert "List-Unsubscribe" not in mail.extra_headers
