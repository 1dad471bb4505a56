"""The breaks of a term: days inside its active period without teaching. Two breaks never share a day."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory.actions.calendars import record_calendar
from campus.directory.actions.terms import kept_calendar
from campus.directory.models import Break, Term
from campus.directory.words import date_in_words, ends_before_start
from campus.people.models import Person


@transaction.atomic
def add_break(*, by: Person, term: Term, kind: str, name: str, starts_on: date, ends_on: date, at: datetime) -> Break:
    """Add a break; an empty `name` means that it is called as its kind. Dates are local, inclusive."""
    calendar = kept_calendar(term.calendar, by=by, at=at)
    pause = Break(term=locked(term), kind=kind, starts_on=starts_on, ends_on=ends_on)
    _checked(pause, name)
    pause.save()
    record_calendar("break_added", calendar, by=by, at=at)
    return pause


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
) -> Break:
    """Move, rename or call a break another kind; None leaves a thing as it is."""
    calendar = kept_calendar(brk.term.calendar, by=by, at=at)
    pause = locked(brk)
    pause.kind = kind or pause.kind
    pause.starts_on = starts_on or pause.starts_on
    pause.ends_on = ends_on or pause.ends_on
    _checked(pause, pause.name if name is None else name)
    pause.save()
    record_calendar("break_changed", calendar, by=by, at=at)
    return pause


@transaction.atomic
def remove_break(*, by: Person, brk: Break, at: datetime) -> None:
    """Take a break out: teaching goes on through it."""
    calendar = kept_calendar(brk.term.calendar, by=by, at=at)
    locked(brk).delete()
    record_calendar("break_removed", calendar, by=by, at=at)


def _checked(pause: Break, name: str) -> None:
    faults = Faults()
    pause.name = faults.text("name", name, limit=80)
    if pause.kind not in Break.Kind.values:
        faults.add("kind", "unknown_kind", _("Choose what kind of break it is."))
    if pause.ends_on < pause.starts_on:
        faults.add("ends_on", "ends_before_start", ends_before_start(pause.starts_on, pause.ends_on))
    else:
        _check_inside(faults, pause)
        _check_others(faults, pause)
    faults.refuse()


def _check_inside(faults: Faults, pause: Break) -> None:
    term = pause.term
    if pause.starts_on < term.active_from or pause.ends_on > term.active_to:
        sentence = _("A break lies inside its term: %(term)s runs from %(first)s to %(last)s.") % {
            "term": term.name,
            "first": date_in_words(term.active_from),
            "last": date_in_words(term.active_to),
        }
        faults.add("starts_on" if pause.starts_on < term.active_from else "ends_on", "outside_term", sentence)


def _check_others(faults: Faults, pause: Break) -> None:
    others = pause.term.breaks.exclude(pk=pause.pk)
    other = others.filter(starts_on__lte=pause.ends_on, ends_on__gte=pause.starts_on).first()
    if other is not None:
        sentence = _("%(name)s takes %(first)s to %(last)s already. Two breaks cannot share a day.") % {
            "name": str(other),
            "first": date_in_words(other.starts_on),
            "last": date_in_words(other.ends_on),
        }
        faults.add("starts_on" if other.starts_on <= pause.starts_on else "ends_on", "breaks_overlap", sentence)
