"""The terms of a calendar. Their active periods never share a day."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory.actions.calendars import record_calendar
from campus.directory.actions.permits import kept_university
from campus.directory.models import Calendar, Term
from campus.directory.names import checked_name
from campus.directory.words import date_in_words, ends_before_start
from campus.people.models import Person

LONGEST = timedelta(days=400)


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
    at: datetime,
) -> Term:
    """Add a term: teaching inside a wider active period, in which societies meet. All dates are local, inclusive."""
    calendar = kept_calendar(calendar, by=by, at=at)
    term = Term(university=calendar.university, calendar=calendar)
    term.teaching_from, term.teaching_to = teaching_from, teaching_to
    term.active_from, term.active_to = active_from, active_to
    _checked(term, name)
    term.save()
    record_calendar("term_added", calendar, by=by, at=at)
    return term


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
) -> Term:
    """Move or rename a term; None leaves a thing as it is. Its breaks stay, and must still lie inside."""
    calendar = kept_calendar(term.calendar, by=by, at=at)
    term = locked(term)
    term.teaching_from = teaching_from or term.teaching_from
    term.teaching_to = teaching_to or term.teaching_to
    term.active_from = active_from or term.active_from
    term.active_to = active_to or term.active_to
    _checked(term, term.name if name is None else name)
    term.save()
    record_calendar("term_changed", calendar, by=by, at=at)
    return term


@transaction.atomic
def remove_term(*, by: Person, term: Term, at: datetime) -> None:
    """Take a term out with its breaks; its days are then counted to the reporting term before it."""
    calendar = kept_calendar(term.calendar, by=by, at=at)
    locked(term).delete()
    record_calendar("term_removed", calendar, by=by, at=at)


def kept_calendar(calendar: Calendar, *, by: Person, at: datetime) -> Calendar:
    """The calendar, locked, when the person keeps its university."""
    kept_university(calendar.university, by=by, at=at)
    return locked(calendar)


def _checked(term: Term, name: str) -> None:
    faults = Faults()
    term.name = checked_name(faults, "name", name, limit=80)
    for field in ("teaching_from", "teaching_to", "active_from", "active_to"):
        faults.day(field, getattr(term, field))
    _check_order(faults, term)
    _check_neighbours(faults, term)
    _check_breaks(faults, term)
    faults.refuse()


def _check_order(faults: Faults, term: Term) -> None:
    if term.teaching_to < term.teaching_from:
        faults.add("teaching_to", "ends_before_start", ends_before_start(term.teaching_from, term.teaching_to))
        return
    if term.active_from > term.teaching_from:
        sentence = _("Societies start with teaching at the latest, on %(day)s. Choose that day or an earlier one.")
        faults.add("active_from", "outside_teaching", sentence % {"day": date_in_words(term.teaching_from)})
    if term.active_to < term.teaching_to:
        sentence = _("Societies go on until teaching ends, on %(day)s. Choose that day or a later one.")
        faults.add("active_to", "outside_teaching", sentence % {"day": date_in_words(term.teaching_to)})
    if term.active_to - term.active_from > LONGEST:
        sentence = _("A term is at most %(days)s days long. Look at the years once more.")
        faults.add("active_to", "too_long", sentence % {"days": LONGEST.days})


def _check_neighbours(faults: Faults, term: Term) -> None:
    """No day in two terms; the calendar's row is locked, and on PostgreSQL a constraint holds it too."""
    other = (
        Term.objects.filter(calendar=term.calendar, active_from__lte=term.active_to, active_to__gte=term.active_from)
        .exclude(pk=term.pk)
        .first()
    )
    if other is None:
        return
    field = "active_from" if other.active_from <= term.active_from else "active_to"
    sentence = _("%(term)s runs from %(first)s to %(last)s, and two terms cannot share a day. Choose other dates.") % {
        "term": other.name,
        "first": date_in_words(other.active_from),
        "last": date_in_words(other.active_to),
    }
    faults.add(field, "terms_overlap", sentence)


def _check_breaks(faults: Faults, term: Term) -> None:
    if term.pk is None:
        return
    for pause in term.breaks.all():
        if pause.starts_on < term.active_from or pause.ends_on > term.active_to:
            field = "active_from" if pause.starts_on < term.active_from else "active_to"
            sentence = _("%(name)s would lie outside this term. Move or remove it first.")
            faults.add(field, "break_outside", sentence % {"name": str(pause)})
