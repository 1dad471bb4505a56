"""What happens to a person's own data when they ask for it, leave, or turn out to be another."""

from datetime import timedelta

from campus.people import audit
from campus.people.models import Consent, Person
from campus.people.personal import export_people, forget_people, merge_people
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

LATER = NOW + timedelta(days=1)


def consent(person: Person, subject: str = "society:1") -> Consent:
    return Consent.objects.create(
        person=person, kind="check_in", version="1", subject=subject, where="check-in page", given_at=NOW
    )


def test_the_export_holds_own_rows_and_nobody_elses(cast: Cast) -> None:
    consent(cast.amina)
    consent(cast.zola, "society:2")
    audit.record(verb="society_joined", object="society:1", by=cast.amina, at=NOW)
    audit.record(verb="society_joined", object="society:2", by=cast.zola, at=NOW)
    exported = export_people(cast.amina)
    assert exported["person"]["email"] == "amina@karura.example"
    assert [row["subject"] for row in exported["consents"]] == ["society:1"]
    assert [row["object"] for row in exported["acts"]] == ["society:1"]


def test_an_erased_person_has_no_name_and_no_address_and_stands_in_the_audit_trail(cast: Cast) -> None:
    consent(cast.amina)
    audit.record(verb="society_joined", object="society:1", by=cast.amina, at=NOW)
    forget_people(cast.amina, LATER)
    erased = Person.objects.get(pk=cast.amina.pk)
    assert (erased.email, erased.name, erased.is_active, erased.erased_at) == (None, "", False, LATER)
    assert Consent.objects.get().withdrawn_at == LATER
    assert export_people(erased)["acts"][0]["verb"] == "society_joined"


def test_of_two_same_consents_the_survivor_keeps_their_own(cast: Cast) -> None:
    other = factories.person("Amina O.", email="amina2@karura.example")
    kept = consent(cast.amina)
    consent(other)
    moved = consent(other, "society:2")
    merge_people(cast.amina, other, LATER)
    assert list(Consent.objects.order_by("pk").values_list("pk", "person")) == [
        (kept.pk, cast.amina.pk),
        (moved.pk, cast.amina.pk),
    ]


def test_a_survivor_keeps_their_name_and_address(cast: Cast) -> None:
    other = factories.person("Amina O.", email="amina2@karura.example")
    merge_people(cast.amina, other, LATER)
    cast.amina.refresh_from_db()
    other.refresh_from_db()
    assert (cast.amina.name, cast.amina.email) == ("Amina Otieno", "amina@karura.example")
    assert (other.name, other.email, other.erased_at) == ("", None, LATER)


def test_a_survivor_without_an_address_gets_the_others(cast: Cast) -> None:
    unproven = factories.person("", proven=False)
    merge_people(unproven, cast.amina, LATER)
    unproven.refresh_from_db()
    assert (unproven.name, unproven.email, unproven.proven_at) == ("Amina Otieno", "amina@karura.example", NOW)
