"""The officers' pages: each page's main action through its form, what it refuses, and what only some may do."""

import csv
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.test import Client

from campus.activities.models import Activity, Code, Occurrence
from campus.checkin.actions import check_in_signed_in
from campus.checkin.models import Attendance
from campus.directory.actions import end_office
from campus.directory.models import Calendar, Office
from campus.directory.queries import reporting_term_on
from campus.outbox.models import Notice
from campus.people.models import Person
from campus.reports import figures
from frontend.manage.activity_form import ActivityForm
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW
from tests.factories_checkin import browser
from tests.frontend.pages import as_person, entered, messages, said_of, text
from tests.stage import Stage

DESK = "/manage/karura/heforshe-karura/"
PLAN = f"{DESK}plan/new/"
CIRCLE = {
    "name": "Reading Circle",
    "description": "A chapter a week.",
    "rhythm": "weekly",
    "weekdays": ["WE"],
    "first_date": "2026-10-28",
    "start_time": "18:00",
    "minutes": "60",
    "window": "teaching",
    "place": "Library",
    "for_newcomers": "on",
}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def kofi(cast: Cast) -> Client:
    """The president's browser."""
    return as_person(cast.kofi)


def at(after: timedelta):
    return time_machine.travel(NOW + after, tick=False)


class TestMySocieties:
    def test_they_are_those_where_one_holds_an_office(self, kofi: Client):
        assert [society.name for society in kofi.get("/manage/").context["societies"]] == ["HeForShe Karura"]

    def test_without_an_office_it_says_how_one_gets_one(self, cast: Cast):
        assert "You hold no office" in text(as_person(cast.lucia).get("/manage/"))


class TestToday:
    def test_it_shows_what_goes_on_its_code_and_who_came(self, kofi: Client, stage: Stage):
        answer = kofi.get(DESK)
        said = text(answer)
        assert answer.context["next"] == stage.occurrence
        assert "Here so far 3 visits" in said
        assert str(stage.code) in said
        assert "people came for the first time" in said

    def test_the_treasurer_sees_figures_and_no_code(self, stage: Stage):
        said = text(as_person(stage.cast.grace).get(DESK))
        assert "people came for the first time" in said
        assert str(stage.code) not in said
        assert "Plan an activity" not in said

    def test_the_staff_sees_neither(self, stage: Stage):
        said = text(as_person(stage.cast.dean).get(DESK))
        assert "Tuesday Circle" in said
        assert "people came for the first time" not in said
        assert str(stage.code) not in said

    @pytest.mark.parametrize(
        ("who", "tabs"),
        [
            ("kofi", "Today Plan Newcomers Attendance Members Letters Offices Posters Registration Settings"),
            ("dennis", "Today Plan Newcomers Attendance Members Letters Offices Posters"),
            ("grace", "Today Newcomers Offices Posters"),
            ("dean", "Today Offices Posters"),
        ],
    )
    def test_each_has_the_tabs_of_their_office_and_each_leads_somewhere(self, cast: Cast, who: str, tabs: str):
        client = as_person(getattr(cast, who))
        offered = client.get(DESK).context["tabs"]
        assert " ".join(str(tab["name"]) for tab in offered) == tabs
        assert [client.get(tab["url"]).status_code for tab in offered] == [200] * len(offered)

    def test_with_nothing_planned_it_gives_the_first_step(self, cast: Cast):
        said = text(as_person(cast.kofi).get(DESK))
        assert "Nothing is planned" in said


class TestThePlan:
    def test_the_term_stands_in_weeks_with_its_dates(self, kofi: Client, stage: Stage):
        sheet = kofi.get(f"{DESK}plan/").context["sheet"]
        assert sheet.term == stage.term
        dates = [row.occurrence.date for week in sheet.weeks for day in week.days for row in day.entries]
        assert dates[:4] == [date(2026, 9, 29), date(2026, 10, 6), date(2026, 10, 13), date(2026, 10, 20)]
        assert date(2026, 11, 3) not in dates  # reading week

    def test_another_term_can_be_looked_at(self, kofi: Client, stage: Stage):
        following = stage.term.calendar.terms.get(name="Semester 2, 2026/27")
        assert kofi.get(f"{DESK}plan/?term={following.pk}").context["sheet"].term == following

    @pytest.mark.parametrize("asked", ["", "x", "0", "9" * 30])
    def test_a_term_that_is_not_there_is_the_running_one(self, kofi: Client, stage: Stage, asked: str):
        assert kofi.get(f"{DESK}plan/", {"term": asked}).context["sheet"].term == stage.term

    def test_a_university_without_terms_says_so(self, kofi: Client, cast: Cast):
        Calendar.objects.filter(university=cast.karura).update(is_reporting=False)
        assert "Your university has no terms yet" in text(kofi.get(f"{DESK}plan/"))


class TestPlanning:
    def test_what_was_written_is_planned(self, kofi: Client, cast: Cast):
        answer = kofi.post(PLAN, CIRCLE, follow=True)
        activity = Activity.objects.get(name="Reading Circle")
        assert answer.redirect_chain == [(f"{DESK}series/{activity.series_id}/", 302)]
        assert messages(answer) == [f"Reading Circle is planned: {activity.occurrences.count()} dates."]
        assert (activity.rrule, activity.zone, activity.place) == ("FREQ=WEEKLY;BYDAY=WE", "Africa/Nairobi", "Library")
        assert "Every Wednesday at 18:00, in teaching weeks" in text(answer)

    def test_the_preview_shows_the_real_dates_and_saves_nothing(self, kofi: Client, stage: Stage):
        answer = kofi.post(PLAN, {**CIRCLE, "do": "preview"})
        preview = answer.context["preview"]
        assert [row.date for row in preview.dates[:2]] == [date(2026, 10, 28), date(2026, 11, 11)]
        assert "Every Wednesday at 18:00, in teaching weeks" in text(answer)
        assert "Reading week" in str(preview.left_out)
        assert entered(answer, "name") == "Reading Circle"
        assert not Activity.objects.filter(name="Reading Circle").exists()

    def test_the_preview_while_typing_is_that_part_of_the_page(self, kofi: Client):
        answer = kofi.post(PLAN, {**CIRCLE, "do": "preview"}, headers={"HX-Request": "true"})
        assert "<html" not in answer.content.decode()
        assert "Preview Every Wednesday at 18:00, in teaching weeks" in text(answer)
        assert not Activity.objects.filter(name="Reading Circle").exists()

    def test_it_does_not_complain_while_one_types(self, kofi: Client):
        answer = kofi.post(PLAN, {**CIRCLE, "minutes": "", "do": "preview"}, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        assert "The real dates stand here as soon as" in text(answer)

    def test_it_says_what_cannot_be(self, kofi: Client):
        passed = {**CIRCLE, "first_date": "2026-02-09", "do": "preview"}
        answer = kofi.post(PLAN, passed, headers={"HX-Request": "true"})
        assert text(answer) == "Preview 9 February 2026 has passed. Did you mean 2027?"

    @pytest.mark.parametrize("do", ["preview", ""])
    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"name": ""}, {"name": ["Say what it is called, for example Tuesday Circle."]}),
            ({"minutes": "an hour"}, {"minutes": ["Say how long it takes in minutes, for example 90."]}),
            ({"minutes": "0"}, {"minutes": ["Say how long it takes, for example 90."]}),
            ({"minutes": "9" * 5000}, {"minutes": ["Say how long it takes in minutes, for example 90."]}),
            ({"start_time": "25:00"}, {"start_time": ["Write a time like 17:30."]}),
            ({"first_date": "soon"}, {"first_date": ["Write a date like 2026-11-24."]}),
            ({"first_date": ""}, {"first_date": ["Say on which date it begins."]}),
            ({"first_date": "0001-01-01"}, {"first_date": ["Choose a date between 1990 and 2199."]}),
            (
                {"first_date": "9999-12-31"},
                {"first_date": ["Choose a date between 1990 and 2199."]},
            ),
            (
                {"until": "2026-02-09"},
                {"until": ["9 February 2026 is before the start on 28 October 2026. Did you mean 9 February 2027?"]},
            ),
            ({"rhythm": "hourly"}, {"rhythm": ["Choose one of what is offered."]}),
            (
                {"link": "meet"},
                {"link": ["A link begins with https://, for example https://meet.karura.example/circle."]},
            ),
            ({"place": "x" * 161}, {"place": ["This is too long: 160 characters at most, and it has 161."]}),
            (
                {"weekdays": ["SU"], "until": "2026-10-30"},
                {"__all__": ["No date fits this rule. Look at its weekdays, days and months again."]},
            ),
        ],
    )
    def test_what_is_wrong_is_said_at_its_place_and_nothing_is_lost(
        self, kofi: Client, wrong: dict[str, Any], said: dict[str, list[str]], do: str
    ):
        answer = kofi.post(PLAN, {**CIRCLE, **wrong, "do": do})
        assert (answer.status_code, said_of(answer)) == (400, said)
        assert entered(answer, "place") == wrong.get("place", "Library")
        assert not Activity.objects.exists()

    def test_without_a_date_left_the_preview_warns_and_planning_refuses(self, kofi: Client, stage: Stage):
        in_reading_week = {**CIRCLE, "first_date": "2026-11-02", "until": "2026-11-08"}
        assert "No date is left: each falls outside" in text(kofi.post(PLAN, {**in_reading_week, "do": "preview"}))
        sentence = "No date is left: each falls outside the weeks chosen. Choose other days, or all year."
        answer = kofi.post(PLAN, in_reading_week)
        assert (answer.status_code, said_of(answer)) == (400, {"window": [sentence]})

    def test_nothing_is_planned_while_the_society_is_suspended(self, kofi: Client, cast: Cast):
        cast.society.status = "suspended"
        cast.society.save()
        answer = kofi.post(PLAN, CIRCLE)
        assert answer.status_code == 409
        assert "This society is not approved at the moment" in text(answer)

    @pytest.mark.pure
    @pytest.mark.parametrize(
        ("written", "rule"),
        [
            ({"rhythm": "once"}, ""),
            ({"rhythm": "weekly"}, "FREQ=WEEKLY;BYDAY=TU"),
            ({"rhythm": "weekly", "weekdays": ["MO", "TH"], "interval": "2"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"),
            ({"rhythm": "monthly"}, "FREQ=MONTHLY;BYDAY=2TU"),
            ({"rhythm": "monthly", "first_date": "2026-12-29"}, "FREQ=MONTHLY;BYDAY=-1TU"),
            ({"rhythm": "weekly", "until": "2026-12-01"}, "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261201"),
        ],
    )
    def test_the_form_speaks_the_language_of_rules(self, written: dict[str, Any], rule: str):
        form = ActivityForm({**CIRCLE, "weekdays": [], "first_date": "2026-11-10", **written})
        assert form.is_valid(), form.errors
        assert form.rrule() == rule


class TestOneDate:
    def path(self, row: Occurrence) -> str:
        return f"{DESK}occurrences/{row.pk}/"

    def test_it_is_cancelled_with_a_reason_that_everybody_reads(self, kofi: Client, stage: Stage):
        answer = kofi.post(self.path(stage.occurrence), {"do": "cancel", "reason": "The power is out."}, follow=True)
        assert messages(answer) == ["The date is cancelled. Its page says why."]
        assert "The power is out." in text(Client().get(f"/occurrences/{stage.occurrence.pk}/"))
        assert "The power is out." in text(Client().get(f"/c/{stage.code.code}"))

    def test_without_a_reason_it_is_not(self, kofi: Client, stage: Stage):
        answer = kofi.post(self.path(stage.occurrence), {"do": "cancel", "reason": " "})
        assert (answer.status_code, said_of(answer)) == (400, {"reason": ["Say why, so that people who come know."]})
        assert not Occurrence.objects.get(pk=stage.occurrence.pk).is_cancelled

    def test_it_can_be_put_on_again(self, kofi: Client, stage: Stage):
        answer = kofi.post(self.path(stage.cancelled), {"do": "restore"}, follow=True)
        assert messages(answer) == ["The date is on again."]
        assert "This date is cancelled." not in text(Client().get(f"/occurrences/{stage.cancelled.pk}/"))

    def test_one_that_is_over_stays_as_it_is(self, kofi: Client, stage: Stage):
        with at(timedelta(days=8)):
            assert "Put it on again" not in text(kofi.get(self.path(stage.cancelled)))
            answer = kofi.post(self.path(stage.cancelled), {"do": "restore"})
        assert answer.status_code == 409
        assert "This date is over. What happened stays as it is." in text(answer)

    def test_a_date_of_another_society_is_not_here(self, kofi: Client, stage: Stage):
        elsewhere = as_person(stage.cast.zola)
        assert kofi.get(f"/manage/mzizi/heforshe-mzizi/occurrences/{stage.occurrence.pk}/").status_code == 404
        assert elsewhere.get(f"/manage/mzizi/heforshe-mzizi/occurrences/{stage.occurrence.pk}/").status_code == 404


class TestASeries:
    SAME = {
        "name": "Tuesday Circle",
        "description": "",
        "opens_before": "30",
        "closes_after": "30",
        "takes_answers": "on",
        "in_time_hours": "2",
    }

    def path(self, stage: Stage) -> str:
        return f"{DESK}series/{stage.activity.series_id}/"

    def test_a_new_name_is_that_of_its_coming_dates(self, kofi: Client, stage: Stage):
        kofi.post(self.path(stage), {**self.SAME, "name": "Allies’ Circle", "opens_before": "15"})
        coming = Occurrence.objects.filter(series=stage.activity.series, starts_at__gt=NOW).first()
        assert coming is not None
        assert (coming.name, coming.starts_at - coming.opens_at) == ("Allies’ Circle", timedelta(minutes=15))
        assert Occurrence.objects.get(pk=stage.occurrence.pk).name == "Tuesday Circle"

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            (
                {"opens_before": "2000"},
                {"opens_before": ["Doors may open and close up to a day around a date: 0 to 1440."]},
            ),
            (
                {"closes_after": "-5"},
                {"closes_after": ["Doors may open and close up to a day around a date: 0 to 1440."]},
            ),
            ({"opens_before": "soon"}, {"opens_before": ["Write a whole number."]}),
            ({"opens_before": ""}, {"opens_before": ["Fill this in."]}),
        ],
    )
    def test_doors_that_cannot_be_are_refused_and_nothing_is_lost(
        self, kofi: Client, stage: Stage, wrong: dict[str, str], said: dict[str, list[str]]
    ):
        answer = kofi.post(self.path(stage), {**self.SAME, "name": "Allies’ Circle", **wrong})
        assert (answer.status_code, said_of(answer)) == (400, said)
        assert entered(answer, "name") == "Allies’ Circle"
        assert "<h1>Tuesday Circle</h1>" in answer.content.decode()

    def test_it_ends_only_when_asked_twice(self, kofi: Client, stage: Stage):
        assert "End Tuesday Circle?" in text(kofi.get(f"{self.path(stage)}end/"))
        answer = kofi.post(f"{self.path(stage)}end/", follow=True)
        assert messages(answer) == ["The series is ended. Its past dates and figures stay."]
        assert "Ended" in text(Client().get(f"/series/{stage.activity.series_id}/"))
        assert list(answer.context["dates"]) == [stage.occurrence, stage.cancelled]

    def test_a_date_of_an_ended_series_is_not_put_on_again(self, kofi: Client, stage: Stage):
        stage.cancelled.pinned_at = NOW
        stage.cancelled.save()
        kofi.post(f"{self.path(stage)}end/")
        answer = kofi.post(f"{DESK}occurrences/{stage.cancelled.pk}/", {"do": "restore"})
        assert answer.status_code == 409
        assert "This series has ended. Plan a new activity instead." in text(answer)


class TestPosters:
    def test_each_code_stands_with_what_it_opens(self, kofi: Client, stage: Stage):
        answer = kofi.get(f"{DESK}posters/")
        assert [code.target.name for code in answer.context["codes"]] == ["Tuesday Circle", "Tuesday Circle"]
        assert str(stage.code) in text(answer)

    def test_a_poster_is_a_pdf(self, kofi: Client, stage: Stage):
        answer = kofi.get(f"{DESK}posters/{stage.code.code}.pdf")
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")

    def test_a_replaced_code_opens_nothing_and_says_so(self, kofi: Client, stage: Stage):
        replace = f"{DESK}posters/{stage.code.code}/replace/"
        assert f"Replace {stage.code}, the code of Tuesday Circle?" in text(kofi.get(replace))
        answer = kofi.post(replace, follow=True)
        new = Code.objects.get(series=stage.activity.series, replaced_at=None)
        assert messages(answer) == [f"The new code is {new}. Print its poster."]
        assert "This poster is out of date." in text(Client().get(f"/c/{stage.code.code}"))
        assert "Your code is good." in text(Client().get(f"/c/{new.code}"))
        assert kofi.get(f"{DESK}posters/{stage.code.code}.pdf").status_code == 404

    def test_the_treasurer_prints_and_does_not_replace(self, stage: Stage):
        grace = as_person(stage.cast.grace)
        assert "Replace" not in text(grace.get(f"{DESK}posters/"))
        assert grace.get(f"{DESK}posters/{stage.code.code}.pdf").status_code == 200
        assert grace.post(f"{DESK}posters/{stage.code.code}/replace/").status_code == 404

    def test_the_code_of_another_society_is_not_here(self, stage: Stage):
        zola = as_person(stage.cast.zola)
        assert zola.get(f"/manage/mzizi/heforshe-mzizi/posters/{stage.code.code}.pdf").status_code == 404


class TestAttendance:
    def test_the_newest_date_stands_with_its_names(self, kofi: Client, stage: Stage):
        answer = kofi.get(f"{DESK}attendance/")
        assert answer.context["chosen"] == stage.occurrence
        assert [str(row.person or "") for row in answer.context["came"]] == ["Amina Otieno", "Kofi Mensah", ""]
        assert [(row.date, counts.visits if counts else 0) for row, counts in answer.context["dates"]] == [
            (date(2026, 10, 20), 3),
            (date(2026, 10, 13), 3),
            (date(2026, 10, 6), 0),
            (date(2026, 9, 29), 0),
        ]

    def test_another_date_can_be_chosen(self, kofi: Client, stage: Stage):
        earlier = Occurrence.objects.get(series=stage.activity.series, date=date(2026, 10, 13))
        said = text(kofi.get(f"{DESK}attendance/?occurrence={earlier.pk}"))
        assert "Brian Ochieng" in said
        assert "Amina Otieno" not in said

    @pytest.mark.parametrize("asked", ["x", "0", "9" * 30, "²"])
    def test_a_date_that_is_not_there_is_the_newest(self, kofi: Client, stage: Stage, asked: str):
        assert kofi.get(f"{DESK}attendance/", {"occurrence": asked}).context["chosen"] == stage.occurrence

    def test_one_is_taken_back_with_the_reason(self, kofi: Client, stage: Stage):
        void = f"{DESK}attendance/{stage.attendance.pk}/void/"
        assert "Amina Otieno" in text(kofi.get(void))
        answer = kofi.post(void, {"reason": "left"}, follow=True)
        assert messages(answer) == ["Taken back. It counts no more."]
        assert "Amina Otieno" not in [str(row.person) for row in answer.context["came"]]
        row = Attendance.objects.get(pk=stage.attendance.pk)
        assert (row.void_reason, row.voided_by) == ("left", stage.cast.kofi)
        assert "It was taken back on Tue 20 Oct, 17:30: Left again." in text(kofi.get(void))

    @pytest.mark.parametrize("reason", ["", "not_me", "x"])
    def test_without_a_reason_of_an_officer_it_stands(self, kofi: Client, stage: Stage, reason: str):
        answer = kofi.post(f"{DESK}attendance/{stage.attendance.pk}/void/", {"reason": reason})
        assert (answer.status_code, list(said_of(answer))) == (400, ["reason"])
        assert Attendance.objects.get(pk=stage.attendance.pk).voided_at is None

    def test_one_of_another_society_is_not_here(self, stage: Stage):
        zola = as_person(stage.cast.zola)
        assert zola.get(f"/manage/mzizi/heforshe-mzizi/attendance/{stage.attendance.pk}/void/").status_code == 404


class TestMembers:
    def test_they_stand_by_name(self, kofi: Client, stage: Stage):
        answer = kofi.get(f"{DESK}members/")
        names = {membership.person.name for membership in answer.context["page"]}
        assert names == {"Amina Otieno", "Kofi Mensah", "Ruth Wekesa"}
        assert "3 people joined." in text(answer)


class TestOffices:
    EVENTS = {"role": "events", "address": "new.events@karura.example", "starts_on": "2026-10-20", "ends_on": ""}

    def test_an_invitation_goes_out_and_waits_in_the_list(self, kofi: Client):
        answer = kofi.post(f"{DESK}offices/", self.EVENTS, follow=True)
        assert messages(answer) == ["The invitation is on its way. It is listed here until it is accepted."]
        assert "new.events@karura.example Events officer, since 20 October 2026 Invited, not accepted yet" in text(
            answer
        )
        assert Notice.objects.filter(kind="office_invitation", address="new.events@karura.example").count() == 1

    @pytest.mark.parametrize(
        ("wrong", "status", "said"),
        [
            ({"address": ""}, 400, {"address": ["Write the address the invitation goes to."]}),
            ({"address": "kofi"}, 400, {"address": ["An e-mail address looks like amina@karura.example."]}),
            ({"role": "staff"}, 400, {"role": ["Choose one of what is offered."]}),
            (
                {"ends_on": "2026-10-01"},
                400,
                {"ends_on": ["1 October 2026 is before the start on 20 October 2026. Did you mean 1 October 2027?"]},
            ),
        ],
    )
    def test_what_is_wrong_is_said_and_nobody_is_invited(
        self, kofi: Client, wrong: dict[str, str], status: int, said: dict[str, list[str]]
    ):
        answer = kofi.post(f"{DESK}offices/", {**self.EVENTS, **wrong})
        assert (answer.status_code, said_of(answer)) == (status, said)
        assert entered(answer, "address") == wrong.get("address", "new.events@karura.example")
        assert not Office.objects.filter(invited_address="new.events@karura.example").exists()

    def test_who_was_invited_is_not_invited_twice(self, kofi: Client, stage: Stage):
        again = {**self.EVENTS, "role": "treasurer", "address": "new.treasurer@karura.example"}
        again["starts_on"] = "2027-07-01"
        answer = kofi.post(f"{DESK}offices/", again)
        assert answer.status_code == 409
        assert Office.objects.filter(invited_address="new.treasurer@karura.example").count() == 1

    def test_an_invitation_is_withdrawn(self, kofi: Client, stage: Stage):
        end = f"{DESK}offices/{stage.invitation.pk}/end/"
        assert "Withdraw the invitation (Treasurer)?" in text(kofi.get(end))
        answer = kofi.post(end, follow=True)
        assert messages(answer) == ["The invitation is withdrawn."]
        assert "new.treasurer@karura.example" not in text(answer)
        assert "This invitation is not open any more." in text(Client().get(f"/invitations/{stage.invitation_token}/"))

    def test_an_officer_is_dismissed_and_loses_the_pages(self, kofi: Client, cast: Cast):
        office = cast.dennis.offices.get()
        answer = kofi.post(f"{DESK}offices/{office.pk}/end/", follow=True)
        assert messages(answer) == ["The office is ended; its rights ended with it."]
        assert as_person(cast.dennis).get(DESK).status_code == 404

    def test_whoever_resigns_lands_where_they_still_may_be(self, cast: Cast):
        grace = as_person(cast.grace)
        answer = grace.post(f"{DESK}offices/{cast.society.offices.get(person=cast.grace).pk}/end/")
        assert answer["Location"] == "/manage/"

    def test_the_treasurer_appoints_nobody(self, cast: Cast):
        grace = as_person(cast.grace)
        assert "Invite to an office" not in text(grace.get(f"{DESK}offices/"))
        assert grace.post(f"{DESK}offices/", self.EVENTS).status_code == 403
        president = cast.society.offices.get(person=cast.kofi)
        assert grace.post(f"{DESK}offices/{president.pk}/end/").status_code == 403

    def test_where_an_invitation_went_only_those_see_who_may_withdraw_it(self, kofi: Client, stage: Stage):
        grace, address = as_person(stage.cast.grace), stage.invitation.invited_address
        assert address in text(kofi.get(f"{DESK}offices/"))
        assert address not in grace.get(f"{DESK}offices/").content.decode()

    def test_an_ended_office_is_not_here(self, kofi: Client, stage: Stage):
        end_office(by=stage.cast.kofi, office=stage.invitation, at=NOW)
        assert kofi.get(f"{DESK}offices/{stage.invitation.pk}/end/").status_code == 404

    def test_one_that_is_over_is_listed_and_cannot_be_ended(self, kofi: Client, cast: Cast):
        Office.objects.filter(person=cast.dennis).update(ends_on=NOW.date() - timedelta(days=1))
        said = text(kofi.get(f"{DESK}offices/"))
        assert "Dennis Mutua Events officer, 20 October 2025 to 19 October 2026 Over" in said
        assert "End Events officer Dennis Mutua" not in said


class TestSettings:
    SAME = {"name": "HeForShe Karura", "purpose": "To meet.", "first_time": "Come as you are."}

    def test_a_new_name_moves_the_page_and_the_old_address_leads_there(self, kofi: Client):
        answer = kofi.post(f"{DESK}settings/", {**self.SAME, "name": "Allies of Karura"}, follow=True)
        assert answer.redirect_chain == [("/manage/karura/allies-of-karura/settings/", 302)]
        moved = Client().get("/societies/karura/heforshe-karura/")
        assert (moved.status_code, moved["Location"]) == (301, "/societies/karura/allies-of-karura/")
        assert "Come as you are." in text(Client().get(moved["Location"]))
        assert kofi.get(DESK).status_code == 200

    @pytest.mark.parametrize("name", ["Girls in ICT Mentors", "girls  in ict MENTORS", "Gïrls in ICT Mentors"])
    def test_a_taken_name_is_refused_and_nothing_is_lost(self, kofi: Client, cast: Cast, name: str):
        factories.society(cast.karura, "Girls in ICT Mentors")
        answer = kofi.post(f"{DESK}settings/", {**self.SAME, "name": name})
        assert (answer.status_code, list(said_of(answer))) == (400, ["name"])
        assert entered(answer, "name") == name
        assert "To meet." in answer.content.decode()

    def test_a_purpose_is_needed(self, kofi: Client):
        answer = kofi.post(f"{DESK}settings/", {**self.SAME, "purpose": ""})
        assert (answer.status_code, said_of(answer)) == (400, {"purpose": ["Fill this in."]})

    def test_where_there_are_several_calendars_one_is_chosen(self, kofi: Client, cast: Cast):
        evening = Calendar.objects.create(university=cast.karura, name="Evening school", name_key="evening school")
        kofi.post(f"{DESK}settings/", {**self.SAME, "calendar": evening.pk})
        cast.society.refresh_from_db()
        assert cast.society.calendar == evening

    def test_a_calendar_of_elsewhere_cannot_be_chosen(self, kofi: Client, cast: Cast):
        Calendar.objects.create(university=cast.karura, name="Evening school", name_key="evening school")
        elsewhere = cast.other.calendars.get()
        answer = kofi.post(f"{DESK}settings/", {**self.SAME, "calendar": elsewhere.pk})
        assert (answer.status_code, said_of(answer)) == (400, {"calendar": ["Choose one of what is offered."]})

    def test_it_is_not_for_the_events_officer(self, cast: Cast):
        assert as_person(cast.dennis).post(f"{DESK}settings/", self.SAME).status_code == 404


class TestNewcomers:
    def counted(self, cast: Cast, by: Person | None = None) -> figures.Newcomers:
        term = reporting_term_on(cast.karura, NOW.date())
        assert term is not None
        return figures.newcomers(by or cast.kofi, cast.society, term, NOW)

    def test_page_and_reports_say_the_same(self, kofi: Client, cast: Cast, stage: Stage):
        answer = kofi.get(f"{DESK}newcomers/")
        counted = self.counted(cast)
        assert answer.context["page"] == counted
        assert (counted.first_time, counted.participants, counted.new_members) == (5, 5, 3)
        said = text(answer)
        assert f"people came for the first time {counted.first_time}" in said
        assert f"joined as members {counted.new_members}" in said
        assert f"people in all {counted.participants}" in said

    def test_the_list_to_greet_is_the_same_on_page_and_csv(self, kofi: Client, stage: Stage):
        listed = [str(row.person) for row in kofi.get(f"{DESK}newcomers/").context["greet"]]
        rows = list(csv.reader(StringIO(kofi.get(f"{DESK}newcomers.csv").content.decode())))
        assert [row[0] for row in rows[1:]] == listed
        assert sorted(listed) == ["Amina Otieno", "Brian Ochieng", "Fatuma Hassan", "Kofi Mensah", "Samuel Kiptoo"]

    def test_who_came_back_is_greeted_no_more(self, kofi: Client, stage: Stage):
        following = Occurrence.objects.get(series=stage.activity.series, date=date(2026, 11, 10))
        with time_machine.travel(following.starts_at, tick=False):
            check_in_signed_in(
                by=stage.cast.amina, occurrence=following, code=stage.code, at=following.starts_at, browser=browser()
            )
        with time_machine.travel(datetime(2026, 10, 21, tzinfo=NOW.tzinfo), tick=False):
            listed = [str(row.person) for row in kofi.get(f"{DESK}newcomers/").context["greet"]]
        assert "Amina Otieno" not in listed

    def test_the_chart_has_a_column_for_each_week(self, kofi: Client, stage: Stage):
        chart = kofi.get(f"{DESK}newcomers/").context["chart"]
        drawn = {row.name: row.texts for row in chart.rows if row.total}
        assert drawn == {"Week 6": ["3", "0"], "Week 7, so far": ["2", "0"]}

    def test_an_earlier_term_can_be_looked_at(self, kofi: Client, stage: Stage):
        earlier = stage.term.calendar.terms.get(name="Semester 2, 2025/26")
        answer = kofi.get(f"{DESK}newcomers/?term={earlier.pk}")
        assert answer.context["page"].term.term == earlier
        assert "Nobody new yet." in text(answer)

    def test_the_treasurer_sees_the_figures_and_no_names(self, stage: Stage):
        grace = as_person(stage.cast.grace)
        answer = grace.get(f"{DESK}newcomers/")
        assert answer.context["page"].first_time == 5
        assert "Names are for the president, the secretary and the events officer." in text(answer)
        assert "Brian Ochieng" not in text(answer)
        assert grace.get(f"{DESK}newcomers.csv").status_code == 404

    def test_the_staff_of_the_university_sees_no_exact_figures(self, cast: Cast):
        dean = as_person(cast.dean)
        assert [dean.get(f"{DESK}{page}").status_code for page in ("newcomers/", "newcomers.csv")] == [404, 404]

    def test_without_terms_it_says_what_is_missing(self, kofi: Client, cast: Cast):
        Calendar.objects.filter(university=cast.karura).update(is_reporting=False)
        assert "No term has begun" in text(kofi.get(f"{DESK}newcomers/"))
        assert kofi.get(f"{DESK}newcomers.csv").content == b""


@pytest.mark.parametrize("page", ["", "plan/", "newcomers/", "attendance/", "members/", "offices/", "posters/"])
def test_a_fresh_society_has_a_word_on_every_page(cast: Cast, page: str):
    with time_machine.travel(NOW, tick=False):
        assert as_person(cast.kofi).get(f"{DESK}{page}").status_code == 200


def test_numbers_too_large_for_any_table_are_not_found(kofi: Client):
    large = 10**25
    pages = [f"occurrences/{large}/", f"series/{large}/", f"attendance/{large}/void/", f"offices/{large}/end/"]
    assert [kofi.get(f"{DESK}{page}").status_code for page in pages] == [404] * 4


def test_somebody_elses_office_counts_for_nothing_here(cast: Cast):
    factories.office(cast.amina, "president", society=factories.society(cast.karura, "Film Circle"))
    assert as_person(cast.amina).get(DESK).status_code == 404
