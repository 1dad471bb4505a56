"""One's own data through the API: the copy, and the end."""

import time
from typing import Any

import pytest
from rest_framework.test import APIClient

from campus.people.models import AuditEvent, Person
from tests.conftest import Cast
from tests.factories import NOW
from tests.stage import set_stage

pytestmark = pytest.mark.usefixtures("the_moment")
ME, EXPORT = "/api/v1/me/", "/api/v1/me/export/"


def erase(client: APIClient, confirm: str) -> Any:
    return client.delete(ME, {"confirm": confirm}, format="json")


def test_a_copy_holds_what_every_area_and_signing_in_keep(cast: Cast, ask_as: Any) -> None:
    set_stage(cast)
    answer = ask_as(cast.amina).get(EXPORT)
    kept = answer.json()
    assert kept["people"]["person"]["email"] == "amina@karura.example"
    assert [row["activity"] for row in kept["checkin"]["attendances"]] == ["Tuesday Circle"]
    assert set(kept["sign_in"]) >= {"sessions", "second_factors"}
    assert answer["Cache-Control"] == "no-store"
    assert AuditEvent.objects.latest("pk").verb == "data_exported"


def test_whoever_writes_their_own_address_is_erased_and_signed_out(cast: Cast, ask_as: Any) -> None:
    client = ask_as(cast.amina)
    assert erase(client, " Amina@Karura.example ").status_code == 204
    gone = Person.objects.get(pk=cast.amina.pk)
    assert (gone.email, gone.name, gone.erased_at) == (None, "", NOW)
    assert client.get(ME).status_code == 401


@pytest.mark.parametrize("confirm", ["kofi@karura.example", "amina", "", None])
def test_another_address_erases_nothing(confirm: str | None, cast: Cast, ask_as: Any) -> None:
    answer = erase(ask_as(cast.amina), confirm)  # type: ignore[arg-type] # what it must refuse
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {"confirm"}
    assert Person.objects.get(pk=cast.amina.pk).erased_at is None


def test_a_sign_in_of_earlier_is_not_enough_to_be_erased(cast: Cast, ask_as: Any) -> None:
    client = ask_as(cast.amina)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time() - 24 * 3600}]
    session.save()
    answer = erase(client, "amina@karura.example")
    assert (answer.status_code, answer.json()["code"]) == (403, "sign_in_again")
    assert Person.objects.get(pk=cast.amina.pk).erased_at is None


def test_an_app_erases_whoever_just_signed_in_with_it(cast: Cast, ask_as: Any) -> None:
    session = ask_as(cast.amina).session.session_key
    app = APIClient()
    app.credentials(HTTP_X_SESSION_TOKEN=session)
    assert erase(app, "amina@karura.example").status_code == 204
    assert app.get(ME).status_code == 401


def test_erased_with_a_key_nothing_of_it_is_left(cast: Cast, ask_as: Any) -> None:
    client = ask_as(cast.amina)
    answer = client.delete(
        ME, {"confirm": "amina@karura.example"}, format="json", headers={"Idempotency-Key": "the end"[:3]}
    )
    assert answer.status_code == 204
    assert Person.objects.get(pk=cast.amina.pk).erased_at == NOW
