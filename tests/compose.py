"""docker-compose.yml as an installation would have it: its services with the example's variables filled in."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def example_variables() -> dict[str, str]:
    """What .env.example sets; what it leaves to the operator is filled in as its comment says."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    pairs = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    left_to_operator = {"SECRET_KEY": "k3y-" * 16, "POSTGRES_PASSWORD": "a1b2c3d4e5f6"}
    return pairs | left_to_operator


def compose_text() -> str:
    """The file as it is written."""
    return (ROOT / "docker-compose.yml").read_text()


def asked_variables() -> set[str]:
    """The names of all variables that the file takes from the operator."""
    return {match[1] for match in VARIABLE.finditer(compose_text())}


def required_variables() -> set[str]:
    """Those without which it refuses to start."""
    return {match[1] for match in VARIABLE.finditer(compose_text()) if match[2] == "?"}


def services() -> dict[str, Any]:
    """The file's services, their variables filled in."""
    filled: dict[str, Any] = _filled(yaml.safe_load(compose_text())["services"], example_variables())
    return filled


def _filled(node: Any, values: dict[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _filled(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(value, values) for value in node]
    if isinstance(node, str):
        return VARIABLE.sub(lambda match: values.get(match[1]) or (match[3] if match[2] == "-" else ""), node)
    return node
