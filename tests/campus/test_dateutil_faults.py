"""What python-dateutil expands wrongly, each fault by its name: docs/recurrence.md says what we do instead.

A fault that is mended fails here; then its rewriting may go.
"""

from datetime import date, datetime

import pytest
from dateutil import rrule

from campus.activities import recurrence, rule_text
from tests.campus.naive_rule import NaiveRule

pytestmark = pytest.mark.pure

FAULTS = {
    "positions in the first week of a weekly rule": (
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1",
        datetime(2026, 12, 3, 18),
    ),
    "weekdays with and without a number": ("FREQ=MONTHLY;BYDAY=MO,1TU", datetime(2026, 12, 1, 18)),
    "a week's number without a weekday": ("FREQ=YEARLY;BYWEEKNO=20", datetime(2026, 12, 1, 18)),
    "week -53, when it is the first of next year": ("FREQ=YEARLY;BYWEEKNO=-53;BYDAY=MO", datetime(2030, 1, 1, 18)),
    "the last week of the year before": ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=SA", datetime(2021, 2, 1, 18)),
}


@pytest.mark.parametrize("name", FAULTS)
def test_dateutil_still_has_this_fault_and_we_do_not(name: str) -> None:
    text, first = FAULTS[name]
    last = date(first.year + 12, 12, 31)
    expected = list(NaiveRule(text, first).starts(last, "UTC"))
    bare = list(rrule.rrulestr(f"{text};UNTIL={last:%Y%m%d}T235959", dtstart=first))
    assert bare != expected
    assert recurrence.expand(rule_text.parse(text), first, "UTC", first.date(), last) == expected


def test_a_rule_that_never_matches_is_searched_near_the_end_of_what_dateutil_searches() -> None:
    for first in range(2020, 2060):
        assert first + 2 + recurrence._far_years(first, first + 2) > recurrence.LAST_YEAR - 28
    for first in (2095, 2099, 2199):  # beside a year that is no leap year
        assert first + 2 + recurrence._far_years(first, first + 2) > recurrence.LAST_YEAR - 400
