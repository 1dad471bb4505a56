"""Where the requests come from: known good ones from the registry of operations, and generated ones."""

from collections.abc import Iterator
from random import Random
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase
from schemathesis import Case, GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.schemas import APIOperation
from schemathesis.transport.serialization import Binary

MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
RULES = ("FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=DAILY;COUNT=5", "FREQ=YEARLY", "")


def drawn(operation: APIOperation, mode: GenerationMode, count: int, seed: int) -> list[Case]:
    """At most `count` generated cases; fewer, or none, where the operation has not so many."""
    found: list[Case] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count + 1,  # the first is always the simplest
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(operation.as_strategy(generation_mode=mode))
    def collect(case: Case) -> None:
        if all(file.data for file in _files(case)):  # Werkzeug's client garbles a part whose file is empty
            found.append(case)

    try:
        collect()
    except (hypothesis.errors.Unsatisfiable, hypothesis.errors.InvalidArgument):  # nothing there to get wrong
        return []
    return found[-count:]


def endless(operation: APIOperation, seed: int, chunk: int) -> Iterator[Case]:
    """Generated cases without end, as the schema allows and as it forbids in turn; each knows by `meta` which it is."""
    while True:
        for mode in MODES:
            yield from drawn(operation, mode, chunk, seed)
            seed += 1


def grounded(case: Case, path: dict[str, Any], body: dict[str, Any], random: Random) -> Case:
    """The generated case with real numbers in its address, and good values in some places of half the good bodies.

    Not in bodies with files: schemathesis takes those that were changed for bad ones.
    """
    meta = case.meta
    if path and not (meta and meta.is_negative_at(ParameterLocation.PATH)) and random.random() < 0.9:
        case.path_parameters = dict(path)
    is_good = meta is None or meta.generation.mode is GenerationMode.POSITIVE
    if is_good and isinstance(case.body, dict) and not _files(case) and random.random() < 0.5:
        good = {name: value for name, value in body.items() if random.random() < 0.8}
        case.body = {**case.body, **good, **({"rrule": random.choice(RULES)} if "rrule" in case.body else {})}
    return case


def _files(case: Case) -> list[Binary]:
    return [value for value in case.body.values() if isinstance(value, Binary)] if isinstance(case.body, dict) else []
