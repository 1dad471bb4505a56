"""Being counted through the API."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from campus.activities.actions import cancel_occurrence, code_for_occurrence, replace_code
from campus.base.limits import LIMITS
from campus.checkin.models import Attendance
from campus.directory.models import Society, University
from tests.conftest import Cast
from tests.factories import NOW
from tests.factories_checkin import Door, attendance, occurrence, open_door, series

CHECK_INS = "/api/v1/check-ins/"
SECRET = "a-secret-of-a-device-01234"


@pytest.fixture
def door(cast: Cast) -> Door:
    return open_door(cast.society)


@pytest.fixture
def anybody() -> APIClient:
    return APIClient()


def check_in(client: APIClient, door: Door, at: Any = NOW, **how: Any) -> Any:
    with time_machine.travel(at, tick=False):
        return client.post(CHECK_INS, {"code": door.code.code, **how}, format="json")


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_whoever_is_just_counted_gets_a_receipt(anybody: APIClient, door: Door) -> None:
    answer = check_in(anybody, door, anonymous=True)
    assert answer.status_code == 201
    assert (answer.json()["how"], answer.json()["again"]) == ("anonymous", False)
    assert [len(answer.json()[name]) > 20 for name in ("secret", "receipt")] == [True, True]
    assert door.occurrence.attendances.get().identity == "anonymous"


def test_a_device_is_counted_once(anybody: APIClient, door: Door) -> None:
    first = check_in(anybody, door, anonymous=True).json()
    second = check_in(anybody, door, anonymous=True, secret=first["secret"], at=NOW + timedelta(minutes=5)).json()
    assert (second["again"], second["since"], second["receipt"]) == (True, first["since"], first["receipt"])
    assert door.occurrence.attendances.count() == 1


def test_who_is_signed_in_is_counted_as_themself(door: Door, cast: Cast, ask_as: Any) -> None:
    answer = check_in(ask_as(cast.amina), door).json()
    assert (answer["how"], answer["first_time"], answer["since"]) == ("signed_in", True, "2026-10-20T14:30:00Z")
    assert door.occurrence.attendances.get().person == cast.amina


def test_a_second_time_is_a_success(door: Door, cast: Cast, ask_as: Any) -> None:
    check_in(ask_as(cast.amina), door)
    again = check_in(ask_as(cast.amina), door, at=NOW + timedelta(minutes=5))
    assert (again.status_code, again.json()["again"], again.json()["since"]) == (201, True, "2026-10-20T14:30:00Z")
    assert door.occurrence.attendances.count() == 1


def test_a_code_alone_counts_nobody_who_is_not_signed_in(anybody: APIClient, door: Door) -> None:
    assert refused(check_in(anybody, door)) == (401, "not_authenticated")


def test_a_typed_address_tells_a_stranger_nothing(anybody: APIClient, door: Door, cast: Cast) -> None:
    attendance(door.occurrence, cast.kofi)
    answers = []
    for address in ("nobody@karura.example", cast.amina.email, cast.kofi.email):
        answer = check_in(anybody, door, name="Brian", email=address)
        whole = answer.json()
        for random in ("secret", "receipt"):
            whole.pop(random)
        answers.append((answer.status_code, sorted(answer.headers), whole))
    assert answers[0] == answers[1] == answers[2]


def test_a_typed_address_changes_no_name_and_signs_nobody_in(anybody: APIClient, door: Door, cast: Cast) -> None:
    check_in(anybody, door, name="Somebody Else", email=cast.amina.email)
    cast.amina.refresh_from_db()
    assert cast.amina.name == "Amina Otieno"
    assert anybody.get("/api/v1/me/").status_code == 401


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "brian@karura.example"}, "name"),
        ({"name": "Brian"}, "email"),
        ({"name": "Brian", "email": "@"}, "email"),
    ],
)
def test_what_was_typed_must_be_whole(typed: dict[str, str], field: str, anybody: APIClient, door: Door) -> None:
    answer = check_in(anybody, door, **typed)
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {field}


def test_a_scan_before_the_doors_open_is_refused(anybody: APIClient, door: Door) -> None:
    assert refused(check_in(anybody, door, anonymous=True, at=NOW - timedelta(minutes=1))) == (409, "too_early")


def test_a_scan_after_the_doors_closed_is_refused(anybody: APIClient, door: Door) -> None:
    assert refused(check_in(anybody, door, anonymous=True, at=NOW + timedelta(hours=3))) == (409, "too_late")


def test_nobody_is_counted_at_a_cancelled_occurrence(anybody: APIClient, door: Door, cast: Cast) -> None:
    cancel_occurrence(by=cast.kofi, occurrence=door.occurrence, reason="No power.", at=NOW)
    answer = check_in(anybody, door, anonymous=True)
    assert refused(answer) == (409, "occurrence_cancelled")
    assert "No power." in answer.json()["detail"]


def test_a_replaced_code_counts_nobody(anybody: APIClient, door: Door, cast: Cast) -> None:
    replace_code(by=cast.kofi, code=door.code, at=NOW)
    assert refused(check_in(anybody, door, anonymous=True)) == (409, "code_replaced")


def test_a_code_without_dates_counts_nobody(anybody: APIClient, door: Door) -> None:
    door.occurrence.delete()
    assert refused(check_in(anybody, door, anonymous=True)) == (409, "nothing_planned")


@pytest.mark.parametrize(("status", "words"), [("suspended", "is closed at the moment"), ("archived", "to its end")])
def test_a_closed_society_counts_nobody_and_says_so(anybody: APIClient, door: Door, status: str, words: str) -> None:
    Society.objects.filter(pk=door.series.society_id).update(status=status)
    answer = check_in(anybody, door, anonymous=True)
    assert refused(answer) == (409, "society_closed")
    assert words in answer.json()["detail"]
    assert anybody.get(f"/api/v1/codes/{door.code.code}/").json()["state"] == "closed"


def test_a_code_does_not_open_another_occurrence(anybody: APIClient, door: Door, cast: Cast) -> None:
    other = occurrence(series(cast.society, "Another"))
    assert refused(check_in(anybody, door, anonymous=True, occurrence=other.pk)) == (404, "not_found")


def test_a_school_takes_no_names(anybody: APIClient, door: Door, cast: Cast) -> None:
    University.objects.update(kind=University.Kind.SCHOOL)
    typed = check_in(anybody, door, name="Brian", email="brian@karura.example")
    assert refused(typed) == (409, "names_not_taken")
    assert check_in(anybody, door, anonymous=True).status_code == 201


def test_wrong_codes_are_limited(anybody: APIClient, door: Door) -> None:
    answers = [anybody.get("/api/v1/codes/00000000/") for _ in range(LIMITS["wrong_code"].times + 1)]
    assert {refused(answer) for answer in answers[:-1]} == {(404, "unknown_code")}
    assert refused(answers[-1]) == (429, "too_many")
    assert answers[-1]["Retry-After"] == "600"


def test_a_code_is_read_as_people_type_it(anybody: APIClient, door: Door) -> None:
    typed = f"{door.code.code[:4]}-{door.code.code[4:]}".casefold()
    with time_machine.travel(NOW, tick=False):
        found = anybody.get(f"/api/v1/codes/{typed}/").json()
    assert (found["state"], found["occurrence"]["id"]) == ("open", door.occurrence.pk)
    assert "The officers of HeForShe Karura see your name" in found["privacy"]


def test_a_code_says_when_its_doors_open(anybody: APIClient, door: Door) -> None:
    with time_machine.travel(NOW - timedelta(hours=1), tick=False):
        found = anybody.get(f"/api/v1/codes/{door.code.code}/").json()
    assert (found["state"], found["opens_at"]) == ("early", "2026-10-20T14:30:00Z")


def test_a_receipt_takes_the_check_in_back(anybody: APIClient, door: Door) -> None:
    made = check_in(anybody, door, anonymous=True).json()
    body = {"occurrence": door.occurrence.pk, "receipt": made["receipt"]}
    assert anybody.post("/api/v1/check-in-withdrawals/", body, format="json").status_code == 204
    assert door.occurrence.attendances.get().void_reason == "mistake"


def test_a_receipt_of_another_device_takes_nothing_back(anybody: APIClient, door: Door) -> None:
    check_in(anybody, door, anonymous=True)
    body = {"occurrence": door.occurrence.pk, "receipt": "the receipt of somebody else"}
    assert anybody.post("/api/v1/check-in-withdrawals/", body, format="json").status_code == 204
    assert door.occurrence.attendances.get().voided_at is None


def test_who_was_there_is_listed_without_addresses(door: Door, cast: Cast, ask_as: Any) -> None:
    check_in(ask_as(cast.amina), door)
    check_in(APIClient(), door, anonymous=True)
    answer = ask_as(cast.kofi).get(f"/api/v1/occurrences/{door.occurrence.pk}/attendances/")
    assert [row["name"] for row in answer.json()["results"]] == ["Amina Otieno", ""]
    assert "amina@karura.example" not in answer.content.decode()


def test_staff_and_treasurer_do_not_see_who_was_there(door: Door, cast: Cast, ask_as: Any) -> None:
    check_in(ask_as(cast.amina), door)
    for person in (cast.dean, cast.grace):
        assert ask_as(person).get(f"/api/v1/occurrences/{door.occurrence.pk}/attendances/").status_code == 404


def test_an_officer_cannot_void_in_the_name_of_the_person(door: Door, cast: Cast, ask_as: Any) -> None:
    check_in(ask_as(cast.amina), door)
    row = Attendance.objects.get()
    answer = ask_as(cast.kofi).post(f"/api/v1/attendances/{row.pk}/voids/", {"reason": "not_me"}, format="json")
    assert refused(answer) == (400, "invalid")


def test_a_code_for_one_date_is_the_same_when_asked_again(door: Door, cast: Cast, ask_as: Any) -> None:
    address = f"/api/v1/occurrences/{door.occurrence.pk}/codes/"
    first, second = (ask_as(cast.dennis).post(address).json() for _ in range(2))
    assert first == second
    assert first["address"] == f"HTTP://TESTSERVER/C/{first['code']}"


def test_a_replaced_code_gives_way_to_a_new_one(door: Door, cast: Cast, ask_as: Any) -> None:
    code = code_for_occurrence(by=cast.kofi, occurrence=door.occurrence, at=NOW)
    new = ask_as(cast.kofi).post(f"/api/v1/codes/{code.code}/replacements/").json()
    code.refresh_from_db()
    assert new["code"] != code.code
    assert code.replaced_at is not None
