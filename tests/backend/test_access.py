"""Who may do what through the API. Every operation is named with its audience; one that is not fails."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from rest_framework.response import Response
from rest_framework.test import APIClient

from campus.directory.actions import invite_to_office, show_office
from campus.directory.models import Office
from campus.people.actions import create_token, revoke_token
from campus.people.models import ApiToken, Person
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
        where.path.format(**numbers), operation.body(campus), format=operation.format
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


# Machines: every operation, asked with a token


def token_client(person: Person, scopes: Iterable[str], at: datetime = NOW, days: int | None = None) -> APIClient:
    _token, secret = create_token(by=person, name="A machine", scopes=list(scopes), at=at, days=days)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def holder_of(campus: Stage, name: str) -> Person:
    """Who may do it in person; of what everybody may, an officer."""
    person: Person = getattr(campus.cast, RIGHTFUL[OPERATIONS[name].audience] or "kofi")
    return person


def scope_of(name: str) -> str | None:
    scope: str | None = described()[name].details.get("x-scope")
    return scope


def verdict(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize("name", sorted(name for name in described() if scope_of(name)))
def test_a_token_of_the_scope_named_is_answered_like_its_holder(name: str, campus: Stage) -> None:
    client = token_client(holder_of(campus, name), [scope_of(name) or ""])
    answer = ask(campus, name, None, lambda nobody: client)
    assert answer.status_code in {200, 201, 204}, answer.content


def test_a_token_of_too_small_a_scope_opens_nothing(campus: Stage) -> None:
    too_small = {"read": ["door"], "write": ["read", "door"], "door": ["read"], None: ["write"]}
    verdicts = {}
    for name in OPERATIONS:
        client = token_client(holder_of(campus, name), too_small[scope_of(name)])
        verdicts[name] = verdict(ask(campus, name, None, lambda nobody, client=client: client))
        ApiToken.objects.all().delete()
    missing, personal = (403, "scope_missing"), (403, "not_by_token")
    assert verdicts == {name: missing if scope_of(name) else personal for name in OPERATIONS}


@pytest.mark.parametrize("state", ["revoked", "expired", "of somebody erased", "of somebody merged away"])
def test_a_dead_token_opens_nothing(state: str, campus: Stage) -> None:
    merged = {"merged_into": campus.cast.olga, "is_active": False}
    dead = {"of somebody erased": {"is_active": False, "erased_at": NOW}, "of somebody merged away": merged}
    clients = {}
    for who in {RIGHTFUL[operation.audience] or "kofi" for operation in OPERATIONS.values()}:
        person = getattr(campus.cast, who)
        made_at = NOW - timedelta(days=1) if state == "expired" else NOW
        clients[person.pk] = token_client(person, ["write"], at=made_at, days=1)
        if state == "revoked":
            revoke_token(by=person, token=ApiToken.objects.get(person=person), at=NOW)
    verdicts = {}
    for name in OPERATIONS:
        numbers = OPERATIONS[name].path(campus)
        where = described()[name]
        holder = holder_of(campus, name)
        with gone_for_a_moment(holder, dead.get(state)):
            cache.clear()  # of those who try many tokens none is heard any more
            address = where.path.format(**numbers)
            verdicts[name] = verdict(getattr(clients[holder.pk], where.method)(address, {}, format="json"))
    assert verdicts == dict.fromkeys(OPERATIONS, (401, "token_not_valid"))


@contextmanager
def gone_for_a_moment(person: Person, values: dict[str, Any] | None) -> Iterator[None]:
    if values:
        Person.objects.filter(pk=person.pk).update(**values)
    yield
    Person.objects.filter(pk=person.pk).update(is_active=True, erased_at=None, merged_into=None)


def test_whoever_was_merged_away_is_signed_out_everywhere(campus: Stage, ask_as: Any) -> None:
    clients = {who: ask_as(getattr(campus.cast, who)) for who in ("amina", "kofi", "dean", "lucia")}
    cast = {getattr(campus.cast, who).pk for who in clients}
    verdicts = {}
    for name in GUARDED:
        numbers, where = OPERATIONS[name].path(campus), described()[name]
        client = clients[RIGHTFUL[OPERATIONS[name].audience] or "kofi"]
        Person.objects.filter(pk__in=cast).update(merged_into=campus.cast.olga, is_active=False)
        verdicts[name] = verdict(getattr(client, where.method)(where.path.format(**numbers), {}, format="json"))
        Person.objects.filter(pk__in=cast).update(merged_into=None, is_active=True)
    assert verdicts == dict.fromkeys(GUARDED, (401, "not_authenticated"))


@pytest.mark.parametrize("name", sorted(name for name in OF_OTHERS if name.endswith("_list")))
def test_no_filter_and_no_place_in_a_list_shows_a_stranger_more(name: str, campus: Stage, ask_as: Any) -> None:
    where, numbers = described()[name], OPERATIONS[name].path(campus)
    address = where.path.format(**numbers)
    filters = [parameter for parameter in where.details.get("parameters", []) if parameter["in"] == "query"]
    known = ask_as(holder_of(campus, name)).get(address, {"page_size": 1}).json()
    queries = [{parameter["name"]: filled(parameter["schema"])} for parameter in filters]
    cursor = parse_qs(urlsplit(known["next"] or "").query).get("cursor")
    for query in [*queries, {"cursor": cursor[0]} if cursor else {}]:
        answer = ask_as(campus.cast.zola).get(address, query)
        assert answer.status_code in {400, 404}, query
        assert "results" not in answer.json()


def filled(schema: dict[str, Any]) -> str:
    """A value that a filter takes."""
    if "enum" in schema:
        return str(schema["enum"][0])
    by_type = {"integer": "1", "boolean": "true"}
    return "2026-10-20" if schema.get("format") == "date" else by_type.get(schema.get("type", ""), "a")
