"""The terms of a calendar, changed at once. Their active periods never share a day.

Each change is kept as an accepted version of the calendar; `revisions.py` has the way through a preview.
"""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from campus.base.errors import not_here
from campus.directory.actions.calendar_rows import kept_calendar, settle
from campus.directory.actions.societies import UNCHANGED, Unchanged
from campus.directory.calendar_checks import put_term
from campus.directory.calendar_content import Content, TermContent, content_of, without_term
from campus.directory.models import Calendar, Term
from campus.people.models import Person


@transaction.atomic
def add_term(
    *,
    by: Person,
    calendar: Calendar,
    name: str,
    teaching_from: date,
    teaching_to: date,
    active_from: date,
    active_to: date,
    first_week: int | None = None,
    at: datetime,
) -> Term:
    """Add a term: teaching inside a wider active period, in which societies meet. All dates are local, inclusive.

    `first_week` is the number of its first teaching week, where it differs from the calendar's.
    """
    calendar = kept_calendar(calendar, by=by, at=at)
    content = content_of(calendar)
    term = TermContent(name, teaching_from, teaching_to, active_from, active_to, first_week)
    settle("term_added", calendar, put_term(content, term), by=by, at=at)
    return calendar.terms.get(active_from=active_from)


@transaction.atomic
def change_term(
    *,
    by: Person,
    term: Term,
    at: datetime,
    name: str | None = None,
    teaching_from: date | None = None,
    teaching_to: date | None = None,
    active_from: date | None = None,
    active_to: date | None = None,
    first_week: int | Unchanged | None = UNCHANGED,
) -> Term:
    """Move or rename a term; None leaves a thing as it is, except that of `first_week`. Its breaks stay inside."""
    calendar = kept_calendar(term.calendar, by=by, at=at)
    content = content_of(calendar)
    position = position_of(content, term.pk)
    before = content.terms[position]
    changed = replace(
        before,
        name=before.name if name is None else name,
        teaching_from=teaching_from or before.teaching_from,
        teaching_to=teaching_to or before.teaching_to,
        active_from=active_from or before.active_from,
        active_to=active_to or before.active_to,
        first_week=before.first_week if isinstance(first_week, Unchanged) else first_week,
    )
    settle("term_changed", calendar, put_term(content, changed, position), by=by, at=at)
    return calendar.terms.get(pk=term.pk)


@transaction.atomic
def remove_term(*, by: Person, term: Term, at: datetime) -> None:
    """Take a term out with its breaks; its days are then counted to the reporting term before it."""
    calendar = kept_calendar(term.calendar, by=by, at=at)
    content = content_of(calendar)
    settle("term_removed", calendar, without_term(content, position_of(content, term.pk)), by=by, at=at)


def position_of(content: Content, number: int) -> int:
    """Where the term of this row stands. Raises NotFound when it has gone."""
    for position, term in enumerate(content.terms):
        if term.id == number:
            return position
    raise not_here()
