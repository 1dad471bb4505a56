"""What may stand in a plan beside its rule, and what the preview says of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.utils import translation

from campus.activities import actions, public_holidays
from campus.activities.actions import ActivityPlan
from campus.activities.queries import preview
from campus.activities.queries.timetables import timetable_for
from campus.base.errors import Invalid
from campus.directory.models import Calendar, University
from tests.campus.plans import WEEKLY
from tests.conftest import Cast
from tests.factories import NOW

PLAN = replace(WEEKLY, window="always")  # Tuesdays at 17:30 in Nairobi, from 27 October 2026


def refused(cast: Cast, **fields: Any) -> tuple[str, list[str]]:
    with pytest.raises(Invalid) as refusal:
        preview(cast.society, replace(PLAN, **fields), NOW)
    assert all(str(sentence) for sentence in refusal.value.fields.values())
    return refusal.value.code, list(refusal.value.fields)


def starts(cast: Cast, plan: ActivityPlan) -> list[str]:
    return [f"{shown.date} {shown.time:%H:%M}" for shown in preview(cast.society, plan, NOW).dates]


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"timing": "some day"}, "unknown_timing", "timing"),
        ({"more_times": (time(17, 30),)}, "same_time", "more_times"),
        ({"more_times": (time(20), time(20))}, "same_time", "more_times"),
        ({"timing": "all_day", "minutes": 1440, "more_times": (time(20),)}, "no_times", "more_times"),
        ({"timing": "all_day", "minutes": 90}, "not_whole_days", "minutes"),
        ({"timing": "all_day", "minutes": 15 * 1440}, "takes_too_long", "minutes"),
        ({"extra_dates": (datetime(2026, 10, 26, 18),)}, "extra_date_too_early", "extra_dates"),
        ({"extra_dates": (datetime(2028, 10, 26, 18),)}, "extra_date_too_late", "extra_dates"),
        ({"extra_dates": (datetime(9999, 1, 1),)}, "date_out_of_range", "extra_dates"),
        ({"extra_dates": (datetime(2026, 12, 1, 18),) * 1001}, "too_many_dates", "extra_dates"),
        ({"skipped_dates": (datetime(1, 1, 1),)}, "date_out_of_range", "skipped_dates"),
        ({"skipped_dates": (datetime(2026, 12, 1, 18),) * 1001}, "too_many_dates", "skipped_dates"),
        ({"capacity": 0}, "no_room", "capacity"),
        ({"template": "of my own"}, "unknown_template", "template"),
        (
            {"rrule": "FREQ=DAILY", "more_times": (time(18), time(19), time(20))},
            "rule_too_often",
            "rrule",
        ),
    ],
)
def test_what_cannot_be_is_refused_on_its_own_field(cast: Cast, fields: dict[str, Any], code: str, field: str) -> None:
    assert refused(cast, **fields) == (code, [field])


def test_unless_it_is_timed_every_time_is_midnight(cast: Cast) -> None:
    plan = replace(
        PLAN,
        timing="to_confirm",
        rrule="FREQ=WEEKLY;COUNT=2",
        extra_dates=(datetime(2026, 11, 5, 18),),
        skipped_dates=(datetime(2026, 11, 3, 17, 30),),
    )
    assert starts(cast, plan) == ["2026-10-27 00:00", "2026-11-05 00:00"]
    made = actions.plan_activity(by=cast.kofi, society=cast.society, plan=plan, at=NOW)
    assert (made.start_time, made.extra_dates) == (time(0), ["2026-11-05T00:00"])
    assert [(row.original_time, row.timing) for row in made.occurrences.all()] == [(time(0), "to_confirm")] * 2


def test_several_days_end_at_a_local_midnight(cast: Cast) -> None:
    shown = preview(cast.society, replace(PLAN, rrule="", timing="all_day", minutes=3 * 1440), NOW)
    assert [(one.starts_at, one.ends_at) for one in shown.dates] == [
        (datetime(2026, 10, 26, 21, tzinfo=UTC), datetime(2026, 10, 29, 21, tzinfo=UTC))
    ]
    assert shown.in_words == "Once, on Tuesday 27 October 2026, for 3 days"


def test_the_preview_says_where_nothing_is_left_out(cast: Cast) -> None:
    plan = replace(
        PLAN,
        rrule="FREQ=WEEKLY;COUNT=3",
        skipped_dates=(datetime(2026, 10, 28, 17, 30), datetime(2026, 11, 3, 17, 30), datetime(2026, 11, 10, 9)),
    )
    shown = preview(cast.society, plan, NOW)
    assert [str(reason) for _day, reason in shown.left_out] == ["Left out by hand"]
    assert shown.warnings == [
        "Nothing would be on Wednesday 28 October 2026, so nothing is left out there.",
        "Nothing would be on Tuesday 10 November 2026 at 09:00, so nothing is left out there.",
    ]


def test_public_holidays_are_named_and_left_out_if_asked_for(cast: Cast) -> None:
    fridays = replace(PLAN, rrule="FREQ=WEEKLY;COUNT=2", first_date=date(2026, 12, 18))
    shown = preview(cast.society, fridays, NOW)
    assert [(one.date.day, one.holiday, one.note) for one in shown.dates] == [
        (18, "", ""), (25, "Christmas Day", "Christmas Day"),
    ]  # fmt: skip
    without = preview(cast.society, replace(fridays, skips_holidays=True), NOW)
    assert ([one.date.day for one in without.dates], without.left_out) == (
        [18],
        [(date(2026, 12, 25), "Christmas Day")],
    )


def test_a_region_has_holidays_of_its_own_named_in_the_readers_language(cast: Cast) -> None:
    cast.karura.country, cast.karura.holiday_region = "ES", "MD"
    cast.karura.save()
    cast.society.refresh_from_db()
    day_of_madrid = date(2026, 5, 2)
    with translation.override("es"):
        assert timetable_for(cast.society).holidays.get(day_of_madrid) == "Fiesta de la Comunidad de Madrid"
    with translation.override("en"):
        assert timetable_for(cast.society).holidays.get(day_of_madrid) == "Madrid Day"
        University.objects.filter(pk=cast.karura.pk).update(holiday_region="nowhere")
        assert timetable_for(cast.society).holidays.get(day_of_madrid) is None


def test_public_holidays_that_nobody_here_knows_are_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_holidays, "library", None)
    assert refused(cast, skips_holidays=True) == ("holidays_missing", ["skips_holidays"])
    assert starts(cast, replace(PLAN, rrule="", first_date=date(2026, 12, 25))) == ["2026-12-25 17:30"]


def test_public_holidays_of_a_country_that_the_library_lacks_are_refused(cast: Cast) -> None:
    cast.society.university.country = "XX"
    assert refused(cast, skips_holidays=True) == ("holidays_unknown", ["skips_holidays"])


def test_a_society_without_calendar_has_the_holidays_of_its_university(cast: Cast) -> None:
    Calendar.objects.filter(university=cast.other).update(is_reporting=False)
    assert timetable_for(cast.other_society).calendar is None
    assert timetable_for(cast.other_society).holidays.get(date(2026, 12, 16)) == "Day of Reconciliation"
