"""The calendars of a university: by which weeks are counted, and which one carries the figures."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, Invalid
from campus.base.faults import Faults
from campus.base.text import name_key
from campus.directory.actions.calendar_rows import kept_calendar, record_calendar, settle
from campus.directory.actions.permits import kept_university
from campus.directory.calendar_checks import check_weeks
from campus.directory.calendar_content import WEEK_FIELDS, Content, content_of
from campus.directory.models import Calendar, University
from campus.directory.names import checked_name
from campus.people.models import Person


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
    week_labels: str = Calendar.WeekLabels.NUMBER,
    weeks_before: int = 0,
    weeks_after: bool = False,
    at: datetime,
) -> Calendar:
    """Begin a calendar without terms. The first of a university carries its figures, whatever `is_reporting` says.

    `week_starts_on` counts from 0, Monday, to 6, Sunday; `first_week` is the number of the first teaching week;
    of the weeks before it `weeks_before` are counted down, and those after teaching are counted with `weeks_after`.
    """
    university = kept_university(university, by=by, at=at)
    content = Content(week_starts_on, first_week, breaks_take_number, week_labels, weeks_before, weeks_after)
    calendar = Calendar(university=university, **{field: getattr(content, field) for field in WEEK_FIELDS})
    _check(calendar, content, name)
    _take_name(calendar)
    if is_reporting or not university.calendars.exists():
        _make_reporting(calendar)
    calendar.changed_at = at
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
    week_labels: str | None = None,
    weeks_before: int | None = None,
    weeks_after: bool | None = None,
) -> Calendar:
    """Change a calendar at once; None leaves a thing as it is. Making it the reporting one takes that from the other.

    How weeks are counted is kept as an accepted version, like a change of its terms.
    """
    calendar = kept_calendar(calendar, by=by, at=at)
    given: dict[str, Any] = {
        "week_starts_on": week_starts_on,
        "first_week": first_week,
        "breaks_take_number": breaks_take_number,
        "week_labels": week_labels,
        "weeks_before": weeks_before,
        "weeks_after": weeks_after,
    }
    content = replace(content_of(calendar), **{field: value for field, value in given.items() if value is not None})
    _check(calendar, content, calendar.name if name is None else name)
    if name is not None:
        _take_name(calendar)
    if is_reporting:
        _make_reporting(calendar)
    elif is_reporting is False and calendar.is_reporting:
        raise Conflict("one_calendar_reports", _("One calendar carries the figures. Choose the other one instead."))
    settle("calendar_changed", calendar, content, by=by, at=at)
    return calendar


def _check(calendar: Calendar, content: Content, name: str) -> None:
    faults = Faults()
    calendar.name = checked_name(faults, "name", name, limit=80)
    check_weeks(faults, content)
    faults.refuse()


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
