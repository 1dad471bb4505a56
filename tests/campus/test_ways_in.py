"""What somebody must not get into by a way round: an old token, a lost confirmation, a merge that is undone."""

from datetime import timedelta
from typing import Any

import pytest

from campus.base.errors import NotAllowed
from campus.base.outbound import is_outside
from campus.checkin.models import Attendance
from campus.custody.actions import Statement, account_proven, offer_merge, take_address, unmerge, withdraw
from campus.custody.joining import join_societies
from campus.custody.queries import offered_visits
from campus.directory import rules
from campus.directory.actions import draft_society, withdraw_domain
from campus.directory.models import IdentityProvider, Society
from campus.membership.actions import approve_registration, join, leave, submit_registration
from campus.membership.models import Claim, Membership
from campus.outbox.models import Webhook
from campus.outbox.webhooks import sealed
from campus.people.actions import create_token, give_consent, keep_second_factor
from campus.people.models import Consent, Person
from campus.people.tokens import used_token
from tests import factories
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.idp import confirm, oidc_row

LATER = NOW + timedelta(hours=1)
TYPED = "brian@karura.example"


def by_token(holder: Person, secret: str) -> Person:
    token = used_token(secret, LATER)
    assert token is not None
    assert token.person == holder
    return token.person


class TestTokens:
    def test_one_older_than_the_second_factor_wakes_no_office(self, cast: Cast) -> None:
        keep_second_factor(person=cast.olga, is_on=False, at=NOW)
        _token, secret = create_token(by=cast.olga, name="Early", scopes=["write"], at=NOW)
        keep_second_factor(person=cast.olga, is_on=True, at=LATER)
        assert not rules.is_operator(by_token(cast.olga, secret), LATER)
        assert rules.is_operator(Person.objects.get(pk=cast.olga.pk), LATER)

    def test_one_made_with_it_does(self, cast: Cast) -> None:
        _token, secret = create_token(by=cast.olga, name="Late", scopes=["write"], at=LATER)
        assert rules.is_operator(by_token(cast.olga, secret), LATER)


class TestUniversityAccounts:
    @pytest.fixture
    def provider(self, cast: Cast) -> IdentityProvider:
        confirm(cast.karura)
        return oidc_row(cast.karura, "https://sso.karura.example")

    def test_it_lets_nobody_in_on_the_ground_of_a_domain_that_is_confirmed_no_more(
        self, cast: Cast, provider: IdentityProvider
    ) -> None:
        stated = Statement(address=cast.amina.email or "")
        assert account_proven(provider=provider, person=None, statement=stated, at=NOW) == cast.amina
        withdraw_domain(by=cast.olga, domain=cast.karura.domains.get(), at=NOW)
        with pytest.raises(NotAllowed) as refusal:
            account_proven(provider=provider, person=cast.amina, statement=stated, at=NOW)
        assert refusal.value.code == "address_not_vouched_for"

    def test_nor_on_the_ground_of_an_address_that_went_with_a_merge_undone(
        self, cast: Cast, provider: IdentityProvider
    ) -> None:
        mine = factories.person("Amina", email="amina@mail.example")
        merged = take_address(by=mine, address=cast.amina.email or "", at=NOW)
        stated = Statement(address=cast.amina.email or "")
        assert account_proven(provider=provider, person=None, statement=stated, at=NOW) == mine
        unmerge(by=mine, merge=merged, at=NOW)
        mine.refresh_from_db()
        with pytest.raises(NotAllowed):
            account_proven(provider=provider, person=mine, statement=Statement(), at=NOW)


def test_who_is_asked_by_officers_sees_visits_in_their_society_only(cast: Cast) -> None:
    door = make.open_door(cast.society)
    door.signed_in(cast.amina, phone="another phone")
    door.typed(TYPED)
    typed = Claim.objects.get(address=TYPED).person
    offer_merge(by=cast.kofi, society=cast.society, unproven=typed, proven=cast.amina, at=NOW)
    make.open_door(factories.society(cast.karura, "Film Circle")).typed(TYPED)
    ((_offer, visits),) = offered_visits(cast.amina)
    assert {visit.society for visit in visits} == {cast.society}


def test_what_was_taken_back_while_merged_stays_taken_back(cast: Cast) -> None:
    other = factories.person("Amina", email="amina@mail.example")
    same: dict[str, Any] = {
        "kind": "news",
        "version": "2026-11",
        "subject": f"society:{cast.society.pk}",
        "where": "page",
        "at": NOW,
    }
    for person in (cast.amina, other):
        give_consent(person=person, **same)
    merged = take_address(by=cast.amina, address="amina@mail.example", at=NOW)
    withdraw(by=cast.amina, consent=Consent.objects.get(person=cast.amina, kind="news"), at=NOW)
    unmerge(by=cast.amina, merge=merged, at=NOW)
    assert not Consent.objects.filter(person=other, kind="news", withdrawn_at=None).exists()


def test_whose_application_is_approved_after_a_merge_leads_as_who_they_are_now(cast: Cast) -> None:
    other = factories.person("Amina", email="amina2@karura.example")
    drafted = draft_society(
        by=other, university=cast.karura, name="Film Circle", purpose="Film.", first_time="", at=NOW
    )
    waiting = submit_registration(by=other, society=drafted, message="", at=NOW)
    take_address(by=cast.amina, address="amina2@karura.example", at=NOW)
    approve_registration(by=cast.dean, registration=waiting, at=NOW)
    assert rules.is_officer(cast.amina, drafted, NOW)


def test_who_left_while_merged_is_no_member_again(cast: Cast) -> None:
    other = factories.person("Amina", email="amina@mail.example")
    for person in (cast.amina, other):
        join(by=person, society=cast.society, at=NOW)
    merged = take_address(by=cast.amina, address="amina@mail.example", at=NOW)
    leave(by=cast.amina, society=cast.society, at=LATER)
    unmerge(by=cast.amina, merge=merged, at=LATER)
    assert not Membership.objects.filter(person__in=[cast.amina, other], left_on=None).exists()


def test_a_program_that_was_told_of_a_society_is_not_told_of_the_one_that_it_joins(cast: Cast) -> None:
    circle: Society = factories.society(cast.karura, "Film Circle")
    webhook = Webhook.objects.create(
        university_id=cast.karura.pk,
        society_id=circle.pk,
        url="https://hook.example/",
        events=["activity"],
        sealed_secret=sealed("whsec_AAAA"),
        created_at=NOW,
    )
    join_societies(by=cast.dean, society=circle, into=cast.society, typed_name="Film Circle", reason="One.", at=NOW)
    webhook.refresh_from_db()
    assert (webhook.society_id, webhook.ended_at) == (circle.pk, NOW)


def test_what_was_agreed_to_with_a_society_is_taken_back_where_its_visits_are(cast: Cast) -> None:
    circle: Society = factories.society(cast.karura, "Film Circle")
    make.open_door(circle).signed_in(cast.amina)
    join_societies(by=cast.dean, society=circle, into=cast.society, typed_name="Film Circle", reason="One.", at=NOW)
    withdraw(by=cast.amina, consent=Consent.objects.get(person=cast.amina, kind="check_in"), at=NOW)
    assert not Attendance.objects.filter(person=cast.amina).exists()


@pytest.mark.parametrize("address", ["[::127.0.0.1]", "[fec0::1]", "[64:ff9b:1::a00:1]", "[2002:7f00:1::]"])
def test_addresses_of_ipv6_that_wrap_or_lead_inside_are_not_asked(address: str) -> None:
    assert not is_outside(f"https://{address}/")
