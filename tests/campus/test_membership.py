"""Joining and leaving a society, and who is new in it."""

from datetime import date, timedelta
from typing import Any

import pytest

from campus.base.errors import Conflict, NotAllowed, NotFound
from campus.directory.actions import suspend_society
from campus.directory.calendar import ReportingTerm
from campus.directory.queries import reporting_term_on
from campus.membership.actions import join, leave
from campus.membership.models import Membership
from campus.membership.queries import is_member, members_of, memberships_of, new_members
from campus.people.models import AuditEvent, Person
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

LATER = NOW + timedelta(days=3)


def member_since(cast: Cast, person: Person, day: date, left_on: date | None = None) -> Membership:
    return Membership.objects.create(
        university=cast.karura, society=cast.society, person=person, joined_on=day, joined_at=NOW, left_on=left_on
    )


def running(cast: Cast) -> ReportingTerm:
    term = reporting_term_on(cast.karura, NOW.date())
    assert term is not None
    return term


def test_one_joins_on_the_date_where_the_university_is(cast: Cast) -> None:
    membership = join(by=cast.amina, society=cast.society, at=NOW.replace(hour=22))
    assert (membership.joined_on, membership.left_on) == (date(2026, 10, 21), None)
    assert is_member(cast.amina, cast.society)
    assert AuditEvent.objects.get().verb == "society_joined"


def test_joining_twice_is_joining_once(cast: Cast) -> None:
    assert join(by=cast.amina, society=cast.society, at=NOW) == join(by=cast.amina, society=cast.society, at=LATER)
    assert (Membership.objects.count(), AuditEvent.objects.count()) == (1, 1)


def test_who_left_is_no_member_and_may_join_again(cast: Cast) -> None:
    join(by=cast.amina, society=cast.society, at=NOW)
    left = leave(by=cast.amina, society=cast.society, at=LATER)
    assert left is not None
    assert left.left_on == date(2026, 10, 23)
    assert not is_member(cast.amina, cast.society)
    join(by=cast.amina, society=cast.society, at=LATER)
    assert [row.joined_on for row in memberships_of(cast.amina)] == [date(2026, 10, 23)]


def test_leaving_without_being_a_member_changes_nothing(cast: Cast) -> None:
    assert leave(by=cast.amina, society=cast.society, at=NOW) is None
    assert AuditEvent.objects.count() == 0


def test_a_draft_cannot_even_be_found_to_join(cast: Cast) -> None:
    draft = factories.society(cast.karura, "Draft", status="draft", approved_at=None)
    for act in (join, leave):
        with pytest.raises(NotFound):
            act(by=cast.amina, society=draft, at=NOW)


def test_a_suspended_society_takes_no_members_and_lets_them_go(cast: Cast) -> None:
    join(by=cast.amina, society=cast.society, at=NOW)
    suspend_society(by=cast.dean, society=cast.society, reason="Silence.", at=NOW)
    with pytest.raises(Conflict):
        join(by=cast.grace, society=cast.society, at=NOW)
    assert leave(by=cast.amina, society=cast.society, at=NOW) is not None


def test_a_typed_address_joins_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        join(by=factories.person("Typed Only", proven=False), society=cast.society, at=NOW)


def test_names_of_members_are_for_officers_who_see_names(cast: Cast) -> None:
    join(by=cast.amina, society=cast.society, at=NOW)
    for person in (cast.kofi, cast.wanjiru, cast.dennis):
        assert [row.person for row in members_of(cast.society, person)] == [cast.amina]
    for stranger in (None, cast.grace, cast.dean, cast.lucia, cast.olga, cast.zola, cast.amina):
        assert list(members_of(cast.society, stranger)) == []


def test_members_come_newest_first_and_only_those_of_today(cast: Cast) -> None:
    member_since(cast, cast.amina, date(2026, 9, 10))
    member_since(cast, cast.dennis, date(2026, 10, 1))
    member_since(cast, cast.grace, date(2026, 9, 1), left_on=date(2026, 10, 2))
    assert [row.person for row in members_of(cast.society, cast.kofi)] == [cast.dennis, cast.amina]


def test_new_members_joined_on_a_date_of_the_reporting_term(cast: Cast) -> None:
    term = running(cast)
    assert (term.starts_on, term.ends_on) == (date(2026, 8, 31), date(2027, 1, 3))
    member_since(cast, cast.amina, date(2026, 8, 30))
    member_since(cast, cast.dennis, date(2026, 8, 31))
    member_since(cast, cast.grace, date(2027, 1, 3))
    member_since(cast, cast.wanjiru, date(2027, 1, 4))
    assert {row.person for row in new_members(cast.society, term)} == {cast.dennis, cast.grace}


def test_who_left_and_joined_again_in_a_term_is_one_new_member(cast: Cast) -> None:
    member_since(cast, cast.amina, date(2026, 9, 10), left_on=date(2026, 9, 20))
    member_since(cast, cast.amina, date(2026, 10, 1))
    assert [row.joined_on for row in new_members(cast.society, running(cast))] == [date(2026, 9, 10)]


def test_memberships_are_ones_own(cast: Cast) -> None:
    join(by=cast.amina, society=cast.society, at=NOW)
    assert [row.society for row in memberships_of(cast.amina)] == [cast.society]
    assert list(memberships_of(cast.zola)) == list(memberships_of(None)) == []


def test_members_come_in_one_query_with_their_names(cast: Cast, django_assert_num_queries: Any) -> None:
    for person in (cast.amina, cast.dennis, cast.grace):
        join(by=person, society=cast.society, at=NOW)
    members = members_of(cast.society, cast.kofi)
    with django_assert_num_queries(1):
        assert len([row.person.name for row in members]) == 3
