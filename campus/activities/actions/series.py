"""A series: its name, its doors, and its end."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy

from campus.activities import change_words
from campus.activities.actions.answers import fill_series
from campus.activities.actions.rows import future_rows, take_away
from campus.activities.announcing import announce, announce_each
from campus.activities.ending import ended
from campus.activities.models import Activity, Occurrence, Series
from campus.activities.reshaping import Fate
from campus.activities.rules import refuse_unless_running
from campus.activities.telling import new_batch, tell_of_changes
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.people.audit import record
from campus.people.models import Person

LONGEST_WAIT = 24 * 60  # minutes
LONGEST_NOTICE = 24 * 14  # hours
MOST = 100_000


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
    takes_answers: bool | None = None,
    capacity: int | None = None,
    in_time_hours: int | None = None,
) -> Series:
    """Change what is given; None leaves a thing as it is. Past dates keep their name and their door times.

    `opens_before` and `closes_after` are minutes. Coming dates follow, and so does the name of those that bear it.
    `capacity` says how many may say yes to a date, 0 takes the limit away; who waits moves up where there is room now.
    """
    series = _current(series, by=by, at=at)
    former = (series.name, series.opens_before, series.closes_after)
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
    if takes_answers is not None:
        series.takes_answers = takes_answers
    if capacity is not None:
        series.capacity = room(faults, capacity)
    if in_time_hours is not None:
        series.in_time_hours = _in_time(faults, in_time_hours)
    faults.refuse()
    series.changed_at = at
    series.save()
    _pass_on(series, former, at)
    fill_series(series, at)
    _record("series_changed", series, by=by, at=at)
    announce("activity.changed", series, at)
    return series


@transaction.atomic
def end_series(*, by: Person, series: Series, at: datetime) -> Series:
    """End a series: dates that have not begun leave the plan, what took place stays. Ended once, it stays so."""
    series = _current(series, by=by, at=at)
    if series.ended_at is not None:
        return series
    series.ended_at = series.changed_at = at
    series.save(update_fields=["ended_at", "changed_at"])
    shape = ended(series, list(future_rows(series, at)), at)
    take_away(shape.outcomes, at=at)
    gone = [each.row for each in shape.those(Fate.CANCELLED)]
    for row in gone:
        row.series, row.society = series, series.society
    _record("series_ended", series, by=by, at=at)
    announce("activity.ended", series, at)
    announce_each([("occurrence.cancelled", row) for row in gone], at)
    tell_of_changes([(row, change_words.cancelled(row)) for row in gone], new_batch(series.society_id), at)
    return series


def _current(series: Series, *, by: Person, at: datetime) -> Series:
    """The series, locked after its society as a replan does, when the person may change it."""
    society = locked(series.society)
    refuse_unless_running(by, society, at)
    return locked(series)


def _pass_on(series: Series, former: tuple[str, int, int], at: datetime) -> None:
    name, *doors = former
    coming = Occurrence.objects.filter(series=series, starts_at__gt=at)
    if series.name != name:
        changed = {"name": series.name, "changed_at": at, "sequence": F("sequence") + 1}
        Activity.objects.filter(series=series, name=name).update(**changed)
        coming.filter(name=name).update(**changed)
    if [series.opens_before, series.closes_after] != doors:
        coming.update(
            opens_at=F("starts_at") - timedelta(minutes=series.opens_before),
            closes_at=F("ends_at") + timedelta(minutes=series.closes_after),
            changed_at=at,
        )


def _wait(faults: Faults, field: str, minutes: int) -> int:
    if not 0 <= minutes <= LONGEST_WAIT:
        faults.add(field, "door_times", gettext_lazy("Doors may open and close up to a day around a date: 0 to 1440."))
    return minutes


def room(faults: Faults, capacity: int) -> int | None:
    """How many may say yes; 0 means no limit, which is kept as None."""
    if not 0 <= capacity <= MOST:
        faults.add("capacity", "capacity", gettext_lazy("Say how many may come, up to 100,000; 0 for no limit."))
    return capacity or None


def _in_time(faults: Faults, hours: int) -> int:
    if not 0 <= hours <= LONGEST_NOTICE:
        faults.add("in_time_hours", "in_time_hours", gettext_lazy("Say how many hours before the start: 0 to 336."))
    return hours


def _record(verb: str, series: Series, *, by: Person, at: datetime) -> None:
    record(
        verb=verb,
        object=f"series:{series.pk}",
        by=by,
        at=at,
        university=series.university_id,
        society=series.society_id,
    )
