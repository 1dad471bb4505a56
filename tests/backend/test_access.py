"""Who may do what through the API. Every operation is named with its audience; one that is not fails."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from rest_framework.response import Response

from campus.directory.actions import invite_to_office, show_office
from campus.directory.models import Office
from tests.backend.operations import OPERATIONS, OWN_LISTS, RIGHTFUL, Audience
from tests.backend.schema import described
from tests.conftest import gather
from tests.factories import NOW
from tests.stage import Stage, set_stage

GUARDED = sorted(name for name, operation in OPERATIONS.items() if operation.audience is not Audience.PUBLIC)
OF_OTHERS = sorted(name for name in GUARDED if OPERATIONS[name].audience is not Audience.SELF and name not in OWN_LISTS)
SHOWN = sorted(name for name, operation in OPERATIONS.items() if operation.fields)
STRANGERS = ["zola", "zolas_dean", "a former officer"]

pytestmark = pytest.mark.usefixtures("the_moment")


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """The stage, with somebody invited to the university's staff, and an officer who chose to be seen; built once."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        stage = set_stage(gather())
        shown = Office.objects.get(person=stage.cast.wanjiru)
        show_office(by=stage.cast.wanjiru, office=shown, is_public=True, at=NOW)
        invite_to_office(
            by=stage.cast.dean,
            role=Office.Role.STAFF,
            university=stage.cast.karura,
            address="new.dean@karura.example",
            starts_on=NOW.date(),
            at=NOW,
        )
        yield stage
        transaction.set_rollback(True)


@pytest.fixture
def campus(built: Stage, db: None) -> Stage:
    """The stage as it was built: what a test does to rows is rolled back, what it does to objects falls on a copy."""
    return deepcopy(built)


def ask(campus: Stage, name: str, who: str | None, ask_as: Any) -> Any:
    operation, where = OPERATIONS[name], described()[name]
    numbers = operation.path(campus)
    client = ask_as(getattr(campus.cast, who) if who else None)
    answer: Response = getattr(client, where.method)(
        where.path.format(**numbers), operation.body(campus), format="json"
    )
    return answer


def keys_of(value: Any, prefix: str = "") -> set[str]:
    """The names of all that an answer holds, however deep: society.university.name."""
    if isinstance(value, list):
        return {key for item in value for key in keys_of(item, prefix)}
    if not isinstance(value, dict):
        return set()
    found = {f"{prefix}{key}" for key in value}
    return found.union(*(keys_of(item, f"{prefix}{key}.") for key, item in value.items()))


def test_every_operation_is_named_with_its_audience() -> None:
    assert set(described()) == set(OPERATIONS)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_the_rightful_person_is_answered(name: str, campus: Stage, ask_as: Any) -> None:
    answer = ask(campus, name, RIGHTFUL[OPERATIONS[name].audience], ask_as)
    assert answer.status_code in {200, 201, 204}, answer.content
    assert OPERATIONS[name].shows.encode() in answer.content


@pytest.mark.parametrize("name", SHOWN)
def test_a_stranger_sees_the_fields_named_and_no_other(name: str, campus: Stage, ask_as: Any) -> None:
    answer = ask(campus, name, None, ask_as).json()
    assert keys_of(answer.get("results", answer)) == OPERATIONS[name].fields


@pytest.mark.parametrize("name", GUARDED)
def test_signed_out_a_guarded_operation_asks_to_sign_in(name: str, campus: Stage, ask_as: Any) -> None:
    answer = ask(campus, name, None, ask_as)
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_authenticated"


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("name", OF_OTHERS)
def test_a_stranger_finds_nothing_and_changes_nothing(name: str, who: str, campus: Stage, ask_as: Any) -> None:
    if who == "a former officer":
        yesterday = NOW.date() - timedelta(days=1)
        Office.objects.filter(person=campus.cast.wanjiru).update(ends_on=yesterday)
        who = "wanjiru"
    answer = ask(campus, name, who, ask_as)
    assert answer.status_code in ({404} if described()[name].method == "get" else {403, 404})
    assert "results" not in answer.json()


@pytest.mark.parametrize("name", sorted(OWN_LISTS))
def test_a_list_of_ones_own_holds_nothing_of_others(name: str, campus: Stage, ask_as: Any) -> None:
    assert ask(campus, name, "amina", ask_as).json()["results"] == []
