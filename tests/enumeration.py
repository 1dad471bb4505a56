"""What somebody who types an address can see of what was found, and what the program did for it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.contrib.auth.hashers import get_hashers
from django.db import connection

from campus.checkin.actions import check_in_typed
from campus.directory.models import Society
from campus.membership.actions import refuse_claim
from campus.membership.models import Block, Claim
from campus.people.models import Person
from tests import factories
from tests import factories_checkin as make
from tests.factories import NOW

TOKENS = re.compile(
    r'(name="csrfmiddlewaretoken" value="|nonce="|nonce-|"secret": ?"|"receipt": ?"|"session_token": ?")[^"\'; ]+'
)
SAVEPOINT = re.compile(r'"?s\d+_x\d+"?')
KNOWN_BY = ("proven", "unproven", "counted", "refused", "blocked", "merged")  # and "unknown"


@dataclass(frozen=True)
class Seen:
    """All of an answer that is not random, and all that the program did for it that somebody could time."""

    status: int
    headers: dict[str, str]
    cookies: dict[str, int]  # their lengths
    body: str
    statements: list[str]
    hashes: int


def seen(ask: Callable[[], Any]) -> Seen:
    """What is seen of an answer when it is asked for."""
    with _statements() as statements, _hashes() as hashes:
        answer = ask()
    return Seen(
        status=answer.status_code,
        headers={name: TOKENS.sub(r"\1", value) for name, value in answer.headers.items()},
        cookies={name: len(morsel.value) for name, morsel in answer.cookies.items()},
        body=TOKENS.sub(r"\1", answer.content.decode()),
        statements=[SAVEPOINT.sub("s", statement) for statement in statements],
        hashes=len(hashes),
    )


@contextmanager
def _statements() -> Iterator[list[str]]:
    """The statements, with places where their values were."""
    made: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        made.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield made


@contextmanager
def _hashes() -> Iterator[list[str]]:
    """Each password hash that is computed."""
    made: list[str] = []
    kind = type(get_hashers()[0])
    encode = kind.encode

    def note(hasher: Any, *args: Any, **kwargs: Any) -> str:
        made.append(str(kind.algorithm))
        return encode(hasher, *args, **kwargs)

    with patch.object(kind, "encode", note):
        yield made


def addresses(door: make.Door) -> dict[str, str]:
    """An address of each kind, all of one length; who owns it came last week, or is known in another way."""
    known = {kind: f"{kind[:6]:x<8}@karura.example" for kind in KNOWN_BY}
    for kind in ("proven", "refused", "merged"):
        factories.person(kind.title(), email=known[kind])
    last_week = make.occurrence(door.series, make.TODAY - timedelta(days=7))
    earlier = make.Door(door.series, last_week, door.code)
    for kind in ("unproven", "blocked", "counted", "merged"):
        earlier.typed(known[kind], at=NOW - timedelta(days=7), phone=kind)
    door.typed(known["counted"], phone="counted")
    refuse_claim(university=door.occurrence.university, address=known["refused"], at=NOW)
    _block(Claim.objects.get(address=known["blocked"]).person, door.occurrence.society)
    survivor = factories.person("Survivor")
    Person.objects.filter(email=known["merged"]).update(merged_into=survivor, is_active=False)
    return {**known, "unknown": "nobodyxx@karura.example"}


def numbers(door: make.Door) -> dict[str, str]:
    """The same for student numbers."""
    kinds = ("unproven", "counted", "refused", "blocked", "merged", "unknown")
    known = {kind: f"AB{place}0042" for place, kind in enumerate(kinds)}
    last_week = make.occurrence(door.series, make.TODAY - timedelta(days=7))
    earlier = make.Door(door.series, last_week, door.code)
    for kind in kinds[:-1]:
        _type(earlier, known[kind], at=NOW - timedelta(days=7), phone=kind)
    _type(door, known["counted"], at=NOW, phone="counted")
    of = {kind: Claim.objects.order_by("pk")[place] for place, kind in enumerate(kinds[:-1])}
    Claim.objects.filter(pk=of["refused"].pk).update(refused_until=NOW + timedelta(days=9))
    _block(of["blocked"].person, door.occurrence.society)
    Person.objects.filter(pk=of["merged"].person_id).update(merged_into=factories.person("Survivor"), is_active=False)
    return known


def _block(person: Person, society: Society) -> None:
    Block.objects.create(university=society.university, society=society, person=person, at=NOW, by=None)


def _type(door: make.Door, number: str, *, at: Any, phone: str) -> None:
    coming: dict[str, Any] = {"occurrence": door.occurrence, "code": door.code, "browser": make.browser(phone)}
    check_in_typed(**coming, name="Brian Ochieng", number=number, at=at, network="10.0.0.1")
