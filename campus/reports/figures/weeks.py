"""Newcomers by calendar week, in the weeks of the reporting calendar."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from campus.directory.calendar import ReportingTerm, Week, week_start, weeks
from campus.directory.words import week_mark, week_name
from campus.reports.disclosure import Shown
from campus.reports.rows import DatedVisit


@dataclass(frozen=True)
class NamedWeek:
    """A week as a chart and its table name it; `is_open` says that it is not over."""

    week: Week
    is_open: bool

    @property
    def label(self) -> str:
        """The short name under a column."""
        return week_mark(self.week)

    @property
    def name(self) -> str:
        """The full name: Week 5, Reading week, or its dates."""
        return week_name(self.week)

    @property
    def is_break(self) -> bool:
        return self.week.in_break is not None


@dataclass(frozen=True)
class NewcomerWeek(NamedWeek):
    """How many came for the first time ever in a week, and how many others came. Exact, for the committee."""

    first_time: int
    came_again: int


@dataclass(frozen=True)
class NewPeopleWeek(NamedWeek):
    """How many came for the first time in a week, as the audience may read it."""

    first_time: Shown


def newcomers_by_week(
    term: ReportingTerm, visits: Sequence[DatedVisit], newcomers: Collection[int], today: date
) -> list[NewcomerWeek]:
    """The weeks of a term with their people. Somebody who comes twice in their first week is new in it, once."""
    calendar = term.term.calendar
    weeks_of_person: dict[object, set[date]] = {}
    for visit in visits:
        if visit.person is not None:
            weeks_of_person.setdefault(visit.person, set()).add(week_start(calendar, visit.day))
    new: Counter[date] = Counter()
    again: Counter[date] = Counter()
    for person, starts in weeks_of_person.items():
        first = min(starts) if person in newcomers else None
        new.update(start for start in starts if start == first)
        again.update(start for start in starts if start != first)
    return [
        NewcomerWeek(week, is_open, new[week.starts_on], again[week.starts_on])
        for week, is_open in _listed(term, [visit.day for visit in visits], today)
    ]


def counts_by_week(term: ReportingTerm, by_day: Mapping[date, int], today: date) -> list[tuple[Week, bool, int]]:
    """The weeks of a term with a count each, from counts by local date, and whether the week is still open."""
    counts: Counter[date] = Counter()
    for day, count in by_day.items():
        counts[week_start(term.term.calendar, day)] += count
    return [(week, is_open, counts[week.starts_on]) for week, is_open in _listed(term, by_day, today)]


def _listed(term: ReportingTerm, days: Collection[date], today: date) -> list[tuple[Week, bool]]:
    """The begun weeks of the term's active period, and every other week in which somebody came.

    A reporting term reaches beyond its active period, so people may come in weeks that its calendar does not list.
    """
    calendar = term.term.calendar
    listed = {week.starts_on: week for week in weeks(calendar, term.term, list(term.term.breaks.all()))}
    last = max(today, *days) if days else today
    for start in {week_start(calendar, day) for day in days} - listed.keys():
        listed[start] = Week(start, number=None, in_break=None, labels=calendar.week_labels)
    return [(listed[start], today <= listed[start].ends_on) for start in sorted(listed) if start <= last]
