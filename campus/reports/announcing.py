"""Telling webhooks how many came: once a date has been quiet for ten minutes, and when its check-in closes.

A society is told its own exact number. Its university gets what disclosure lets it see, and only when check-in is
closed: from a number that grows before one's eyes it could be read when somebody came.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from campus.activities.models import Occurrence
from campus.activities.plans import LONGEST
from campus.outbox.models import Webhook
from campus.outbox.webhooks import leave, standing_for
from campus.reports.disclosure import Audience, shown

EVERY = timedelta(minutes=5)
QUIET = timedelta(minutes=10)
KIND = "attendance.counted"


def announce_counts(slot_at: datetime) -> None:
    """Periodic work, EVERY five minutes: what fell quiet or closed since the slot before."""
    of_societies, of_universities = defaultdict(list), defaultdict(list)
    for webhook in standing_for(Webhook.Event.ATTENDANCE):
        if webhook.society_id is None:
            of_universities[webhook.university_id].append(webhook)
        else:
            of_societies[webhook.society_id].append(webhook)
    watched = Q(society_id__in=of_societies) | Q(university_id__in=of_universities)
    for occurrence, visits in _counted(watched, slot_at):
        is_final = occurrence.closes_at <= slot_at
        for webhook in of_societies[occurrence.society_id]:
            _leave(webhook, occurrence, visits, is_final=is_final, at=slot_at)
        seen = shown(visits, Audience.UNIVERSITY, occurrence.university.small_number).value
        if is_final and seen is not None:
            for webhook in of_universities[occurrence.university_id]:
                _leave(webhook, occurrence, seen, is_final=True, at=slot_at)


def _counted(watched: Q, at: datetime) -> Iterator[tuple[Occurrence, int]]:
    """The watched dates of which there is something to tell now, with their exact numbers."""
    at_hand = Occurrence.objects.filter(
        watched,
        starts_at__gt=at - timedelta(minutes=LONGEST) - timedelta(days=1),  # for the index; check-in closes within it
        opens_at__lte=at,
        closes_at__gt=at - EVERY,
    )
    standing = Count("attendances", filter=Q(attendances__voided_at__isnull=True))
    rows = at_hand.annotate(visits=standing, last_at=Max("attendances__at")).select_related("university")
    for row in rows.filter(last_at__isnull=False).order_by("pk"):
        fell_quiet = at - QUIET - EVERY < row.last_at <= at - QUIET
        if fell_quiet or row.closes_at <= at:
            yield row, row.visits


def _leave(webhook: Webhook, occurrence: Occurrence, visits: int, *, is_final: bool, at: datetime) -> None:
    payload = {
        "occurrence": occurrence.pk,
        "series": occurrence.series_id,
        "society": occurrence.society_id,
        "visits": visits,
        "is_final": is_final,
    }
    leave(webhook, kind=KIND, payload=payload, at=at)
