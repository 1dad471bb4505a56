"""What cannot be so is refused with a problem and a sentence, never with a server error."""

import json
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.test.client import FakePayload

from tests.conftest import Cast
from tests.factories import NOW

DRAFTS = "/api/v1/societies/"


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    client.force_login(cast.kofi)
    return client


def send(client: Client, body: bytes | str, address: str = DRAFTS, content_type: str = "application/json") -> Any:
    answer = client.post(address, body, content_type=content_type)
    assert answer["Content-Type"] == "application/problem+json"
    return answer


def draft(cast: Cast, **changes: Any) -> str:
    return json.dumps({"university": cast.karura.pk, "name": "Chess Club", "purpose": "To play.", **changes})


def test_a_refusal_is_a_problem_detail(officer: Client) -> None:
    answer = send(officer, "{}")
    assert answer.json() == {
        "type": "urn:campus:problem:invalid",
        "title": "Bad Request",
        "status": 400,
        "code": "invalid",
        "detail": "This is missing.",
        "fields": {name: ["This is missing."] for name in ("university", "name", "purpose")},
    }


def test_what_is_not_here_is_said_in_one_sentence_everywhere(officer: Client) -> None:
    sentence = "This page is not here, or it is not yours to see."
    for address in ("/api/v1/societies/999999/", "/api/v1/nothing/", "/api/v1/societies/x/", "/api/", "/api/v2/"):
        answer = officer.get(address)
        assert (answer.status_code, answer.json()["detail"]) == (404, sentence), address


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"name": "Chess',
        b"name=Chess",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"name": NaN}',
        b"1" * 5000,
        b'"\xc3"',
    ],
)
def test_a_body_that_is_no_json_is_refused(body: bytes, officer: Client) -> None:
    assert send(officer, body).status_code == 400


@pytest.mark.parametrize("body", [b"[]", b"null", b"7", b'"text"', b'[{"name": "Chess Club"}]'])
def test_a_body_that_is_no_object_is_refused(body: bytes, officer: Client) -> None:
    answer = send(officer, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "not_an_object")


def test_a_body_over_a_mebibyte_is_refused(officer: Client) -> None:
    answer = send(officer, b'{"name": "' + b"x" * 1024 * 1024 + b'"}')
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_body_that_ends_too_soon_is_refused(officer: Client, cast: Cast) -> None:
    class Broken(FakePayload):
        def read(self, size: int = -1) -> bytes:
            raise OSError("connection reset by peer")

    body = draft(cast).encode()
    broken: dict[str, Any] = {"wsgi.input": Broken(body)}
    answer = officer.post(DRAFTS, body, content_type="application/json", **broken)
    assert (answer.status_code, answer.json()["code"]) == (400, "not_json")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_another_kind_of_body_is_refused(content_type: str, officer: Client, cast: Cast) -> None:
    answer = send(officer, draft(cast), content_type=content_type)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", None),
        ("name", 7),
        ("name", True),
        ("name", ["Chess"]),
        ("name", {}),
        ("name", "  "),
        ("name", "Chess\x00Club"),
        ("name", "\ud800"),
        ("name", "x" * 121),
        ("name", "…"),
        ("university", "1"),
        ("university", 1.5),
        ("university", True),
        ("university", 0),
        ("university", 10**40),
    ],
)
def test_an_input_of_the_wrong_kind_is_named(field: str, value: Any, officer: Client, cast: Cast) -> None:
    answer = send(officer, draft(cast, **{field: value}))
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {field}


def test_a_number_of_nothing_is_not_here(officer: Client, cast: Cast) -> None:
    assert send(officer, draft(cast, university=999_999)).status_code == 404


def test_a_name_that_is_taken_in_other_letters_is_refused(officer: Client, cast: Cast) -> None:
    answer = send(officer, draft(cast, name="HÉFORSHE   karura"))
    assert answer.status_code in {400, 409}
    assert answer.json()["code"] == "name_taken"


def plan(cast: Cast, **changes: Any) -> str:
    whole = {
        "society": cast.society.pk,
        "name": "Reading Hour",
        "rrule": "FREQ=WEEKLY;BYDAY=TH",
        "first_date": "2026-10-22",
        "start_time": "18:00",
        "minutes": 60,
    }
    return json.dumps({**whole, **changes})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rrule": "FREQ=SECONDLY"}, "rrule"),
        ({"rrule": "FREQ=DAILY;COUNT=1001"}, "rrule"),
        ({"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rrule"),
        ({"rrule": "every Thursday"}, "rrule"),
        ({"zone": "Africa/Karura"}, "zone"),
        ({"minutes": 0}, "minutes"),
        ({"start_time": "25:00"}, "start_time"),
        ({"start_time": "18:00:00Z"}, "start_time"),
        ({"first_date": "22/10/2026"}, "first_date"),
        ({"first_date": "2026-02-30"}, "first_date"),
        ({"first_date": "0001-01-01"}, "first_date"),
        ({"first_date": "9999-12-31"}, "first_date"),
        ({"window": "weekends"}, "window"),
        ({"link": "javascript:alert(1)"}, "link"),
    ],
)
@pytest.mark.parametrize("address", ["activities", "activity-previews"])
@time_machine.travel(NOW, tick=False)
def test_a_plan_says_what_is_wrong_with_it(
    address: str, changes: dict[str, Any], field: str, officer: Client, cast: Cast
) -> None:
    answer = send(officer, plan(cast, **changes), f"/api/v1/{address}/")
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {field}


def test_an_answer_nobody_can_give_is_refused(officer: Client, cast: Cast) -> None:
    answer = officer.get("/api/v1/societies/", headers={"accept": "text/html"})
    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")


@pytest.mark.parametrize("method", ["PUT", "OPTIONS", "TRACE", "BREW"])
def test_a_method_that_is_none_here_is_refused(method: str, officer: Client, cast: Cast) -> None:
    answer = officer.generic(method, f"/api/v1/societies/{cast.society.pk}/")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer["Allow"] == "GET, PATCH, DELETE, HEAD"


def test_a_database_that_is_busy_says_so(officer: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from backend.directory.views import SocietyViewSet

    def locked(self: Any) -> Any:
        raise OperationalError("database is locked")

    monkeypatch.setattr(SocietyViewSet, "get_queryset", locked)
    answer = officer.get("/api/v1/societies/")
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "busy", "5")
