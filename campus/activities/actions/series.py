"""A series: its name, its doors, and its end."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext, gettext_lazy

from campus.activities.actions.rows import drop_rows, future_rows
from campus.activities.announcing import announce
from campus.activities.models import Activity, Occurrence, Series
from campus.activities.rules import refuse_unless_running
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.people.audit import record
from campus.people.models import Person

LONGEST_WAIT = 24 * 60  # minutes


@transaction.atomic
def change_series(
    *,
    by: Person,
    series: Series,
    at: datetime,
    name: str | None = None,
    description: str | None = None,
    for_newcomers: bool | None = None,
    opens_before: int | None = None,
    closes_after: int | None = None,
) -> Series:
    """Change what is given; None leaves a thing as it is. Past dates keep their name and their door times.

    `opens_before` and `closes_after` are minutes. Coming dates follow, and so does the name of those that bear it.
    """
    series = _current(series, by=by, at=at)
    former = series.name
    faults = Faults()
    if name is not None:
        missing = gettext_lazy("Say what it is called, for example Tuesday Circle.")
        series.name = faults.text("name", name, limit=120, missing=missing)
    if description is not None:
        series.description = faults.text("description", description, limit=2000)
    if for_newcomers is not None:
        series.for_newcomers = for_newcomers
    if opens_before is not None:
        series.opens_before = _wait(faults, "opens_before", opens_before)
    if closes_after is not None:
        series.closes_after = _wait(faults, "closes_after", closes_after)
    faults.refuse()
    series.save()
    _pass_on(series, former, at)
    _record("series_changed", series, by=by, at=at)
    announce("activity.changed", series, at)
    return series


@transaction.atomic
def end_series(*, by: Person, series: Series, at: datetime) -> Series:
    """End a series: dates that have not begun leave the plan, what took place stays. Ended once, it stays so."""
    series = _current(series, by=by, at=at)
    if series.ended_at is not None:
        return series
    series.ended_at = at
    series.save(update_fields=["ended_at"])
    drop_rows(list(future_rows(series, at)), at=at, reason=gettext("The series has ended."))
    _record("series_ended", series, by=by, at=at)
    announce("activity.ended", series, at)
    return series


def _current(series: Series, *, by: Person, at: datetime) -> Series:
    """The series, locked after its society as a replan does, when the person may change it."""
    society = locked(series.society)
    refuse_unless_running(by, society, at)
    return locked(series)


def _pass_on(series: Series, former: str, at: datetime) -> None:
    Activity.objects.filter(series=series, name=former).update(name=series.name)
    coming = Occurrence.objects.filter(series=series, starts_at__gt=at)
    coming.filter(name=former).update(name=series.name)
    coming.update(
        opens_at=F("starts_at") - timedelta(minutes=series.opens_before),
        closes_at=F("ends_at") + timedelta(minutes=series.closes_after),
    )


def _wait(faults: Faults, field: str, minutes: int) -> int:
    if not 0 <= minutes <= LONGEST_WAIT:
        faults.add(field, "door_times", gettext_lazy("Doors may open and close up to a day around a date: 0 to 1440."))
    return minutes


def _record(verb: str, series: Series, *, by: Person, at: datetime) -> None:
    record(
        verb=verb,
        object=f"series:{series.pk}",
        by=by,
        at=at,
        university=series.university_id,
        society=series.society_id,
    )
