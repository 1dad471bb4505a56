"""What a calendar, or the passing of time, makes of the dates of societies. Reads and computes; saves nothing.

The preview of a changed calendar and the work that follows it both ask `replanned`.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from campus.activities.models import Activity, Occurrence
from campus.activities.planning import Dates, Stretch, Timetable, plan_dates
from campus.activities.queries.hanging import hung_on
from campus.activities.queries.timetables import timetable_of
from campus.activities.reshaping import Shape, address_of, reshape, spare
from campus.base import clock
from campus.directory.models import Calendar, Society

# What `reshape` reads of a row, and a preview shows: those of all activities of a society are read at once.
READ = (
    "name", "timing", "activity", "original_date", "original_time", "date", "time", "zone", "starts_at", "cancelled_at",
    "cancelled_by", "cancel_reason", "pinned_at", "own", "is_kept", "sequence", "society", "university", "series",
)  # fmt: skip


@dataclass
class Timetables:
    """The timetables by which the societies of universities schedule, each read once.

    `proposed` are those to be tried instead of what is saved, by the calendar's number.
    """

    proposed: Mapping[int, Timetable] = field(default_factory=dict)
    _known: dict[int, Timetable] = field(default_factory=dict)
    _reporting: dict[int, Calendar | None] = field(default_factory=dict)

    def of(self, activity: Activity, society: Society) -> Timetable:
        """That of the calendar chosen for an activity, else of the society's own, else of the reporting calendar."""
        calendar = activity.calendar or society.calendar or self._reporting_calendar(society.university_id)
        if calendar is None:
            return self._without()
        if calendar.pk in self.proposed:
            return self.proposed[calendar.pk]
        if calendar.pk not in self._known:
            self._known[calendar.pk] = timetable_of(calendar)
        return self._known[calendar.pk]

    def _without(self) -> Timetable:
        return self._known.setdefault(0, Timetable())

    def _reporting_calendar(self, university: int) -> Calendar | None:
        if university not in self._reporting:
            found = Calendar.objects.select_related("university").filter(university=university, is_reporting=True)
            self._reporting[university] = found.first()
        return self._reporting[university]


@dataclass
class Replanned:
    """What becomes of the dates of one society: the shapes of activities whose dates change, and how far all of its
    growing activities are planned now."""

    shapes: list[Shape] = field(default_factory=list)
    planned_until: dict[Activity, date] = field(default_factory=dict)


def growing() -> "QuerySet[Activity]":
    """The activities whose dates come by a rule, or were added by hand further on, in series that go on."""
    running = Activity.objects.filter(series__ended_at__isnull=True)
    return running.exclude(rrule="", extra_dates=[])


def replanned(
    societies: Sequence[Society], timetables: Timetables, at: datetime, occurrences: "QuerySet[Occurrence]"
) -> dict[int, Replanned]:
    """Fit the coming dates of societies to their calendars as they are in `timetables`; by the society's number.

    `occurrences` is where rows are read, locked or not: one query for all activities of all these societies. Raises
    nothing: what gives over 1,000 dates is fitted as far as those go.
    """
    found = {society.pk: Replanned() for society in societies}
    approved = {society.pk: society for society in societies if society.status == Society.Status.APPROVED}
    activities = list(growing().filter(society__in=approved).select_related("series", "calendar__university"))
    if not activities:
        return found
    rows = _rows(approved, activities, at, occurrences)
    for activity in activities:
        of_society = found[activity.society_id]
        timetable = timetables.of(activity, approved[activity.society_id])
        horizon = timetable.horizon(clock.today(activity.zone, at))
        last = max(horizon, activity.planned_until or horizon)
        dates = coming_dates(activity, timetable, at, last)
        of_society.planned_until[activity] = last
        theirs = _within(rows[activity.pk], dates)
        if _differs(theirs, dates):
            shape = reshape(activity, theirs, dates, at, reason=why_out)
            if shape.changes_dates:
                of_society.shapes.append(shape)
    spare([shape for each in found.values() for shape in each.shapes], hung_on)
    return found


def coming_dates(activity: Activity, timetable: Timetable, at: datetime, last: date) -> Dates:
    """The dates of an activity from today to `last`."""
    since = max(activity.first_date, clock.today(activity.zone, at))
    return plan_dates(Stretch.of(activity), timetable, since, last)


def why_out(reason: str) -> str:
    """Why a changed calendar takes a date out, in words."""
    if not reason:
        return gettext("The term dates have changed.")
    return gettext("The term dates have changed: %(reason)s.") % {"reason": reason}


def _rows(
    societies: Collection[int], activities: Sequence[Activity], at: datetime, occurrences: "QuerySet[Occurrence]"
) -> dict[int, list[Occurrence]]:
    """By activity, the rows that by their address or by when they take place are still to come."""
    today = min(clock.today(activity.zone, at) for activity in activities)
    coming = occurrences.filter(Q(original_date__gte=today) | Q(starts_at__gt=at), society__in=societies)
    found: dict[int, list[Occurrence]] = defaultdict(list)
    for row in coming.only(*READ).order_by("pk"):
        found[row.activity_id].append(row)
    return found


def _within(rows: list[Occurrence], dates: Dates) -> list[Occurrence]:
    """Without those beyond the last date that was worked out, where there are too many to work them all out."""
    if not dates.is_cut:
        return rows
    last = dates.starts[-1]
    return [row for row in rows if address_of(row) <= last]


def _differs(rows: Sequence[Occurrence], dates: Dates) -> bool:
    """Whether anything can come of it: most activities of a changed calendar keep every date."""
    if any(row.cancelled_at is not None for row in rows):
        return True
    return {address_of(row) for row in rows} != set(dates.starts)
