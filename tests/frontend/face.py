"""What a face of a page is: who asks for which address."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.frontend.routes import address_of
from tests.stage import Stage


@dataclass(frozen=True)
class Face:
    """`who` of the cast asks for the address."""

    who: str | None
    address: Callable[[Stage], str]


def at(path: str) -> Callable[[Stage], str]:
    return lambda stage: path


def page(name: str, query: str = "") -> Callable[[Stage], str]:
    return lambda stage: address_of(name, stage) + query
