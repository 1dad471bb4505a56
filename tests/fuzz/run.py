"""Schemathesis against the real application on the demo campus.

Every operation is asked as an officer and as staff, and where only they may, as the country's coordinator. Each example
runs in a transaction that is rolled back, so that all meet the same campus. Fails when a check does, or when an
operation never answered 2xx.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from typing import Any

import schemathesis
import time_machine
from django.core.cache import cache
from django.core.files import File
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from schemathesis import Case
from schemathesis.core.failures import FailureGroup
from schemathesis.transport.serialization import Binary

from tests.backend.conftest import sign_in_now
from tests.backend.operations import OPERATIONS, Audience
from tests.fuzz import campus
from tests.fuzz.cases import endless, grounded
from tests.fuzz.exceptions import EXCEPTIONS, is_excused
from tests.stage import Stage

CHUNK = 4
MEDIA_TYPES = {"json": "application/json", "multipart": "multipart/form-data"}
SIGNED_IN = {"officer": "kofi", "staff": "dean", "coordinator": "lucia", "self": "amina"}
RIGHTFUL = {Audience.UNIVERSITY: "staff", Audience.APPROVERS: "coordinator", Audience.SELF: "self"}


@dataclass
class Tally:
    """What came of the examples so far."""

    asked: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    excused: Counter[str] = field(default_factory=Counter)
    failed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def total(self) -> int:
        return sum(self.asked.values())


@dataclass
class Fuzz:
    """The application, the campus it works on, and the people asking."""

    operations: dict[str, Any]
    stage: Stage
    tokens: dict[str, str]
    random: Random
    tally: Tally = field(default_factory=Tally)

    def known_good(self, name: str) -> None:
        """What must be answered 2xx, as the person who may."""
        who = RIGHTFUL.get(OPERATIONS[name].audience, "officer")
        with _rolled_back():
            path, body = self._good(name)
            sent = {"body": body, "media_type": MEDIA_TYPES[OPERATIONS[name].format]} if body else {}
            self._send(name, who, self.operations[name].Case(path_parameters=path, **sent))

    def generated(self, name: str, who: str, case: Case) -> None:
        with _rolled_back():
            path, body = self._good(name)
            self._send(name, who, grounded(case, path, body, self.random))

    def _good(self, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The numbers in the address, and a body; of a file its bytes, as schemathesis makes them itself."""
        body = OPERATIONS[name].body(self.stage)
        plain = {key: Binary(value.read()) if isinstance(value, File) else value for key, value in body.items()}
        return OPERATIONS[name].path(self.stage), plain

    def _send(self, name: str, who: str, case: Case) -> None:
        self.tally.asked[name] += 1
        headers = {"X-Session-Token": self.tokens[who], "Accept-Encoding": "identity"}
        response = case.call(headers=headers)
        self.tally.answered[name] += 200 <= response.status_code < 300
        try:
            case.validate_response(response, headers=headers, transport_kwargs={"headers": headers})
        except FailureGroup as group:
            failures = [failure for failure in group.exceptions if not is_excused(failure, case, response)]
            self.tally.excused[name] += not failures
            if failures:
                self.tally.failed[name].append(f"as {who}: {group}")


def main() -> int:
    options = _options()
    setup_test_environment()
    for signal in (request_started, request_finished):  # they would end the transaction that is to be rolled back
        signal.disconnect(close_old_connections)
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with time_machine.travel(campus.MOMENT):
            return _run(options.examples, options.seed)
    finally:
        teardown_databases(databases, verbosity=0)


def _run(examples: int, seed: int) -> int:
    campus.load()
    fuzz = Fuzz(_operations(), campus.stage(), {}, Random(seed))
    fuzz.tokens = {who: _token(getattr(fuzz.stage.cast, name)) for who, name in SIGNED_IN.items()}
    names = sorted(OPERATIONS)
    for name in names:
        fuzz.known_good(name)
    asking = {name: ("officer", "staff", RIGHTFUL.get(OPERATIONS[name].audience)) for name in names}
    turns = list(dict.fromkeys((name, who) for name in names for who in asking[name] if who))
    fuzz.random.shuffle(turns)
    sources = {turn: endless(fuzz.operations[turn[0]], seed + n, CHUNK) for n, turn in enumerate(turns)}
    for name, who in cycle(turns):
        if fuzz.tally.total >= examples:
            break
        fuzz.generated(name, who, next(sources[name, who]))
    return _report(fuzz.tally)


def _report(tally: Tally) -> int:
    for name in sorted(OPERATIONS):
        say(f"{name:<44} {tally.asked[name]:>4} asked {tally.answered[name]:>4} answered 2xx")
    for name, messages in tally.failed.items():
        for message in dict.fromkeys(messages):
            say(f"\n{name}, {message}")
    say(f"\nExceptions ({sum(tally.excused.values())} examples):")
    for exception in EXCEPTIONS:
        say(f"- {exception.failure.__name__}: {exception.reason}")
    silent = [name for name in OPERATIONS if not tally.answered[name]]
    if silent:
        say(f"\nNever answered 2xx: {', '.join(silent)}")
    failed = sum(map(len, tally.failed.values()))
    say(f"\n{tally.total - failed} passed, {failed} failed")
    return 1 if failed or silent else 0


def _operations() -> dict[str, Any]:
    config = schemathesis.Config.from_dict({"generation": {"with-security-parameters": False}})
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", WSGIHandler(), config=config)
    results: list[Any] = list(schema.get_all_operations())
    operations = [result.ok() for result in results]
    return {operation.definition.raw["operationId"]: operation for operation in operations}


def _token(person: Any) -> str:
    """An app's session token, as /api/auth/ hands it out."""
    client = Client()
    client.force_login(person)
    sign_in_now(client, person)
    key = client.session.session_key
    assert key is not None
    return key


@contextmanager
def _rolled_back() -> Iterator[None]:
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--examples", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()
