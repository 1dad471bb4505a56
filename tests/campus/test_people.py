"""What persons say of themselves, agree to, and prove."""

from datetime import timedelta

import pytest

from campus.base.errors import Conflict, Invalid, NotFound
from campus.people.actions import change_person, give_consent, prove_address, withdraw_consent
from campus.people.models import AuditEvent, Consent, Person
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

LATER = NOW + timedelta(days=1)


def agree(person: Person, version: str = "2026-09") -> Consent:
    return give_consent(
        person=person, kind="check_in", version=version, subject="society:1", where="check-in page", at=NOW, society=1
    )


def test_a_changed_name_is_kept_without_surplus_space(cast: Cast) -> None:
    changed = change_person(by=cast.amina, at=NOW, name="  Amina   Wanjiku ")
    assert changed.name == "Amina Wanjiku"
    assert AuditEvent.objects.get().verb == "person_changed"


def test_what_is_not_said_stays_as_it_is(cast: Cast) -> None:
    change_person(by=cast.amina, at=NOW, theme="dark")
    cast.amina.refresh_from_db()
    assert (cast.amina.name, cast.amina.theme, cast.amina.language) == ("Amina Otieno", "dark", "")


def test_a_change_that_changes_nothing_leaves_no_trace(cast: Cast) -> None:
    change_person(by=cast.amina, at=NOW, name="Amina Otieno", theme="")
    assert not AuditEvent.objects.exists()


def test_everything_wrong_is_said_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        change_person(by=cast.amina, at=NOW, name="a" * 121, language="xx", theme="pink")
    assert list(refusal.value.fields) == ["name", "language", "theme"]


def test_a_consent_given_twice_stands_once(cast: Cast) -> None:
    assert agree(cast.amina) == agree(cast.amina)
    assert Consent.objects.count() == 1


def test_another_wording_is_another_consent(cast: Cast) -> None:
    agree(cast.amina)
    agree(cast.amina, version="2026-10")
    assert Consent.objects.count() == 2


def test_a_consent_taken_back_can_be_given_again(cast: Cast) -> None:
    first = withdraw_consent(by=cast.amina, consent=agree(cast.amina), at=LATER)
    second = agree(cast.amina)
    assert (first.withdrawn_at, second.withdrawn_at) == (LATER, None)


def test_taking_a_consent_back_twice_keeps_the_first_time(cast: Cast) -> None:
    consent = agree(cast.amina)
    withdraw_consent(by=cast.amina, consent=consent, at=NOW)
    assert withdraw_consent(by=cast.amina, consent=consent, at=LATER).withdrawn_at == NOW
    assert AuditEvent.objects.count() == 1


def test_nobody_takes_back_what_another_agreed_to(cast: Cast) -> None:
    with pytest.raises(NotFound):
        withdraw_consent(by=cast.zola, consent=agree(cast.amina), at=LATER)


def test_a_proven_address_is_kept_normalised_with_its_time(db: None) -> None:
    somebody = factories.person("Brian Ochieng", proven=False)
    proven = prove_address(person=somebody, address=" Brian@Karura.EXAMPLE ", at=NOW)
    assert (proven.email, proven.proven_at) == ("brian@karura.example", NOW)
    assert AuditEvent.objects.get().verb == "address_proven"


def test_an_address_proven_again_keeps_the_first_time(cast: Cast) -> None:
    assert prove_address(person=cast.amina, address="amina@karura.example", at=LATER).proven_at == NOW


def test_an_address_that_another_proved_is_refused(cast: Cast) -> None:
    somebody = factories.person("Brian Ochieng", proven=False)
    with pytest.raises(Conflict) as refusal:
        prove_address(person=somebody, address="AMINA@karura.example", at=NOW)
    somebody.refresh_from_db()
    assert (refusal.value.code, somebody.email) == ("address_taken", None)


def test_half_an_address_proves_nothing(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        prove_address(person=cast.amina, address="amina@", at=NOW)
    assert list(refusal.value.fields) == ["address"]
