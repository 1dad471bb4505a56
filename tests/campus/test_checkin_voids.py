"""Taking an attendance back: undone by its own browser, voided by an officer."""

from datetime import timedelta

import pytest

from campus.base.errors import Invalid, NotFound
from campus.checkin.actions import void_attendance
from campus.checkin.models import Attendance, TermParticipation
from campus.people.models import AuditEvent
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture
def door(cast: Cast) -> make.Door:
    return make.open_door(cast.society)


def standing() -> int:
    return Attendance.objects.filter(voided_at=None).count()


def test_the_browser_that_checked_in_can_undo_it(door):
    door.typed("brian@karura.example")
    door.undo()
    row = Attendance.objects.get()
    assert (row.voided_at, row.void_reason, row.voided_by) == (NOW, "mistake", None)


def test_another_browser_undoes_nothing_and_learns_nothing(cast, door):
    door.signed_in(cast.amina, phone="her phone")
    door.typed("amina@karura.example", phone="a stranger's phone")
    door.undo("a stranger's phone")
    assert standing() == 1


def test_a_phone_that_was_passed_on_undoes_the_last_one(door):
    door.typed("one@karura.example", name="One")
    door.typed("two@karura.example", name="Two")
    door.undo()
    assert Attendance.objects.get(voided_at=None).person.name == "One"


def test_an_undo_does_not_tell_whether_a_typed_address_was_counted_before(cast, door):
    door.signed_in(cast.kofi, phone="his phone")
    mine = door.signed_in(cast.amina).attendance
    door.typed("kofi@karura.example")
    door.undo()
    assert Attendance.objects.get(pk=mine.pk).voided_at is None
    door.typed("nobody@karura.example")
    door.undo()
    assert standing() == 2


def test_a_second_check_in_of_the_same_browser_keeps_its_receipt(cast, door):
    door.signed_in(cast.amina)
    door.signed_in(cast.amina)
    door.undo()
    assert standing() == 0


def test_an_undo_takes_the_visit_out_of_the_term(cast, door):
    make.attendance(make.occurrence(door.series, make.TODAY - timedelta(days=7)), cast.amina)
    door.signed_in(cast.amina)
    door.undo()
    row = TermParticipation.objects.get()
    assert (row.visits, row.last_on) == (1, make.TODAY - timedelta(days=7))


def test_the_last_undo_leaves_no_participation(cast, door):
    door.signed_in(cast.amina)
    door.undo()
    assert TermParticipation.objects.count() == 0


def test_undoing_again_changes_nothing(door):
    door.anonymous()
    door.undo()
    door.undo()
    assert AuditEvent.objects.filter(verb="check_in_undone").count() == 1


def test_after_an_undo_one_can_check_in_again(door):
    door.anonymous()
    door.undo()
    assert door.anonymous().created is True


@pytest.mark.parametrize("officer", ["kofi", "wanjiru", "dennis"])
def test_an_officer_who_sees_names_voids_with_a_reason(cast, door, officer):
    by = getattr(cast, officer)
    row = door.signed_in(cast.amina).attendance
    void_attendance(by=by, attendance=row, reason="left", at=NOW)
    assert (row.voided_by, row.void_reason, standing()) == (by, "left", 0)


@pytest.mark.parametrize("stranger", ["grace", "dean", "lucia", "olga", "zola", "amina"])
def test_nobody_else_finds_an_attendance_to_void(cast, door, stranger):
    row = door.signed_in(cast.amina).attendance
    with pytest.raises(NotFound):
        void_attendance(by=getattr(cast, stranger), attendance=row, reason="mistake", at=NOW)
    assert standing() == 1


def test_a_void_needs_a_reason_of_an_officer(cast, door):
    row = door.signed_in(cast.amina).attendance
    with pytest.raises(Invalid) as refused:
        void_attendance(by=cast.kofi, attendance=row, reason="not_me", at=NOW)
    assert list(refused.value.fields) == ["reason"]


def test_a_second_void_keeps_the_first_reason(cast, door):
    row = door.signed_in(cast.amina).attendance
    void_attendance(by=cast.kofi, attendance=row, reason="left", at=NOW)
    void_attendance(by=cast.dennis, attendance=row, reason="duplicate", at=NOW)
    assert (row.void_reason, row.voided_by) == ("left", cast.kofi)
    assert AuditEvent.objects.filter(verb="attendance_voided").count() == 1
