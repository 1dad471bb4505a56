"""The committed description of the API, read as a program would."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[2] / "backend" / "openapi.yaml"


@dataclass(frozen=True)
class Described:
    """One operation as the description has it."""

    method: str
    path: str
    details: dict[str, Any]


@cache
def document() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text())
    return loaded


@cache
def described() -> dict[str, Described]:
    """Every operation by its id."""
    return {
        details["operationId"]: Described(method, path, details)
        for path, methods in document()["paths"].items()
        for method, details in methods.items()
    }
