"""What a society is asked to think of: empty teaching weeks, and a followed day with nothing held for it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.activities.models import Observance, ObservanceChoice, Occurrence
from campus.activities.queries.nudges import nudges_for
from campus.directory.models import Break, Society
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.stage import Stage, set_stage

TODAY = NOW.date()  # a Tuesday of the seventh teaching week


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return set_stage(cast)


def followed(society: Society, day: date, slug: str = "mens-day-of-karura") -> Observance:
    """An observance of every year on that day, which the society follows."""
    observance = Observance.objects.create(
        slug=slug,
        name="Men’s Day of Karura",
        kind="day",
        rrule=f"FREQ=YEARLY;BYMONTH={day.month};BYMONTHDAY={day.day}",
        tier="core",
    )
    ObservanceChoice.objects.create(
        university=society.university, society=society, observance=observance, choice="follow", chosen_at=NOW
    )
    return observance


def empty_weeks(society: Society) -> list[date]:
    found = nudges_for(society, NOW).empty_weeks
    return [week.starts_on for week in found.weeks] if found else []


def held_for(society: Society, observance: Observance, day: date) -> Occurrence:
    row = make.occurrence(make.series(society), day)
    row.activity.observance = observance
    row.activity.save()
    return row


class TestEmptyWeeks:
    def test_with_nothing_planned_the_next_four_teaching_weeks_are_named(self, cast: Cast):
        assert empty_weeks(cast.society) == [date(2026, 10, 19) + timedelta(days=7 * n) for n in range(4)]

    def test_a_week_without_teaching_is_none_of_them(self, cast: Cast):
        term = cast.karura.calendars.get().terms.get(name="Semester 1, 2026/27")
        Break.objects.create(term=term, kind="reading_week", starts_on=date(2026, 10, 26), ends_on=date(2026, 10, 30))
        assert empty_weeks(cast.society)[:2] == [date(2026, 10, 19), date(2026, 11, 2)]

    def test_one_date_in_them_is_enough(self, cast: Cast):
        make.occurrence(make.series(cast.society), TODAY + timedelta(days=20))
        assert empty_weeks(cast.society) == []

    def test_a_cancelled_date_opens_no_door(self, cast: Cast):
        row = make.occurrence(make.series(cast.society), TODAY + timedelta(days=3))
        row.cancelled_at, row.cancel_reason = NOW, "The room is closed."
        row.save()
        assert len(empty_weeks(cast.society)) == 4

    def test_a_date_that_is_over_counts_no_more(self, cast: Cast):
        make.occurrence(make.series(cast.society), TODAY - timedelta(days=1))
        assert len(empty_weeks(cast.society)) == 4

    def test_a_society_that_is_not_approved_is_not_asked(self, cast: Cast):
        cast.society.status = Society.Status.SUSPENDED
        cast.society.save()
        assert not nudges_for(cast.society, NOW)

    def test_without_terms_there_is_no_week_to_be_empty(self, cast: Cast):
        cast.karura.calendars.update(is_reporting=False)
        assert empty_weeks(cast.society) == []


class TestUnplannedObservances:
    @pytest.mark.parametrize(("days", "is_near"), [(0, True), (42, True), (43, False)])
    def test_it_is_named_from_six_weeks_before_on(self, cast: Cast, days: int, is_near: bool):
        observance = followed(cast.society, TODAY + timedelta(days=days))
        found = [each.marked.observance for each in nudges_for(cast.society, NOW).unplanned]
        assert found == ([observance] if is_near else [])

    def test_one_that_is_not_followed_is_not(self, cast: Cast):
        followed(cast.society, TODAY + timedelta(days=9))
        ObservanceChoice.objects.update(choice="hide")
        assert nudges_for(cast.society, NOW).unplanned == []

    @pytest.mark.parametrize(("away", "is_planned"), [(0, True), (-7, True), (7, True), (8, False)])
    def test_something_held_for_it_around_its_day_is_enough(self, cast: Cast, away: int, is_planned: bool):
        day = TODAY + timedelta(days=20)
        observance = followed(cast.society, day)
        held_for(cast.society, observance, day + timedelta(days=away))
        assert (nudges_for(cast.society, NOW).unplanned == []) == is_planned

    def test_what_is_held_on_the_day_for_its_own_sake_is_not(self, cast: Cast):
        day = TODAY + timedelta(days=20)
        followed(cast.society, day)
        make.occurrence(make.series(cast.society), day)
        assert len(nudges_for(cast.society, NOW).unplanned) == 1

    def test_what_others_hold_on_it_is_offered(self, cast: Cast):
        Observance.objects.filter(slug="intl-mens-day").delete()
        followed(cast.society, date(2026, 11, 19), slug="intl-mens-day")
        [found] = nudges_for(cast.society, NOW).unplanned
        assert found.template is not None
        assert found.template.id == "imd-event"


def test_the_questions_do_not_grow_with_what_is_planned(cast: Cast):
    followed(cast.society, TODAY + timedelta(days=9))
    asked = []
    for number in (1, 3):
        while cast.society.occurrences.count() < number:
            make.occurrence(make.series(cast.society), TODAY + timedelta(days=cast.society.occurrences.count() + 1))
        with CaptureQueriesContext(connection) as captured:
            nudges_for(Society.objects.select_related("university").get(pk=cast.society.pk), NOW)
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 8
