"""The pages of tokens and webhooks: made, told once, tested, ended."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from campus.outbox.models import Webhook
from campus.people.models import ApiToken
from tests.campus.webhooks import Receiver, receiving
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.pages import as_person, text

pytestmark = pytest.mark.usefixtures("_at_the_moment")


@pytest.fixture
def _at_the_moment() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.ALLOW_PRIVATE_NETWORK = True
    with receiving() as made:
        yield made


def added(officer: Client, page: str, url: str) -> str:
    """The address of the page of a webhook that was added."""
    answer = officer.post(page, {"url": url, "events": ["activity"]})
    assert answer.status_code == 302
    return answer["Location"]


def manage(cast: Cast) -> str:
    return f"/manage/{cast.karura.slug}/{cast.society.slug}/webhooks/"


def test_a_token_is_told_once(cast: Cast):
    amina = as_person(cast.amina)
    answer = amina.post("/me/tokens/", {"name": "Hall screen", "scopes": ["read", "door"], "days": "90"}, follow=True)
    (secret,) = re.findall(r"hfsc_[\w-]+", text(answer))
    assert "Hall screen" in text(answer)
    assert Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {secret}"}).json()["name"] == "Amina Otieno"
    assert secret not in text(amina.get("/me/tokens/"))


def test_the_secret_lies_in_the_session_only_under_a_seal(cast: Cast):
    amina = as_person(cast.amina)
    amina.post("/me/tokens/", {"name": "Hall screen", "scopes": ["read"], "days": "0"})
    assert "hfsc_" not in str(dict(amina.session.items()))
    assert ApiToken.objects.get().expires_at is None


def test_a_token_without_a_name_is_refused_with_what_was_ticked(cast: Cast):
    answer = as_person(cast.amina).post("/me/tokens/", {"name": "", "scopes": ["door"], "days": "30"})
    assert answer.status_code == 400
    assert "Say what it is for" in text(answer)
    assert re.search(r'value="door"[^>]*checked', answer.content.decode())


def test_a_token_is_revoked_by_its_holder_only(cast: Cast):
    amina = as_person(cast.amina)
    amina.post("/me/tokens/", {"name": "Hall screen", "scopes": ["read"], "days": "30"})
    token = ApiToken.objects.get()
    assert as_person(cast.kofi).post(f"/me/tokens/{token.pk}/revoke/").status_code == 404
    assert "Hall screen is revoked" in text(amina.post(f"/me/tokens/{token.pk}/revoke/", follow=True))
    assert "No token yet" in text(amina.get("/me/tokens/"))


def test_a_webhook_is_added_and_its_secret_told_once(cast: Cast):
    kofi = as_person(cast.kofi)
    page = added(kofi, manage(cast), "https://feed.example/hook")
    assert "whsec_" in text(kofi.get(page))
    assert "whsec_" not in text(kofi.get(page))
    assert "https://feed.example/hook" in text(kofi.get(manage(cast)))


def test_an_address_inside_is_refused_beside_its_field(cast: Cast):
    answer = as_person(cast.kofi).post(manage(cast), {"url": "https://10.0.0.1/", "events": ["activity"]})
    assert answer.status_code == 400
    assert "public web address" in text(answer)
    assert "https://10.0.0.1/" in answer.content.decode()


@pytest.mark.parametrize(("status", "said"), [(204, "Taken"), (500, "it answered 500: Out of order")])
def test_the_test_button_says_how_it_went(
    status: int, said: str, cast: Cast, receiver: Receiver, django_capture_on_commit_callbacks
):
    receiver.answers = [(status, b"" if status == 204 else b"Out of order")]
    kofi = as_person(cast.kofi)
    page = added(kofi, manage(cast), receiver.url)
    with django_capture_on_commit_callbacks(execute=True):
        kofi.post(page, {"do": "test"})
    assert [one["type"] for one in receiver.messages] == ["ping"]
    assert said in text(kofi.get(page))


def test_a_webhook_is_ended(cast: Cast):
    kofi = as_person(cast.kofi)
    page = added(kofi, manage(cast), "https://feed.example/hook")
    assert "Ended by hand." in text(kofi.post(page, {"do": "end"}, follow=True))
    assert Webhook.objects.get().ended_at == NOW


@pytest.mark.parametrize("pressed", ["", "again:", "again:999", "again:x", "again:" + "9" * 40, "everything"])
def test_a_button_that_is_not_there_is_not_found(pressed: str, cast: Cast):
    kofi = as_person(cast.kofi)
    page = added(kofi, manage(cast), "https://feed.example/hook")
    assert kofi.post(page, {"do": pressed}).status_code == 404


def test_a_societys_webhook_is_not_on_the_pages_of_its_university(cast: Cast):
    added(as_person(cast.kofi), manage(cast), "https://feed.example/hook")
    dean, review = as_person(cast.dean), f"/review/{cast.karura.slug}/webhooks/"
    assert "feed.example" not in text(dean.get(review))
    assert dean.get(f"{review}{Webhook.objects.get().pk}/").status_code == 404
    assert "hook.karura.example" in text(dean.get(added(dean, review, "https://hook.karura.example/")))
