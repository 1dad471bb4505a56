"""Whether somebody comes to a date, and the waiting list, which moves up by itself.

The row of an answer is itself the record of who said what and when, before and now: no AuditEvent repeats it.
The date is locked before the person, as at a door; whoever holds persons first (an erasure, a merge) leaves a job.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.activities.answering import (
    capacity_of,
    in_time_until,
    refuse_begun,
    refuse_unless_answering,
    takes_answers,
)
from campus.activities.models import Follow, Occurrence, Rsvp, Series, Timing
from campus.base import clock
from campus.base.errors import Invalid, NotAllowed, NotFound
from campus.base.links import absolute
from campus.base.rows import locked
from campus.directory.models import Society
from campus.membership.queries import blocked_persons
from campus.outbox.actions import enqueue_job, notify
from campus.outbox.kinds import Progress
from campus.outbox.models import Job
from campus.people.locking import lock_standing
from campus.people.models import Person

YES = Rsvp.Answer.YES


@transaction.atomic
def answer_occurrence(*, by: Person, occurrence: Occurrence, answer: str, at: datetime) -> Rsvp:
    """Say yes, maybe or no to a date; the same again changes nothing and keeps the place.

    A yes beyond the capacity waits. Whoever takes a yes back frees the place for the first who waits. Raises Conflict
    when nobody, or not this person, can answer at this instant.
    """
    if answer not in Rsvp.Answer.values:
        raise Invalid("no_such_answer", _("Say yes, maybe or no."))
    occurrence, by = _at_the_list(occurrence, by)
    refuse_unless_answering(by, occurrence, at)
    row = Rsvp.objects.filter(occurrence=occurrence, person=by).first()
    if row is None:
        row = Rsvp(
            university_id=occurrence.university_id, society_id=occurrence.society_id, occurrence=occurrence, person=by
        )
    elif row.answer == answer:
        return row
    else:
        row.former_answer, row.former_at = row.answer, row.answered_at
    gives_back = row.answer == YES and not row.is_waiting
    row.answer, row.answered_at = answer, at
    if answer == YES:
        _fill(occurrence, at)
        row.is_waiting, row.queued_at, row.withdrawn_in_time = not _has_room(occurrence), at, None
    else:
        row.is_waiting, row.queued_at = False, None
        if gives_back:
            row.withdrawn_in_time = at <= in_time_until(occurrence)
    row.save()
    if answer != YES:
        _fill(occurrence, at)
    return row


@transaction.atomic
def withdraw_answer(*, by: Person, occurrence: Occurrence, at: datetime) -> None:
    """Take one's answer back altogether, as if none had been given; whoever gave none has none. Not after the start.

    Also where no answer is taken any more: what one said one may always take away.
    """
    occurrence, by = _at_the_list(occurrence, by)
    row = Rsvp.objects.filter(occurrence=occurrence, person=by).first()
    if row is None:
        return
    refuse_begun(occurrence, at)
    row.delete()
    _fill(occurrence, at)


@transaction.atomic
def fill_places(occurrence: Occurrence, at: datetime) -> list[Rsvp]:
    """Let the first who wait have the places that are free, tell them, and return their answers.

    To be called after whatever may have freed a place: an answer changed, more capacity, a date restored or moved, a
    setting of the series. Nobody who has a place loses it. People who were blocked meanwhile are left out first.
    Nothing happens to a date that takes no answers.
    """
    return _fill(_as_now(occurrence), at)


def _fill(occurrence: Occurrence, at: datetime) -> list[Rsvp]:
    if not takes_answers(occurrence, at):
        return []
    occurrence.rsvps.filter(person__in=blocked_persons(occurrence.society)).delete()
    moved: list[Rsvp] = []
    while batch := _first_in_line(occurrence):
        Rsvp.objects.filter(pk__in=[row.pk for row in batch]).update(is_waiting=False)
        moved += batch
    for row in moved:
        row.is_waiting = False
        _tell(row, occurrence, at)
    return moved


def fill_series(series: Series, at: datetime) -> None:
    """The same for all coming dates of a series (locked by the caller) on which somebody waits."""
    waiting = series.occurrences.filter(starts_at__gt=at, rsvps__is_waiting=True).distinct()
    for occurrence in waiting.order_by("pk"):
        fill_places(occurrence, at)


def fill_later(occurrences: set[int], at: datetime) -> None:
    """The same, by a job: for who holds persons already, before whom the dates would have to be locked."""
    for number in sorted(occurrences):
        enqueue_job(kind="fill_places", arguments={"occurrence": number}, key=f"occurrence:{number}", at=at)


def fill_work(job: Job, progress: Progress) -> None:
    """Carry out a Job of kind `fill_places`: about one date, or all coming ones of a society that blocked somebody."""
    at = clock.now()
    if "society" in job.arguments:
        numbers = _leave_out_blocked(job.arguments["society"], at)
    else:
        numbers = [job.arguments["occurrence"]]
    for done, number in enumerate(numbers):
        progress(done, len(numbers))
        for occurrence in Occurrence.objects.filter(pk=number):
            try:
                fill_places(occurrence, at)
            except NotFound:  # a replan took it away in this moment, so that nobody waits for it
                continue


def _leave_out_blocked(number: int, at: datetime) -> list[int]:
    """End what blocked people follow there; the coming dates that they answered, or on which somebody waits."""
    for society in Society.objects.filter(pk=number):
        blocked = blocked_persons(society)
        Follow.objects.filter(person__in=blocked, society=society).delete()
        Follow.objects.filter(person__in=blocked, series__society=society).delete()
        theirs = society.occurrences.filter(starts_at__gt=at, rsvps__person__in=blocked)
        return list(theirs.order_by("pk").values_list("pk", flat=True).distinct())
    return []


def _at_the_list(occurrence: Occurrence, by: Person) -> tuple[Occurrence, Person]:
    """Both as they are now, locked, so that of two who want the last place one waits for the other."""
    now = _as_now(occurrence)
    person = lock_standing(by)
    if person.erased_at is not None:
        raise NotAllowed("closed", _("This account is no more. Sign in again, or come without an answer."))
    return now, person


def _as_now(occurrence: Occurrence) -> Occurrence:
    locked(occurrence)
    return Occurrence.objects.select_related("series__society__university", "society__university", "university").get(
        pk=occurrence.pk
    )


def _free(occurrence: Occurrence) -> int | None:
    """How many places are free; None where there is no limit."""
    capacity = capacity_of(occurrence)
    if capacity is None:
        return None
    return max(0, capacity - occurrence.rsvps.filter(answer=YES, is_waiting=False).count())


def _has_room(occurrence: Occurrence) -> bool:
    free = _free(occurrence)
    return free is None or free > 0


def _first_in_line(occurrence: Occurrence) -> list[Rsvp]:
    """Those who wait and for whom there is a place, locked: an erasure or a merge may be at them."""
    waiting = occurrence.rsvps.filter(is_waiting=True).select_for_update(of=("self",)).select_related("person")
    return list(waiting.order_by("queued_at", "pk")[: _free(occurrence)])


def _tell(row: Rsvp, occurrence: Occurrence, at: datetime) -> None:
    queued_at = row.queued_at or at
    notify(
        kind="place_free",
        subject_key=f"occurrence:{occurrence.pk} {queued_at.isoformat()}",
        person=row.person,
        at=at,
        context=facts_of(occurrence),
    )


def facts_of(occurrence: Occurrence) -> dict[str, str | date]:
    """What a mail about one date says of it."""
    return {
        "activity": occurrence.name,
        "society": occurrence.society.name,
        "date": occurrence.date,
        "time": f"{occurrence.time:%H:%M}" if occurrence.timing == Timing.TIMED else "",
        "zone": clock.zone_city(occurrence.zone),
        "place": occurrence.place,
        "link": absolute(f"/occurrences/{occurrence.pk}/"),
    }
