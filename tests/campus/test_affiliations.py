"""What a person is to a university, by an address there or by what its account says."""

from datetime import timedelta

import pytest

from campus.base.errors import Invalid
from campus.custody.actions import (
    Statement,
    account_proven,
    address_proven,
    answer_merge_offer,
    erase,
    number_proven,
)
from campus.custody.queries import everything_about
from campus.directory.actions import change_university
from campus.directory.models import IdentityProvider
from campus.membership.actions import affiliate, person_for_number
from campus.membership.models import Affiliation, Claim, MergeOffer
from campus.membership.queries import affiliations_of
from campus.membership.stated_affiliations import kinds_stated
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.idp import confirm, oidc_row

TOMORROW = NOW + timedelta(days=1)
NUMBER = "SCT211-0042/2026"


@pytest.fixture
def provider(cast: Cast) -> IdentityProvider:
    confirm(cast.karura)
    return oidc_row(cast.karura, "https://sso.karura.example")


def rows(**fields: object) -> list[tuple[object, ...]]:
    return list(Affiliation.objects.filter(**fields).values_list("kind", "source", "since", "until"))


def test_again_is_once(cast: Cast) -> None:
    for at in (NOW, TOMORROW):
        affiliate(person=cast.amina, university=cast.karura, kind="student", source="account", at=at)
    assert rows() == [("student", "account", NOW.date(), None)]


def test_a_domain_says_what_its_owner_is_from_the_next_sign_in_on(cast: Cast) -> None:
    change_university(by=cast.dean, university=cast.karura, affiliations={"karura.example": "student"}, at=NOW)
    assert rows() == []
    address_proven(person=None, address=cast.amina.email or "", at=NOW)
    assert rows(person=cast.amina) == [("student", "domain", NOW.date(), None)]


def test_what_a_domain_says_no_more_ends(cast: Cast) -> None:
    for kind, at in (("student", NOW), ("", TOMORROW)):
        change_university(by=cast.dean, university=cast.karura, affiliations={"karura.example": kind}, at=at)
        address_proven(person=None, address=cast.amina.email or "", at=at)
    assert rows(person=cast.amina) == [("student", "domain", NOW.date(), TOMORROW.date())]


@pytest.mark.parametrize("wrong", [{"mzizi.example": "student"}, {"karura.example": "dean"}])
def test_a_domain_says_something_known_of_its_own_university(cast: Cast, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        change_university(by=cast.dean, university=cast.karura, affiliations=wrong, at=NOW)


@pytest.mark.parametrize(
    ("stated", "kinds"),
    [
        (["member", "Student"], {"student"}),
        (["faculty", "employee"], {"staff"}),
        (["student@karura.example", "staff@mzizi.example"], {"student"}),
        (["alum", "affiliate", "library-walk-in", "unheard-of"], {"alumni", "guest"}),
        (["member"], set()),
        ([], set()),
    ],
)
def test_the_words_of_universities_have_kinds(cast: Cast, stated: list[str], kinds: set[str]) -> None:
    assert kinds_stated(stated, cast.karura) == kinds


def test_the_account_ends_what_it_said_and_not_what_the_address_says(cast: Cast, provider: IdentityProvider) -> None:
    change_university(by=cast.dean, university=cast.karura, affiliations={"karura.example": "guest"}, at=NOW)
    for words, at in ((("student",), NOW), ((), TOMORROW)):
        statement = Statement(address="amina@karura.example", affiliations=words)
        account_proven(provider=provider, person=cast.amina, statement=statement, at=at)
    assert rows(person=cast.amina, until=None) == [("guest", "domain", NOW.date(), None)]
    assert [kind for kind, *_rest in rows(person=cast.amina, source="account", until=TOMORROW.date())] == ["student"]


def test_known_both_ways_it_is_shown_once(cast: Cast) -> None:
    for source in ("domain", "account"):
        affiliate(person=cast.amina, university=cast.karura, kind="student", source=source, at=NOW)
    assert [row.kind for row in affiliations_of(cast.amina)] == ["student"]


def test_a_person_gets_their_own_and_takes_them_along_into_nothing(cast: Cast) -> None:
    affiliate(person=cast.amina, university=cast.karura, kind="student", source="account", at=NOW)
    assert everything_about(cast.amina)["membership"]["affiliations"] == [
        {
            "university": "Karura University",
            "kind": "student",
            "source": "account",
            "since": NOW.date().isoformat(),
            "until": None,
        }
    ]
    erase(by=cast.amina, at=NOW)
    assert rows() == []


class TestStudentNumbers:
    def test_a_proven_number_counts_its_owner_from_then_on(self, cast: Cast) -> None:
        number_proven(person=cast.amina, university=cast.karura, number=NUMBER, at=NOW)
        typed = person_for_number(university=cast.karura, number="sct 211 0042 2026", name="A.", at=NOW)
        assert (typed, Claim.objects.count()) == (cast.amina, 1)

    def test_it_says_nothing_at_another_university(self, cast: Cast) -> None:
        number_proven(person=cast.amina, university=cast.karura, number=NUMBER, at=NOW)
        assert person_for_number(university=cast.other, number=NUMBER, name="A.", at=NOW) != cast.amina

    def test_whose_visits_they_were_is_asked_and_not_assumed(self, cast: Cast) -> None:
        unproven = person_for_number(university=cast.karura, number=NUMBER, name="Amina", at=NOW)
        door = make.open_door(cast.society)
        make.attendance(door.occurrence, unproven)
        number_proven(person=cast.amina, university=cast.karura, number=NUMBER, at=NOW)
        offer = MergeOffer.objects.get()
        assert (offer.unproven, offer.proven, offer.society, offer.by) == (unproven, cast.amina, cast.society, None)
        answer_merge_offer(by=cast.amina, offer=offer, is_me=True, at=NOW)
        assert cast.amina.attendances.count() == 1

    def test_proven_again_it_asks_nothing_again(self, cast: Cast) -> None:
        for at in (NOW, TOMORROW):
            number_proven(person=cast.amina, university=cast.karura, number=NUMBER, at=at)
        assert (Claim.objects.count(), MergeOffer.objects.count()) == (1, 0)

    def test_given_to_somebody_else_it_is_theirs(self, cast: Cast) -> None:
        for person in (cast.amina, cast.kofi):
            number_proven(person=person, university=cast.karura, number=NUMBER, at=NOW)
        assert (Claim.objects.get().person, MergeOffer.objects.count()) == (cast.kofi, 0)
