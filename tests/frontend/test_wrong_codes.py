"""Three wrong codes end it, also when requests that race put back the count that a session keeps."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import Client

from campus.outbox.models import Notice
from tests.conftest import Cast

TYPED = "brian@elsewhere.example"


def newest(kind: str, **of: Any) -> str:
    code: str = Notice.objects.filter(kind=kind, **of).latest("pk").context["code"]
    return code


@contextmanager
def raced(client: Client) -> Iterator[None]:
    """Afterwards the session is what it was: a request that began before was slower, and wrote it last."""
    before = dict(client.session.items())
    yield
    session = client.session
    session.clear()
    session.update(before)
    session.save()


def test_at_the_fourth_try_the_right_code_of_a_sign_in_is_good_no_more(client: Client, cast: Cast) -> None:
    client.post("/sign-in/", {"email": TYPED})
    for _try in range(3):
        with raced(client):
            client.post("/sign-in/code/", {"code": "WRONG"})
    client.post("/sign-in/code/", {"code": newest("sign_in_code", address=TYPED)})
    assert "_auth_user_id" not in client.session


def test_a_wrong_code_or_two_of_a_sign_in_do_no_harm(client: Client, cast: Cast) -> None:
    client.post("/sign-in/", {"email": TYPED})
    for _try in range(2):
        client.post("/sign-in/code/", {"code": "WRONG"})
    client.post("/sign-in/code/", {"code": newest("sign_in_code", address=TYPED)})
    assert "_auth_user_id" in client.session


def test_at_the_fourth_try_the_right_codes_of_a_merge_are_good_no_more(client: Client, cast: Cast) -> None:
    client.force_login(cast.amina)
    client.post("/me/merge/", {"email": "kofi@karura.example"})
    own = newest("merge_code", person=cast.amina)
    for _try in range(3):
        with raced(client):
            client.post("/me/merge/codes/", {"own": own, "other": "WRONG"})
    other = Notice.objects.filter(kind="merge_code").latest("pk").context["code"]
    client.post("/me/merge/codes/", {"own": own, "other": other})
    cast.kofi.refresh_from_db()
    assert cast.kofi.merged_into is None
