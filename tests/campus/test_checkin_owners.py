"""The owner of a typed address: one mail a day, and "not me"."""

from datetime import timedelta
from urllib.parse import urlparse

import pytest

from campus.activities.models import Occurrence
from campus.base.errors import NotFound
from campus.checkin.actions import not_me
from campus.checkin.models import Attendance, TermParticipation
from campus.checkin.queries import claimed_by
from campus.checkin.tokens import not_me_token
from campus.membership.models import Claim
from campus.outbox.models import Notice
from campus.people.models import AuditEvent
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture
def door(cast: Cast) -> make.Door:
    return make.open_door(cast.society)


def token_of(notice: Notice) -> str:
    return urlparse(notice.context["not_me_link"]).path.removeprefix("/mail/not-me/").rstrip("/")


def test_the_owner_of_an_unproven_address_hears_of_it_there(door):
    door.typed("brian@karura.example")
    notice = Notice.objects.get()
    assert (notice.kind, notice.person, notice.address) == ("you_were_counted", None, "brian@karura.example")
    assert (notice.context["activity"], notice.context["date"]) == ("Tuesday Circle", "2026-10-20")


def test_who_proved_the_address_hears_of_it_as_themself(cast, door):
    door.typed("amina@karura.example")
    notice = Notice.objects.get()
    assert (notice.person, notice.address) == (cast.amina, "")


def test_the_owner_hears_at_most_once_a_day(cast, door):
    door.typed("brian@karura.example")
    make_second = make.open_door(cast.society)
    make_second.typed("brian@karura.example")
    assert (Attendance.objects.count(), Notice.objects.count()) == (2, 1)


def test_the_next_day_there_is_a_mail_again(cast, door):
    door.typed("brian@karura.example")
    door.occurrence = make.occurrence(door.series, make.TODAY + timedelta(days=1))
    door.typed("brian@karura.example", at=NOW + timedelta(days=1))
    assert Notice.objects.count() == 2


def test_a_day_is_the_universitys_own(door):
    """At 22:30 UTC it is the next day in Nairobi."""
    Occurrence.objects.update(closes_at=NOW + timedelta(hours=12))
    door.typed("brian@karura.example", at=NOW + timedelta(hours=8))
    assert Notice.objects.get().subject_key == "2026-10-21"


def test_nobody_hears_of_their_own_signed_in_check_in(cast, door):
    door.signed_in(cast.amina)
    assert Notice.objects.count() == 0


def test_an_address_that_is_counted_already_gets_no_mail(cast, door):
    door.signed_in(cast.amina)
    door.typed("amina@karura.example", phone="another phone")
    assert Notice.objects.count() == 0


def test_the_link_names_no_address(door):
    door.typed("brian@karura.example")
    assert "brian" not in Notice.objects.get().context["not_me_link"]


def test_not_me_voids_the_typed_attendances_of_the_day(cast, door):
    door.typed("amina@karura.example")
    make.open_door(cast.society).typed("amina@karura.example")
    not_me(token=token_of(Notice.objects.get()), at=NOW)
    assert list(Attendance.objects.values_list("void_reason", "voided_by")) == [("not_me", None)] * 2
    assert TermParticipation.objects.count() == 0


def test_not_me_leaves_what_the_person_did_signed_in(cast, door):
    earlier = make.attendance(make.occurrence(door.series, make.TODAY - timedelta(days=7)), cast.amina)
    today = make.attendance(make.occurrence(make.series(cast.society)), cast.amina, at=NOW)
    door.typed("amina@karura.example")
    not_me(token=token_of(Notice.objects.get()), at=NOW)
    assert list(Attendance.objects.filter(voided_at=None).order_by("pk")) == [earlier, today]
    assert TermParticipation.objects.get().visits == 2


def test_not_me_writes_one_audit_event_and_again_none(door):
    door.typed("brian@karura.example")
    token = token_of(Notice.objects.get())
    not_me(token=token, at=NOW)
    not_me(token=token, at=NOW)
    assert AuditEvent.objects.filter(verb="check_in_disowned").count() == 1


def test_an_address_refused_after_its_check_in_was_taken_back_is_on_record_too(door):
    door.typed("brian@karura.example")
    door.undo()
    not_me(token=token_of(Notice.objects.get()), at=NOW)
    refused = AuditEvent.objects.get(verb="address_refused")
    assert (refused.object, refused.actor) == (f"claim:{Claim.objects.get().pk}", None)


def test_after_not_me_the_address_is_answered_alike_but_counts_nobody(cast, door):
    door.typed("amina@karura.example")
    before = door.typed("unknown@karura.example")
    not_me(token=token_of(Notice.objects.get(person=cast.amina)), at=NOW)
    rows = Attendance.objects.count()
    assert door.typed("amina@karura.example", phone="another phone") == before
    assert Attendance.objects.count() == rows


def test_after_not_me_the_owner_can_still_sign_in_and_be_counted(cast, door):
    door.typed("amina@karura.example")
    not_me(token=token_of(Notice.objects.get()), at=NOW)
    assert door.signed_in(cast.amina).created is True


def test_a_year_later_the_address_counts_again(door):
    door.typed("brian@karura.example")
    not_me(token=token_of(Notice.objects.get()), at=NOW)
    later = NOW + timedelta(days=366)
    door.occurrence = make.occurrence(door.series, make.TODAY + timedelta(days=366))
    door.typed("brian@karura.example", at=later)
    assert Attendance.objects.filter(voided_at=None).count() == 1


def test_the_link_shows_its_owner_what_it_is_about(cast, door):
    door.typed("brian@karura.example")
    claimed = claimed_by(token_of(Notice.objects.get()))
    assert (claimed.address, claimed.university, claimed.day) == ("brian@karura.example", cast.karura, make.TODAY)
    assert claimed.attendances == [Attendance.objects.get()]


def test_a_forged_link_is_not_found(cast, door):
    door.typed("brian@karura.example")
    token = not_me_token(person=cast.amina, university=cast.karura, day=make.TODAY)
    with pytest.raises(NotFound):
        not_me(token=f"x{token}", at=NOW)


def test_a_link_older_than_60_days_is_not_found(cast, door, time_machine):
    time_machine.move_to(NOW)
    token = not_me_token(person=cast.amina, university=cast.karura, day=make.TODAY)
    time_machine.move_to(NOW + timedelta(days=61))
    with pytest.raises(NotFound):
        not_me(token=token, at=NOW + timedelta(days=61))
