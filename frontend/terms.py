"""Which reporting term a page of figures is about, and which stands beside it."""

from dataclasses import dataclass
from datetime import datetime

from campus.base import clock
from campus.directory.calendar import ReportingTerm
from campus.directory.models import University
from campus.directory.queries import reporting_terms


@dataclass(frozen=True)
class TermChoice:
    """The begun reporting terms of a university, the one looked at, and the one before it. Empty without terms."""

    terms: list[ReportingTerm]
    term: ReportingTerm | None
    before: ReportingTerm | None

    @property
    def chosen(self) -> str:
        """The value of the term looked at among the options."""
        return str(self.term.term.pk) if self.term else ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """Value and name of each term, newest first, as a select takes them."""
        return [(str(tile.term.pk), tile.term.name) for tile in reversed(self.terms)]


def chosen_term(university: University, asked: str, at: datetime) -> TermChoice:
    """The term asked for by its number, else the running one."""
    today = clock.today(university.zone, at)
    begun = [tile for tile in reporting_terms(university) if tile.starts_on is None or tile.starts_on <= today]
    index = next((place for place, tile in enumerate(begun) if str(tile.term.pk) == asked), len(begun) - 1)
    if not begun:
        return TermChoice([], None, None)
    return TermChoice(begun, begun[index], begun[index - 1] if index else None)
