"""A term as the university counts its weeks, with a society's dates in it: what the plan draws."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campus.activities.models import Occurrence
from campus.base import clock
from campus.directory.calendar import Week, weeks
from campus.directory.models import Break, Society, Term
from campus.directory.queries import calendar_of, terms_of


@dataclass(frozen=True)
class Day:
    """One date of the sheet."""

    date: date
    is_today: bool
    in_break: Break | None
    occurrences: list[Occurrence]


@dataclass(frozen=True)
class SheetWeek:
    """One row of the sheet."""

    week: Week
    days: list[Day]


@dataclass(frozen=True)
class TermSheet:
    """A term's weeks, and the terms one may turn to. `term` is None while the calendar has none."""

    term: Term | None
    terms: list[Term]
    weeks: list[SheetWeek]
    weekdays: list[date]

    @property
    def chosen(self) -> str:
        """The value of the term looked at among the options."""
        return str(self.term.pk) if self.term else ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """Value and name of each term in order of time, as a select takes them."""
        return [(str(term.pk), term.name) for term in self.terms]


def term_sheet(society: Society, at: datetime, asked: str = "") -> TermSheet:
    """The sheet of the term asked for by its number, else of the one that runs now or comes next."""
    calendar = calendar_of(society)
    terms = terms_of(calendar) if calendar else []
    today = clock.today(society.university.zone, at)
    term = next((term for term in terms if str(term.pk) == asked), None) or _nearest(terms, today)
    if calendar is None or term is None:
        return TermSheet(term=None, terms=terms, weeks=[], weekdays=[])
    breaks = list(term.breaks.all())
    rows = weeks(calendar, term, breaks)
    held = _by_date(society, rows[0].starts_on, rows[-1].ends_on)
    sheet = [
        SheetWeek(row, [_day(row.starts_on + timedelta(days=passed), today, breaks, held) for passed in range(7)])
        for row in rows
    ]
    return TermSheet(term=term, terms=terms, weeks=sheet, weekdays=[day.date for day in sheet[0].days])


def _nearest(terms: list[Term], today: date) -> Term | None:
    return next((term for term in terms if today <= term.active_to), terms[-1] if terms else None)


def _by_date(society: Society, first: date, last: date) -> dict[date, list[Occurrence]]:
    held = defaultdict(list)
    for occurrence in society.occurrences.filter(date__gte=first, date__lte=last).order_by("starts_at"):
        held[occurrence.date].append(occurrence)
    return held


def _day(day: date, today: date, breaks: list[Break], held: dict[date, list[Occurrence]]) -> Day:
    pause = next((pause for pause in breaks if pause.starts_on <= day <= pause.ends_on), None)
    return Day(date=day, is_today=day == today, in_break=pause, occurrences=held.get(day, []))
