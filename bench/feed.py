"""A feed of 2,000 dates through Django's test client: cold, and a 304; beside a page that does nothing.

The society has forty series of fifty dates, most of them weekly in teaching weeks, one in seven moved or cancelled.
"""

from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campus.activities.actions.rows import add_rows
from campus.activities.models import Activity, Occurrence, Series, Timing
from campus.directory.models import Society
from tests import factories
from tests.factories import NOW

SERIES, DATES, TRIES = 40, 50, 15
OFTEN_CHANGED = 7  # every so-many-th date differs from its rule
HOLIDAYS = range(14, 18)  # weeks without teaching
BARE = "/healthz"


def measure() -> dict[str, Any]:
    """Milliseconds, as medians: a bare view, the feed cold and a 304, each in turn; and what they take of it."""
    society = factories.society(factories.university("Feed University", slug="feed", domain="feed.example"))
    _plan(society)
    client, address = Client(), f"/societies/feed/{society.slug}.ics"
    with time_machine.travel(NOW, tick=True):
        etag = client.get(address)["ETag"]
        asked = {
            "bare": lambda: client.get(BARE),
            "cold": lambda: client.get(address),
            "not_modified": lambda: client.get(address, headers={"if-none-match": etag}),
        }
        taken: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(TRIES):
            for name, ask in asked.items():
                begun = perf_counter()
                answer = ask()
                taken[name].append((perf_counter() - begun) * 1000)
                assert answer.status_code == (304 if name == "not_modified" else 200)  # noqa: S101 - a bench
        with CaptureQueriesContext(connection) as cold_queries:
            body = client.get(address).content
        with CaptureQueriesContext(connection) as queries:
            asked["not_modified"]()
    ms = {name: round(median(times), 2) for name, times in taken.items()}
    return {
        "dates": Occurrence.objects.filter(society=society).count(),
        "events": body.count(b"BEGIN:VEVENT"),
        "bytes": len(body),
        "unit": "ms",
        **ms,
        "cold_to_bare": round(ms["cold"] / ms["bare"], 1),
        "not_modified_to_bare": round(ms["not_modified"] / ms["bare"], 1),
        "queries_cold": len(cold_queries),
        "queries_not_modified": len(queries),
    }


def _plan(society: Society) -> None:
    begun = datetime(NOW.year, NOW.month, NOW.day, tzinfo=UTC) - timedelta(weeks=20)
    for number in range(SERIES):
        series = Series.objects.create(university=society.university, society=society, name=f"Circle {number}")
        first = (begun + timedelta(days=number % 7)).replace(hour=8 + number % 12, tzinfo=None)
        activity = Activity.objects.create(
            university=society.university,
            society=society,
            series=series,
            name=series.name,
            rrule="FREQ=WEEKLY" if number % 4 else "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            first_date=first.date(),
            start_time=first.time(),
            minutes=90,
            zone="Africa/Nairobi" if number % 2 else "Europe/Madrid",
            timing=Timing.TIMED,
            place=f"Room {number}",
        )
        weeks = [week for week in range(DATES + len(HOLIDAYS)) if week not in HOLIDAYS]
        add_rows(activity, [first + timedelta(weeks=week) for week in weeks], NOW)
    for row in Occurrence.objects.filter(society=society):
        if row.pk % OFTEN_CHANGED == 0:
            row.place, row.sequence = "The hall; with a gate", 1
            if row.pk % 2:
                row.cancelled_at, row.cancel_reason = NOW, "The room is being painted."
            row.save()
