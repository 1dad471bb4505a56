"""The calendars of a university: by which weeks are counted, and which one carries the figures."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, Invalid
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.base.text import name_key
from campus.directory.actions.permits import kept_university
from campus.directory.models import Calendar, StaleMark, University
from campus.directory.names import checked_name
from campus.outbox.actions import enqueue_job
from campus.people.audit import record
from campus.people.models import Person

FIRST_WEEKS = range(-20, 61)


@transaction.atomic
def add_calendar(
    *,
    by: Person,
    university: University,
    name: str,
    is_reporting: bool = False,
    week_starts_on: int = 0,
    first_week: int = 1,
    breaks_take_number: bool = False,
    at: datetime,
) -> Calendar:
    """Begin a calendar without terms. The first of a university carries its figures, whatever `is_reporting` says.

    `week_starts_on` counts from 0, Monday, to 6, Sunday; `first_week` is the number of the first teaching week.
    """
    university = kept_university(university, by=by, at=at)
    calendar = Calendar(university=university, breaks_take_number=breaks_take_number)
    faults = Faults()
    _write(faults, calendar, name=name, week_starts_on=week_starts_on, first_week=first_week)
    faults.refuse()
    _take_name(calendar)
    if is_reporting or not university.calendars.exists():
        _make_reporting(calendar)
    calendar.save()
    record_calendar("calendar_added", calendar, by=by, at=at)
    return calendar


@transaction.atomic
def change_calendar(
    *,
    by: Person,
    calendar: Calendar,
    at: datetime,
    name: str | None = None,
    is_reporting: bool | None = None,
    week_starts_on: int | None = None,
    first_week: int | None = None,
    breaks_take_number: bool | None = None,
) -> Calendar:
    """Change a calendar; None leaves a thing as it is. Making it the reporting one takes that from the other."""
    kept_university(calendar.university, by=by, at=at)
    calendar = locked(calendar)
    faults = Faults()
    _write(faults, calendar, name=name, week_starts_on=week_starts_on, first_week=first_week)
    faults.refuse()
    if name is not None:
        _take_name(calendar)
    if breaks_take_number is not None:
        calendar.breaks_take_number = breaks_take_number
    if is_reporting:
        _make_reporting(calendar)
    elif is_reporting is False and calendar.is_reporting:
        raise Conflict("one_calendar_reports", _("One calendar carries the figures. Choose the other one instead."))
    calendar.save()
    record_calendar("calendar_changed", calendar, by=by, at=at)
    return calendar


def record_calendar(verb: str, calendar: Calendar, *, by: Person, at: datetime) -> None:
    """Write the AuditEvent of a changed calendar, mark figures as stale, and have planning and figures follow."""
    university = calendar.university
    record(verb=verb, object=f"calendar:{calendar.pk}", by=by, at=at, university=university.pk)
    StaleMark.objects.create(university=university, at=at)
    for kind in ("replan", "rebuild_participation"):
        arguments = {"university": university.pk}
        enqueue_job(kind=kind, arguments=arguments, key=f"university:{university.pk}", at=at)


def _write(
    faults: Faults, calendar: Calendar, *, name: str | None, week_starts_on: int | None, first_week: int | None
) -> None:
    if name is not None:
        calendar.name = checked_name(faults, "name", name, limit=80)
    if week_starts_on is not None:
        if week_starts_on not in range(7):
            faults.add("week_starts_on", "unknown_weekday", _("Choose a day of the week, from 0 (Monday) to 6."))
        calendar.week_starts_on = week_starts_on
    if first_week is not None:
        if first_week not in FIRST_WEEKS:
            faults.add("first_week", "week_out_of_range", _("The first teaching week has a number from -20 to 60."))
        calendar.first_week = first_week


def _take_name(calendar: Calendar) -> None:
    """Give the calendar the key of its name; its university's row is locked."""
    calendar.name_key = name_key(calendar.name)
    others = Calendar.objects.filter(university=calendar.university).exclude(pk=calendar.pk)
    if others.filter(name_key=calendar.name_key).exists():
        sentence = _("There is already a calendar called %(name)s. Choose another name.") % {"name": calendar.name}
        raise Invalid("name_taken", sentence, fields={"name": sentence})


def _make_reporting(calendar: Calendar) -> None:
    calendar.university.calendars.filter(is_reporting=True).exclude(pk=calendar.pk).update(is_reporting=False)
    calendar.is_reporting = True
