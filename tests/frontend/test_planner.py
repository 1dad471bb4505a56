"""The planner: a term and a month as tables, what stands above them, all dates as a list, templates."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from campus.activities.actions import plan_activity
from campus.activities.models import Observance, ObservanceChoice, Occurrence, Timing
from campus.directory.models import Break
from frontend.manage.sheet_days import Day, SheetWeek, days_of
from tests import factories_checkin as make
from tests.campus.plans import WEEKLY
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.pages import as_person, said_of, text
from tests.frontend.queries import queries
from tests.stage import Stage

DESK = "/manage/karura/heforshe-karura/"
PLAN, MONTH, DATES, TEMPLATES = (f"{DESK}plan/{page}" for page in ("", "month/", "dates/", "templates/"))
TODAY = NOW.date()


@pytest.fixture
def kofi(stage: Stage) -> Client:
    return as_person(stage.cast.kofi)


def days(client: Client, path: str = PLAN) -> dict[date, Day]:
    sheet = client.get(path).context["sheet"]
    return {day.date: day for week in sheet.weeks for day in week.days}


def week_of(client: Client, day: date, path: str = PLAN) -> SheetWeek:
    weeks: list[SheetWeek] = client.get(path).context["sheet"].weeks
    return next(week for week in weeks if week.starts_on <= day <= week.ends_on)


def whole_days(cast: Cast, first: date, minutes: int, timing: str = Timing.ALL_DAY) -> Occurrence:
    held = make.occurrence(make.series(cast.society, "Exhibition"), first, time(0), minutes, timing=timing)
    held.activity.rrule = ""
    held.activity.save()
    return held


class TestTheTerm:
    def test_weeks_are_called_as_the_university_calls_them(self, kofi: Client):
        said = text(kofi.get(PLAN))
        assert "Week 7 19 Oct" not in said  # one month is named once
        assert "Week 719 – 25 Oct" in said
        assert "Reading week2 – 8 Nov" in said

    def test_today_is_marked_for_eyes_and_ears(self, kofi: Client):
        marked = [day.date for day in days(kofi).values() if day.is_today]
        assert marked == [TODAY]
        assert "Tue 20, today" in text(kofi.get(PLAN))

    def test_a_cancelled_date_stays_and_is_called_so(self, kofi: Client, stage: Stage):
        [entry] = days(kofi)[stage.cancelled.date].entries
        assert entry.occurrence == stage.cancelled
        assert "Tuesday Circle, cancelled" in text(kofi.get(PLAN))

    def test_a_break_within_a_week_is_named_on_its_first_day(self, kofi: Client, stage: Stage):
        Break.objects.create(
            term=stage.term, kind="holiday", name="Jamhuri", starts_on=date(2026, 12, 3), ends_on=date(2026, 12, 4)
        )
        found = days(kofi)
        assert [day for day in found if found[day].begins_pause] == [date(2026, 12, 3)]
        assert found[date(2026, 12, 4)].pause is not None
        assert not week_of(kofi, date(2026, 12, 3)).in_break

    def test_what_lasts_several_days_stands_on_each(self, kofi: Client, stage: Stage):
        held = whole_days(stage.cast, TODAY + timedelta(days=2), 3 * 24 * 60)
        numbers = [
            (day.date, entry.day_number) for day in days(kofi).values() for entry in day.entries if entry.days == 3
        ]
        assert numbers == [(held.date + timedelta(days=passed), passed + 1) for passed in range(3)]
        said = text(kofi.get(PLAN))
        assert "All day Exhibition" in said
        assert "Day 3 of 3 Exhibition" in said

    def test_a_time_to_be_confirmed_is_said_in_place_of_midnight(self, kofi: Client, stage: Stage):
        whole_days(stage.cast, TODAY + timedelta(days=2), 24 * 60, Timing.TO_CONFIRM)
        said = text(kofi.get(PLAN))
        assert "Time to be confirmed Exhibition" in said
        assert "00:00" not in said

    def test_what_runs_past_midnight_stands_on_the_day_it_begins(self, stage: Stage):
        held = make.occurrence(make.series(stage.cast.society, "Night"), TODAY, time(22), 5 * 60)
        assert days_of(held) == [TODAY]

    def test_an_observance_begins_on_its_day_and_a_span_goes_on(self, kofi: Client, stage: Stage):
        Observance.objects.all().delete()
        Observance.objects.create(
            slug="three-days",
            name="Three Days",
            kind="span",
            rrule="FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=21",
            days=3,
            tier="core",
            shows_by_default=True,
        )
        found = days(kofi)
        assert [day for day in found if found[day].marks] == [date(2026, 10, 21)]
        assert [day.day for day in found if found[day].during] == [22, 23]
        assert "During Three Days" in text(kofi.get(PLAN))

    def test_a_full_term_takes_as_many_queries_as_an_empty_one(self, kofi: Client, stage: Stage):
        before = queries(kofi, PLAN)
        for number, weekday in enumerate(("MO", "WE", "TH", "FR")):
            plan = replace(WEEKLY, name=f"Evening {number}", rrule=f"FREQ=WEEKLY;BYDAY={weekday}")
            plan_activity(by=stage.cast.kofi, society=stage.cast.society, plan=plan, at=NOW)
        entries = sum(len(day.entries) for day in days(kofi).values())
        assert entries > 30
        assert queries(kofi, PLAN) == before <= 45


class TestTheMonth:
    def test_it_is_this_month_in_the_weeks_of_the_university(self, kofi: Client, stage: Stage):
        stage.term.calendar.week_starts_on = 6
        stage.term.calendar.save()
        sheet = kofi.get(MONTH).context["sheet"]
        assert (sheet.month, sheet.weeks[0].starts_on, sheet.weeks[-1].ends_on) == (
            date(2026, 10, 1),
            date(2026, 9, 27),
            date(2026, 10, 31),
        )

    def test_one_turns_to_the_months_beside_it(self, kofi: Client):
        body = kofi.get(f"{MONTH}?month=2026-12").content.decode()
        assert 'rel="prev" href="?month=2026-11"' in body
        assert 'rel="next" href="?month=2027-01"' in body
        assert 'href="?month=2026-10"' in body  # the present one

    @pytest.mark.parametrize("asked", ["", "x", "2026-13", "0001-01", "9999-12", "2026-1", "٢٠٢٦-١٠"])
    def test_a_month_that_is_none_is_this_one(self, kofi: Client, asked: str):
        assert kofi.get(MONTH, {"month": asked}).context["sheet"].month == date(2026, 10, 1)

    def test_an_empty_month_gives_the_first_step(self, kofi: Client):
        assert "Nothing planned in this month" in text(kofi.get(f"{MONTH}?month=2028-01"))

    def test_it_stands_without_a_calendar(self, kofi: Client, stage: Stage):
        stage.cast.karura.calendars.update(is_reporting=False)
        assert days(kofi, MONTH)[stage.occurrence.date].entries[0].occurrence == stage.occurrence


class TestAboveThePlan:
    def test_two_things_at_once_are_shown_with_a_way_to_mend_each(self, kofi: Client, stage: Stage):
        day = TODAY + timedelta(days=21)
        other = make.occurrence(make.series(stage.cast.society, "Film night"), day, time(17, 30))
        circle = Occurrence.objects.get(activity=stage.activity, date=day)
        answer = kofi.get(PLAN)
        assert "Two things at once on Tuesday 10 November." in text(answer)
        for row in (other, circle):
            assert f'href="{DESK}occurrences/{row.pk}/edit/"' in answer.content.decode()

    def test_a_followed_day_leads_to_a_form_that_is_filled_in(self, kofi: Client, stage: Stage):
        observance = Observance.objects.get(slug="intl-mens-day")
        ObservanceChoice.objects.create(
            university=stage.cast.karura,
            society=stage.cast.society,
            observance=observance,
            choice="follow",
            chosen_at=NOW,
        )
        for page in (PLAN, DESK):
            assert "nothing is planned for it yet" in text(kofi.get(page))
        form = kofi.get(f"{DESK}plan/new/?observance=intl-mens-day&date=2026-11-19&template=imd-event").context["form"]
        assert [str(form[name].value()) for name in ("first_date", "template", "observance")] == [
            "2026-11-19",
            "imd-event",
            "intl-mens-day",
        ]
        assert form["rhythm"].value() == "yearly"

    def test_four_empty_weeks_lead_to_the_templates(self, cast: Cast):
        with time_machine.travel(NOW, tick=False):
            said = as_person(cast.kofi).get(PLAN)
        assert "Nothing is planned in the next 4 teaching weeks." in text(said)
        assert f'href="{TEMPLATES}"' in said.content.decode()


class TestAllDates:
    @pytest.mark.parametrize(
        ("asked", "shown"),
        [
            ("", lambda row: row.ends_at > NOW),
            ("?when=past", lambda row: row.ends_at <= NOW),
            ("?when=cancelled", lambda row: row.is_cancelled),
            ("?when=nonsense", lambda row: row.ends_at > NOW),
            ("?q=tuesday", lambda row: row.ends_at > NOW),
            ("?q=nowhere", lambda row: False),
        ],
    )
    def test_they_are_found(self, kofi: Client, stage: Stage, asked: str, shown):
        wanted = {row.pk for row in stage.cast.society.occurrences.all() if shown(row)}
        assert {row.pk for row in kofi.get(DATES + asked).context["page"].paginator.object_list} == wanted

    def test_those_of_one_series_stand_alone(self, kofi: Client, stage: Stage):
        other = make.occurrence(make.series(stage.cast.society, "Film night"), TODAY + timedelta(days=3))
        answer = kofi.get(f"{DATES}?series={other.series_id}")
        assert list(answer.context["page"].object_list) == [other]
        assert "All dates of Film night" in text(answer)

    def test_the_past_is_looked_at_and_not_changed(self, kofi: Client):
        assert "Change the ticked dates" in text(kofi.get(DATES))
        assert "Change the ticked dates" not in text(kofi.get(f"{DATES}?when=past"))

    def test_with_nothing_planned_it_gives_the_first_step(self, cast: Cast):
        assert "Nothing planned yet" in text(as_person(cast.kofi).get(DATES))


class TestTemplates:
    def test_each_says_how_often_how_long_and_who_is_needed(self, kofi: Client):
        said = text(kofi.get(TEMPLATES))
        assert (
            "Barbershop, topic 1: What is gender? Workshop among men on gender norms A set of three, one a week" in said
        )
        assert "90 minutes" in said
        assert "Roles: Male facilitator, Co-facilitator, Support contact" in said

    def test_choosing_one_fills_in_the_form_and_shows_how_to_lead_it(self, kofi: Client):
        answer = kofi.get(f"{DESK}plan/new/?template=barbershop-1")
        form = answer.context["form"]
        assert [form[name].value() for name in ("rhythm", "ends", "count", "minutes", "for_newcomers")] == [
            "weekly",
            "times",
            3,
            90,
            False,
        ]
        said = text(answer)
        assert "Agree the ground rules with everybody" in said
        assert "Show the code of conduct." in said

    @pytest.mark.parametrize("asked", ["?template=nothing", "?observance=nothing", "?date=soon", "?date=2026-02-30"])
    def test_what_is_not_there_leaves_the_form_empty(self, kofi: Client, asked: str):
        form = kofi.get(f"{DESK}plan/new/{asked}").context["form"]
        assert (form["name"].value(), form["first_date"].value()) == (None, TODAY + timedelta(days=7))

    def test_what_is_saved_knows_its_template_and_its_day(self, kofi: Client, stage: Stage):
        entered = {
            "name": "Men’s Day",
            "rhythm": "once",
            "first_date": "2026-11-19",
            "start_time": "18:00",
            "minutes": "90",
            "window": "always",
            "template": "imd-event",
            "observance": "intl-mens-day",
            "capacity": "40",
        }
        assert kofi.post(f"{DESK}plan/new/", entered).status_code == 302
        held = Occurrence.objects.get(name="Men’s Day")
        assert held.series.template == "imd-event"
        assert held.series.capacity == 40
        assert held.activity.observance == Observance.objects.get(slug="intl-mens-day")


class TestTheBuilder:
    ENTERED = {
        "name": "Reading Circle",
        "rhythm": "weekly",
        "weekdays": ["WE"],
        "first_date": "2026-10-28",
        "start_time": "18:00",
        "minutes": "60",
        "window": "teaching",
    }
    PATH = f"{DESK}plan/new/"

    def part(self, client: Client, **more: object) -> str:
        said = {**self.ENTERED, **more, "do": "preview"}
        return client.post(self.PATH, said, headers={"HX-Request": "true"}).content.decode()

    def test_a_date_left_out_in_the_preview_stays_there_to_be_taken_back(self, kofi: Client):
        part = self.part(kofi, skip=["2026-11-11T18:00", "2030-01-01T18:00"])
        assert part.count(" checked>") == 1
        assert "1 left out by you" in part
        assert "<s>" in part

    def test_and_is_not_planned(self, kofi: Client):
        kofi.post(self.PATH, {**self.ENTERED, "skip": ["2026-11-11T18:00"]})
        planned = Occurrence.objects.filter(name="Reading Circle").values_list("date", flat=True)
        assert list(planned[:2]) == [date(2026, 10, 28), date(2026, 11, 18)]

    def test_it_stays_left_out_while_the_form_is_mended(self, kofi: Client):
        answer = kofi.post(self.PATH, {**self.ENTERED, "name": "", "skip": ["2026-11-11T18:00"]})
        assert '<input type="hidden" name="skip" value="2026-11-11T18:00">' in answer.content.decode()

    def test_dates_are_shown_before_there_is_a_name(self, kofi: Client):
        assert "Every Wednesday at 18:00, in teaching weeks" in self.part(kofi, name="")

    def test_there_is_room_for_more_dates_without_complaint(self, kofi: Client):
        said = {**self.ENTERED, "name": "", "rhythm": "dates", "dates": ["2026-11-04", "2026-11-11", "2026-11-18"]}
        answer = kofi.post(self.PATH, {**said, "do": "more"})
        assert (answer.status_code, said_of(answer)) == (200, {})
        assert answer.content.decode().count('name="dates"') == 4

    def test_chosen_dates_are_all_planned(self, kofi: Client):
        kofi.post(self.PATH, {**self.ENTERED, "rhythm": "dates", "dates": ["2026-11-05", "2026-12-01"]})
        starts = [datetime.combine(row.date, row.time) for row in Occurrence.objects.filter(name="Reading Circle")]
        assert starts == [datetime(2026, 10, 28, 18), datetime(2026, 11, 5, 18), datetime(2026, 12, 1, 18)]
