"""Nobody can find out by typing an address who is known here: not from the answer, and not from what it takes."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from campus.checkin.models import Attendance
from campus.membership.models import Block
from campus.outbox.models import Notice
from tests import factories
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.enumeration import Seen, addresses, numbers, seen
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("the_moment")
CODE_REQUEST = "/api/auth/app/v1/auth/code/request"
LAST_WEEK = NOW - timedelta(days=7)
SECRET = "a-secret-of-one-device-and-of-no-other-one"


@pytest.fixture
def door(the_moment: None, cast: Cast) -> make.Door:
    return make.open_door(cast.society)


@pytest.fixture
def numbered(door: make.Door, cast: Cast) -> make.Door:
    cast.karura.takes_student_numbers = True
    cast.karura.save()
    return make.open_door(cast.society)


def all_alike(ask: Callable[[str], Callable[[], Any]], typed: dict[str, str]) -> Seen:
    """What is seen for each, which is the same for all of them; somebody else has been here before."""
    ask(typed["unknown"].replace("nobody", "warmup").replace("AB", "XY"))()
    each = {kind: seen(ask(what)) for kind, what in typed.items()}
    for kind, found in each.items():
        assert found == each["unknown"], kind
    return each["unknown"]


def on_page(door: make.Door, field: str = "email") -> Callable[[str], Callable[[], Any]]:
    def ask(typed: str) -> Callable[[], Any]:
        client = Client()
        entered = {"how": "typed", "name": "Brian Ochieng", field: typed}
        return lambda: client.post(f"/c/{door.code.code}", entered)

    return ask


def in_app(door: make.Door, field: str = "email") -> Callable[[str], Callable[[], Any]]:
    def ask(typed: str) -> Callable[[], Any]:
        client = APIClient()
        entered = {"code": door.code.code, "name": "Brian Ochieng", field: typed, "secret": SECRET}
        return lambda: client.post("/api/v1/check-ins/", entered, format="json")

    return ask


def test_a_typed_address_is_answered_alike_on_the_page(door: make.Door) -> None:
    found = all_alike(on_page(door), addresses(door))
    assert (found.status, found.hashes) == (302, 0)
    assert len([statement for statement in found.statements if statement.startswith("INSERT")]) == 7


def test_a_typed_address_is_answered_alike_by_the_api(door: make.Door) -> None:
    assert all_alike(in_app(door), addresses(door)).status == 201


def test_a_student_number_is_answered_alike_on_the_page(numbered: make.Door) -> None:
    assert all_alike(on_page(numbered), numbers(numbered)).status == 302


def test_a_student_number_is_answered_alike_by_the_api(numbered: make.Door) -> None:
    assert all_alike(in_app(numbered, "student_number"), numbers(numbered)).status == 201


def test_a_typed_address_is_answered_alike_where_several_societies_are_the_hosts(cast: Cast) -> None:
    """More statements than at a date of one host, and as many for everybody; who is blocked by a guest among them."""
    door = make.open_door(cast.society)
    typed = addresses(door)
    alone = all_alike(on_page(door), typed)
    near = factories.society(cast.karura, "Film Circle")
    for guest in (near, cast.other_society):
        door.series.cohosts.create(
            university=cast.karura,
            society=cast.society,
            guest=guest,
            invited_at=LAST_WEEK,
            accepted_at=LAST_WEEK,
        )
    together = make.Door(door.series, make.occurrence(door.series, at=time(18, 5)), door.code)
    brian = factories.person("Brian Ochieng", email="guestsxx@karura.example")
    Block.objects.create(university=cast.karura, society=near, person=brian, at=NOW)
    ask = on_page(together)
    found = all_alike(ask, {**typed, "by a guest": "guestsxx@karura.example"})
    assert len(found.statements) > len(alone.statements)
    assert on_the_page_of(together) == ["HeForShe Karura", "HeForShe Mzizi"]


def on_the_page_of(door: make.Door) -> list[str]:
    """For which societies the one counts whom a guest blocked."""
    row = Attendance.objects.get(person__email="guestsxx@karura.example")
    return sorted(row.credits.values_list("society__name", flat=True))


def test_the_first_to_come_is_answered_alike_whoever_it_is(cast: Cast) -> None:
    """An occurrence that nobody came to yet is marked by whoever comes first, and by a refused address too."""
    known = addresses(make.open_door(cast.society))
    each = {kind: seen(on_page(make.open_door(cast.society))(what)).statements for kind, what in known.items()}
    assert set(map(tuple, each.values())) == {tuple(each["unknown"])}


def test_only_those_are_counted_who_are_to_be(door: make.Door) -> None:
    """Else all would be alike because nothing happens."""
    known = addresses(door)
    before = Attendance.objects.count()
    for typed in known.values():
        on_page(door)(typed)()
    assert Attendance.objects.count() - before == 4  # proven, unproven, merged and unknown
    told = Notice.objects.filter(subject_key=make.TODAY.isoformat())
    assert {notice.address or getattr(notice.person, "email", "") for notice in told} & {
        known["refused"],
        known["blocked"],
    } == set()


def test_a_code_to_sign_in_is_asked_for_alike(
    door: make.Door, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    def on_the_page(typed: str) -> Callable[[], Any]:
        client = Client()

        def ask() -> Any:
            with django_capture_on_commit_callbacks(execute=True):
                return client.post("/sign-in/", {"email": typed})

        return ask

    assert all_alike(on_the_page, addresses(door)).status == 302


def test_a_code_to_sign_in_is_asked_for_alike_through_the_api(
    door: make.Door, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    def in_the_app(typed: str) -> Callable[[], Any]:
        client = APIClient()

        def ask() -> Any:
            with django_capture_on_commit_callbacks(execute=True):
                return client.post(CODE_REQUEST, {"email": typed}, format="json")

        return ask

    assert all_alike(in_the_app, addresses(door)).status == 401


def test_another_account_is_asked_for_alike(
    door: make.Door, cast: Cast, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    """Whoever puts two accounts together learns whether there is one once both codes came back."""

    def on_my_page(typed: str) -> Callable[[], Any]:
        client = Client()
        client.force_login(cast.kofi)
        cache.clear()  # his own mailbox gets few codes in a short time, whoever else he asks about

        def ask() -> Any:
            with django_capture_on_commit_callbacks(execute=True):
                return client.post("/me/merge/", {"email": typed})

        return ask

    assert all_alike(on_my_page, addresses(door)).status == 302


def test_whoever_invites_to_an_office_sees_alike_whom_they_invite(door: make.Door, cast: Cast) -> None:
    def on_the_page(typed: str) -> Callable[[], Any]:
        client = Client()
        client.force_login(cast.kofi)
        entered = {"role": "events", "address": typed, "starts_on": "2026-10-20"}
        return lambda: client.post("/manage/karura/heforshe-karura/offices/", entered)

    assert all_alike(on_the_page, addresses(door)).status == 302


def test_an_invitation_through_the_api_is_answered_alike(door: make.Door, cast: Cast) -> None:
    def in_the_app(typed: str) -> Callable[[], Any]:
        client = APIClient()
        client.force_login(cast.kofi)
        entered = {"role": "events", "society": cast.society.pk, "address": typed, "starts_on": "2026-10-20"}
        return lambda: client.post("/api/v1/invitations/", entered, format="json")

    found = addresses(door)
    each = {kind: seen(in_the_app(what)) for kind, what in found.items()}
    assert {(one.status, tuple(one.statements), one.hashes) for one in each.values()} == {
        (201, tuple(each["unknown"].statements), 0)
    }
