"""Real calendars, moved in whole weeks so that today lies in the sixth week of a term."""

from dataclasses import dataclass
from datetime import date, timedelta

from campus.base.text import name_key
from campus.directory.models import Break, Calendar, Term, University
from campus.management.demo.specs import CalendarShape, CalendarSource, Span, TermShape

YEAR = timedelta(weeks=52)  # whole weeks, so that a calendar keeps its weekdays when it comes round
SIXTH = timedelta(weeks=5)  # from the first week to the sixth
BEFORE, AFTER = 2, 1  # terms around the running one
SETTLE = timedelta(days=75)  # a calendar year that begins in December is named for the one that follows


@dataclass(frozen=True)
class PlacedTerm:
    """A term shape with the days it is moved by and the name it gets there."""

    name: str
    shape: TermShape
    moved: timedelta

    def at(self, span: Span) -> Span:
        return Span(span.first + self.moved, span.last + self.moved)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def shift(shape: CalendarShape, today: date) -> tuple[int, timedelta]:
    """Which term runs `today`, and by how much its dates move so that today lies in its sixth week.

    Of the terms of a year it is the one that stays nearest to its own season.
    """
    moves = [monday(today) - monday(term.teaching.first) - SIXTH for term in shape.terms]
    index = min(range(len(moves)), key=lambda number: _out_of_season(moves[number]))
    return index, moves[index]


def place(shape: CalendarShape, moved: timedelta, running: int, label: str) -> list[PlacedTerm]:
    """Two terms before, the running one and the next; `label` holds {year} or {year}/{next}."""
    first_year = (shape.terms[0].teaching.first + moved + (timedelta() if "{next}" in label else SETTLE)).year
    placed = []
    for number in range(running - BEFORE, running + AFTER + 1):
        years, index = divmod(number, len(shape.terms))
        year = first_year + years
        title = label.format(year=year, next=f"{(year + 1) % 100:02}")
        placed.append(PlacedTerm(f"{shape.terms[index].name} {title}", shape.terms[index], moved + years * YEAR))
    return placed


def make_calendars(university: University, source: CalendarSource, label: str, today: date) -> list[Calendar]:
    """The calendars of a university with their terms and breaks; the first one reports and decides the shift."""
    running, moved = shift(source.calendars[0], today)
    made = []
    for position, shape in enumerate(source.calendars):
        calendar = Calendar.objects.create(
            university=university, name=shape.name, name_key=name_key(shape.name), is_reporting=position == 0
        )
        for placed in place(shape, moved, running, label):
            _make_term(calendar, placed)
        made.append(calendar)
    return made


def _make_term(calendar: Calendar, placed: PlacedTerm) -> None:
    teaching, active = placed.at(placed.shape.teaching), placed.at(placed.shape.active)
    term = Term.objects.create(
        university=calendar.university,
        calendar=calendar,
        name=placed.name,
        teaching_from=teaching.first,
        teaching_to=teaching.last,
        active_from=active.first,
        active_to=active.last,
    )
    for pause in placed.shape.breaks:
        dates = placed.at(pause.dates)
        Break.objects.create(term=term, kind=pause.kind, name=pause.name, starts_on=dates.first, ends_on=dates.last)


def _out_of_season(move: timedelta) -> timedelta:
    """How far a move leads from the same season of some year, forwards or backwards."""
    rest = move % YEAR
    return min(rest, YEAR - rest)
