"""Making tokens for machines: what is kept of them, and how many there may be."""

import pytest

from campus.base.errors import Conflict, Invalid, NotFound
from campus.people.actions import MOST_TOKENS, create_token, revoke_token
from campus.people.models import ApiToken, AuditEvent
from campus.people.personal import export_people
from campus.people.tokens import used_token
from tests.conftest import Cast
from tests.factories import NOW


def test_of_the_secret_only_a_hash_and_its_end_are_kept(cast: Cast) -> None:
    _token, secret = create_token(by=cast.amina, name=" Feed ", scopes=["write", "read"], at=NOW)
    row = ApiToken.objects.values().get()
    assert secret not in str(row)
    assert (row["name"], row["hint"], row["scopes"]) == ("Feed", secret[-4:], ["read", "write"])
    assert secret.startswith("hfsc_")
    assert len(secret) >= 48


def test_two_tokens_have_two_secrets(cast: Cast) -> None:
    secrets = {create_token(by=cast.amina, name="Feed", scopes=["read"], at=NOW)[1] for _ in range(2)}
    assert len(secrets) == 2


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["read", "all"]}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 367}, "days"),
    ],
)
def test_a_token_that_cannot_be_so_is_refused(entered: dict, field: str, cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        create_token(**{"by": cast.amina, "name": "Feed", "scopes": ["read"], "at": NOW, **entered})
    assert set(refusal.value.fields) == {field}


def test_there_are_at_most_twenty_that_work(cast: Cast) -> None:
    made = [create_token(by=cast.amina, name="Feed", scopes=["read"], at=NOW)[0] for _ in range(MOST_TOKENS)]
    with pytest.raises(Conflict, match="20 tokens"):
        create_token(by=cast.amina, name="Feed", scopes=["read"], at=NOW)
    revoke_token(by=cast.amina, token=made[0], at=NOW)
    create_token(by=cast.amina, name="Feed", scopes=["read"], at=NOW)


def test_only_its_holder_revokes_a_token(cast: Cast) -> None:
    token, secret = create_token(by=cast.amina, name="Feed", scopes=["read"], at=NOW)
    with pytest.raises(NotFound):
        revoke_token(by=cast.olga, token=token, at=NOW)
    assert used_token(secret, NOW) == token


def test_what_is_done_with_tokens_is_written_down_once(cast: Cast) -> None:
    token, _secret = create_token(by=cast.amina, name="Feed", scopes=["read"], at=NOW)
    for _ in range(2):
        revoke_token(by=cast.amina, token=token, at=NOW)
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == ["token_created", "token_revoked"]


def test_a_copy_of_ones_data_names_ones_tokens_and_no_secret(cast: Cast) -> None:
    _token, secret = create_token(by=cast.amina, name="Feed", scopes=["read"], at=NOW, days=1)
    (kept,) = export_people(cast.amina)["tokens"]
    assert (kept["name"], kept["scopes"], kept["expires_at"]) == ("Feed", ["read"], "2026-10-21T14:30:00+00:00")
    assert secret not in str(kept)
