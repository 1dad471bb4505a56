"""A term as the university counts its weeks, with a society's dates in it: what the plan draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from campus.activities.planning import Timetable
from campus.activities.queries import timetable_for
from campus.base import clock
from campus.directory.calendar import weeks
from campus.directory.models import Society, Term
from frontend.manage.sheet_days import SheetWeek, sheet_weeks


@dataclass(frozen=True)
class TermSheet:
    """A term's weeks, and the terms one may turn to. `term` is None while the calendar has none."""

    term: Term | None
    terms: Sequence[Term]
    weeks: Sequence[SheetWeek]

    @property
    def chosen(self) -> str:
        """The value of the term looked at among the options."""
        return str(self.term.pk) if self.term else ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """Value and name of each term in order of time, as a select takes them."""
        return [(str(term.pk), term.name) for term in self.terms]

    @property
    def weekdays(self) -> list[date]:
        """Seven dates that stand for the columns."""
        return [day.date for day in self.weeks[0].days] if self.weeks else []

    @property
    def has_now(self) -> bool:
        return any(week.is_now for week in self.weeks)


def term_sheet(society: Society, at: datetime, asked: str = "") -> TermSheet:
    """The sheet of the term asked for by its number, else of the one that runs now or comes next."""
    timetable = timetable_for(society)
    today = clock.today(society.university.zone, at)
    term = next((term for term in timetable.terms if str(term.pk) == asked), None) or _nearest(timetable, today)
    if timetable.calendar is None or term is None:
        return TermSheet(term=None, terms=timetable.terms, weeks=[])
    rows = weeks(timetable.calendar, term, timetable.breaks.get(term.pk, ()))
    sheet = sheet_weeks(society, timetable, [row.starts_on for row in rows], at)
    return TermSheet(term=term, terms=timetable.terms, weeks=sheet)


def _nearest(timetable: Timetable, today: date) -> Term | None:
    terms = timetable.terms
    return next((term for term in terms if today <= term.active_to), terms[-1] if terms else None)
