"""Weeks as a calendar counts them, and its reporting terms. Pure.

Reporting terms are the terms of a calendar, made to tile time: each runs from the first day of its active period to
the day before the next one's; dates before the first belong to the first, dates after the last to the last.
"""

from collections.abc import Mapping, Sequence
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
    """Seven local dates of a calendar from `starts_on`.

    `number` is None where the calendar gives none: outside of what it counts, in a break that takes none, and in all
    weeks of a calendar whose weeks have no numbers. `labels` (Calendar.WeekLabels) is how it says them.
    """

    starts_on: date
    number: int | None
    in_break: Break | None
    labels: str = Calendar.WeekLabels.NUMBER

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(days=6)


def week_start(calendar: Calendar, day: date) -> date:
    """The first day of the calendar's week that holds `day`."""
    return day - timedelta(days=(day.weekday() - calendar.week_starts_on) % 7)


def weeks(calendar: Calendar, term: Term, breaks: Sequence[Break]) -> list[Week]:
    """The weeks that the active period of a term touches, counted as the calendar says.

    The first week with a teaching day (Monday to Friday, within the teaching dates) has the term's first number, else
    the calendar's. A week is in a break when all its teaching days are; such a week takes a number when the break, or
    else the calendar, says so. Before teaching the nearest `weeks_before` weeks are counted down, after it weeks go on
    counting with `weeks_after`.
    """
    starts = _starts(calendar, term)
    pauses = {start: _break_over(_teaching_days(term, start) or _workdays(start), breaks) for start in starts}
    numbers = _numbers(calendar, term, pauses)
    return [Week(start, numbers.get(start), pauses[start], calendar.week_labels) for start in starts]


def _starts(calendar: Calendar, term: Term) -> list[date]:
    first = week_start(calendar, term.active_from)
    return [first + timedelta(days=passed) for passed in range(0, (term.active_to - first).days + 1, 7)]


def _numbers(calendar: Calendar, term: Term, pauses: Mapping[date, Break | None]) -> dict[date, int]:
    """The number of each week that has one, by its first day; `pauses` holds the weeks in order of time."""
    if calendar.week_labels == Calendar.WeekLabels.NONE:
        return {}
    starts = list(pauses)
    teaching = [start for start in starts if _teaching_days(term, start)]
    if not teaching:  # a term of one weekend
        return {}
    begins, ends = teaching[0], teaching[-1]
    first = calendar.first_week if term.first_week is None else term.first_week
    counted = [start for start in starts if _takes_number(calendar, pauses[start])]
    coming = [start for start in counted if begins <= start and (start <= ends or calendar.weeks_after)]
    nearest = [start for start in reversed(starts) if start < begins][: calendar.weeks_before]
    before = [start for start in nearest if start in counted]
    return {
        **{start: first + passed for passed, start in enumerate(coming)},
        **{start: first - passed for passed, start in enumerate(before, 1)},
    }


def _takes_number(calendar: Calendar, pause: Break | None) -> bool:
    if pause is None:
        return True
    return calendar.breaks_take_number if pause.takes_number is None else pause.takes_number


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
