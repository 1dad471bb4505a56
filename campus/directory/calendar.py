"""Reporting terms: the terms of a calendar, made to tile time. Pure.

Each runs from the first day of its active period to the day before the next one's; dates before the first belong to
the first, dates after the last to the last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campus.directory.models import Break, Calendar, Term


@dataclass(frozen=True)
class ReportingTerm:
    """A term and the local dates (inclusive; None is open) for which figures are counted to it."""

    term: Term
    starts_on: date | None
    ends_on: date | None

    def holds(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)


def tile(terms: Sequence[Term]) -> list[ReportingTerm]:
    """The terms in order of time as reporting terms without gap or overlap."""
    ordered = sorted(terms, key=lambda term: term.active_from)
    tiles = []
    for index, term in enumerate(ordered):
        following = ordered[index + 1] if index + 1 < len(ordered) else None
        tiles.append(
            ReportingTerm(
                term=term,
                starts_on=term.active_from if index else None,
                ends_on=following.active_from - timedelta(days=1) if following else None,
            )
        )
    return tiles


@dataclass(frozen=True)
class Week:
    """Seven local dates of a calendar from `starts_on`; `number` is None outside teaching or in an unnumbered break."""

    starts_on: date
    number: int | None
    in_break: Break | None

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(days=6)


def week_start(calendar: Calendar, day: date) -> date:
    """The first day of the calendar's week that holds `day`."""
    return day - timedelta(days=(day.weekday() - calendar.week_starts_on) % 7)


def weeks(calendar: Calendar, term: Term, breaks: Sequence[Break]) -> list[Week]:
    """The weeks that the active period of a term touches, numbered from the calendar's first week.

    A week is in a break when all its teaching days (Monday to Friday, within the teaching dates) are; such a week
    takes a number only when the calendar says so. Weeks before and after teaching have none.
    """
    found = []
    number = calendar.first_week
    start = week_start(calendar, term.active_from)
    while start <= term.active_to:
        days = _teaching_days(term, start)
        pause = _break_over(days or _workdays(start), breaks)
        counted = bool(days) and (pause is None or calendar.breaks_take_number)
        found.append(Week(starts_on=start, number=number if counted else None, in_break=pause))
        number += counted
        start += timedelta(days=7)
    return found


def week_on(weeks: Sequence[Week], day: date) -> Week | None:
    """The one of `weeks` that holds a local date."""
    return next((week for week in weeks if week.starts_on <= day <= week.ends_on), None)


def term_on(terms: Sequence[Term], day: date) -> Term | None:
    """The term of one calendar whose active period holds a local date; None between terms."""
    return next((term for term in terms if term.active_from <= day <= term.active_to), None)


def _workdays(start: date) -> list[date]:
    return [day for day in (start + timedelta(days=n) for n in range(7)) if day.weekday() < 5]


def _teaching_days(term: Term, start: date) -> list[date]:
    return [day for day in _workdays(start) if term.teaching_from <= day <= term.teaching_to]


def _break_over(days: Sequence[date], breaks: Sequence[Break]) -> Break | None:
    """The break that takes all `days`; where several share them, the one of the first day."""
    taken = [next((pause for pause in breaks if pause.starts_on <= day <= pause.ends_on), None) for day in days]
    return taken[0] if all(taken) else None
