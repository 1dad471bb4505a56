"""Whoever is going to hold an office looks on before it begins: papers, no names, nothing changed."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from campus.base.errors import NotAllowed, NotFound
from campus.directory import rules
from campus.directory.actions import invite_to_office
from campus.directory.models import Office
from campus.directory.queries import officers_shown, societies_for
from campus.directory.rules import Right
from campus.membership.queries import members_of
from campus.people.models import Person
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

TODAY, BEGINS = date(2026, 10, 20), date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.fixture
def heir(cast: Cast) -> Person:
    """Somebody who has accepted the office of events officer for next month and looks on since yesterday."""
    person = factories.person("Heir Apparent")
    office = factories.office(person, "events", society=cast.society)
    Office.objects.filter(pk=office.pk).update(starts_on=BEGINS, shadow_from=TODAY - DAY)
    return person


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def rights(cast: Cast, person: Person, days: int = 0) -> set[Right]:
    at = NOW + days * DAY
    return {right for right in Right if rules.may(person, right, cast.society, at)}


def test_who_looks_on_takes_papers_and_does_nothing_else(cast: Cast, heir: Person) -> None:
    assert rights(cast, heir) == {Right.TAKE_PAPERS}
    assert rules.rights_of([], cast.society, rules.offices_shadowed(heir, NOW)) == {Right.TAKE_PAPERS}


def test_looking_on_begins_with_its_day_and_gives_way_to_the_office(cast: Cast, heir: Person) -> None:
    assert rights(cast, heir, days=-2) == set()
    assert rights(cast, heir, days=30) == {Right.TAKE_PAPERS}
    assert Right.SEE_NAMES in rights(cast, heir, days=31)


def test_an_invitation_that_is_not_accepted_or_is_ended_lets_nobody_look_on(cast: Cast, heir: Person) -> None:
    Office.objects.filter(person=heir).update(ended_at=NOW)
    assert rights(cast, heir) == set()
    Office.objects.filter(person=heir).update(ended_at=None, accepted_at=None)
    assert rights(cast, heir) == set()


def test_they_see_the_officers_and_no_member(cast: Cast, heir: Person) -> None:
    cast.society.memberships.create(university=cast.karura, person=cast.amina, joined_on=TODAY, joined_at=NOW)
    assert len(officers_shown(heir, cast.society, NOW)) == 4
    assert (len(members_of(cast.society, cast.kofi)), len(members_of(cast.society, heir))) == (1, 0)


def test_they_find_the_society_among_their_own_and_no_other(cast: Cast, heir: Person) -> None:
    Office.objects.filter(person=heir).update(starts_on=date(2099, 1, 1))
    assert list(societies_for(heir)) == [cast.society]
    assert not rules.may(heir, Right.TAKE_PAPERS, cast.other_society, NOW)


def test_they_appoint_nobody(cast: Cast, heir: Person) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        invite_to_office(
            by=heir, role="events", address="x@karura.example", society=cast.society, starts_on=TODAY, at=NOW
        )
