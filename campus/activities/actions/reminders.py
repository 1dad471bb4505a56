"""The day before: a word to those who said yes or maybe."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from campus.activities.actions.answers import facts_of
from campus.activities.models import Occurrence, Rsvp
from campus.activities.queries.occurrences import upcoming
from campus.base import clock
from campus.outbox.actions import notify_all
from campus.outbox.models import Notice

KIND = "date_tomorrow"
FROM = time(9)  # local: nobody is woken
LOOKS_AHEAD = timedelta(hours=48)  # the day after a local date ends before that


def remind_of_tomorrow(slot_at: datetime) -> None:
    """Periodic work, every hour: remind of each date that is tomorrow where it takes place, once it is nine there.

    Each hour finds who has not been told yet, so that a missed one is made up by the next.
    """
    soon = upcoming(at=slot_at).filter(starts_at__lte=slot_at + LOOKS_AHEAD, cancelled_at__isnull=True)
    for occurrence in soon.filter(series__ended_at__isnull=True, rsvps__isnull=False).distinct():
        if since := _remind_since(occurrence, slot_at):
            _remind(occurrence, since, slot_at)


def _remind_since(occurrence: Occurrence, at: datetime) -> datetime | None:
    """Nine o'clock of the day before, local to the date, if `at` is on that day and not before nine; else None."""
    eve = occurrence.date - timedelta(days=1)
    if clock.today(occurrence.zone, at) != eve:
        return None
    since = datetime.combine(eve, FROM, tzinfo=ZoneInfo(occurrence.zone))
    return since if at >= since else None


@transaction.atomic
def _remind(occurrence: Occurrence, since: datetime, at: datetime) -> None:
    """One mail each; who answered today knows, and who waits for a place hears when there is one."""
    key = f"occurrence:{occurrence.pk} {occurrence.date.isoformat()}"
    told = Notice.objects.filter(kind=KIND, subject_key=key, person__isnull=False)
    coming = occurrence.rsvps.filter(answer__in=(Rsvp.Answer.YES, Rsvp.Answer.MAYBE), is_waiting=False)
    still = coming.filter(answered_at__lt=since, person__email__isnull=False, person__is_active=True)
    waiting = still.exclude(person__in=told.values("person"))
    for answer in (Rsvp.Answer.YES, Rsvp.Answer.MAYBE):
        persons = list(waiting.filter(answer=answer).order_by("pk").values_list("person", flat=True))
        context = facts_of(occurrence) | {"answer": answer.value}
        notify_all(kind=KIND, subject_key=key, at=at, persons=persons, context=context)
