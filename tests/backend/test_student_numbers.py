"""Student numbers through the API."""

import pytest
from rest_framework.test import APIClient

from campus.checkin.models import Attendance
from tests import factories_checkin as make
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("the_moment")
NUMBER = {"name": "Brian Ochieng", "student_number": "SCT211-0042/2026"}


@pytest.fixture
def door(the_moment: None, cast: Cast) -> make.Door:
    return make.open_door(cast.society)


def take_numbers(cast: Cast, dean: APIClient) -> None:
    answer = dean.patch(f"/api/v1/universities/{cast.karura.pk}/", {"takes_student_numbers": True}, format="json")
    assert answer.json()["takes_student_numbers"] is True


def test_a_number_counts_where_the_university_takes_them(cast: Cast, door: make.Door, ask_as) -> None:
    take_numbers(cast, ask_as(cast.dean))
    answer = APIClient().post("/api/v1/check-ins/", {"code": door.code.code, **NUMBER}, format="json")
    assert (answer.status_code, answer.json()["how"], answer.json()["again"]) == (201, "typed", False)
    assert str(Attendance.objects.get().person) == "Brian Ochieng"


def test_a_code_says_whether_numbers_are_taken(cast: Cast, door: make.Door, ask_as) -> None:
    before = APIClient().get(f"/api/v1/codes/{door.code.code}/").json()
    take_numbers(cast, ask_as(cast.dean))
    after = APIClient().get(f"/api/v1/codes/{door.code.code}/").json()
    assert (before["takes_student_numbers"], after["takes_student_numbers"]) == (False, True)
    assert (before["privacy_version"], after["privacy_version"]) == ("2026-11", "2026-11-number")


@pytest.mark.parametrize("takes", [False, True])
def test_what_cannot_be_is_said_at_its_field(cast: Cast, door: make.Door, ask_as, takes: bool) -> None:
    if takes:
        take_numbers(cast, ask_as(cast.dean))
    entered = NUMBER if not takes else {**NUMBER, "student_number": "Brian"}
    answer = APIClient().post("/api/v1/check-ins/", {"code": door.code.code, **entered}, format="json")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["student_number"])
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize(
    ("months", "status"),
    [({"keep_attendance_months": 36, "keep_audit_months": 6}, 200), ({"keep_audit_months": 5}, 400)],
)
def test_how_long_is_kept_is_set_within_bounds(cast: Cast, ask_as, months: dict[str, int], status: int) -> None:
    answer = ask_as(cast.dean).patch(f"/api/v1/universities/{cast.karura.pk}/", months, format="json")
    assert answer.status_code == status
    cast.karura.refresh_from_db()
    assert cast.karura.keep_audit_months == (6 if status == 200 else 24)
