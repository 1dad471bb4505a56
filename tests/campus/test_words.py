"""Rules as people say them."""

from datetime import date, datetime, time
from typing import Any

import pytest

from campus.activities.words import rule_in_words

pytestmark = pytest.mark.pure

SAID = [
    ("", "always", "Once, on Tuesday 1 December 2026 at 17:30"),
    ("FREQ=DAILY", "always", "Every day at 17:30"),
    ("FREQ=DAILY;COUNT=16", "always", "Every day at 17:30, 16 times"),
    ("FREQ=DAILY;INTERVAL=2", "active", "Every second day at 17:30, in term time"),
    ("FREQ=DAILY;INTERVAL=10;BYMONTH=1,2", "always", "Every 10 days in January and February at 17:30"),
    ("FREQ=DAILY;BYDAY=MO,TU,WE", "always", "Every Monday, Tuesday and Wednesday at 17:30"),
    ("FREQ=DAILY;BYMONTHDAY=1,15", "always", "Every day if it is day 1 or day 15 at 17:30"),
    ("FREQ=WEEKLY", "teaching", "Every Tuesday at 17:30, in teaching weeks"),
    ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231", "teaching", "Every Tuesday at 17:30, in teaching weeks, until 31 December"),
    ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20270209T145900Z", "always", "Every Tuesday at 17:30, until 9 February 2027"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,TU", "always", "Every second week on Tuesday and Thursday at 17:30"),
    ("FREQ=WEEKLY;INTERVAL=3", "always", "Every 3 weeks on Tuesday at 17:30"),
    ("FREQ=WEEKLY;COUNT=1", "always", "Every Tuesday at 17:30, 1 time"),
    ("FREQ=MONTHLY", "always", "Monthly on day 1 at 17:30"),
    ("FREQ=MONTHLY;BYDAY=2TH", "always", "Monthly on the second Thursday at 17:30"),
    ("FREQ=MONTHLY;BYDAY=-1FR", "always", "Monthly on the last Friday at 17:30"),
    ("FREQ=MONTHLY;BYDAY=MO", "always", "Monthly on every Monday at 17:30"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "always", "Monthly on the last day at 17:30"),
    ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "always", "Monthly on day 13 if it is Friday at 17:30"),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "always",
        "Monthly on the last of Monday, Tuesday, Wednesday, Thursday and Friday at 17:30",
    ),
    ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO", "always", "Every second month on the first Monday at 17:30"),
    ("FREQ=YEARLY", "always", "Every year on 1 December at 17:30"),
    ("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=20", "always", "Every year on 20 September at 17:30"),
    ("FREQ=YEARLY;BYMONTH=4;BYDAY=4TH", "always", "Every year on the fourth Thursday in April at 17:30"),
    ("FREQ=YEARLY;BYMONTHDAY=25", "always", "Every year on day 25 of every month at 17:30"),
    ("FREQ=YEARLY;BYDAY=20MO", "always", "Every year on the Monday number 20 at 17:30"),
    ("FREQ=YEARLY;INTERVAL=2", "always", "Every second year on 1 December at 17:30"),
    ("FREQ=MONTHLY;BYDAY=MO,1TU", "always", "Monthly on every Monday and the first Tuesday at 17:30"),
    ("FREQ=YEARLY;BYWEEKNO=20", "always", "Every year on Tuesday in calendar week 20 at 17:30"),
    (
        "FREQ=YEARLY;BYWEEKNO=1,20,-1;BYDAY=MO",
        "always",
        "Every year on Monday in calendar weeks 1, 20 and the last one at 17:30",
    ),
    (
        "FREQ=YEARLY;BYYEARDAY=1,100,-1",
        "always",
        "Every year on the last day of the year, day 1 of the year and day 100 of the year at 17:30",
    ),
    (
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1",
        "always",
        "Every week on the last of Monday, Wednesday and Friday at 17:30",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
        "always",
        "Every second week on Tuesday and Sunday at 17:30, with weeks that begin on Sunday",
    ),
]
MORE: list[tuple[dict[str, Any], str]] = [
    (
        {"more_times": [time(20, 30)], "window": "teaching", "skips_holidays": True, "last_date": date(2026, 12, 24)},
        "Every Tuesday at 17:30 and 20:30, in teaching weeks, without public holidays, until 24 December",
    ),
    ({"rrule": "FREQ=YEARLY", "timing": "all_day", "minutes": 1440}, "Every year on 1 December, all day"),
    ({"rrule": "FREQ=YEARLY", "timing": "all_day", "minutes": 16 * 1440}, "Every year on 1 December, for 16 days"),
    ({"rrule": "", "timing": "all_day"}, "Once, on Tuesday 1 December 2026, all day"),
    ({"rrule": "", "timing": "to_confirm"}, "Once, on Tuesday 1 December 2026, time to be confirmed"),
    ({"timing": "to_confirm"}, "Every Tuesday, time to be confirmed"),
    (
        {"extra_dates": [datetime(2026, 12, 3, 18)], "skipped_dates": [datetime(2026, 12, 8, 17, 30)]},
        "Every Tuesday at 17:30, also on 3 December 2026 at 18:00, not on 8 December 2026",
    ),
    (
        {"more_times": [time(20)], "skipped_dates": [datetime(2026, 12, 8, 20)]},
        "Every Tuesday at 17:30 and 20:00, not on 8 December 2026 at 20:00",
    ),
    (
        {"rrule": "", "extra_dates": [datetime(2026, 12, 3, 18)]},
        "On 1 December 2026 at 17:30 and 3 December 2026 at 18:00",
    ),
    (
        {"rrule": "", "extra_dates": [datetime(2026, 12, day, 18) for day in (3, 4, 7, 9)]},
        "On 5 dates from 1 December 2026 to 9 December 2026",
    ),
    (
        {"extra_dates": [datetime(2026, 12, day, 18) for day in (3, 4, 7, 9)]},
        "Every Tuesday at 17:30, and on 4 more dates",
    ),
    (
        {"rrule": "FREQ=WEEKLY;COUNT=10", "last_date": date(2027, 1, 5)},
        "Every Tuesday at 17:30, 10 times, until 5 January 2027",
    ),
]


@pytest.mark.parametrize(("rrule", "window", "words"), SAID)
def test_a_rule_is_said_as_people_say_it(rrule: str, window: str, words: str) -> None:
    said = rule_in_words(
        rrule=rrule, first_date=date(2026, 12, 1), start_time=time(17, 30), window=window, zone="Africa/Nairobi"
    )
    assert said == words


@pytest.mark.parametrize(("fields", "words"), MORE)
def test_what_stands_beside_a_rule_is_said_too(fields: dict[str, Any], words: str) -> None:
    plain = {"rrule": "FREQ=WEEKLY", "first_date": date(2026, 12, 1), "start_time": time(17, 30)}
    assert rule_in_words(**{**plain, **fields}) == words
