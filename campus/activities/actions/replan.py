"""Keeping the rows of all activities in step with time and with the calendar. Nobody acts here: the work is its own."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from campus.activities.actions.rows import add_rows, drop_rows, future_rows, recount
from campus.activities.announcing import announce_replanned
from campus.activities.models import Activity, Occurrence
from campus.activities.planning import Dates, Stretch, Timetable, instant, plan_dates
from campus.activities.queries.timetables import timetable_for, timetable_of
from campus.base import clock
from campus.base.rows import locked
from campus.directory.models import Society
from campus.outbox.models import Job
from campus.people.audit import record


def extend_plans(slot_at: datetime) -> None:
    """Periodic work: make the rows that the passing of time brings within reach, in every approved society."""
    for society in _societies_with_rhythm():
        extend_society(society, slot_at)


def replan_work(job: Job, progress: Callable[[int, int], None]) -> None:
    """Job `replan` with the arguments {"university": number}: fit its coming dates to the calendar as it is now."""
    at = clock.now()
    societies = _societies_with_rhythm(job.arguments["university"])
    for done, society in enumerate(societies):
        progress(done, len(societies))
        replan_society(society, at)
    progress(len(societies), len(societies))


@transaction.atomic
def extend_society(society: Society, at: datetime) -> None:
    """Add the rows that are missing up to the horizon; takes nothing away. Doing it again changes nothing."""
    for activity, timetable in _activities_of(locked(society)):
        last = timetable.horizon(clock.today(activity.zone, at))
        if activity.planned_until is None or activity.planned_until < last:
            add_rows(activity, _future(activity, _dates(activity, timetable, at, last), at))
            _planned_until(activity, last)


@transaction.atomic
def replan_society(society: Society, at: datetime) -> None:
    """Fit the coming dates of a society to its calendar; those that have begun are never touched.

    New dates get rows. A date that fell out is deleted, or cancelled with the reason when somebody was counted at it
    or a code points at it; what was so cancelled comes back when the calendar does. Cancelled by hand stays cancelled.
    """
    society = locked(society)
    changes = [_replan(activity, timetable, at) for activity, timetable in _activities_of(society)]
    if any(changes):
        record(
            verb="activities_replanned",
            object=f"society:{society.pk}",
            by=None,
            at=at,
            university=society.university_id,
            society=society.pk,
        )
        announce_replanned(society.pk, society.university_id, at)


def _replan(activity: Activity, timetable: Timetable, at: datetime) -> bool:
    """Fit one activity; whether anything changed."""
    horizon = timetable.horizon(clock.today(activity.zone, at))
    last = max(horizon, activity.planned_until or horizon)
    dates = _dates(activity, timetable, at, last)
    wanted, reasons = set(dates.starts), dict(dates.left_out)
    known = set()
    returned: list[Occurrence] = []
    fallen: dict[str, list[Occurrence]] = {}
    for row in future_rows(activity, at):
        start = datetime.combine(row.original_date, row.original_time)
        known.add(start)
        if start in wanted and row.is_cancelled and row.cancelled_by_id is None:
            returned.append(row)
        elif start not in wanted and not row.is_cancelled:
            fallen.setdefault(reasons.get(row.original_date, ""), []).append(row)
    for reason, rows in fallen.items():
        drop_rows(rows, at=at, reason=_in_words(reason))
    Occurrence.objects.filter(pk__in=[row.pk for row in returned]).update(cancelled_at=None, cancel_reason="")
    recount(returned, at=at)
    missing = [start for start in _future(activity, dates, at) if start not in known]
    add_rows(activity, missing)
    _planned_until(activity, last)
    return bool(fallen or returned or missing)


def _in_words(reason: str) -> str:
    if not reason:
        return gettext("The term dates have changed.")
    return gettext("The term dates have changed: %(reason)s.") % {"reason": reason}


def _growing() -> "QuerySet[Activity]":
    """The activities whose dates come by a rule, in series that go on."""
    return Activity.objects.filter(series__ended_at__isnull=True).exclude(rrule="")


def _societies_with_rhythm(university: int | None = None) -> list[Society]:
    growing = _growing() if university is None else _growing().filter(university=university)
    approved = Society.objects.filter(status=Society.Status.APPROVED)
    return list(approved.filter(pk__in=growing.values("society")).order_by("pk"))


def _activities_of(society: Society) -> list[tuple[Activity, Timetable]]:
    """The growing activities of a locked society, each with the terms it keeps to; none unless it is approved."""
    if society.status != Society.Status.APPROVED:
        return []
    growing = list(_growing().filter(society=society).select_related("series", "calendar"))
    own = timetable_for(society) if growing else Timetable()
    return [(activity, timetable_of(activity.calendar) if activity.calendar else own) for activity in growing]


def _dates(activity: Activity, timetable: Timetable, at: datetime, last: date) -> Dates:
    """The dates of an activity from today to `last`."""
    since = max(activity.first_date, clock.today(activity.zone, at))
    return plan_dates(Stretch.of(activity), timetable, since, last)


def _future(activity: Activity, dates: Dates, at: datetime) -> list[datetime]:
    return [start for start in dates.starts if instant(start.date(), start.time(), activity.zone) > at]


def _planned_until(activity: Activity, last: date) -> None:
    activity.planned_until = last
    activity.save(update_fields=["planned_until"])
