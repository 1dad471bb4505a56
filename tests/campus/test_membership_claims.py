"""A typed address makes or finds one unproven person, and proves nothing."""

from datetime import timedelta

import pytest

from campus.base.errors import Invalid, NotFound
from campus.membership.actions import claims, person_for_address, refuse_claim
from campus.membership.models import Claim
from campus.people.models import Person
from tests.conftest import Cast
from tests.factories import NOW


def typed(cast: Cast, address: str = "newcomer@karura.example", name: str = "Baraka") -> Person:
    return person_for_address(university=cast.karura, address=address, name=name, at=NOW)


def test_a_new_address_makes_one_unproven_person(cast: Cast) -> None:
    person = typed(cast)
    assert (person.name, person.email, person.is_proven) == ("Baraka", None, False)
    claim = Claim.objects.get()
    assert (claim.person, claim.university, claim.address) == (person, cast.karura, "newcomer@karura.example")


def test_the_same_address_finds_the_same_person_and_changes_no_name(cast: Cast) -> None:
    first = typed(cast)
    second = typed(cast, " NEWCOMER@Karura.Example ", name="Somebody else")
    assert (second, Person.objects.get(pk=first.pk).name) == (first, "Baraka")


def test_a_proven_address_counts_for_its_owner_without_a_claim(cast: Cast) -> None:
    assert typed(cast, "Amina@Karura.example", name="Not Amina") == cast.amina
    assert (Claim.objects.count(), Person.objects.get(pk=cast.amina.pk).name) == (0, "Amina Otieno")


def test_another_university_knows_nothing_of_a_claim(cast: Cast) -> None:
    there = person_for_address(university=cast.other, address="newcomer@karura.example", name="Baraka", at=NOW)
    assert there != typed(cast)


@pytest.mark.parametrize("address", ["", "newcomer", "newcomer@", "a b@karura.example"])
def test_what_is_no_address_makes_nobody(cast: Cast, address: str) -> None:
    before = Person.objects.count()
    with pytest.raises(Invalid) as refusal:
        typed(cast, address)
    assert (list(refusal.value.fields), Person.objects.count()) == (["email"], before)


def test_two_who_type_a_new_address_at_the_same_moment_get_the_same_person(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, known = typed(cast), claims._known
    looked_too_early = iter([None])
    monkeypatch.setattr(claims, "_known", lambda asked: next(looked_too_early, known(asked)))
    before = Person.objects.count()
    assert typed(cast, name="Too late") == first
    assert Person.objects.count() == before


def test_not_me_refuses_the_address_for_a_year(cast: Cast) -> None:
    typed(cast)
    claim = refuse_claim(university=cast.karura, address="newcomer@karura.example", at=NOW)
    assert claim.refused_until == NOW + timedelta(days=365)


def test_not_me_said_twice_prolongs_nothing_and_said_a_year_later_does(cast: Cast) -> None:
    typed(cast)
    for days, until in ((0, 365), (10, 365), (365, 730)):
        at = NOW + timedelta(days=days)
        claim = refuse_claim(university=cast.karura, address="newcomer@karura.example", at=at)
        assert claim.refused_until == NOW + timedelta(days=until)


def test_the_owner_of_a_proven_address_can_refuse_it_too(cast: Cast) -> None:
    claim = refuse_claim(university=cast.karura, address="amina@karura.example", at=NOW)
    assert (claim.person, claim.refused_until) == (cast.amina, NOW + timedelta(days=365))


def test_an_address_nobody_typed_or_proved_has_nothing_to_refuse(cast: Cast) -> None:
    with pytest.raises(NotFound):
        refuse_claim(university=cast.karura, address="unknown@karura.example", at=NOW)
