"""Versions of a calendar, and counts of students, through the API."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from campus.directory.actions import change_term
from campus.directory.models import Break, Calendar, Term
from tests.backend.test_renewals import as_, send
from tests.conftest import Cast
from tests.factories import NOW

COUNT = {"counted_on": "2026-09-30", "students": 8412, "source": "Facts and figures"}


@pytest.fixture(autouse=True)
def _now(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def calendar(cast: Cast) -> Calendar:
    return cast.karura.calendars.get()


@pytest.fixture
def dean(cast: Cast) -> Client:
    return as_(cast.dean)


def term_body(term: Term, **changes: Any) -> dict[str, Any]:
    days = ("teaching_from", "teaching_to", "active_from", "active_to")
    return {"id": term.pk, "name": term.name, **{name: str(getattr(term, name)) for name in days}, **changes}


def content(calendar: Calendar, **changes: Any) -> dict[str, Any]:
    """The calendar as it stands, with changes to its running term."""
    terms = calendar.terms.order_by("active_from")
    return {"terms": [term_body(term, **(changes if position == 2 else {})) for position, term in enumerate(terms)]}


def propose(dean: Client, calendar: Calendar, body: dict[str, Any], **said: Any) -> Any:
    return send(dean, f"calendars/{calendar.pk}/revisions/", {"content": body, **said})


def test_a_version_is_proposed_and_accepted(dean: Client, calendar: Calendar) -> None:
    gap = {"kind": "recess", "starts_on": "2026-11-02", "ends_on": "2026-11-06", "takes_number": True}
    body = content(calendar, first_week=0, breaks=[gap])
    answer = propose(dean, calendar, body, source="Senate minute 4", read_on="2026-10-19")
    made = answer.json()
    assert (answer.status_code, made["state"], made["number"], made["made_by"]) == (201, "proposed", 2, "Ruth Wekesa")
    assert (made["source"], made["read_on"]) == ("Senate minute 4", "2026-10-19")
    assert not Break.objects.filter(term__calendar=calendar).exists()
    accepted = send(dean, f"calendar-revisions/{made['id']}/acceptances/", None).json()
    row = Break.objects.get(term__calendar=calendar)
    assert accepted["state"] == "accepted"
    assert accepted["content"]["terms"][2]["breaks"] == [{**gap, "id": row.pk, "name": ""}]
    assert Term.objects.get(pk=row.term_id).first_week == 0


def test_the_list_has_every_version_with_whoever_made_it(dean: Client, calendar: Calendar) -> None:
    propose(dean, calendar, content(calendar, name="Autumn"))
    listed = dean.get(f"/api/v1/calendars/{calendar.pk}/revisions/").json()["results"]
    assert [(row["number"], row["state"], row["made_by"]) for row in listed] == [
        (2, "proposed", "Ruth Wekesa"),
        (1, "accepted", None),
    ]
    only = dean.get(f"/api/v1/calendars/{calendar.pk}/revisions/?state=proposed").json()["results"]
    assert [row["number"] for row in only] == [2]


def test_one_that_goes_on_from_the_open_one_takes_its_place(dean: Client, calendar: Calendar) -> None:
    first = propose(dean, calendar, content(calendar, name="Autumn")).json()["id"]
    refused = propose(dean, calendar, content(calendar, name="Herbst"))
    assert (refused.status_code, refused.json()["code"]) == (409, "proposal_open")
    assert propose(dean, calendar, content(calendar, name="Herbst"), instead_of=first).status_code == 201
    assert dean.get(f"/api/v1/calendar-revisions/{first}/").json()["state"] == "discarded"


def test_what_cannot_be_is_said_by_its_place(dean: Client, calendar: Calendar) -> None:
    answer = propose(dean, calendar, content(calendar, teaching_to="2026-09-01"))
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["terms.2.teaching_to"])
    shape = propose(dean, calendar, content(calendar, teaching_to="September"))
    assert list(shape.json()["fields"]) == ["content.terms.2.teaching_to"]


def test_an_old_proposal_is_refused(cast: Cast, dean: Client, calendar: Calendar) -> None:
    made = propose(dean, calendar, content(calendar, name="Autumn")).json()["id"]
    change_term(by=cast.dean, term=calendar.terms.latest("active_from"), name="Spring", at=NOW)
    answer = send(dean, f"calendar-revisions/{made}/acceptances/", None)
    assert (answer.status_code, answer.json()["code"]) == (409, "calendar_changed")
    assert send(dean, f"calendar-revisions/{made}/discards/", None).json()["state"] == "discarded"


def test_versions_are_nobody_elses(cast: Cast, dean: Client, calendar: Calendar) -> None:
    made = propose(dean, calendar, content(calendar, name="Autumn")).json()["id"]
    for who in (cast.kofi, cast.zolas_dean):
        other = as_(who)
        assert other.get(f"/api/v1/calendars/{calendar.pk}/revisions/").status_code == 404
        assert other.get(f"/api/v1/calendar-revisions/{made}/").status_code == 404
        assert send(other, f"calendar-revisions/{made}/acceptances/", None).status_code == 404


def test_calendar_term_and_break_say_how_weeks_are_counted(dean: Client, calendar: Calendar) -> None:
    changes = {"week_labels": "ordinal", "weeks_before": 2, "weeks_after": True}
    shown = send(dean, f"calendars/{calendar.pk}/", changes, "patch").json()
    assert {name: shown[name] for name in changes} == changes
    term = calendar.terms.latest("active_from")
    assert send(dean, f"terms/{term.pk}/", {"first_week": 0}, "patch").json()["first_week"] == 0
    assert send(dean, f"terms/{term.pk}/", {"name": "Spring"}, "patch").json()["first_week"] == 0
    assert send(dean, f"terms/{term.pk}/", {"first_week": None}, "patch").json()["first_week"] is None
    day = str(term.teaching_from)
    body = {"kind": "holiday", "starts_on": day, "ends_on": day, "takes_number": False}
    made = send(dean, f"terms/{term.pk}/breaks/", body).json()
    assert made["takes_number"] is False
    assert send(dean, f"breaks/{made['id']}/", {"takes_number": None}, "patch").json()["takes_number"] is None


def test_counts_of_students_are_public_and_kept_by_the_staff(cast: Cast, dean: Client) -> None:
    path = f"universities/{cast.karura.pk}/enrolments/"
    made = send(dean, path, COUNT)
    assert made.status_code == 201
    listed = Client().get(f"/api/v1/{path}").json()["results"]
    assert listed == [{"id": made.json()["id"], "university": cast.karura.pk, **COUNT}]
    assert send(as_(cast.kofi), path, {**COUNT, "counted_on": "2026-03-31"}).status_code == 403


def test_a_count_is_changed_by_whoever_saw_it_last(cast: Cast, dean: Client) -> None:
    made = send(dean, f"universities/{cast.karura.pk}/enrolments/", COUNT).json()["id"]
    path = f"/api/v1/enrolments/{made}/"
    tag = dean.get(path)["ETag"]

    def change(students: int) -> int:
        body = json.dumps({"students": students})
        return dean.patch(path, body, content_type="application/json", headers={"If-Match": tag}).status_code

    assert [change(8400), change(8300)] == [200, 412]
    assert Client().get(path).json()["students"] == 8400
    assert dean.delete(path).status_code == 204


def test_the_region_of_public_holidays_is_shown_and_changed(cast: Cast, dean: Client) -> None:
    shown = send(dean, f"universities/{cast.karura.pk}/", {"holiday_region": "KE-30"}, "patch").json()
    assert shown["holiday_region"] == "30"
