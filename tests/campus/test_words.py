"""Rules as people say them."""

from datetime import date, time

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
]


@pytest.mark.parametrize(("rrule", "window", "words"), SAID)
def test_a_rule_is_said_as_people_say_it(rrule: str, window: str, words: str) -> None:
    said = rule_in_words(
        rrule=rrule, first_date=date(2026, 12, 1), start_time=time(17, 30), window=window, zone="Africa/Nairobi"
    )
    assert said == words
