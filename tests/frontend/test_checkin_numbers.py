"""Checking in with a student number: one field for it and for an address, and no trace of it in the browser."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.test import Client

from campus.base.signing import keyed_hash
from campus.checkin.models import Attendance
from campus.membership.models import Claim
from frontend.checkin.browser import RECEIPTS_COOKIE
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.factories_checkin import Door
from tests.frontend.pages import entered, said_of, text

NUMBER = "SCT211-0042/2026"
HINT = "A student number is turned into a key that cannot be read back; the number itself is not kept."


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def door(cast: Cast) -> Door:
    cast.karura.takes_student_numbers = True
    cast.karura.save()
    return make.open_door(cast.society)


def send(client: Client, door: Door, typed: str) -> Any:
    return client.post(f"/c/{door.code.code}", {"how": "typed", "name": "Brian Ochieng", "email": typed}, follow=True)


def test_one_field_takes_both_and_says_what_becomes_of_a_number(client: Client, door: Door) -> None:
    words = text(client.get(f"/c/{door.code.code}"))
    assert "E-mail or student number" in words
    assert HINT in words


def test_elsewhere_nothing_is_said_of_numbers(client: Client, cast: Cast) -> None:
    words = text(client.get(f"/c/{make.open_door(cast.society).code.code}"))
    assert ("student number" in words, HINT in words) == (False, False)


def test_a_school_asks_for_neither(client: Client, door: Door, cast: Cast) -> None:
    cast.karura.kind = "school"
    cast.karura.save()
    words = text(client.get(f"/c/{door.code.code}"))
    assert ("student number" in words, "Just count me" in words) == (False, True)


def test_a_number_and_an_address_count_as_well(client: Client, door: Door) -> None:
    assert "You are in" in text(send(client, door, NUMBER))
    assert "You are in" in text(send(Client(), door, "fatuma@karura.example"))
    assert Attendance.objects.count() == 2
    assert sorted(Claim.objects.values_list("address", flat=True)) == ["", "fatuma@karura.example"]


def test_the_same_number_from_the_same_phone_is_said_to_be_in_already(client: Client, door: Door) -> None:
    send(client, door, NUMBER)
    assert "already" in text(send(client, door, NUMBER.lower()))
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize("typed", ["Brian", "brian@", "42", ""])
def test_what_is_neither_is_said_at_the_field_and_stays_there(client: Client, door: Door, typed: str) -> None:
    answer = send(client, door, typed)
    assert (answer.status_code, list(said_of(answer))) == (400, ["email"])
    assert entered(answer, "email") == typed


def test_the_browser_keeps_a_hash_of_it_only(client: Client, door: Door) -> None:
    send(client, door, NUMBER)
    kept = client.cookies[RECEIPTS_COOKIE].value
    assert "SCT211" not in kept
    assert keyed_hash("receipt address", "sct21100422026")[:16] in _opened(kept)


def _opened(cookie: str) -> str:
    return str(signing.loads(cookie, salt=RECEIPTS_COOKIE))
