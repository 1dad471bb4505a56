"""The breaks of a term, changed at once: days inside its active period without teaching. Two never share a day."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from campus.base.errors import not_here
from campus.directory.actions.calendar_rows import kept_calendar, settle
from campus.directory.actions.societies import UNCHANGED, Unchanged
from campus.directory.actions.terms import position_of
from campus.directory.calendar_checks import put_break
from campus.directory.calendar_content import BreakContent, TermContent, content_of, with_term
from campus.directory.models import Break, Term
from campus.people.models import Person


@transaction.atomic
def add_break(
    *,
    by: Person,
    term: Term,
    kind: str,
    name: str,
    starts_on: date,
    ends_on: date,
    takes_number: bool | None = None,
    at: datetime,
) -> Break:
    """Add a break; an empty `name` means that it is called as its kind. Dates are local, inclusive.

    `takes_number` says whether its weeks are counted, where that differs from what the calendar says.
    """
    calendar = kept_calendar(term.calendar, by=by, at=at)
    content = content_of(calendar)
    position = position_of(content, term.pk)
    pause = BreakContent(kind, name, starts_on, ends_on, takes_number)
    settle("break_added", calendar, put_break(content, position, pause), by=by, at=at)
    return Break.objects.select_related("term").get(term=term.pk, starts_on=starts_on)


@transaction.atomic
def change_break(
    *,
    by: Person,
    brk: Break,
    at: datetime,
    kind: str | None = None,
    name: str | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    takes_number: bool | Unchanged | None = UNCHANGED,
) -> Break:
    """Move, rename or call a break another kind; None leaves a thing as it is, except that of `takes_number`."""
    calendar = kept_calendar(brk.term.calendar, by=by, at=at)
    content = content_of(calendar)
    position = position_of(content, brk.term_id)
    before = _break_in(content.terms[position], brk.pk)
    changed = replace(
        before,
        kind=kind or before.kind,
        name=before.name if name is None else name,
        starts_on=starts_on or before.starts_on,
        ends_on=ends_on or before.ends_on,
        takes_number=before.takes_number if isinstance(takes_number, Unchanged) else takes_number,
    )
    settle("break_changed", calendar, put_break(content, position, changed, before), by=by, at=at)
    return Break.objects.select_related("term").get(pk=brk.pk)


@transaction.atomic
def remove_break(*, by: Person, brk: Break, at: datetime) -> None:
    """Take a break out: teaching goes on through it."""
    calendar = kept_calendar(brk.term.calendar, by=by, at=at)
    content = content_of(calendar)
    position = position_of(content, brk.term_id)
    term = content.terms[position]
    _break_in(term, brk.pk)
    left = replace(term, breaks=tuple(pause for pause in term.breaks if pause.id != brk.pk))
    settle("break_removed", calendar, with_term(content, left, position), by=by, at=at)


def _break_in(term: TermContent, number: int) -> BreakContent:
    """Raises NotFound when it has gone."""
    found = next((pause for pause in term.breaks if pause.id == number), None)
    if found is None:
        raise not_here()
    return found
