"""How many students there were on a census date."""

from datetime import date, timedelta
from typing import Any

import pytest

from campus.base.errors import Invalid, NotAllowed
from campus.directory.actions import add_enrolment, change_enrolment, remove_enrolment
from campus.directory.models import Enrolment
from campus.directory.queries import enrolments_of
from campus.people.models import AuditEvent
from tests.conftest import Cast
from tests.factories import NOW

COUNT: dict[str, Any] = {"counted_on": date(2026, 9, 30), "students": 8412, "source": "Facts and figures 2026"}


def counted(cast: Cast, **fields: Any) -> Enrolment:
    return add_enrolment(by=cast.dean, university=cast.karura, at=NOW, **{**COUNT, **fields})


def test_a_count_has_its_date_and_source(cast: Cast) -> None:
    made = counted(cast)
    assert (made.students, made.counted_on, made.source) == (8412, date(2026, 9, 30), "Facts and figures 2026")
    assert (made.entered_by, made.entered_at) == (cast.dean, NOW)
    assert AuditEvent.objects.get().verb == "enrolment_added"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"students": 0}, "students"),
        ({"students": 5_000_001}, "students"),
        ({"source": " "}, "source"),
        ({"counted_on": NOW.date() + timedelta(days=1)}, "counted_on"),
        ({"counted_on": date(1989, 1, 1)}, "counted_on"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        counted(cast, **wrong)
    assert list(refusal.value.fields) == [field]


def test_a_day_is_counted_once(cast: Cast) -> None:
    first = counted(cast)
    with pytest.raises(Invalid) as refusal:
        counted(cast)
    assert refusal.value.code == "counted_twice"
    assert change_enrolment(by=cast.dean, enrolment=first, at=NOW, students=8400).students == 8400


def test_a_count_is_corrected_and_removed(cast: Cast) -> None:
    made = counted(cast)
    change_enrolment(by=cast.dean, enrolment=made, at=NOW, counted_on=date(2026, 10, 1), source="Registrar")
    assert [(row.counted_on, row.students, row.source) for row in enrolments_of(cast.karura)] == [
        (date(2026, 10, 1), 8412, "Registrar")
    ]
    remove_enrolment(by=cast.dean, enrolment=made, at=NOW)
    assert not enrolments_of(cast.karura).exists()
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["enrolment_added", "enrolment_changed", "enrolment_removed"]


def test_another_universitys_staff_count_nobody_here(cast: Cast) -> None:
    made = counted(cast)
    with pytest.raises(NotAllowed):
        add_enrolment(by=cast.zolas_dean, university=cast.karura, at=NOW, **COUNT)
    with pytest.raises(NotAllowed):
        change_enrolment(by=cast.zolas_dean, enrolment=made, at=NOW, students=1)
    with pytest.raises(NotAllowed):
        remove_enrolment(by=cast.zolas_dean, enrolment=made, at=NOW)
