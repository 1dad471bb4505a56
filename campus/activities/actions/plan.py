"""Planning an activity: its series, the poster code of the series, and the rows of its coming dates."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.activities.actions.codes import make_code
from campus.activities.actions.rows import add_rows
from campus.activities.announcing import announce
from campus.activities.models import Activity, Series
from campus.activities.plans import ActivityPlan, draft
from campus.activities.rules import refuse_ended, refuse_unless_planning, refuse_unless_running
from campus.base.errors import Invalid, not_here
from campus.base.rows import held, locked
from campus.directory.models import Society
from campus.directory.queries import calendar_of
from campus.people.audit import record
from campus.people.models import Person


@transaction.atomic
def plan_activity(
    *, by: Person, society: Society, plan: ActivityPlan, at: datetime, series: Series | None = None
) -> Activity:
    """Plan an activity and its dates for the coming 12 months or to the end of the next term (18 months at most).

    Without `series` a new one begins, with its poster code; with one, the activity is its next stretch.
    Raises Invalid with `fields` for what cannot be planned, Conflict while the society is not approved.
    """
    society = locked(society)
    refuse_unless_running(by, society, at)
    refuse_unless_planning(society)
    _hold_calendar(plan, society)
    checked = draft(plan, society, at)
    if not checked.dates.starts:
        raise _no_date_left()
    plan = checked.plan
    series = _begin_series(society, plan, by=by, at=at) if series is None else _same_series(series, society)
    activity = Activity.objects.create(
        university_id=society.university_id,
        society=society,
        series=series,
        calendar=plan.calendar,
        name=plan.name,
        rrule=plan.rrule,
        first_date=plan.first_date,
        start_time=plan.start_time,
        minutes=plan.minutes,
        zone=plan.zone,
        window=plan.window,
        place=plan.place,
        link=plan.link,
        timing=plan.timing,
        more_times=[f"{start:%H:%M}" for start in plan.more_times],
        extra_dates=[start.isoformat(timespec="minutes") for start in plan.extra_dates],
        skipped_dates=[start.isoformat(timespec="minutes") for start in plan.skipped_dates],
        skips_holidays=plan.skips_holidays,
        observance=plan.observance,
        imported_uid=plan.imported_uid,
        planned_until=checked.last,
        changed_at=at,
        created_by=by,
    )
    add_rows(activity, checked.dates.starts, at)
    record(
        verb="activity_planned",
        object=f"activity:{activity.pk}",
        by=by,
        at=at,
        university=society.university_id,
        society=society.pk,
    )
    announce("activity.planned", activity, at)
    return activity


def _hold_calendar(plan: ActivityPlan, society: Society) -> None:
    """Let nobody change the calendar meanwhile: a change before this plan is seen by it, one after replans it."""
    calendar = plan.calendar or calendar_of(society)
    if calendar is not None:
        held(calendar)


def _begin_series(society: Society, plan: ActivityPlan, *, by: Person, at: datetime) -> Series:
    series = Series.objects.create(
        university_id=society.university_id,
        society=society,
        name=plan.name,
        description=plan.description,
        for_newcomers=plan.for_newcomers,
        template=plan.template,
        capacity=plan.capacity,
        changed_at=at,
        created_by=by,
    )
    make_code(series, by=by, at=at)
    return series


def _same_series(series: Series, society: Society) -> Series:
    series = locked(series)
    if series.society_id != society.pk:
        raise not_here()
    refuse_ended(series)
    return series


def _no_date_left() -> Invalid:
    sentence = _("No date is left: each falls outside the weeks chosen. Choose other days, or all year.")
    return Invalid("no_date_left", sentence, fields={"window": sentence})
