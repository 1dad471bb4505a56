"""Rules against the examples of RFC 5545, section 3.8.5.3, and against dateutil without our bounds."""

from datetime import UTC, date, datetime
from itertools import islice

import pytest
from dateutil import rrule
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from campus.activities import recurrence, rule_text
from campus.activities.recurrence import Frequency, Rule, WeekdayOf
from campus.base.errors import Invalid

pytestmark = pytest.mark.pure

ZONE = "America/New_York"
EXAMPLES = [
    ("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02", "1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12"),
    ("FREQ=WEEKLY;COUNT=4", "1997-09-02", "1997-09-02 1997-09-09 1997-09-16 1997-09-23"),
    (
        "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
        "1997-09-02",
        "1997-09-02 1997-09-04 1997-09-09 1997-09-11 1997-09-16 1997-09-18 1997-09-23 1997-09-25 1997-09-30 1997-10-02",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971003T130000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1997-09-01",
        "1997-09-01 1997-09-03 1997-09-05 1997-09-15 1997-09-17 1997-09-19 1997-09-29 1997-10-01 1997-10-03",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "1997-09-02",
        "1997-09-02 1997-09-04 1997-09-16 1997-09-18 1997-09-30 1997-10-02 1997-10-14 1997-10-16",
    ),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", "1997-08-05 1997-08-10 1997-08-19 1997-08-24"),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", "1997-08-05 1997-08-17 1997-08-19 1997-08-31"),
    ("FREQ=MONTHLY;COUNT=4;BYDAY=1FR", "1997-09-05", "1997-09-05 1997-10-03 1997-11-07 1997-12-05"),
    (
        "FREQ=MONTHLY;INTERVAL=2;COUNT=6;BYDAY=1SU,-1SU",
        "1997-09-07",
        "1997-09-07 1997-09-28 1997-11-02 1997-11-30 1998-01-04 1998-01-25",
    ),
    ("FREQ=MONTHLY;COUNT=4;BYDAY=-2MO", "1997-09-22", "1997-09-22 1997-10-20 1997-11-17 1997-12-22"),
    (
        "FREQ=MONTHLY;COUNT=6;BYMONTHDAY=-3",
        "1997-09-28",
        "1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26",
    ),
    ("FREQ=MONTHLY;COUNT=5;BYMONTHDAY=1,-1", "1997-09-30", "1997-09-30 1997-10-01 1997-10-31 1997-11-01 1997-11-30"),
    (
        "FREQ=MONTHLY;INTERVAL=18;COUNT=8;BYMONTHDAY=10,11,12,13,14,15",
        "1997-09-10",
        "1997-09-10 1997-09-11 1997-09-12 1997-09-13 1997-09-14 1997-09-15 1999-03-10 1999-03-11",
    ),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=4", "1997-09-02", "1998-02-13 1998-03-13 1998-11-13 1999-08-13"),
    ("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15", "2007-01-15 2007-01-30 2007-02-15 2007-03-15 2007-03-30"),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "1997-09-04 1997-10-07 1997-11-06"),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=4",
        "1997-09-29",
        "1997-09-29 1997-10-30 1997-11-27 1997-12-30",
    ),
    ("FREQ=YEARLY;COUNT=4;BYMONTH=6,7", "1997-06-10", "1997-06-10 1997-07-10 1998-06-10 1998-07-10"),
    ("FREQ=YEARLY;COUNT=3;BYDAY=20MO", "1997-05-19", "1997-05-19 1998-05-18 1999-05-17"),
    ("FREQ=YEARLY;COUNT=4;BYMONTH=3;BYDAY=TH", "1997-03-13", "1997-03-13 1997-03-20 1997-03-27 1998-03-05"),
    (
        "FREQ=YEARLY;INTERVAL=4;COUNT=3;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "1996-11-05",
        "1996-11-05 2000-11-07 2004-11-02",
    ),
]
REFUSED = [
    ("", "rule_unreadable"),
    ("every Tuesday", "rule_unreadable"),
    ("FREQ=WEEKLY;FREQ=DAILY", "rule_unreadable"),
    ("FREQ=WEEKLY;BYDAY=XX", "rule_unreadable"),
    ("FREQ=MONTHLY;BYDAY=0MO", "rule_unreadable"),
    ("FREQ=WEEKLY;" + "BYDAY=MO," * 200, "rule_unreadable"),
    ("FREQ=HOURLY", "rule_within_a_day"),
    ("FREQ=SECONDLY;COUNT=5", "rule_within_a_day"),
    ("FREQ=DAILY;BYHOUR=9,17", "rule_within_a_day"),
    ("FREQ=YEARLY;BYWEEKNO=20", "rule_part_unknown"),
    ("FREQ=YEARLY;BYYEARDAY=100", "rule_part_unknown"),
    ("FREQ=DAILY;INTERVAL=0", "rule_number"),
    ("FREQ=DAILY;INTERVAL=99999999999999999999", "rule_number"),
    ("FREQ=DAILY;COUNT=0", "rule_number"),
    ("FREQ=DAILY;COUNT=1001", "rule_count_too_high"),
    ("FREQ=DAILY;COUNT=" + "9" * 400, "rule_count_too_high"),
    ("FREQ=MONTHLY;BYMONTHDAY=32", "rule_number"),
    ("FREQ=YEARLY;BYMONTH=13", "rule_number"),
    ("FREQ=YEARLY;BYMONTH=-1", "rule_number"),
    ("FREQ=DAILY;UNTIL=20261301", "rule_until"),
    ("FREQ=DAILY;UNTIL=tomorrow", "rule_until"),
    ("FREQ=DAILY;COUNT=5;UNTIL=20271201", "rule_two_ends"),
    ("FREQ=WEEKLY;BYDAY=2TU", "rule_ordinal"),
    ("FREQ=MONTHLY;BYDAY=6TU", "rule_ordinal"),
    ("FREQ=YEARLY;BYDAY=54MO", "rule_ordinal"),
    ("FREQ=MONTHLY;BYDAY=MO,1TU", "rule_mixed_days"),
    ("FREQ=WEEKLY;BYMONTHDAY=13", "rule_month_day"),
    ("FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=1", "rule_set_position"),
    ("FREQ=MONTHLY;BYSETPOS=1", "rule_set_position"),
]


def at_nine(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00")


@pytest.mark.parametrize(("text", "first", "dates"), EXAMPLES)
def test_the_examples_of_rfc_5545_come_out(text: str, first: str, dates: str) -> None:
    found = recurrence.expand(rule_text.parse(text), at_nine(first), ZONE, date(1990, 1, 1), date(2010, 1, 1))
    assert found == [at_nine(day) for day in dates.split()]


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_what_is_no_rule_or_would_come_out_wrong_is_refused_with_a_sentence(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rule_text.parse(text)
    assert refusal.value.code == code
    assert dict(refusal.value.fields) == {"rrule": refusal.value.sentence}


def test_letter_case_and_the_propertys_name_do_not_matter() -> None:
    assert rule_text.parse(" rrule:freq=weekly;byday=tu ") == rule_text.parse("FREQ=WEEKLY;BYDAY=TU")


@pytest.mark.parametrize("until", ["20261222", "20261222T180000", "20261222T150000Z"], ids=["date", "local", "utc"])
def test_until_includes_the_meeting_that_begins_then(until: str) -> None:
    rule = rule_text.parse(f"FREQ=WEEKLY;UNTIL={until}")
    first = datetime(2026, 12, 8, 18)
    found = recurrence.expand(rule, first, "Africa/Nairobi", date(2026, 12, 1), date(2027, 12, 1))
    assert [start.day for start in found] == [8, 15, 22]


def test_until_in_utc_ends_on_the_date_it_is_there() -> None:
    rule = Rule(Frequency.DAILY, until=datetime(2026, 12, 1, 22, tzinfo=UTC))
    assert rule.last_start("Africa/Nairobi") == datetime(2026, 12, 2, 1)


def test_a_first_date_that_the_rule_does_not_match_is_not_a_date() -> None:
    rule = rule_text.parse("FREQ=WEEKLY;BYDAY=TH;COUNT=2")
    found = recurrence.expand(rule, datetime(2026, 10, 20, 18), ZONE, date(2026, 10, 1), date(2026, 12, 1))
    assert found == [datetime(2026, 10, 22, 18), datetime(2026, 10, 29, 18)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "rule_never_matches"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "rule_never_matches"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "rule_never_matches"),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261022", "rule_never_matches"),
        ("FREQ=WEEKLY;UNTIL=20261019", "ends_before_start"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "rule_too_late"),
    ],
)
def test_a_rule_without_a_date_in_reach_is_refused(text: str, code: str) -> None:
    tuesday = datetime(2026, 10, 20, 18)
    with pytest.raises(Invalid) as refusal:
        recurrence.check(rule_text.parse(text), tuesday, ZONE, date(2027, 10, 20))
    assert refusal.value.code == code


def test_over_a_thousand_dates_are_refused() -> None:
    first = datetime(2026, 1, 1, 18)
    daily = rule_text.parse("FREQ=DAILY")
    assert len(recurrence.expand(daily, first, ZONE, date(2026, 1, 1), date(2028, 9, 26))) == 1000
    with pytest.raises(Invalid) as refusal:
        recurrence.expand(daily, first, ZONE, date(2026, 1, 1), date(2028, 9, 27))
    assert refusal.value.code == "rule_too_often"


ordinals = st.sampled_from([-2, -1, 1, 2, 3, 4, 5])
rules = st.builds(
    Rule,
    frequency=st.sampled_from(Frequency),
    interval=st.integers(1, 5),
    by_day=st.lists(st.builds(WeekdayOf, st.integers(0, 6)), max_size=3).map(tuple),
    by_month_day=st.lists(st.integers(1, 31), max_size=2).map(tuple),
    by_month=st.lists(st.integers(1, 12), max_size=3).map(tuple),
    week_start=st.integers(0, 6),
) | st.builds(
    Rule,
    frequency=st.sampled_from([Frequency.MONTHLY, Frequency.YEARLY]),
    by_day=st.lists(st.builds(WeekdayOf, st.integers(0, 6), ordinals), min_size=1, max_size=3).map(tuple),
    by_set_position=st.lists(st.sampled_from([-1, 1, 2]), max_size=1).map(tuple),
)


@settings(deadline=None, max_examples=60)
@given(rules, st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31)))
def test_expanding_in_a_later_cycle_of_the_calendar_changes_no_date(rule: Rule, first: datetime) -> None:
    assume(not (rule.frequency is Frequency.WEEKLY and rule.by_month_day))
    ours = list(islice(recurrence.starts(rule, first), 40))
    assume(len(ours) == 40)  # dateutil alone would search for seconds where there are no more
    plain = rrule.rrule(
        recurrence.DATEUTIL_FREQUENCY[rule.frequency],
        dtstart=first.replace(second=0, microsecond=0),
        interval=rule.interval,
        wkst=rule.week_start,
        bysetpos=rule.by_set_position or None,
        bymonth=rule.by_month or None,
        bymonthday=rule.by_month_day or None,
        byweekday=[rrule.weekday(day.weekday, day.ordinal or None) for day in rule.by_day] or None,
    )
    assert ours == list(islice(plain, 40))
