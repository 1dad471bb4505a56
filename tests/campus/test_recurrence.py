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
    ("FREQ=YEARLY;BYEASTER=0", "rule_part_unknown"),
    ("FREQ=YEARLY;BYWEEKNO=54", "rule_number"),
    ("FREQ=YEARLY;BYYEARDAY=0", "rule_number"),
    ("FREQ=WEEKLY;BYWEEKNO=20", "rule_week_number"),
    ("FREQ=MONTHLY;BYYEARDAY=100", "rule_year_day"),
    ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "rule_ordinal"),
    ("FREQ=YEARLY;BYMONTH=3;BYDAY=MO,6TU", "rule_ordinal"),
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
    ("FREQ=WEEKLY;BYMONTHDAY=13", "rule_month_day"),
    ("FREQ=MONTHLY;BYSETPOS=1", "rule_set_position"),
]


def at_nine(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00")


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
