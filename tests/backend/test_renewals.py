"""Renewing a registration through the API, and what a reviewer reads of it."""

import json
from typing import Any

import pytest
import time_machine
from django.test import Client

from campus.directory.models import Society
from campus.membership.models import Registration, RegistrationWindow
from tests.campus.test_registration_windows import draft, window
from tests.campus.test_renewal import renewing
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _now(cast: Cast) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def as_(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def send(client: Client, path: str, body: Any, method: str = "post") -> Any:
    return getattr(client, method)(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


def renewed(cast: Cast, **body: Any) -> Any:
    return send(as_(cast.kofi), f"societies/{cast.society.pk}/registrations/", body)


def test_an_approved_society_renews_by_submitting_a_registration(cast: Cast) -> None:
    made = renewing(cast, questions=[{"label": "Who advises you?", "required": True}])
    answer = renewed(cast, purpose="Everybody is welcome.", questions=[{"key": "q1", "answer": "Dr Wekesa"}])
    shown = answer.json()
    assert (answer.status_code, shown["kind"], shown["window"], shown["decision"]) == (201, "renewal", made.pk, "")
    assert [(row["field"], row["after"]) for row in shown["differences"]] == [
        ("purpose", "Everybody is welcome."),
        ("question_q1", "Dr Wekesa"),
    ]


def test_what_is_left_out_stays_as_it_is(cast: Cast) -> None:
    renewing(cast)
    assert renewed(cast).json()["answers"]["purpose"] == cast.society.purpose


def test_outside_its_window_it_hears_when_one_opens(cast: Cast) -> None:
    answer = renewed(cast)
    assert (answer.status_code, answer.json()["code"]) == (409, "no_renewal")


def test_a_reviewer_returns_it_with_reasons_for_single_answers(cast: Cast) -> None:
    renewing(cast)
    number = renewed(cast, purpose="We meet.").json()["id"]
    body = {"reason": "Nearly.", "field_reasons": [{"field": "purpose", "reason": "Say who may come."}]}
    answer = send(as_(cast.dean), f"registrations/{number}/returns/", body)
    assert answer.json()["field_reasons"] == body["field_reasons"]
    assert Registration.objects.get(pk=number).field_reasons == {"purpose": "Say who may come."}


def test_questions_of_a_window_keep_their_keys_when_it_is_changed(cast: Cast) -> None:
    made = window(cast, questions=[{"label": "One?", "required": False}, {"label": "Two?", "required": False}])
    asked = [{"key": "q2", "label": "Two?"}, {"label": "Three?", "required": True}]
    answer = send(as_(cast.dean), f"registration-windows/{made.pk}/", {"questions": asked}, "patch")
    assert [(row["key"], row["label"]) for row in answer.json()["questions"]] == [("q2", "Two?"), ("q1", "Three?")]


def test_a_window_that_somebody_changed_meanwhile_is_not_changed_again(cast: Cast) -> None:
    made = window(cast)
    path, dean = f"/api/v1/registration-windows/{made.pk}/", as_(cast.dean)
    seen = dean.get(path)["ETag"]
    RegistrationWindow.objects.update(officers=9)
    answer = dean.patch(path, "{}", content_type="application/json", headers={"if-match": seen})
    assert answer.status_code == 412


def test_an_application_is_thrown_away_by_its_university(cast: Cast) -> None:
    society = draft(cast)
    send(as_(cast.amina), f"societies/{society.pk}/registrations/", {})
    assert as_(cast.dean).delete(f"/api/v1/societies/{society.pk}/").status_code == 204
    assert not Society.objects.filter(pk=society.pk).exists()
