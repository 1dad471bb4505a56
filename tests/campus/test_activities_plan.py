"""Planning an activity: what can be planned, and the rows that come of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from unittest.mock import ANY

import pytest

from campus.activities import actions
from campus.activities.models import Activity, Code, Occurrence, Series
from campus.activities.queries import preview
from campus.base.errors import Conflict, Invalid, NotFound
from campus.directory.models import Break, Calendar, Society, Term
from campus.people.models import AuditEvent
from tests import factories
from tests.campus.plans import WEEKLY
from tests.conftest import Cast
from tests.factories import NOW


def plan(cast: Cast, at: datetime = NOW, **changes: Any) -> Activity:
    return actions.plan_activity(by=cast.kofi, society=cast.society, plan=replace(WEEKLY, **changes), at=at)


def refused(cast: Cast, **changes: Any) -> tuple[str, dict[str, str]]:
    with pytest.raises(Invalid) as refusal:
        plan(cast, **changes)
    return refusal.value.code, {name: str(sentence) for name, sentence in refusal.value.fields.items()}


def test_a_weekly_activity_meets_in_the_teaching_weeks_of_the_coming_year(cast: Cast) -> None:
    Break.objects.create(
        term=Term.objects.get(name="Semester 1, 2026/27", calendar__university=cast.karura),
        kind=Break.Kind.READING_WEEK,
        starts_on=date(2026, 11, 2),
        ends_on=date(2026, 11, 6),
    )
    activity = plan(cast)
    dates = list(activity.occurrences.values_list("date", flat=True))
    assert dates[:6] == [date(2026, 10, 27), *(date(2026, 11, day) for day in (10, 17, 24)), *december(1, 8)]
    assert (dates[6], dates[-1], len(dates)) == (date(2027, 1, 12), date(2027, 4, 13), 20)


def december(*days: int) -> list[date]:
    return [date(2026, 12, day) for day in days]


def test_a_row_knows_its_local_time_its_instants_and_when_doors_open(cast: Cast) -> None:
    row = plan(cast).occurrences.earliest("starts_at")
    assert (row.date, row.time, row.zone) == (date(2026, 10, 27), time(17, 30), "Africa/Nairobi")
    assert (row.starts_at, row.ends_at) == (nairobi(14, 30), nairobi(16, 0))
    assert (row.opens_at, row.closes_at) == (nairobi(14, 0), nairobi(16, 30))
    assert (row.name, row.place, row.university, row.society) == (
        "Tuesday Circle",
        "Room B12",
        cast.karura,
        cast.society,
    )


def nairobi(hour: int, minute: int) -> datetime:
    return datetime(2026, 10, 27, hour, minute, tzinfo=UTC)


def test_a_new_series_gets_its_poster_code(cast: Cast) -> None:
    activity = plan(cast)
    code = Code.objects.get()
    assert (code.series, code.occurrence, code.replaced_at) == (activity.series, None, None)
    assert (activity.series.name, activity.series.for_newcomers) == ("Tuesday Circle", True)


def test_planning_is_on_record(cast: Cast) -> None:
    activity = plan(cast)
    events = AuditEvent.objects.values_list("verb", "object", "actor", "society_id", "university_id")
    assert list(events) == [
        ("code_made", f"code:{activity.series.codes.get().pk}", cast.kofi.pk, cast.society.pk, cast.karura.pk),
        ("activity_planned", f"activity:{activity.pk}", cast.kofi.pk, cast.society.pk, cast.karura.pk),
    ]


def test_the_next_stretch_of_a_series_keeps_its_code(cast: Cast) -> None:
    series = plan(cast).series
    later = replace(WEEKLY, rrule="FREQ=WEEKLY;BYDAY=TH", first_date=date(2027, 1, 14))
    second = actions.plan_activity(by=cast.kofi, society=cast.society, plan=later, at=NOW, series=series)
    assert (second.series, Series.objects.count(), Code.objects.count()) == (series, 1, 1)


def test_a_series_of_another_society_is_not_there(cast: Cast) -> None:
    theirs = Series.objects.create(university=cast.other, society=cast.other_society, name="Circle")
    with pytest.raises(NotFound):
        actions.plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=NOW, series=theirs)


def test_an_ended_series_takes_no_further_activity(cast: Cast) -> None:
    series = actions.end_series(by=cast.kofi, series=plan(cast).series, at=NOW)
    with pytest.raises(Conflict) as refusal:
        actions.plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=NOW, series=series)
    assert refusal.value.code == "series_ended"


def test_a_single_date_is_planned_even_in_a_break(cast: Cast) -> None:
    activity = plan(cast, rrule="", first_date=date(2026, 12, 25))
    assert list(activity.occurrences.values_list("date", flat=True)) == [date(2026, 12, 25)]


def test_a_single_date_may_lie_eighteen_months_ahead(cast: Cast) -> None:
    activity = plan(cast, rrule="", first_date=date(2028, 4, 20))
    assert activity.occurrences.count() == 1


def test_a_meeting_at_18_00_stays_at_18_00_when_the_clocks_change(cast: Cast) -> None:
    activity = plan(
        cast,
        zone="Europe/Madrid",
        start_time=time(18),
        first_date=date(2026, 10, 20),
        window="always",
        rrule="FREQ=WEEKLY",
    )
    starts = list(activity.occurrences.values_list("starts_at", flat=True)[:2])
    assert starts == [datetime(2026, 10, 20, 16, tzinfo=UTC), datetime(2026, 10, 27, 17, tzinfo=UTC)]


def test_a_daily_rule_of_eighteen_months_is_within_bounds(cast: Cast) -> None:
    next_year = factories.term(Calendar.objects.get(university=cast.karura), "Semester 1, 2027/28", date(2027, 10, 18))
    Term.objects.filter(pk=next_year.pk).update(active_to=date(2028, 8, 1))
    Term.objects.exclude(pk=next_year.pk).delete()
    activity = plan(cast, rrule="FREQ=DAILY", first_date=date(2026, 10, 20), window="always")
    assert (activity.planned_until, activity.occurrences.count()) == (date(2028, 4, 20), 549)


def test_every_wrong_input_is_said_at_once(cast: Cast) -> None:
    wrong = {"name": " ", "link": "B12", "minutes": 0, "zone": "Mars/Olympus", "window": "soon", "rrule": "FREQ=HOURLY"}
    code, fields = refused(cast, **wrong)
    assert (code, list(fields)) == ("missing", list(wrong))


@pytest.mark.parametrize(
    ("changes", "code", "fields"),
    [
        ({"minutes": -5}, "takes_no_time", {"minutes": "Say how long it takes, for example 90."}),
        ({"minutes": 20161}, "takes_too_long", {"minutes": "It takes two weeks at most."}),
        ({"zone": "Mars/Olympus"}, "unknown_zone", {"zone": ANY}),
        ({"link": "javascript:alert(1)"}, "not_a_link", {"link": ANY}),
        (
            {"first_date": date(2026, 2, 9)},
            "date_has_passed",
            {"first_date": "9 February 2026 has passed. Did you mean 2027?"},
        ),
        (
            {"first_date": date(2026, 10, 18)},
            "date_has_passed",
            {"first_date": "18 October 2026 has passed. Begin today or later."},
        ),
        (
            {"rrule": "FREQ=WEEKLY;UNTIL=20261001"},
            "ends_before_start",
            {"rrule": "The last date, 1 October 2026, comes before the first one, 27 October 2026."},
        ),
        ({"rrule": "", "first_date": date(2028, 4, 21)}, "date_too_late", {"first_date": ANY}),
        ({"first_date": date(2027, 12, 1)}, "rule_too_late", {"rrule": ANY}),
        ({"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rule_never_matches", {"rrule": ANY}),
        ({"rrule": "FREQ=DAILY;COUNT=1001"}, "rule_count_too_high", {"rrule": ANY}),
        ({"rrule": "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=3"}, "no_date_left", {"window": ANY}),
    ],
)
def test_what_cannot_be_planned_is_refused_with_a_sentence(
    cast: Cast, changes: dict[str, Any], code: str, fields: dict[str, str]
) -> None:
    assert refused(cast, **changes) == (code, fields)
    assert Occurrence.objects.count() == 0


def test_yesterday_can_still_be_entered(cast: Cast) -> None:
    assert plan(cast, rrule="", first_date=date(2026, 10, 19)).occurrences.count() == 1


def test_a_calendar_of_another_university_is_refused(cast: Cast) -> None:
    theirs = Calendar.objects.get(university=cast.other)
    assert refused(cast, calendar=theirs)[0] == "other_calendar"


@pytest.mark.parametrize("status", [status for status in Society.Status if status != Society.Status.APPROVED])
def test_only_an_approved_society_plans(cast: Cast, status: str) -> None:
    Society.objects.filter(pk=cast.society.pk).update(status=status)
    with pytest.raises(Conflict) as refusal:
        plan(cast)
    assert refusal.value.code == "society_not_approved"


def test_the_preview_shows_the_dates_that_planning_makes(cast: Cast) -> None:
    shown = preview(cast.society, WEEKLY, NOW)
    assert [date.starts_at for date in shown.dates] == list(plan(cast).occurrences.values_list("starts_at", flat=True))
    first = shown.dates[0]
    assert (str(first.term), first.week and first.week.number) == ("Semester 1, 2026/27", 8)
    assert shown.in_words == "Every Tuesday at 17:30, in teaching weeks"


def test_the_preview_says_what_is_left_out_and_why(cast: Cast) -> None:
    shown = preview(cast.society, replace(WEEKLY, rrule="FREQ=WEEKLY;UNTIL=20270105"), NOW)
    assert shown.left_out == [
        (date(2026, 12, 15), "Outside teaching weeks"),
        (date(2026, 12, 22), "Outside term"),
        (date(2026, 12, 29), "Outside term"),
        (date(2027, 1, 5), "Outside teaching weeks"),
    ]


def test_the_preview_warns_of_a_time_that_the_clocks_skip_or_repeat(cast: Cast) -> None:
    night = replace(
        WEEKLY,
        zone="Europe/Madrid",
        start_time=time(2, 30),
        first_date=date(2026, 10, 25),
        rrule="FREQ=WEEKLY;UNTIL=20270328",
        window="always",
    )
    shown = preview(cast.society, night, NOW)
    assert shown.warnings == [
        "On Sunday 25 October 2026 the clocks in Madrid show 02:30 twice; it starts the first time.",
        "On Sunday 28 March 2027 the clocks in Madrid skip 02:30; it starts at 03:30.",
    ]
    assert [date.note for date in shown.dates if date.note] == [
        "The clocks show this time twice that day.",
        "The clocks skip this time that day.",
    ]


def test_the_preview_of_a_single_date_says_in_which_break_it_falls(cast: Cast) -> None:
    shown = preview(cast.society, replace(WEEKLY, rrule="", first_date=date(2026, 12, 25)), NOW)
    assert [(date.note, date.week) for date in shown.dates] == [("Outside term", None)]


def test_the_preview_says_that_a_university_has_no_term_dates(cast: Cast) -> None:
    Term.objects.all().delete()
    shown = preview(cast.society, WEEKLY, NOW)
    assert (shown.dates, shown.warnings) == (
        [],
        ["Your university has no term dates here yet. Plan for all year, or ask its staff."],
    )
