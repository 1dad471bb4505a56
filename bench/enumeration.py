"""How long a typed address takes: known, unknown, counted already, refused by its owner.

`make bench-enumeration` (TEST_DATABASE_URL= for PostgreSQL) asks each kind in turn, each time from a browser that is
new, and writes medians, quartiles and ratios into bench/results/enumeration.json. The time step that hides what is
left in use (campus/base/steady.py) is off here: it is the work that is measured. No test asserts a time.
"""

import sys
from collections.abc import Callable
from datetime import timedelta
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import Any

from django.test import Client
from tqdm import tqdm

from bench.run import circumstances, database, keep
from campus.base import clock
from campus.directory.models import University
from campus.membership.actions import refuse_claim
from tests import factories
from tests import factories_checkin as make

TRIES = 200
WARM_UP = 20  # tries of each kind before any is timed
KINDS = ("known", "unknown", "counted", "refused")


def main() -> None:
    with database():
        door = _open_door()
        _settle(door)
        asked = {"typed_check_in": _check_in(door), "sign_in_code": _sign_in}
        measured = {name: _figures(_measure(name, ask)) for name, ask in asked.items()}
        run = {**circumstances(), "tries": TRIES, "unit": "ms", "measured": measured}
    keep("enumeration", run)
    _print(run)


def _address(kind: str, number: int) -> str:
    return f"{kind}.{number:04}@karura.example"


def _settle(door: make.Door) -> None:
    """Make every address what its kind says; half of the known ones are proven."""
    last_week = make.occurrence(door.series, door.occurrence.date - timedelta(days=7))
    earlier, university = make.Door(door.series, last_week, door.code), door.occurrence.university
    for number in tqdm(range(TRIES + WARM_UP), desc="Setting the stage", disable=None):
        kinds = ("counted", "refused") if number % 2 else ("known", "counted", "refused")
        for kind in kinds:
            earlier.typed(_address(kind, number), at=last_week.starts_at, phone=f"{kind}{number}", network="stage")
        if number % 2:
            factories.person("Somebody", email=_address("known", number))
        door.typed(_address("counted", number), at=clock.now(), phone=f"again{number}", network="stage")
        refuse_claim(university=university, address=_address("refused", number), at=clock.now())


def _open_door() -> make.Door:
    """A door that is open now, whenever now is."""
    university: University = factories.university()
    series = make.series(factories.society(university))
    now = clock.now()
    held = make.occurrence(series, now.date(), opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=3))
    return make.Door(series, held, make.code(series))


def _check_in(door: make.Door) -> Callable[[str, str], None]:
    def ask(address: str, network: str) -> None:
        entered = {"how": "typed", "name": "Brian Ochieng", "email": address, "occurrence": door.occurrence.pk}
        answer = Client(REMOTE_ADDR=network).post(f"/c/{door.code.code}", entered)
        if answer.status_code != 302:
            raise RuntimeError(f"{address} was answered with {answer.status_code}")

    return ask


def _sign_in(address: str, network: str) -> None:
    answer = Client(REMOTE_ADDR=network).post("/sign-in/", {"email": address})
    if answer.status_code != 302:
        raise RuntimeError(f"{address} was answered with {answer.status_code}")


def _measure(name: str, ask: Callable[[str, str], None]) -> dict[str, list[float]]:
    """Milliseconds of each kind, asked in turns in an order that is shuffled anew each time."""
    taken: dict[str, list[float]] = {kind: [] for kind in KINDS}
    random = Random(name)  # noqa: S311 - an order, no secret
    for number in tqdm(range(TRIES + WARM_UP), desc=name, disable=None):
        for kind in random.sample(KINDS, len(KINDS)):
            network = f"10.{KINDS.index(kind)}.{number // 250}.{number % 250 + 1}"
            begun = perf_counter()
            ask(_address(kind, number), network)
            if number >= WARM_UP:
                taken[kind].append(1000 * (perf_counter() - begun))
    return taken


def _figures(taken: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    of = {kind: quantiles(times, n=4) for kind, times in taken.items()}
    return {
        kind: {
            "median": round(median, 3),
            "lower_quartile": round(lower, 3),
            "upper_quartile": round(upper, 3),
            "ratio_to_unknown": round(median / of["unknown"][1], 3),
        }
        for kind, (lower, median, upper) in of.items()
    }


def _print(run: dict[str, Any]) -> None:
    sys.stdout.write(f"{run['database']}, {run['tries']} tries each, milliseconds\n")
    for name, kinds in run["measured"].items():
        for kind, row in kinds.items():
            sys.stdout.write(
                f"{name:<15} {kind:<8} {row['median']:>8.2f} ({row['lower_quartile']:.2f} to "
                f"{row['upper_quartile']:.2f}), {row['ratio_to_unknown']:.3f} of unknown\n"
            )
