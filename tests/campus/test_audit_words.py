"""Every verb that an action records has words: found in the code itself, so that a new one cannot be forgotten."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from campus.directory.models import Society
from campus.directory.queries.audit_words import COUNTS_PEOPLE, UNNAMED, VERBS

pytestmark = pytest.mark.pure

CAMPUS = Path(__file__).resolve().parent.parent.parent / "campus"
# Made of a state: "society_" and the state that a society was moved to, or what that state is called here.
OF_STATES = {f"society_{status}" for status in Society.Status.values} - {"society_draft"} | {"society_reopened"}


def calls_and_functions() -> tuple[list[ast.Call], list[ast.FunctionDef]]:
    """All calls in the domain, and the functions that have a parameter named verb."""
    files = [path for path in CAMPUS.rglob("*.py") if "management" not in path.parts]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text()))]
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    return [node for node in nodes if isinstance(node, ast.Call)], [f for f in functions if _place(f) is not None]


def _place(function: ast.FunctionDef) -> int | None:
    """At which place a function takes a verb; -1 for by name only, None for not at all."""
    if "verb" in (positional := [argument.arg for argument in function.args.args]):
        return positional.index("verb")
    return -1 if "verb" in [argument.arg for argument in function.args.kwonlyargs] else None


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _said(call: ast.Call, place: int) -> ast.expr | None:
    named = next((keyword.value for keyword in call.keywords if keyword.arg == "verb"), None)
    return named or (call.args[place] if 0 <= place < len(call.args) else None)


def recorded() -> Iterator[str]:
    """The verbs in calls to `record` and to whatever hands a verb on to it, and the defaults of those."""
    calls, functions = calls_and_functions()
    places = {function.name: place for function in functions if (place := _place(function)) is not None}
    said = [_said(call, places[_name(call)]) for call in calls if _name(call) in places]
    said += [default for function in functions for default in (*function.args.defaults, *function.args.kw_defaults)]
    for expression in said:
        for node in ast.walk(expression) if expression is not None else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip("_") == node.value:
                yield node.value


def test_every_recorded_verb_has_words() -> None:
    verbs = {verb for verb in recorded() if verb} | OF_STATES
    assert {"society_joined", "office_accepted", "office_declined", "code_made", "series_ended"} <= verbs
    assert verbs - set(VERBS) == set()


def test_words_are_about_verbs_that_are_recorded() -> None:
    assert set(VERBS) - set(recorded()) - OF_STATES == set()
    assert (set(UNNAMED) | COUNTS_PEOPLE) - set(VERBS) == set()
