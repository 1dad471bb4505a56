"""The form of an activity: each rhythm to its rule and back, and what it says of what cannot be."""

from datetime import date, datetime, time
from typing import Any

import pytest

from campus.activities.rule_text import parse
from campus.activities.templates import TEMPLATES
from frontend.manage import rhythm
from frontend.manage.activity_form import ActivityForm, initial_of
from frontend.manage.when_form import initial_when
from tests import factories
from tests.conftest import Cast

TUESDAY = date(2026, 11, 10)  # the second one of its month
FILLED: dict[str, Any] = {
    "name": "Circle",
    "rhythm": "weekly",
    "first_date": "2026-11-10",
    "start_time": "18:00",
    "minutes": "60",
    "window": "teaching",
}


def form(**said: Any) -> ActivityForm:
    return ActivityForm({**FILLED, **said})


def said_of(written: ActivityForm) -> dict[str, list[str]]:
    return {name: [str(each) for each in said] for name, said in written.errors.items()}


RULES: list[tuple[dict[str, Any], str]] = [
    ({"rhythm": "once"}, ""),
    ({"rhythm": "daily"}, "FREQ=DAILY"),
    ({"rhythm": "daily", "only_workdays": "on"}, "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"),
    ({"rhythm": "daily", "interval": "2", "ends": "times", "count": "5"}, "FREQ=DAILY;INTERVAL=2;COUNT=5"),
    ({"rhythm": "weekly"}, "FREQ=WEEKLY;BYDAY=TU"),
    ({"rhythm": "weekly", "interval": "1"}, "FREQ=WEEKLY;BYDAY=TU"),
    ({"rhythm": "weekly", "weekdays": ["MO", "TH"], "interval": "3"}, "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH"),
    ({"rhythm": "monthly"}, "FREQ=MONTHLY;BYDAY=2TU"),
    ({"rhythm": "monthly", "first_date": "2026-12-29"}, "FREQ=MONTHLY;BYDAY=-1TU"),
    ({"rhythm": "monthly", "month_place": "-1", "month_weekday": "FR"}, "FREQ=MONTHLY;BYDAY=-1FR"),
    ({"rhythm": "monthly", "month_by": "day"}, "FREQ=MONTHLY;BYMONTHDAY=10"),
    ({"rhythm": "monthly", "month_by": "day", "month_day": "-1"}, "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ({"rhythm": "yearly"}, "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=10"),
    ({"rhythm": "yearly", "year_by": "weekday"}, "FREQ=YEARLY;BYMONTH=11;BYDAY=2TU"),
    ({"rhythm": "weekly", "ends": "until", "until": "2026-12-01"}, "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261201"),
    ({"rhythm": "weekly", "until": "2026-12-01"}, "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261201"),
    ({"rhythm": "weekly", "ends": "never", "until": "2026-12-01"}, "FREQ=WEEKLY;BYDAY=TU"),
    ({"rule": "rrule:freq=monthly;byday=tu;bysetpos=-2"}, "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-2"),
    ({"rhythm": "dates", "dates": ["2026-11-19", ""]}, ""),
]


@pytest.mark.pure
@pytest.mark.parametrize(("said", "rule"), RULES)
def test_each_rhythm_is_a_rule(said: dict[str, Any], rule: str):
    written = form(**said)
    assert written.is_valid(), written.errors
    assert written.rrule() == rule


@pytest.mark.pure
@pytest.mark.parametrize("rule", sorted({rule for said, rule in RULES if not {"first_date", "rule"} & said.keys()}))
def test_the_form_says_a_rule_that_it_made_as_it_was_said(rule: str):
    said = rhythm.said_of(rule, TUESDAY)
    assert rhythm.rule_of({**rhythm.EMPTY, **said}, TUESDAY) == rule
    assert "rule" not in said


@pytest.mark.pure
@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=WEEKLY;COUNT=3", {"rhythm": "weekly", "interval": 1, "ends": "times", "count": 3, "weekdays": []}),
        ("FREQ=YEARLY;BYMONTH=11", {"rhythm": "yearly", "interval": 1, "ends": "never", "year_by": "day"}),
        ("FREQ=MONTHLY", {"rhythm": "monthly", "interval": 1, "ends": "never", "month_by": "day", "month_day": ""}),
        ("FREQ=YEARLY;BYMONTH=9,10", {"rhythm": "yearly", "rule": "FREQ=YEARLY;BYMONTH=9,10"}),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", {"rhythm": "monthly", "rule": "FREQ=MONTHLY;BYDAY=1MO,3MO"}),
        ("FREQ=WEEKLY;BYDAY=TU;WKST=SU", {"rhythm": "weekly", "rule": "FREQ=WEEKLY;BYDAY=TU;WKST=SU"}),
        ("", {"rhythm": "once"}),
    ],
)
def test_a_rule_is_said_in_the_words_of_the_form_or_as_it_is(rule: str, said: dict[str, Any]):
    assert rhythm.said_of(rule, TUESDAY) == said


@pytest.mark.pure
@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"start_time": ""}, {"start_time": ["Say at what time it starts, for example 17:30."]}),
        ({"minutes": ""}, {"minutes": ["Say how long it takes, for example 90."]}),
        ({"ends": "until"}, {"until": ["Say on which date it ends, or let it go on."]}),
        ({"ends": "times"}, {"count": ["Say how many times, or let it go on."]}),
        ({"ends": "times", "count": "0"}, {"count": ["Choose 1 or more."]}),
        ({"interval": "0"}, {"interval": ["Choose 1 or more."]}),
        ({"rhythm": "dates"}, {"dates": ["Add a further date, or choose Once."]}),
        ({"rhythm": "dates", "dates": ["soon"]}, {"dates": ["Write a date like 2026-11-24."]}),
        ({"more_times": ["late"]}, {"more_times": ["Write a time like 17:30."]}),
        ({"timing": "all_day", "days": "15"}, {"days": ["Choose 14 or less."]}),
        (
            {"rule": "FREQ=HOURLY"},
            {
                "rule": [
                    "A rule returns once a day at most. "
                    "Write FREQ=DAILY, and name the further times of the day beside it."
                ]
            },
        ),
    ],
)
def test_what_cannot_be_is_said_where_it_was_entered(said: dict[str, Any], refused: dict[str, list[str]]):
    assert said_of(form(**said)) == refused


@pytest.mark.pure
@pytest.mark.parametrize(
    "said",
    [
        {"timing": "all_day", "start_time": "late", "minutes": "x", "more_times": ["x"]},
        {"days": "x"},
        {"count": "x", "ends": "never"},
        {"rhythm": "once", "interval": "x"},
        {"dates": ["x"]},
        {"rhythm": "weekly", "month_day": "99"},
    ],
)
def test_nothing_is_said_of_what_was_not_asked(said: dict[str, Any]):
    assert said_of(form(**said)) == {}


class TestTheWhenOfAPlan:
    def when(self, **said: Any) -> dict[str, Any]:
        written = form(**said)
        assert written.is_valid(), written.errors
        return written.when()

    @pytest.mark.pure
    def test_whole_days_begin_at_midnight_and_are_counted_in_days(self):
        when = self.when(timing="all_day", days="3")
        assert (when["timing"], when["start_time"], when["minutes"]) == ("all_day", time(0), 3 * 24 * 60)

    @pytest.mark.pure
    def test_a_time_to_be_confirmed_takes_a_day_until_it_is_known(self):
        when = self.when(timing="to_confirm", start_time="", minutes="")
        assert (when["timing"], when["start_time"], when["minutes"]) == ("to_confirm", time(0), 24 * 60)

    @pytest.mark.pure
    def test_chosen_dates_begin_at_the_time_of_the_first(self):
        when = self.when(rhythm="dates", dates=["2026-12-03", "2026-11-19", "2026-11-19"])
        assert when["extra_dates"] == (datetime(2026, 11, 19, 18, 0), datetime(2026, 12, 3, 18, 0))

    @pytest.mark.pure
    def test_a_rhythm_has_further_dates_only_where_they_are_asked_for(self):
        assert self.when(dates=["2026-12-03"])["extra_dates"] == ()
        assert self.when(dates=["2026-12-03"], with_dates="on")["extra_dates"] == (datetime(2026, 12, 3, 18, 0),)

    @pytest.mark.pure
    def test_there_may_be_several_on_a_day(self):
        assert self.when(more_times=["20:30", "", "19:00"])["more_times"] == (time(19), time(20, 30))


class TestTheCalendars:
    def test_with_one_calendar_nothing_is_asked(self, cast: Cast):
        assert "calendar" not in ActivityForm(society=cast.society).fields

    def test_with_two_one_is_chosen(self, cast: Cast):
        second = cast.karura.calendars.create(name="Medicine", name_key="medicine")
        written = ActivityForm({**FILLED, "calendar": str(second.pk)}, society=cast.society)
        assert written.is_valid(), written.errors
        assert written.when()["calendar"] == second

    def test_that_of_another_university_is_not_offered(self, cast: Cast):
        cast.karura.calendars.create(name="Medicine", name_key="medicine")
        elsewhere = factories.university("Elsewhere University").calendars.get()
        written = ActivityForm({**FILLED, "calendar": str(elsewhere.pk)}, society=cast.society)
        assert said_of(written) == {"calendar": ["Choose one of what is offered."]}


@pytest.mark.pure
@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 11, 30), date(2027, 1, 31)])
def test_every_template_fills_a_form_that_can_be_saved(day: date):
    for template in TEMPLATES.values():
        filled = initial_of(template, day)
        entered = {name: value for name, value in filled.items() if value is not None and value is not False}
        written = ActivityForm({**entered, "first_date": filled["first_date"].isoformat()})
        assert written.is_valid(), (template.id, written.errors)
        assert filled["first_date"] >= day
        assert written.rrule() == template.rrule or parse(written.rrule()).frequency == parse(template.rrule).frequency


@pytest.mark.pure
def test_a_length_is_said_in_days_or_in_minutes():
    whole = initial_when(rrule="", first=TUESDAY, timing="all_day", start_time=time(0), minutes=2880)
    assert (whole["days"], "minutes" in whole) == (2, False)
    timed = initial_when(rrule="", first=TUESDAY, timing="timed", start_time=time(18), minutes=90)
    assert (timed["minutes"], timed["start_time"], "days" in timed) == (90, time(18), False)
