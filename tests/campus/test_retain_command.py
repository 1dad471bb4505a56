"""`manage.py retain`, with and without --dry-run."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from campus.checkin.models import Attendance
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW


def said(*arguments: str) -> list[list[str]]:
    out = StringIO()
    with time_machine.travel(NOW + timedelta(days=760), tick=False):
        call_command("retain", *arguments, stdout=out)
    return [line.split() for line in out.getvalue().splitlines()]


@pytest.fixture(autouse=True)
def _came_once(cast: Cast) -> None:
    make.open_door(cast.society).typed("brian@karura.example")


def test_a_dry_run_says_how_much_and_removes_nothing(cast: Cast) -> None:
    assert said("--dry-run")[0] == ["Karura", "University", "persons", "1"]
    assert str(Attendance.objects.get().person) == "Brian Ochieng"


def test_without_it_that_much_goes(cast: Cast) -> None:
    assert said() == [["Karura", "University", "persons", "1"]]
    person = Attendance.objects.get().person
    assert person is not None
    assert person.erased_at is not None
    assert said() == [["Nothing", "is", "over."]]
