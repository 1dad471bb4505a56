"""A student number in the place of an address: it counts one person at one university, and is kept nowhere."""

import pytest

from campus.base.errors import Conflict, Invalid
from campus.checkin.actions import check_in_typed
from campus.checkin.models import Attendance
from campus.membership.actions import person_for_number
from campus.membership.models import Claim
from campus.membership.numbers import normalised, number_hash
from campus.outbox.models import Notice
from campus.people.models import Consent, Person
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.traces import traces_of

NUMBER = "SCT211-0042/2026"


@pytest.fixture
def door(cast: Cast) -> make.Door:
    cast.karura.takes_student_numbers = True
    cast.karura.save()
    return make.open_door(cast.society)


def typed(door: make.Door, number: str = NUMBER, name: str = "Baraka", phone: str = "a phone") -> None:
    check_in_typed(
        occurrence=door.occurrence,
        code=door.code,
        name=name,
        number=number,
        at=NOW,
        browser=make.browser(phone),
        network="10.0.0.1",
    )


@pytest.mark.parametrize("way", [" sct211 0042.2026 ", "ＳＣＴ２１１-0042/2026", "SCT211–0042–2026", "sct21100422026"])
def test_a_number_is_one_number_however_it_is_written(way: str) -> None:
    assert normalised(way) == "SCT21100422026"


@pytest.mark.parametrize("typed", ["", "42", "A1", "Baraka", "a@b.example", "1" * 21, "12_34", "12;34", "½x3"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert normalised(typed) == ""


def test_a_number_has_another_hash_at_another_university(cast: Cast) -> None:
    assert number_hash(cast.karura, NUMBER) == number_hash(cast.karura, NUMBER.lower())
    assert number_hash(cast.karura, NUMBER) != number_hash(cast.other, NUMBER)


def test_a_number_is_found_by_a_former_key(cast: Cast, settings) -> None:
    person = person_for_number(university=cast.karura, number=NUMBER, name="Baraka", at=NOW)
    settings.DATA_KEY_FALLBACKS, settings.DATA_KEY = [settings.DATA_KEY], "a new key"
    assert person_for_number(university=cast.karura, number=NUMBER, name="", at=NOW) == person


def test_a_number_makes_one_unproven_person_and_changes_no_name(cast: Cast) -> None:
    first = person_for_number(university=cast.karura, number=NUMBER, name="Baraka", at=NOW)
    again = person_for_number(university=cast.karura, number=NUMBER.lower(), name="Somebody else", at=NOW)
    assert (again, again.name, again.is_proven) == (first, "Baraka", False)
    assert [(claim.address, claim.person) for claim in Claim.objects.all()] == [("", first)]


def test_what_cannot_be_a_number_makes_nobody(cast: Cast) -> None:
    before = Person.objects.count()
    with pytest.raises(Invalid) as refusal:
        person_for_number(university=cast.karura, number="Baraka", name="Baraka", at=NOW)
    assert (list(refusal.value.fields), Person.objects.count()) == (["student_number"], before)


def test_who_types_a_number_is_counted_once_and_nobody_gets_a_mail(door: make.Door) -> None:
    typed(door)
    typed(door, NUMBER.lower(), phone="another phone")
    row = Attendance.objects.get()
    assert (row.identity, str(row.person), row.privacy_version) == ("typed", "Baraka", "2026-11-number")
    assert (Consent.objects.get().version, Notice.objects.count()) == ("2026-11-number", 0)


def test_the_number_itself_is_kept_nowhere(door: make.Door) -> None:
    typed(door)
    assert traces_of(NUMBER) | traces_of(normalised(NUMBER)) == set()
    assert traces_of("Baraka") == {"campus_person"}


def test_a_university_that_takes_none_says_so(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        typed(make.open_door(cast.society))
    assert list(refusal.value.fields) == ["student_number"]
    assert Attendance.objects.count() == 0


def test_a_school_takes_neither_names_nor_numbers(door: make.Door) -> None:
    door.occurrence.university.kind = "school"
    with pytest.raises(Conflict) as refusal:
        typed(door)
    assert (refusal.value.code, Claim.objects.count()) == ("names_not_taken", 0)


def test_where_own_addresses_are_asked_for_a_number_is_as_good(door: make.Door) -> None:
    door.occurrence.university.requires_domain = True
    typed(door)
    assert Attendance.objects.count() == 1
