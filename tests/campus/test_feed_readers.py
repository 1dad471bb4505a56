"""What other programs show from our feeds is what the API lists: random rules, zones, edits and cuts.

`FEEDS=5000 pytest tests/campus/test_feed_readers.py` reads more. No fault of a reader has to be excepted: what one of
them is known to get wrong is never written (docs/decisions/feeds.md).
"""

import os
from collections.abc import Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, Page

from campus.activities.ical import feed
from tests.campus.feed_rows import Planned, listed, many
from tests.campus.readers import read_by_ical_js, read_by_recurring_ical_events

FEEDS = int(os.environ.get("FEEDS", "300"))
BATCH = 100
URL = "https://campus.example/"


@cache
def feeds(seed: int) -> list[list[Planned]]:
    """What stands together in a feed: mostly one activity, now and then four of different zones."""
    made = many(seed, FEEDS + FEEDS // 10 * 3)
    return [[next(made) for _ in range(4 if number % 10 == 0 else 1)] for number in range(FEEDS)]


def written(activities: list[Planned]) -> bytes:
    return feed("Dates", [row for planned in activities for row in planned.rows], url=URL)


def rows(activities: list[Planned]) -> list[tuple[str, str, str, str, bool]]:
    return listed([row for planned in activities for row in planned.rows])


@pytest.mark.pure
def test_recurring_ical_events_shows_what_the_api_lists() -> None:
    told = [
        (planned[0].activity.rrule, planned[0].activity.zone)
        for planned in feeds(1)
        if read_by_recurring_ical_events(written(planned)) != rows(planned)
    ]
    assert told == []


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_ical_js_shows_what_the_api_lists(page: Page) -> None:
    made = feeds(2)
    differing = []
    for since in range(0, len(made), BATCH):
        batch = made[since : since + BATCH]
        seen = read_by_ical_js(page, [written(planned) for planned in batch])
        pairs = zip(batch, seen, strict=True)
        differing += [
            (planned[0].activity.rrule, planned[0].activity.zone) for planned, of in pairs if of != rows(planned)
        ]
    assert differing == []


@pytest.mark.pure
def test_the_random_feeds_hold_everything_that_may_go_wrong() -> None:
    content = b"".join(written(planned) for planned in feeds(1))
    for part in (b"RRULE:FREQ=WEEKLY;INTERVAL=2", b"RRULE:FREQ=MONTHLY", b"RRULE:FREQ=DAILY", b"EXDATE;VALUE=DATE"):
        assert part in content
    for part in (b"RECURRENCE-ID;TZID", b"RECURRENCE-ID;VALUE=DATE", b"STATUS:CANCELLED", b"DTSTART:20", b"-"):
        assert part in content
    assert b"RDATE" not in content


@pytest.mark.pure
def test_a_reader_that_misses_a_date_would_be_noticed() -> None:
    (planned,) = many(seed=3, count=1)
    seen = read_by_recurring_ical_events(written([planned]))
    planned.rows.pop()
    assert seen != rows([planned])
