"""Keeping the rows of all activities in step with time and with the calendar. Nobody acts here: the work is its own.

Society by society, each in a transaction of its own, so that no check-in waits long; and however many dates stay as
they are, the statements are the same.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from time import perf_counter, sleep

from django.db import connection, transaction
from django.db.models import F

from campus.activities import change_words
from campus.activities.actions.answers import fill_places
from campus.activities.actions.rows import AT_ONCE, follow, make_rows, new_row, recount, take_away, touch
from campus.activities.announcing import announce_each, announce_replanned
from campus.activities.models import Activity, Occurrence
from campus.activities.replanning import Replanned, Timetables, coming_dates, growing, replanned
from campus.activities.reshaping import Fate, Outcome, Shape
from campus.activities.telling import new_batch, tell_of_changes
from campus.base import clock
from campus.base.rows import locked
from campus.directory.models import Break, Calendar, Society, Term, University
from campus.outbox.models import Job
from campus.people.audit import record

SHORTEST_GAP = 0.025  # seconds; so often SQLite asks for a lock again at first
BACK = (
    "original_date", "original_time", "name", "place", "link", "timing", "date", "time", "minutes", "starts_at",
    "ends_at", "opens_at", "closes_at", "cancelled_at", "cancel_reason", "changed_at", "sequence",
)  # fmt: skip


def extend_plans(slot_at: datetime) -> None:
    """Periodic work: make the rows that the passing of time brings within reach, in every approved society."""
    timetables = Timetables()
    for society in _societies_with_rhythm():
        with _gaps():
            extend_society(society, slot_at, timetables)


def replan_work(job: Job, progress: Callable[[int, int], None]) -> None:
    """Job `replan` with the arguments {"university": number}: fit its coming dates to the calendar as it is now.

    Which society was done last is kept in the job, in the transaction that did it. So one that was cut off goes on
    there, unless a calendar changed meanwhile: then it begins anew.
    """
    at = clock.now()
    university = job.arguments["university"]
    societies = _societies_with_rhythm(university)
    state = _state_of_calendars(university, societies)
    after = job.arguments.get("after", 0) if job.arguments.get("state") == state else 0
    timetables = Timetables()
    for done, society in enumerate(societies):
        if society.pk <= after:
            continue
        progress(done, len(societies))
        with _gaps(), transaction.atomic():
            replan_society(society, at, timetables)
            job.arguments = {"university": university, "state": state, "after": society.pk}
            Job.objects.filter(pk=job.pk).update(arguments=job.arguments)
    progress(len(societies), len(societies))


@transaction.atomic
def extend_society(society: Society, at: datetime, timetables: Timetables | None = None) -> None:
    """Add the rows that are missing up to the horizon; takes nothing away. Doing it again changes nothing."""
    society = locked(society)
    if society.status != Society.Status.APPROVED:
        return
    timetables = timetables or Timetables()
    extended, rows = [], []
    for activity in growing().filter(society=society).select_related("series", "calendar__university"):
        timetable = timetables.of(activity, society)
        last = timetable.horizon(clock.today(activity.zone, at))
        if activity.planned_until is None or activity.planned_until < last:
            starts = coming_dates(activity, timetable, at, last).starts
            new = [new_row(activity, start, at) for start in starts]
            rows += [row for row in new if row.starts_at > at]
            if any(activity.planned_until is None or start.date() > activity.planned_until for start in starts):
                activity.changed_at, activity.sequence = at, activity.sequence + 1  # its event repeats longer
            activity.planned_until = last
            extended.append(activity)
    make_rows(rows)
    Activity.objects.bulk_update(extended, ["planned_until", "changed_at", "sequence"], batch_size=AT_ONCE)


@transaction.atomic
def replan_society(society: Society, at: datetime, timetables: Timetables | None = None) -> None:
    """Fit the coming dates of a society to its calendar; those that have begun are never touched.

    New dates get rows. A date that fell out is deleted, or cancelled with the reason when anybody answered it, or a
    code or a co-host points at it; what was so cancelled comes back when the calendar does. Never touched: where
    somebody was counted, and what was cancelled by hand. Never taken out: what somebody restored by hand, or put on
    its day.
    """
    society = locked(society)
    rows = Occurrence.objects.select_for_update()
    found = replanned([society], timetables or Timetables(), at, rows)[society.pk]
    _save_horizon(found, at)
    if not found.shapes:
        return
    told = _take_out(found.shapes, at)
    told += _bring_back(found.shapes, at)
    make_rows([new_row(shape.activity, start, at) for shape in found.shapes for start in shape.added])
    touch({shape.activity.series_id for shape in found.shapes}, at)
    record(
        verb="activities_replanned",
        object=f"society:{society.pk}",
        by=None,
        at=at,
        university=society.university_id,
        society=society.pk,
    )
    announce_replanned(society.pk, society.university_id, at)
    _tell(told, society, at)


@contextmanager
def _gaps() -> Iterator[None]:
    """After what is inside, leave a quarter as long a gap to others who write.

    SQLite has one writer at a time and no queue: who waits looks again now and then, and between transactions that
    follow each other at once would find no moment. PostgreSQL locks rows only.
    """
    begun = perf_counter()
    yield
    if connection.vendor == "sqlite":
        sleep(max(SHORTEST_GAP, (perf_counter() - begun) / 4))


def _take_out(shapes: Sequence[Shape], at: datetime) -> list[Outcome]:
    """Cancel and delete; returns those that were cancelled."""
    outcomes = [each for shape in shapes for each in shape.outcomes]
    take_away(outcomes, at=at)
    return [each for each in outcomes if each.fate is Fate.CANCELLED]


def _bring_back(shapes: Sequence[Shape], at: datetime) -> list[Outcome]:
    """Let what the calendar had cancelled take place again, as its activity is by now; returns those."""
    back = {each.row.pk: (each, shape.activity) for shape in shapes for each in shape.those(Fate.BACK)}
    if not back:
        return []
    rows = list(Occurrence.objects.filter(pk__in=back).order_by("pk"))
    for row in rows:
        each, activity = back[row.pk]
        follow(row, activity, each.address)
        row.cancelled_at, row.cancel_reason, row.changed_at, row.sequence = None, "", at, row.sequence + 1
        each.row = row
    Occurrence.objects.bulk_update(rows, BACK, batch_size=AT_ONCE)
    recount(rows, at=at)
    return [each for each, _activity in back.values()]


def _tell(told: Sequence[Outcome], society: Society, at: datetime) -> None:
    """Tell those who answered of what was cancelled and what takes place after all, and the programs that listen."""
    if not told:
        return
    fates = {each.row.pk: each.fate for each in told}
    rows = Occurrence.objects.filter(pk__in=fates).select_related("series__society__university", "society__university")
    changed = [(row, fates[row.pk] is Fate.BACK) for row in rows]
    kinds = {True: "occurrence.restored", False: "occurrence.cancelled"}
    announce_each([(kinds[is_back], row) for row, is_back in changed], at)
    sentences = {True: change_words.restored, False: change_words.cancelled}
    tell_of_changes([(row, sentences[is_back](row)) for row, is_back in changed], new_batch(society.pk), at)
    for row, is_back in changed:
        if is_back:
            fill_places(row, at)


def _save_horizon(found: Replanned, at: datetime) -> None:
    """Keep how far activities are planned, and that those whose dates change have changed: most go equally far."""
    changed = {shape.activity.pk for shape in found.shapes}
    groups: dict[tuple[date, bool], list[int]] = defaultdict(list)
    for activity, last in found.planned_until.items():
        if activity.planned_until != last or activity.pk in changed:
            groups[last, activity.pk in changed].append(activity.pk)
            activity.planned_until = last
    for (last, is_changed), numbers in groups.items():
        values = {"changed_at": at, "sequence": F("sequence") + 1} if is_changed else {}
        Activity.objects.filter(pk__in=numbers).update(planned_until=last, **values)


def _societies_with_rhythm(university: int | None = None) -> list[Society]:
    activities = growing() if university is None else growing().filter(university=university)
    approved = Society.objects.filter(status=Society.Status.APPROVED).select_related("calendar__university")
    return list(approved.filter(pk__in=activities.values("society")).order_by("pk"))


def _state_of_calendars(university: int, societies: Sequence[Society]) -> str:
    """What stands for all that a replan goes by: while it is the same, what was done need not be done again."""
    home = University.objects.filter(pk=university).values_list("country", "holiday_region")
    calendars = Calendar.objects.filter(university=university).order_by("pk").values_list()
    terms = Term.objects.filter(university=university).order_by("pk").values_list()
    breaks = Break.objects.filter(term__university=university).order_by("pk").values_list()
    chosen = [(society.pk, society.calendar_id) for society in societies]
    return hashlib.sha256(repr([list(home), list(calendars), list(terms), list(breaks), chosen]).encode()).hexdigest()
