"""A university moves a term: how long its societies take to follow, and how long a check-in waits meanwhile.

300 societies with 3,000 weekly activities keep to teaching weeks; the second term begins a week later. Another process
checks people in, one after the other, before and while it happens.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any

from django.db import connection, transaction
from tqdm import tqdm

from campus.activities.actions import replan_work
from campus.activities.models import Activity, Code, Occurrence, Series
from campus.activities.planning import Stretch, instants, plan_dates
from campus.activities.queries import timetable_for
from campus.base import clock
from campus.directory.models import Society, Term, University
from campus.outbox.actions import enqueue_job
from campus.outbox.models import Job
from tests import factories

SOCIETIES = 300
ACTIVITIES = 10
QUIET_SECONDS = 3
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR")


def measure() -> dict[str, Any]:
    """Seconds, statements, the longest transaction, and a check-in's waiting, inside `bench.run.database`."""
    university, term = _university()
    rows = _plan(university)
    with _checking_in(university) as check_ins:
        quiet = check_ins(lambda: sleep(QUIET_SECONDS))
        _move(term, timedelta(days=7))
        moved: dict[str, Any] = {}
        busy = check_ins(lambda: moved.update(_replan(university)))
        again = _replan(university)
    return {
        "societies": SOCIETIES,
        "activities": SOCIETIES * ACTIVITIES,
        "occurrences": rows,
        "after_the_shift": moved,
        "again_without_a_change": again,
        "check_in_ms_before": quiet,
        "check_in_ms_meanwhile": busy,
    }


def _university() -> tuple[University, Term]:
    """One whose running term began two months ago, and the term after it."""
    university = factories.university()
    calendar = university.calendars.get()
    calendar.terms.all().delete()
    begun = clock.now().date() - timedelta(days=60)
    monday = begun - timedelta(days=begun.weekday())
    factories.term(calendar, "Running term", monday)
    return university, factories.term(calendar, "Next term", monday + timedelta(weeks=18))


def _plan(university: University) -> int:
    """Ten weekly activities for each society, with a row for every date; returns how many rows."""
    today, rows = clock.now().date(), 0
    for number in tqdm(range(SOCIETIES), desc="Planning", disable=None):
        society = factories.society(university, f"Society {number}")
        timetable = timetable_for(society)
        last = timetable.horizon(today)
        for index in range(ACTIVITIES):
            activity = _activity(society, index, today)
            activity.planned_until = last
            activity.save()
            starts = plan_dates(Stretch.of(activity), timetable, activity.first_date, last).starts
            rows += len(Occurrence.objects.bulk_create([_row(activity, start) for start in starts]))
    return rows


def _activity(society: Society, index: int, today: date) -> Activity:
    series = Series.objects.create(university=society.university, society=society, name=f"Circle {index}")
    return Activity(
        university=society.university,
        society=society,
        series=series,
        name=series.name,
        rrule=f"FREQ=WEEKLY;BYDAY={WEEKDAYS[index % 5]}",
        first_date=today - timedelta(days=50),
        start_time=time(9 + index, 30),
        minutes=60,
        zone=society.university.zone,
        window="teaching",
    )


def _row(activity: Activity, start: datetime) -> Occurrence:
    starts_at, ends_at = instants(start.date(), start.time(), activity.minutes, activity.zone)
    return Occurrence(
        university=activity.university,
        society=activity.society,
        series=activity.series,
        activity=activity,
        name=activity.name,
        original_date=start.date(),
        original_time=start.time(),
        date=start.date(),
        time=start.time(),
        minutes=activity.minutes,
        zone=activity.zone,
        starts_at=starts_at,
        ends_at=ends_at,
        opens_at=starts_at,
        closes_at=ends_at,
    )


def _move(term: Term, by: timedelta) -> None:
    for name in ("teaching_from", "teaching_to", "active_from", "active_to"):
        setattr(term, name, getattr(term, name) + by)
    term.save()


def _replan(university: University) -> dict[str, Any]:
    job = enqueue_job(kind="replan", arguments={"university": university.pk}, at=clock.now())
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE)  # carried out here, and by nobody else
    with _statements() as statements, _transactions() as transactions:
        begun = perf_counter()
        replan_work(job, lambda done, total: None)
        seconds = perf_counter() - begun
    return {
        "seconds": round(seconds, 2),
        "statements": len(statements),
        "statements_per_society": round(len(statements) / SOCIETIES, 1),
        "transactions": len(transactions),
        "longest_transaction_ms": round(1000 * max(transactions), 1),
        "median_transaction_ms": round(1000 * median(transactions), 1),
    }


@contextmanager
def _statements() -> Iterator[list[str]]:
    found: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


@contextmanager
def _transactions() -> Iterator[list[float]]:
    """How long each outermost transaction takes, in seconds."""
    found: list[float] = []
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__
    begun = 0.0

    def entering(self: Any) -> None:
        nonlocal begun
        if not connection.in_atomic_block:
            begun = perf_counter()
        enter(self)

    def leaving(self: Any, *error: Any) -> None:
        leave(self, *error)
        if not connection.in_atomic_block:
            found.append(perf_counter() - begun)

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = entering, leaving  # type: ignore[method-assign]
    try:
        yield found
    finally:
        transaction.Atomic.__enter__, transaction.Atomic.__exit__ = enter, leave  # type: ignore[method-assign]


@contextmanager
def _checking_in(university: University) -> Iterator[Callable[[Callable[[], None]], dict[str, float]]]:
    """Gives a function that does something while another process checks people in, and says what those took."""
    society = factories.society(university, "Open door")
    series = Series.objects.create(university=university, society=society, name="Open door")
    now = clock.now()
    activity = _activity(society, 0, now.date())
    activity.series, activity.rrule = series, ""
    activity.save()
    door = _row(activity, datetime.combine(now.date(), time(0)))
    door.starts_at, door.ends_at = now - timedelta(minutes=10), now + timedelta(hours=3)
    door.opens_at, door.closes_at = door.starts_at, door.ends_at
    door.save()
    code = Code.objects.create(university=university, society=society, series=series)

    def meanwhile(work: Callable[[], None]) -> dict[str, float]:
        with TemporaryDirectory() as folder:
            stop, out = Path(folder, "stop"), Path(folder, "times")
            child = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "bench.checkins", code.code, str(stop), str(out)],
                env={**os.environ, "BENCH_DATABASE": str(connection.settings_dict["NAME"])},
                stdout=subprocess.PIPE,
            )
            if child.stdout is None or not child.stdout.readline():  # it says when it has begun
                raise RuntimeError("The process that checks in did not begin.")
            work()
            stop.touch()
            child.communicate()
            if child.returncode:
                raise RuntimeError("The process that checks in failed.")
            times = [float(line) for line in out.read_text().split()]
        cuts = quantiles(times, n=100)
        return {"count": len(times), "p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "longest": max(times)}

    yield meanwhile
