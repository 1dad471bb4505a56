"""What schemathesis reports and we stand by: each with its reason, at most ten, none for a server error, an answer
that its schema does not describe, or a whole operation."""

from collections.abc import Callable
from dataclasses import dataclass

from schemathesis import Case, Response
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import RejectedPositiveData


@dataclass(frozen=True)
class Excused:
    """A kind of failure that is none here, where `holds` for the case and its answer."""

    failure: type[Failure]
    reason: str
    holds: Callable[[Case, Response], bool]


def _code(response: Response) -> str:
    code: str = response.json().get("code", "")
    return code


EXCEPTIONS = [
    Excused(
        RejectedPositiveData,
        "Rules that JSON Schema cannot say (a zone exists, a rule has dates, one day lies before another) are the "
        "domain's: it refuses with a code of its own. What a serializer refuses (code `invalid`) is no exception.",
        lambda case, response: response.status_code == 400 and _code(response) != "invalid",
    ),
    Excused(
        RejectedPositiveData,
        "An `If-Match` that somebody made up names another version than the present one: 412 is its answer.",
        lambda case, response: response.status_code == 412 and _code(response) == "changed_meanwhile",
    ),
]


def is_excused(failure: Failure, case: Case, response: Response) -> bool:
    return any(isinstance(failure, exception.failure) and exception.holds(case, response) for exception in EXCEPTIONS)
