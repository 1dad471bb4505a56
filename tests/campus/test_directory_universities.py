"""A university is proposed, decided about, claimed and changed."""

from typing import Any

import pytest

from campus.base.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from campus.directory import rules
from campus.directory.actions import (
    approve_university,
    change_university,
    claim_university,
    decline_university,
    end_office,
    propose_university,
)
from campus.directory.models import Office, University
from campus.directory.queries import (
    listed_universities,
    universities_for,
    universities_to_review,
    university_by_slug,
)
from campus.outbox.models import Notice
from campus.people.models import AuditEvent, Person
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

Status = University.Status


def propose(by: Person, **fields: Any) -> University:
    entered: dict[str, Any] = {
        "name": "Tana University",
        "country": "KE",
        "city": "Garissa",
        "zone": "Africa/Nairobi",
        "kind": "university",
        "domains": ["tana.example"],
        "evidence_url": "https://tana.example/about",
    }
    return propose_university(by=by, at=NOW, **{**entered, **fields})


def somebody_of_tana() -> Person:
    return factories.person("Rehema Abdi", email="rehema@tana.example")


def test_a_proposal_waits_unlisted(cast: Cast) -> None:
    tana = propose(cast.amina, domains=[" @Tana.EXAMPLE ", "tana.example"])
    assert (tana.status, tana.slug, tana.proposed_by) == (Status.PROPOSED, "tana-university", cast.amina)
    assert [row.domain for row in tana.domains.all()] == ["tana.example"]
    assert tana not in listed_universities()
    assert AuditEvent.objects.get().verb == "university_proposed"


@pytest.mark.parametrize("name", ["Karura University", "  karura   UNIVERSITY", "Kárüra Univérsity"])
def test_a_name_is_taken_whatever_its_case_and_accents(cast: Cast, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        propose(cast.amina, name=name)
    assert (refusal.value.code, list(refusal.value.fields)) == ("name_taken", ["name"])
    assert str(refusal.value).startswith("There is already a university called ")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "", "missing"),
        ("country", "Atlantis", "unknown_country"),
        ("zone", "Africa/Nowhere", "unknown_zone"),
        ("kind", "academy", "unknown_kind"),
        ("domains", ["not a domain"], "not_a_domain"),
        ("domains", ["tana"], "not_a_domain"),
        ("evidence_url", "", "missing"),
        ("evidence_url", "javascript:alert(1)", "not_a_web_address"),
        ("city", "x" * 81, "too_long"),
    ],
)
def test_what_cannot_be_is_said_beside_its_input(cast: Cast, field: str, value: object, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        propose(cast.amina, **{field: value})
    assert (refusal.value.code, list(refusal.value.fields)) == (code, [field])


def test_all_that_is_wrong_is_said_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        propose(cast.amina, zone="", country="", evidence_url="tana")
    assert set(refusal.value.fields) == {"zone", "country", "evidence_url"}


def test_an_unproven_person_proposes_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        propose(factories.person("Typed Only", proven=False))


def test_the_sixth_proposal_of_a_day_is_too_many(cast: Cast) -> None:
    for number in range(5):
        propose(cast.amina, name=f"Tana University {number}")
    with pytest.raises(TooMany):
        propose(cast.amina, name="Tana University 6")
    assert University.objects.filter(proposed_by=cast.amina).count() == 5


def test_the_pages_beside_universities_are_no_university(cast: Cast) -> None:
    assert propose(cast.amina, name="Propose").slug == "propose-2"


def test_an_approved_university_is_listed_and_its_proposer_hears_of_it(cast: Cast) -> None:
    tana = approve_university(by=cast.lucia, university=propose(cast.amina), at=NOW)
    assert (tana.status, tana.status_by, tana.status_at) == (Status.APPROVED, cast.lucia, NOW)
    assert tana in listed_universities()
    notice = Notice.objects.get(kind="university_approved", person=cast.amina)
    assert notice.context == {
        "university": "Tana University",
        "link": "http://testserver/universities/tana-university/",
    }


def test_approving_twice_is_approving_once(cast: Cast) -> None:
    tana = propose(cast.amina)
    approve_university(by=cast.lucia, university=tana, at=NOW)
    approve_university(by=cast.olga, university=tana, at=NOW)
    assert Notice.objects.filter(kind="university_approved").count() == 1
    assert University.objects.get(pk=tana.pk).status_by == cast.lucia


def test_a_proposer_at_its_domain_becomes_staff_at_once(cast: Cast) -> None:
    rehema = somebody_of_tana()
    tana = approve_university(by=cast.lucia, university=propose(rehema), at=NOW)
    factories.second_factor(rehema)
    assert rules.may_keep(rehema, tana, NOW)
    assert Notice.objects.get(kind="university_approved").context["link"] == "http://testserver/review/tana-university/"


def test_a_proposer_from_elsewhere_leaves_it_unclaimed_to_the_coordinator(cast: Cast) -> None:
    tana = approve_university(by=cast.olga, university=propose(cast.amina), at=NOW)
    assert not rules.is_claimed(tana, NOW)
    assert (rules.may_keep(cast.amina, tana, NOW), rules.may_keep(cast.lucia, tana, NOW)) == (False, True)


def test_an_unclaimed_university_is_claimed_by_proving_an_address_at_its_domain(cast: Cast) -> None:
    tana = approve_university(by=cast.lucia, university=propose(cast.amina), at=NOW)
    assert claim_university(person=cast.amina, at=NOW) == []
    cast.amina.email = "amina@tana.example"
    cast.amina.save()
    assert claim_university(person=cast.amina, at=NOW) == [tana]
    factories.second_factor(cast.amina)
    assert rules.may_keep(cast.amina, tana, NOW)


def test_a_dismissed_proposer_does_not_come_back_by_proving_again(cast: Cast) -> None:
    rehema = somebody_of_tana()
    tana = approve_university(by=cast.lucia, university=propose(rehema), at=NOW)
    end_office(by=cast.olga, office=tana.offices.get(), at=NOW)
    assert claim_university(person=rehema, at=NOW) == []


def test_nobody_claims_what_somebody_else_proposed(cast: Cast) -> None:
    approve_university(by=cast.lucia, university=propose(cast.amina), at=NOW)
    assert claim_university(person=somebody_of_tana(), at=NOW) == []


def test_a_declined_proposer_reads_why(cast: Cast) -> None:
    tana = decline_university(by=cast.lucia, university=propose(cast.amina), reason="The link leads nowhere.", at=NOW)
    assert (tana.status, tana.status_reason) == (Status.DECLINED, "The link leads nowhere.")
    assert Notice.objects.get(kind="university_declined").context["reason"] == "The link leads nowhere."
    assert AuditEvent.objects.get(verb="university_declined").reason == "The link leads nowhere."


def test_declining_takes_a_reason(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        decline_university(by=cast.lucia, university=propose(cast.amina), reason="  ", at=NOW)
    assert list(refusal.value.fields) == ["reason"]


def test_an_approved_university_is_not_declined_any_more(cast: Cast) -> None:
    with pytest.raises(Conflict):
        decline_university(by=cast.lucia, university=cast.karura, reason="No.", at=NOW)


def test_a_declined_name_may_be_proposed_again_by_anybody(cast: Cast) -> None:
    declined = decline_university(by=cast.lucia, university=propose(cast.amina), reason="No link.", at=NOW)
    again = propose(cast.kofi, name="TANA University")
    assert (again.pk, again.name, again.proposed_by) == (declined.pk, "TANA University", cast.kofi)
    assert (again.status, again.status_reason) == (Status.PROPOSED, "")


def test_a_proposal_is_seen_by_its_proposer_and_who_decides_only(cast: Cast) -> None:
    tana = propose(cast.amina)
    seen = [university_by_slug(person, tana.slug) for person in (cast.amina, cast.lucia, cast.olga)]
    assert seen == [tana] * 3
    for person in (None, cast.kofi, cast.zola, cast.dean):
        with pytest.raises(NotFound):
            university_by_slug(person, tana.slug)


def test_proposals_wait_for_the_operator_and_the_countrys_coordinator(cast: Cast) -> None:
    tana = propose(cast.amina)
    limpopo = propose(cast.zola, name="Limpopo University", country="ZA")
    assert list(universities_to_review(cast.olga)) == [tana, limpopo]
    assert list(universities_to_review(cast.lucia)) == [tana]
    assert [list(universities_to_review(person)) for person in (None, cast.dean, cast.zola)] == [[], [], []]


def test_staff_keep_theirs_and_a_coordinator_the_unclaimed_ones_of_the_country(cast: Cast) -> None:
    tana = approve_university(by=cast.lucia, university=propose(cast.amina), at=NOW)
    assert universities_for(cast.dean) == [cast.karura]
    assert universities_for(cast.lucia) == [tana]
    assert [universities_for(person) for person in (None, cast.kofi, cast.olga)] == [[], [], []]


def test_universities_for_asks_as_often_for_three_as_for_one(cast: Cast, django_assert_num_queries: Any) -> None:
    for name in ("Tana", "Athi", "Mara"):
        factories.university(name, domain=f"{name}.example")
    with django_assert_num_queries(3):
        assert len(universities_for(cast.lucia)) == 3


def test_staff_change_what_their_university_says(cast: Cast) -> None:
    changed = change_university(
        by=cast.dean,
        university=cast.karura,
        at=NOW,
        name="Karura University of Nairobi",
        domains=["Karura.example", "students.karura.example"],
        requires_domain=True,
        small_number=10,
    )
    assert (changed.name, changed.name_key) == ("Karura University of Nairobi", "karura university of nairobi")
    assert (changed.slug, changed.requires_domain, changed.small_number) == ("karura", True, 10)
    assert [row.domain for row in changed.domains.all()] == ["karura.example", "students.karura.example"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"small_number": 4}, "small_number"),
        ({"small_number": 101}, "small_number"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"name": "MZIZI University"}, "name"),
        ({"domains": [], "requires_domain": True}, "domains"),
    ],
)
def test_a_change_that_cannot_be_is_said_beside_its_input(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        change_university(by=cast.dean, university=cast.karura, at=NOW, **changes)
    assert list(refusal.value.fields) == [field]


def test_the_small_number_is_never_lowered(cast: Cast) -> None:
    change_university(by=cast.dean, university=cast.karura, at=NOW, small_number=10)
    with pytest.raises(Invalid) as refusal:
        change_university(by=cast.dean, university=cast.karura, at=NOW, small_number=9)
    assert str(refusal.value) == "Choose a number from 10 to 100: it can be raised, never lowered."


def test_another_universitys_staff_change_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        change_university(by=cast.zolas_dean, university=cast.karura, at=NOW, city="Elsewhere")
    assert University.objects.get(pk=cast.karura.pk).city == ""


def test_a_stranger_cannot_even_find_a_proposal_to_decide(cast: Cast) -> None:
    tana = propose(cast.amina)
    with pytest.raises(NotFound):
        approve_university(by=cast.zola, university=tana, at=NOW)
    with pytest.raises(NotAllowed):
        approve_university(by=cast.amina, university=tana, at=NOW)
    assert Office.objects.filter(university=tana).count() == 0
