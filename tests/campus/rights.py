"""The table of rights as tests: a line is one thing to do, and each of the cast is a cell of it.

An area adds its lines in a test module of its own: `@cells(*LINES)` over a test that calls `line.check(cast, who)`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from campus.base.errors import NotAllowed, NotFound
from campus.people.models import Person
from tests.conftest import Cast

# In the order of the table; after them those for whom no cell says yes: a student, and another university.
WHO = ("olga", "lucia", "dean", "kofi", "wanjiru", "dennis", "grace", "amina", "zola", "zolas_dean")

OPERATOR = frozenset({"olga"})
COORDINATOR = frozenset({"lucia"})
STAFF = frozenset({"dean"})
PRESIDENT_AND_SECRETARY = frozenset({"kofi", "wanjiru"})
EVENTS = frozenset({"dennis"})
TREASURER = frozenset({"grace"})


@dataclass(frozen=True)
class Line:
    """What is done (with the real action, raising when refused) and who of the cast may do it."""

    name: str
    act: Callable[[Cast, Person], object]
    allowed: frozenset[str]

    def check(self, cast: Cast, who: str) -> None:
        """Do it as one of the cast: it works exactly for those who may."""
        if who in self.allowed:
            self.act(cast, getattr(cast, who))
        else:
            self.refuse(cast, who)

    def refuse(self, cast: Cast, who: str) -> None:
        """Do it as one of the cast who may not (any more, or yet)."""
        with pytest.raises((NotAllowed, NotFound)):
            self.act(cast, getattr(cast, who))


def cells(*lines: Line) -> pytest.MarkDecorator:
    """One test per cell of these lines."""
    return _each([(line, who) for line in lines for who in WHO])


def yes_cells(*lines: Line) -> pytest.MarkDecorator:
    """One test per cell that says yes: to show that it says no without the office in force."""
    return _each([(line, who) for line in lines for who in WHO if who in line.allowed])


def _each(pairs: list[tuple[Line, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("line", "who"), [pytest.param(line, who, id=f"{line.name}-{who}") for line, who in pairs]
    )
