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

    A week is in a break when all its teaching days (Monday to Friday) are; such a week takes a number only when the
    calendar says so. Weeks before and after teaching have none.
    """
    found = []
    number = calendar.first_week
    start = week_start(calendar, term.active_from)
    while start <= term.active_to:
        end = start + timedelta(days=6)
        pause = _break_over(start, breaks)
        teaching = start <= term.teaching_to and end >= term.teaching_from
        counted = teaching and (pause is None or calendar.breaks_take_number)
        found.append(Week(starts_on=start, number=number if counted else None, in_break=pause))
        number += counted
        start += timedelta(days=7)
    return found


def _break_over(start: date, breaks: Sequence[Break]) -> Break | None:
    workdays = [day for day in (start + timedelta(days=n) for n in range(7)) if day.weekday() < 5]
    return next(
        (pause for pause in breaks if all(pause.starts_on <= day <= pause.ends_on for day in workdays)), None
    )
