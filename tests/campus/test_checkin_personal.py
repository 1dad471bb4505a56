"""What check-in keeps about a person: export, forget, merge."""

from datetime import timedelta

import pytest

from campus.checkin.models import Attendance, TermParticipation
from campus.checkin.personal import export_checkin, forget_checkin, merge_checkin, unmerge_checkin
from campus.checkin.queries import attendance_by_receipt
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture
def door(cast: Cast) -> make.Door:
    return make.open_door(cast.society)


def test_an_export_lists_where_somebody_was_counted(cast, door):
    door.signed_in(cast.amina)
    door.signed_in(cast.kofi, phone="another phone")
    (row,) = export_checkin(cast.amina)["attendances"]
    assert (row["society"], row["activity"], row["date"], row["identity"]) == (
        "HeForShe Karura",
        "Tuesday Circle",
        "2026-10-20",
        "signed_in",
    )


def test_to_forget_somebody_keeps_the_visits_and_their_sums_and_no_receipt(cast, door):
    door.signed_in(cast.amina)
    make.attendance(make.occurrence(door.series, make.TODAY - timedelta(days=7)), cast.amina)
    forget_checkin(cast.amina, NOW)
    assert [(row.person, row.receipt_hash) for row in Attendance.objects.all()] == [(cast.amina, "")] * 2
    assert TermParticipation.objects.get().visits == 2


def test_a_merge_moves_the_attendances_and_their_sums(cast, door):
    make.attendance(make.occurrence(door.series, make.TODAY - timedelta(days=7)), cast.amina)
    make.attendance(door.occurrence, cast.kofi)
    merge_checkin(cast.amina, cast.kofi, NOW)
    row = TermParticipation.objects.get()
    assert (row.person, row.visits) == (cast.amina, 2)


def test_a_merge_of_two_who_were_both_counted_keeps_the_earlier_row(cast, door):
    mine = make.attendance(door.occurrence, cast.amina, at=NOW + timedelta(minutes=2))
    other = make.attendance(door.occurrence, cast.kofi, at=NOW)
    moved = merge_checkin(cast.amina, cast.kofi, NOW)
    mine.refresh_from_db()
    assert (mine.void_reason, moved["voided"]) == ("merged", [mine.pk])
    assert Attendance.objects.get(voided_at=None, person=cast.amina) == other
    assert TermParticipation.objects.get().visits == 1


def test_an_undone_merge_gives_back_what_moved_and_what_it_voided_stands_again(cast, door):
    rows = [make.attendance(door.occurrence, person, at=NOW) for person in (cast.amina, cast.kofi)]
    moved = merge_checkin(cast.amina, cast.kofi, NOW)
    unmerge_checkin(cast.amina, cast.kofi, moved, NOW)
    assert list(Attendance.objects.filter(voided_at=None).order_by("pk")) == rows
    assert [row.person for row in Attendance.objects.order_by("pk")] == [cast.amina, cast.kofi]
    assert set(TermParticipation.objects.values_list("person", "visits")) == {(cast.amina.pk, 1), (cast.kofi.pk, 1)}


def test_a_receipt_is_good_after_a_merge(cast, door):
    door.typed("brian@karura.example")
    merge_checkin(cast.amina, Attendance.objects.get().person, NOW)
    found = attendance_by_receipt(door.occurrence, make.browser().receipt)
    assert found is not None
    assert found.person == cast.amina
