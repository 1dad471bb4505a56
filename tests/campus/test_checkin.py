"""Checking in by a poster's code."""

from datetime import time, timedelta
from time import perf_counter

import pytest

from campus.activities.models import Occurrence
from campus.base.errors import Conflict, Invalid, NotFound, TooMany
from campus.base.limits import LIMITS, Limit
from campus.checkin import privacy
from campus.checkin.actions import not_me
from campus.checkin.models import Attendance, Credit, TermParticipation
from campus.checkin.tokens import not_me_token
from campus.membership.models import Claim
from campus.people.models import Consent, Person
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture
def door(cast: Cast) -> make.Door:
    return make.open_door(cast.society)


# Signed in


def test_a_signed_in_person_is_counted_with_their_name(cast, door):
    counted = door.signed_in(cast.amina)
    row = counted.attendance
    assert (counted.created, counted.first_time) == (True, True)
    assert (row.person, row.identity, row.channel, row.at) == (cast.amina, "signed_in", "poster", NOW)
    assert (row.society, row.university, row.privacy_version) == (cast.society, cast.karura, privacy.VERSION)


def test_a_second_check_in_is_a_success_with_the_first_attendance(cast, door):
    first = door.signed_in(cast.amina)
    again = door.signed_in(cast.amina, at=NOW + timedelta(minutes=5), phone="another phone")
    assert (again.created, again.attendance) == (False, first.attendance)
    assert Attendance.objects.count() == Credit.objects.count() == 1


def test_an_attendance_is_credited_to_the_host_on_the_occurrences_local_date(cast, door):
    row = door.signed_in(cast.amina).attendance
    assert [(credit.society, credit.university, credit.date) for credit in row.credits.all()] == [
        (cast.society, cast.karura, door.occurrence.date)
    ]


def test_visits_of_a_term_are_summed_per_person(cast, door):
    door.signed_in(cast.amina)
    door.occurrence = make.occurrence(door.series, make.TODAY - timedelta(days=7))
    door.signed_in(cast.amina, at=NOW - timedelta(days=7))
    row = TermParticipation.objects.get()
    assert (row.person, row.society, row.term.name) == (cast.amina, cast.society, "Semester 1, 2026/27")
    assert (row.visits, row.first_on, row.last_on) == (2, make.TODAY - timedelta(days=7), make.TODAY)


def test_a_check_in_pins_the_occurrence_once(cast, door):
    door.signed_in(cast.amina)
    door.signed_in(cast.kofi, at=NOW + timedelta(minutes=1))
    door.occurrence.refresh_from_db()
    assert door.occurrence.pinned_at == NOW


def test_the_consent_of_a_person_names_the_version_of_the_privacy_sentence(cast, door):
    door.signed_in(cast.amina)
    consent = Consent.objects.get()
    assert (consent.person, consent.kind, consent.version) == (cast.amina, "check_in", privacy.VERSION)
    assert consent.subject == f"society:{cast.society.pk}"


def test_whoever_came_to_an_earlier_date_is_not_there_for_the_first_time(cast, door):
    make.attendance(make.occurrence(door.series, make.TODAY - timedelta(days=7)), cast.amina)
    assert door.signed_in(cast.amina).first_time is False


def test_after_a_void_a_later_check_in_makes_a_new_row(cast, door):
    first = door.signed_in(cast.amina).attendance
    Attendance.objects.filter(pk=first.pk).update(voided_at=NOW, void_reason="mistake")
    assert door.signed_in(cast.amina).created is True
    assert Attendance.objects.count() == 2


def test_a_university_without_terms_counts_and_sums_later(cast, door):
    cast.karura.calendars.get().terms.all().delete()
    assert door.signed_in(cast.amina).created is True
    assert TermParticipation.objects.count() == 0


# Without a name


def test_somebody_can_just_be_counted(door):
    row = door.anonymous().attendance
    assert (row.person, row.identity, row.label) == (None, "anonymous", "")
    assert Credit.objects.count() == 1
    assert TermParticipation.objects.count() == Consent.objects.count() == 0


def test_a_browser_is_counted_once_without_a_name(door):
    first, again, other = door.anonymous(), door.anonymous(), door.anonymous("another phone")
    assert (again.created, again.attendance) == (False, first.attendance)
    assert other.created is True


def test_a_browsers_rows_at_two_occurrences_cannot_be_joined(cast, door):
    here = door.anonymous().attendance
    door.occurrence = make.occurrence(door.series, at=time(17, 45))
    there = door.anonymous().attendance
    assert here.anonymous_key != there.anonymous_key
    assert here.receipt_hash != there.receipt_hash


def test_no_secret_of_a_browser_is_stored(door):
    row = door.anonymous().attendance
    kept = " ".join(str(value) for value in Attendance.objects.values_list().get(pk=row.pk))
    assert make.browser().secret not in kept
    assert make.browser().receipt not in kept


# Typed


def test_a_typed_address_counts_one_unproven_person(cast, door):
    door.typed("brian@karura.example")
    row = Attendance.objects.get()
    assert (row.identity, row.person.name, row.person.email) == ("typed", "Brian Ochieng", None)
    assert Claim.objects.get().person == row.person


def test_an_address_is_one_person_however_it_is_written(cast, door):
    door.typed("brian@karura.example")
    door.typed(" Brian@KARURA.example", name="B. Ochieng", phone="another phone")
    assert Attendance.objects.get().person.name == "Brian Ochieng"


def test_typing_a_known_persons_address_counts_them_and_changes_nothing_of_theirs(cast, door):
    door.typed("amina@karura.example", name="Somebody Else")
    row = Attendance.objects.get()
    cast.amina.refresh_from_db()
    assert (row.person, row.identity, cast.amina.name) == (cast.amina, "typed", "Amina Otieno")


def test_a_stranger_consents_to_nothing_in_the_name_of_who_proved_the_address(cast, door):
    door.typed("amina@karura.example")
    door.typed("brian@karura.example")
    assert [consent.person.name for consent in Consent.objects.all()] == ["Brian Ochieng"]


def test_the_answer_to_a_typed_address_is_the_same_for_known_unknown_and_counted(cast, door):
    door.signed_in(cast.amina)
    answers = [door.typed(f"{who}@karura.example") for who in ("amina", "kofi", "nobody")]
    assert answers[0] == answers[1] == answers[2]


def test_the_time_of_the_answer_does_not_tell_known_unknown_and_counted_apart(cast, door, settings):
    settings.ANSWER_STEP = 0.4
    door.signed_in(cast.amina)
    taken = []
    for who in ("amina", "kofi", "nobody"):
        begun = perf_counter()
        door.typed(f"{who}@karura.example")
        taken.append(perf_counter() - begun)
    assert [seconds >= 0.4 and seconds % 0.4 < 0.2 for seconds in taken] == [True, True, True]


def test_whoever_signed_in_is_not_counted_again_by_their_typed_address(cast, door):
    first = door.signed_in(cast.amina)
    door.typed("amina@karura.example", phone="another phone")
    assert Attendance.objects.get() == first.attendance


def test_whoever_signs_in_takes_over_what_somebody_typed_for_them(cast, door):
    """Else the one who typed their address first could take their visit back."""
    door.typed("amina@karura.example", phone="a stranger's phone")
    again = door.signed_in(cast.amina, phone="her own phone")
    door.undo("a stranger's phone")
    row = Attendance.objects.get()
    assert (again.created, row.identity, row.voided_at) == (False, "signed_in", None)
    assert [consent.person for consent in Consent.objects.all()] == [cast.amina]
    door.undo("her own phone")
    assert Attendance.objects.get().void_reason == "mistake"


def test_what_one_signed_in_for_is_not_disowned_with_what_was_typed(cast, door):
    door.typed("amina@karura.example", phone="a stranger's phone")
    door.signed_in(cast.amina)
    not_me(token=not_me_token(person=cast.amina, university=cast.karura, day=make.TODAY), at=NOW)
    assert Attendance.objects.get().voided_at is None


def test_a_typed_name_is_kept_in_one_line(door):
    door.typed("brian@karura.example", name=" Brian\r\n  Ochieng ")
    assert Attendance.objects.get().person.name == "Brian Ochieng"


@pytest.mark.parametrize(
    ("name", "address", "field"), [("", "brian@karura.example", "name"), ("Brian", "brian@", "email")]
)
def test_a_missing_name_or_half_an_address_is_said_at_its_field(door, name, address, field):
    with pytest.raises(Invalid) as refused:
        door.typed(address, name=name)
    assert list(refused.value.fields) == [field]
    assert Person.objects.filter(email=None).count() == 0


def test_new_unproven_persons_are_limited_per_network(door, monkeypatch):
    monkeypatch.setitem(LIMITS, "new_unproven_person", Limit(2, timedelta(hours=1)))
    door.typed("one@karura.example")
    door.typed("two@karura.example")
    with pytest.raises(TooMany):
        door.typed("three@karura.example")
    door.typed("four@karura.example", network="10.0.0.2")
    assert Attendance.objects.count() == 3


def test_known_addresses_spend_nothing_of_the_limit(cast, door, monkeypatch):
    monkeypatch.setitem(LIMITS, "new_unproven_person", Limit(1, timedelta(hours=1)))
    for who in ("amina", "kofi", "grace"):
        door.typed(f"{who}@karura.example")
    door.typed("new@karura.example")
    assert Attendance.objects.count() == 4


# Refusals


def refusal(act, *args, **kwargs) -> tuple[str, str]:
    with pytest.raises(Conflict) as refused:
        act(*args, **kwargs)
    assert Attendance.objects.count() == 0
    return refused.value.code, str(refused.value)


def test_a_scan_before_the_doors_open_says_when_they_do_in_their_zone(cast, door):
    assert refusal(door.signed_in, cast.amina, at=NOW - timedelta(hours=2)) == (
        "too_early",
        "Doors open on Tuesday 20 October 2026, 17:30 (Nairobi time). Come back then; your code stays good.",
    )


def test_a_scan_at_the_moment_the_doors_open_counts(cast, door):
    assert door.signed_in(cast.amina, at=door.occurrence.opens_at).created is True


def test_a_scan_after_the_doors_closed_is_refused(door):
    code, sentence = refusal(door.anonymous, at=NOW + timedelta(hours=3))
    assert (code, sentence.partition(".")[0]) == (
        "too_late",
        "Check-in closed on Tuesday 20 October 2026, 20:00 (Nairobi time)",
    )


def test_a_cancelled_date_counts_nobody_and_says_why(door):
    Occurrence.objects.update(cancelled_at=NOW, cancel_reason="The room is flooded.")
    assert refusal(door.anonymous) == ("occurrence_cancelled", "Tuesday Circle is cancelled: The room is flooded.")


@pytest.mark.parametrize("status", ["suspended", "archived"])
def test_a_society_that_is_not_open_counts_nobody(cast, door, status):
    door.occurrence.society.status = status
    assert refusal(door.signed_in, cast.amina)[0] == "society_closed"


def test_a_replaced_code_counts_nobody(door):
    door.code.replaced_at = NOW
    assert refusal(door.anonymous)[0] == "code_replaced"


def test_the_code_of_another_series_is_not_one_of_this_occurrence(cast, door):
    door.code = make.code(make.series(cast.society, "Film night"))
    with pytest.raises(NotFound):
        door.anonymous()


def test_an_address_of_another_domain_is_refused_where_the_university_asks_for_its_own(cast, door):
    door.occurrence.university.requires_domain = True
    with pytest.raises(Invalid) as refused:
        door.typed("brian@elsewhere.example")
    assert str(refused.value.fields["email"]) == (
        "Karura University counts addresses at karura.example only. Use yours there, or choose “Just count me”."
    )
    door.typed("brian@karura.example")
    assert Attendance.objects.count() == 1


def test_a_signed_in_person_of_another_domain_is_refused_too(cast, door):
    door.occurrence.university.requires_domain = True
    with pytest.raises(Invalid):
        door.signed_in(cast.zola)


def test_a_school_counts_without_names_only(cast, door):
    door.occurrence.university.kind = "school"
    assert refusal(door.signed_in, cast.amina)[0] == "names_not_taken"
    assert refusal(door.typed, "brian@karura.example")[0] == "names_not_taken"
    assert door.anonymous().created is True
