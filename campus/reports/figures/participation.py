"""Participation at a university: its societies side by side, as its staff may read them.

Page, API and CSV show this one table. Every count passes disclosure, totals are counted anew as unions, and no filter
narrows what is counted: a name filter hides rows and leaves every figure as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from campus.base import clock
from campus.base.errors import Invalid, not_here
from campus.base.text import name_key
from campus.checkin.queries import is_recounting
from campus.directory.calendar import ReportingTerm
from campus.directory.models import Society, University
from campus.directory.rules import may_keep
from campus.people.models import Person
from campus.reports.disclosure import Shown, shown
from campus.reports.figures.cells import AUDIENCE, Cells, TermCounts
from campus.reports.figures.weeks import NewPeopleWeek, counts_by_week
from campus.reports.sheet import Cell, as_csv


@dataclass(frozen=True)
class SocietyRow:
    """One society; `beside` is None when no other term stands beside."""

    society: Society
    now: Cells
    beside: Cells | None

    @property
    def status(self) -> str:
        return self.society.get_status_display()


@dataclass(frozen=True)
class ParticipationTable:
    """A reporting term of a university, as of `at`. `total` counts each person once, so rows may add up to more."""

    university: University
    term: ReportingTerm
    beside: ReportingTerm | None
    at: datetime
    order: str
    name_filter: str
    is_running: bool
    is_recounting: bool
    rows: list[SocietyRow]
    total: Cells
    total_beside: Cells | None
    weeks: list[NewPeopleWeek]


def _by(figure: Callable[[Cells], Shown]) -> Callable[[SocietyRow], tuple[int, str]]:
    """Largest first, held back ones last and among themselves by name: their order must not tell their size."""

    def key(row: SocietyRow) -> tuple[int, str]:
        value = figure(row.now).value
        return (-value if value is not None else 1, row.society.name_key)

    return key


ORDERS: dict[str, Callable[[SocietyRow], tuple[int, str]]] = {
    "name": lambda row: (0, row.society.name_key),
    "visits": _by(lambda cells: cells.visits),
    "participants": _by(lambda cells: cells.participants),
    "new_participants": _by(lambda cells: cells.new_participants),
    "new_members": _by(lambda cells: cells.new_members),
}


def participation(
    person: Person | None,
    university: University,
    term: ReportingTerm,
    *,
    beside: ReportingTerm | None = None,
    order: str = "name",
    name_filter: str = "",
    at: datetime,
) -> ParticipationTable:
    """The table for who keeps the university.

    `order` is one of ORDERS; `name_filter` leaves the societies whose name holds it, without regard to case and
    accents. Raises NotFound for others, Invalid for an unknown order.
    """
    if not may_keep(person, university, at):
        raise not_here()
    if order not in ORDERS:
        sentence = gettext("Choose one of: %(orders)s.") % {"orders": ", ".join(ORDERS)}
        raise Invalid("unknown_order", sentence, fields={"order": sentence})
    now = TermCounts(university, term)
    then = TermCounts(university, beside) if beside else None
    societies = university.societies.filter(approved_at__isnull=False, name_key__contains=name_key(name_filter))
    rows = [SocietyRow(row, now.of(row.pk), then.of(row.pk) if then else None) for row in societies]
    today = clock.today(university.zone, at)
    return ParticipationTable(
        university=university,
        term=term,
        beside=beside,
        at=at,
        order=order,
        name_filter=name_filter,
        is_running=term.holds(today),
        is_recounting=is_recounting(university),
        rows=sorted(rows, key=ORDERS[order]),
        total=now.total(),
        total_beside=then.total() if then else None,
        weeks=[
            NewPeopleWeek(week, is_open, shown(count, AUDIENCE, university.small_number))
            for week, is_open, count in counts_by_week(term, now.new_people_by_day(), today)
        ],
    )


def participation_csv(table: ParticipationTable) -> str:
    """The table as CSV: the texts and numbers of its cells, the total last."""
    total = gettext("All, each person once")
    rows = [_line(str(row.society), row.status, row.now, row.beside) for row in table.rows]
    return as_csv([_heading(table), *rows, _line(total, "", table.total, table.total_beside)])


def _heading(table: ParticipationTable) -> list[Cell]:
    figures = [gettext("Visits"), gettext("Participants"), gettext("New participants"), gettext("New members")]
    terms = [term.term.name for term in (table.term, table.beside) if term]
    named = [gettext("%(figure)s, %(term)s") % {"figure": figure, "term": term} for term in terms for figure in figures]
    return [gettext("Society"), gettext("Status"), *named]


def _line(name: str, status: str, *columns: Cells | None) -> list[Cell]:
    return [name, status, *(_plain(cell) for cells in columns if cells for cell in cells.in_order)]


def _plain(cell: Shown) -> Cell:
    return str(cell.text) if cell.value is None else cell.value
