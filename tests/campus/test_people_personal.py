"""What happens to a person's own data when they ask for it, leave, or turn out to be another."""

from datetime import timedelta

from campus.people import audit
from campus.people.actions import create_token
from campus.people.models import ApiToken, Consent, Person
from campus.people.personal import export_people, forget_people, merge_people, unmerge_people
from campus.people.queries import owner_of
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


def test_of_two_same_consents_each_keeps_their_own(cast: Cast) -> None:
    other = factories.person("Amina O.", email="amina2@karura.example")
    kept, double = consent(cast.amina), consent(other)
    moved = consent(other, "society:2")
    assert merge_people(cast.amina, other, LATER)["Consent.person"] == [moved.pk]
    assert dict(Consent.objects.values_list("pk", "person")) == {
        kept.pk: cast.amina.pk,
        double.pk: other.pk,
        moved.pk: cast.amina.pk,
    }


def test_who_was_merged_away_keeps_name_and_address_and_cannot_act(cast: Cast) -> None:
    other = factories.person("Amina O.", email="amina2@karura.example")
    create_token(by=other, name="A script", scopes=["read"], at=NOW)
    merge_people(cast.amina, other, LATER)
    other.refresh_from_db()
    assert (other.name, other.email, other.is_active) == ("Amina O.", "amina2@karura.example", False)
    assert (other.merged_into, ApiToken.objects.get().revoked_at) == (cast.amina, LATER)
    assert owner_of("Amina2@karura.example") == cast.amina


def test_who_was_merged_before_follows_and_comes_back(cast: Cast) -> None:
    first, second = factories.person("First"), factories.person("Second")
    merge_people(second, first, NOW)
    moved = merge_people(cast.amina, second, LATER)
    assert Person.objects.get(pk=first.pk).merged_into == cast.amina
    unmerge_people(cast.amina, second, moved, LATER)
    assert Person.objects.get(pk=first.pk).merged_into == second
    assert Person.objects.get(pk=second.pk).is_active
