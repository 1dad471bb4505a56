"""Changing dates in two steps: what becomes of each is shown, nothing is saved before, and then it is as shown."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client

from campus.activities.models import Activity, Occurrence
from frontend.manage.edit_form import EditForm
from tests.frontend.pages import as_person, messages, said_of, text
from tests.stage import Stage

DESK = "/manage/karura/heforshe-karura/"
NOTHING = "Nothing is saved yet."


@pytest.fixture
def kofi(stage: Stage) -> Client:
    return as_person(stage.cast.kofi)


@pytest.fixture
def coming(stage: Stage) -> Occurrence:
    """The circle on 10 November."""
    return Occurrence.objects.get(activity=stage.activity, date=date(2026, 11, 10))


def page(row: Occurrence) -> str:
    return f"{DESK}occurrences/{row.pk}/edit/"


def as_it_stands(row: Occurrence, **changed: Any) -> dict[str, Any]:
    """What the form sends when nothing but `changed` was touched."""
    form = EditForm.of(Occurrence.objects.select_related("activity").get(pk=row.pk), row.society)
    sent: dict[str, Any] = {"scope": "this"}
    for name in form.fields:
        value = form[name].value()
        if value not in (None, "", False, []):
            sent[name] = value if isinstance(value, list) else str(value)
    return {**sent, **changed}


def confirmed(client: Client, path: str, sent: dict[str, Any]) -> Any:
    """Both steps: the second sends what the first one's page holds."""
    body = client.post(path, sent).content.decode()
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', body)
    entered: dict[str, list[str]] = {}
    for name, value in hidden:
        entered.setdefault(name, []).append(value)
    assert "seen" in entered, "there is no second step"
    return client.post(path, {**entered, "do": "confirm"}, follow=True)


class TestOneDate:
    def test_it_is_shown_first_and_nothing_is_saved(self, kofi: Client, coming: Occurrence):
        said = text(kofi.post(page(coming), as_it_stands(coming, date="2026-11-11", start_time="19:00")))
        assert NOTHING in said
        assert "Tue 10 November, 17:00 Wed 11 November, 19:00" in said
        coming.refresh_from_db()
        assert coming.date == date(2026, 11, 10)

    def test_and_then_it_is_as_shown(self, kofi: Client, coming: Occurrence):
        confirmed(kofi, page(coming), as_it_stands(coming, date="2026-11-11", start_time="19:00", place="Library"))
        coming.refresh_from_db()
        assert (coming.date, coming.time, coming.place) == (date(2026, 11, 11), time(19), "Library")
        assert (coming.original_date, coming.original_time) == (date(2026, 11, 10), time(17))

    def test_what_was_not_touched_changes_nothing(self, kofi: Client, coming: Occurrence):
        answer = kofi.post(page(coming), as_it_stands(coming), follow=True)
        assert messages(answer) == ["Nothing was changed."]

    def test_a_goal_and_a_capacity_are_its_own_and_can_be_taken_away(self, kofi: Client, coming: Occurrence):
        confirmed(kofi, page(coming), as_it_stands(coming, goal="25", capacity="30"))
        coming.refresh_from_db()
        assert (coming.goal, coming.capacity) == (25, 30)
        confirmed(kofi, page(coming), as_it_stands(coming, goal="", capacity=""))
        coming.refresh_from_db()
        assert (coming.goal, coming.capacity) == (None, None)

    def test_what_changed_meanwhile_is_shown_again(self, kofi: Client, coming: Occurrence):
        sent = as_it_stands(coming, date="2026-11-11")
        said = text(kofi.post(page(coming), {**sent, "do": "confirm", "seen": "something else"}))
        assert "Something changed meanwhile." in said
        coming.refresh_from_db()
        assert coming.date == date(2026, 11, 10)

    def test_back_leads_to_the_form_with_what_was_entered(self, kofi: Client, coming: Occurrence):
        answer = kofi.post(page(coming), {**as_it_stands(coming, place="Library", date=""), "do": "back"})
        assert (answer.status_code, said_of(answer)) == (200, {})
        assert 'value="Library"' in answer.content.decode()

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"name": ""}, {"name": ["Say what it is called."]}),
            ({"date": ""}, {"date": ["Say on which date it is."]}),
            ({"start_time": ""}, {"start_time": ["Say at what time it starts, for example 17:30."]}),
            ({"capacity": "0"}, {"capacity": ["Choose 1 or more."]}),
            (
                {"link": "meet"},
                {"link": ["A link begins with https://, for example https://meet.karura.example/circle."]},
            ),
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_is_lost(
        self, kofi: Client, coming: Occurrence, wrong: dict[str, str], said: dict[str, list[str]]
    ):
        answer = kofi.post(page(coming), as_it_stands(coming, **{"place": "Library", **wrong}))
        assert (answer.status_code, said_of(answer)) == (400, said)
        assert 'value="Library"' in answer.content.decode()

    def test_one_that_is_over_has_no_form(self, kofi: Client, stage: Stage):
        over = Occurrence.objects.filter(activity=stage.activity).earliest("starts_at")
        assert "This date is over." in text(kofi.get(page(over)))

    def test_that_of_another_society_is_not_here(self, stage: Stage, coming: Occurrence):
        zola = as_person(stage.cast.zola)
        assert zola.get(page(coming)).status_code == 404
        assert zola.get(f"/manage/mzizi/heforshe-mzizi/occurrences/{coming.pk}/edit/").status_code == 404


class TestThisAndFollowing:
    def test_another_weekday_moves_each_and_earlier_ones_stay(self, kofi: Client, coming: Occurrence, stage: Stage):
        sent = as_it_stands(coming, scope="following", weekdays=["WE"])
        said = text(kofi.post(page(coming), sent))
        assert "Series, poster and followers stay." in said
        assert "Tue 10 November, 17:00 Wed 11 November, 17:00" in said
        assert not Activity.objects.filter(rrule="FREQ=WEEKLY;BYDAY=WE").exists()
        confirmed(kofi, page(coming), sent)
        coming.refresh_from_db()
        assert (coming.date, coming.activity.rrule) == (date(2026, 11, 11), "FREQ=WEEKLY;BYDAY=WE")
        assert coming.series == stage.activity.series
        assert Occurrence.objects.filter(series=coming.series, date=date(2026, 10, 20)).exists()

    def test_the_rhythm_stays_where_only_the_time_is_new(self, kofi: Client, coming: Occurrence):
        confirmed(kofi, page(coming), as_it_stands(coming, scope="following", start_time="18:30"))
        coming.refresh_from_db()
        assert (coming.time, coming.activity.rrule) == (time(18, 30), "FREQ=WEEKLY;BYDAY=TU")


class TestAll:
    def test_a_new_place_is_that_of_all_to_come(self, kofi: Client, coming: Occurrence, stage: Stage):
        confirmed(kofi, page(coming), as_it_stands(coming, scope="all", place="Library"))
        on = Occurrence.objects.filter(series=stage.activity.series, cancelled_at__isnull=True)
        places = dict(on.values_list("date", "place"))
        assert places[date(2026, 10, 13)] == "Common Room, Block C"
        assert {place for day, place in places.items() if day > date(2026, 10, 20)} == {"Library"}


class TestChosenDates:
    PATH = f"{DESK}plan/dates/change/"

    def rows(self, stage: Stage) -> list[Occurrence]:
        return list(
            Occurrence.objects.filter(activity=stage.activity, date__gte=date(2026, 11, 10)).order_by("date")[:2]
        )

    def test_without_any_it_says_what_to_do(self, kofi: Client):
        answer = kofi.get(self.PATH, follow=True)
        assert messages(answer) == ["Choose the dates first, then what is to happen to them."]

    @pytest.mark.parametrize("asked", ["x", "0", "9" * 30])
    def test_what_is_no_date_is_none(self, kofi: Client, asked: str):
        assert kofi.get(self.PATH, {"date": asked}).status_code == 302

    def test_they_are_moved_together_as_it_was_shown(self, kofi: Client, stage: Stage):
        chosen = self.rows(stage)
        sent = {"date": [row.pk for row in chosen], "deed": "move", "days": "1", "start_time": "18:00"}
        said = text(kofi.post(self.PATH, sent))
        assert "For 2 dates that you chose. Nothing is saved yet." in said
        assert "Wed 11 November, 18:00" in said
        assert [row.date for row in self.rows(stage)] == [row.date for row in chosen]
        answer = confirmed(kofi, self.PATH, sent)
        assert messages(answer) == ["2 dates are changed."]
        moved = Occurrence.objects.filter(pk__in=[row.pk for row in chosen]).order_by("date")
        assert [row.date for row in moved] == [row.date + timedelta(days=1) for row in chosen]

    def test_they_are_cancelled_with_one_reason_and_put_on_again(self, kofi: Client, stage: Stage):
        chosen = self.rows(stage)
        numbers = [row.pk for row in chosen]
        confirmed(kofi, self.PATH, {"date": numbers, "deed": "cancel", "reason": "The room is closed."})
        assert set(Occurrence.objects.filter(pk__in=numbers).values_list("cancel_reason", flat=True)) == {
            "The room is closed."
        }
        confirmed(kofi, self.PATH, {"date": numbers, "deed": "restore"})
        assert not Occurrence.objects.filter(pk__in=numbers, cancelled_at__isnull=False).exists()

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({}, {"deed": ["Choose what is to happen to these dates."]}),
            ({"deed": "move"}, {"days": ["Say by how many days, or give a new time."]}),
            ({"deed": "cancel"}, {"reason": ["Say why, so that people who come know."]}),
            ({"deed": "rename", "name": " "}, {"name": ["Say what they are called."]}),
        ],
    )
    def test_what_is_missing_is_said(
        self, kofi: Client, coming: Occurrence, sent: dict[str, str], said: dict[str, Any]
    ):
        answer = kofi.post(self.PATH, {"date": [coming.pk], **sent})
        assert (answer.status_code, said_of(answer)) == (400, said)

    def test_those_of_another_society_are_none(self, stage: Stage, coming: Occurrence):
        zola = as_person(stage.cast.zola)
        assert zola.get("/manage/mzizi/heforshe-mzizi/plan/dates/change/", {"date": coming.pk}).status_code == 302


class TestTheEnd:
    def test_it_shows_what_becomes_of_each_date(self, kofi: Client, stage: Stage):
        said = text(kofi.get(f"{DESK}series/{stage.activity.series_id}/end/"))
        assert "Taken away" in said
        assert "Tue 10 November, 17:00" in said
        assert Occurrence.objects.filter(activity=stage.activity, date=date(2026, 11, 10)).exists()
