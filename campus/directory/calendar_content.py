"""The whole content of a calendar as one value: how its weeks are counted, its terms, their breaks. Pure.

It goes to JSON for CalendarRevision.content, to rows that nobody saved for a preview, and is checked by
`campus.directory.calendar_checks`. A term or break is known by the number (pk) of its row, so that what points at the
row goes on pointing at it when dates move; None is one that has no row yet.
"""

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from campus.base.text import name_key
from campus.directory.models import Break, Calendar, Term

WEEK_FIELDS = ("week_starts_on", "first_week", "breaks_take_number", "week_labels", "weeks_before", "weeks_after")
NEAR = timedelta(days=150)


@dataclass(frozen=True)
class BreakContent:
    """Days of a term without teaching; `takes_number` None: as the calendar says."""

    kind: str
    name: str
    starts_on: date
    ends_on: date
    takes_number: bool | None = None
    id: int | None = None

    def __str__(self) -> str:
        return self.name or str(Break.Kind(self.kind).label if self.kind in Break.Kind.values else self.kind)


@dataclass(frozen=True)
class TermContent:
    """Teaching dates inside a wider active period; `first_week` None: as the calendar says."""

    name: str
    teaching_from: date
    teaching_to: date
    active_from: date
    active_to: date
    first_week: int | None = None
    breaks: tuple[BreakContent, ...] = ()
    id: int | None = None


@dataclass(frozen=True)
class Content:
    """All of a calendar that dates hang on; terms and breaks stand in order of time."""

    week_starts_on: int = 0
    first_week: int = 1
    breaks_take_number: bool = False
    week_labels: str = Calendar.WeekLabels.NUMBER
    weeks_before: int = 0
    weeks_after: bool = False
    terms: tuple[TermContent, ...] = ()

    def term(self, number: int) -> TermContent | None:
        """The term whose row has this number."""
        return next((term for term in self.terms if term.id == number), None)


def content_of(calendar: Calendar) -> Content:
    """The content of a calendar as its rows stand."""
    terms = [_term_of(term) for term in calendar.terms.prefetch_related("breaks").order_by("active_from", "pk")]
    return Content(**{name: getattr(calendar, name) for name in WEEK_FIELDS}, terms=tuple(terms))


def term_content(term: Term, breaks: Iterable[Break] = ()) -> TermContent:
    """A row as content; `breaks` are its own."""
    return TermContent(
        **{item.name: getattr(term, item.name) for item in fields(TermContent) if item.name not in ("breaks", "id")},
        breaks=tuple(_break_of(pause) for pause in breaks),
        id=term.pk,
    )


def ordered(content: Content) -> Content:
    """The same with terms and breaks in order of time, so that equal contents are equal."""
    terms = [
        replace(term, breaks=tuple(sorted(term.breaks, key=lambda pause: (pause.starts_on, pause.ends_on))))
        for term in content.terms
    ]
    return replace(content, terms=tuple(sorted(terms, key=lambda term: (term.active_from, term.active_to))))


def with_term(content: Content, term: TermContent, position: int | None = None) -> Content:
    """With `term` in the place of the one at `position`, or beside the others when that is None."""
    terms = list(content.terms)
    if position is None:
        terms.append(term)
    else:
        terms[position] = term
    return ordered(replace(content, terms=tuple(terms)))


def without_term(content: Content, position: int) -> Content:
    """Without the term at `position`."""
    return replace(content, terms=(*content.terms[:position], *content.terms[position + 1 :]))


def known_to(calendar: Calendar, content: Content) -> Content:
    """The same, where numbers that are no rows of this calendar (any more) are left out: such terms are new ones."""
    rows = {term.pk: {pause.pk for pause in term.breaks.all()} for term in calendar.terms.prefetch_related("breaks")}
    terms = [
        replace(
            term,
            id=term.id if term.id in rows else None,
            breaks=tuple(
                replace(pause, id=pause.id if pause.id in rows.get(term.id or 0, ()) else None) for pause in term.breaks
            ),
        )
        for term in content.terms
    ]
    return replace(content, terms=tuple(terms))


def merged(content: Content, terms: Sequence[TermContent], *, keeps_others: bool) -> Content:
    """The content with `terms` from elsewhere in it: each takes the row of the term that it must be.

    That is the one of the same name, else the one it shares most days with. The other terms stay when `keeps_others`.
    A term that takes a row keeps its first week; a break keeps the row of the one with the same first day.
    """
    left = list(content.terms)
    taken: dict[int, TermContent] = {}
    for matches in (_same_name, _share_days):
        for position, term in enumerate(terms):
            if position not in taken and left:
                best = max(left, key=lambda other: matches(term, other))
                if matches(term, best) > 0:
                    taken[position] = best
                    left.remove(best)
    found = [_in_row_of(term, taken[position]) if position in taken else term for position, term in enumerate(terms)]
    return ordered(replace(content, terms=(*(left if keeps_others else ()), *found)))


def as_calendar(calendar: Calendar, content: Content) -> Calendar:
    """The calendar as a row nobody saved, with its weeks counted as `content` says."""
    proposed = copy.copy(calendar)
    for name in WEEK_FIELDS:
        setattr(proposed, name, getattr(content, name))
    return proposed


def as_terms(calendar: Calendar, content: Content) -> tuple[list[Term], dict[int, list[Break]]]:
    """Rows nobody saved, in order of time, and the breaks of each by its number, as `Timetable` takes them.

    Known terms and breaks keep their numbers; new terms have -1, -2, … in order of time.
    """
    terms, breaks = [], {}
    for position, each in enumerate(ordered(content).terms, start=1):
        values = {item.name: getattr(each, item.name) for item in fields(each) if item.name not in ("breaks", "id")}
        number = each.id or -position
        term = Term(pk=number, university_id=calendar.university_id, calendar=calendar, **values)
        terms.append(term)
        breaks[number] = [
            Break(pk=pause.id, term=term, **{key: value for key, value in _plain(pause).items() if key != "id"})
            for pause in each.breaks
        ]
    return terms, breaks


def to_json(content: Content) -> dict[str, Any]:
    """As CalendarRevision.content keeps it: dates as 2026-10-20."""
    written: dict[str, Any] = _dates_written(asdict(content))
    return written


def from_json(data: Mapping[str, Any]) -> Content:
    """What `to_json` wrote; parts that an older version did not write have their defaults."""
    terms = tuple(_term_from(term) for term in data.get("terms", ()))
    return Content(**{name: data[name] for name in WEEK_FIELDS if name in data}, terms=terms)


def _term_of(term: Term) -> TermContent:
    return term_content(term, sorted(term.breaks.all(), key=lambda pause: (pause.starts_on, pause.ends_on)))


def _break_of(pause: Break) -> BreakContent:
    values = {item.name: getattr(pause, item.name) for item in fields(BreakContent) if item.name != "id"}
    return BreakContent(**values, id=pause.pk)


def _plain(pause: BreakContent) -> dict[str, Any]:
    return {item.name: getattr(pause, item.name) for item in fields(pause)}


def _dates_written(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _dates_written(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_dates_written(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def _term_from(data: Mapping[str, Any]) -> TermContent:
    dates = {name: date.fromisoformat(data[name]) for name in data if name.endswith(("_from", "_to"))}
    breaks = tuple(
        BreakContent(**{**pause, **{name: date.fromisoformat(pause[name]) for name in ("starts_on", "ends_on")}})
        for pause in data.get("breaks", ())
    )
    return TermContent(**{**data, **dates, "breaks": breaks})


def _same_name(term: TermContent, other: TermContent) -> int:
    """Semester 1 of another year has the same name and is another term."""
    is_near = abs(term.active_from - other.active_from) < NEAR
    return int(is_near and name_key(term.name) == name_key(other.name))


def _share_days(term: TermContent, other: TermContent) -> int:
    shared = min(term.active_to, other.active_to) - max(term.active_from, other.active_from) + timedelta(days=1)
    return shared.days


def _in_row_of(term: TermContent, row: TermContent) -> TermContent:
    numbers = {pause.starts_on: pause.id for pause in row.breaks}
    breaks = tuple(replace(pause, id=numbers.get(pause.starts_on)) for pause in term.breaks)
    return replace(
        term, id=row.id, first_week=row.first_week if term.first_week is None else term.first_week, breaks=breaks
    )
