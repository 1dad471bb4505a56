"""President, secretary and treasurer: one at a time, whoever invites, accepts or appoints."""

from datetime import date, timedelta
from functools import partial
from importlib import import_module
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection

from campus.base.errors import Conflict
from campus.directory import rules
from campus.directory.actions import appoint, end_office, invite_to_office
from campus.directory.links import token_hash
from campus.directory.models import Office
from campus.directory.queries import holder_to_end, officers_of
from campus.people.models import AuditEvent
from tests import factories
from tests.campus.threads import at_once
from tests.conftest import Cast
from tests.factories import NOW

TODAY, NEXT_YEAR = date(2026, 10, 20), date(2027, 7, 1)
tokens = count()


def invite(cast: Cast, **fields: Any) -> Office:
    """Wanjiru invites the next president."""
    entered = {"by": cast.wanjiru, "role": "president", "address": "next@karura.example", "starts_on": NEXT_YEAR}
    return invite_to_office(**{**entered, "society": cast.society, "at": NOW, **fields})


def token_of(office: Office) -> str:
    """A token that opens this invitation."""
    token = f"token {next(tokens)}"
    Office.objects.filter(pk=office.pk).update(invitation_hash=token_hash(token))
    return token


def waiting(cast: Cast, role: str = "president", starts_on: date = TODAY) -> str:
    """An invitation from before the rule, and its token."""
    office = Office.objects.create(
        role=role, university=cast.karura, society=cast.society, invited_at=NOW, starts_on=starts_on
    )
    return token_of(office)


def test_an_office_that_is_held_is_not_offered_for_the_same_days(cast: Cast) -> None:
    with pytest.raises(Conflict) as refusal:
        invite(cast)
    assert refusal.value.code == "office_held"
    assert str(refusal.value) == (
        "Kofi Mensah holds this office with no last day. Let it end the day before the next one begins."
    )


def test_an_office_with_a_last_day_is_offered_from_the_day_after(cast: Cast) -> None:
    cast.kofi.offices.update(ends_on=NEXT_YEAR)
    with pytest.raises(Conflict, match="until 1 July 2027"):
        invite(cast)
    cast.kofi.offices.update(ends_on=NEXT_YEAR - timedelta(days=1))
    assert invite(cast).starts_on == NEXT_YEAR


def test_days_before_an_office_that_is_to_come_are_free(cast: Cast) -> None:
    cast.kofi.offices.update(starts_on=NEXT_YEAR)
    with pytest.raises(Conflict, match="from 1 July 2027 on"):
        invite(cast, starts_on=TODAY)
    assert invite(cast, starts_on=TODAY, ends_on=date(2027, 6, 30)).ends_on == date(2027, 6, 30)


def test_inviting_a_successor_ends_the_holder_the_day_before_when_asked_to(cast: Cast) -> None:
    assert holder_to_end(cast.society, "president", NEXT_YEAR, NOW) == cast.kofi.offices.get()
    invite(cast, ends_holder=True)
    assert cast.kofi.offices.get().ends_on == date(2027, 6, 30)
    assert [event.verb for event in AuditEvent.objects.order_by("pk")] == ["office_last_day_set", "office_invited"]


def test_nobody_loses_their_rights_today_by_an_invitation(cast: Cast) -> None:
    assert holder_to_end(cast.society, "president", TODAY, NOW) is None
    with pytest.raises(Conflict):
        invite(cast, starts_on=TODAY, ends_holder=True)
    assert cast.kofi.offices.get().ends_on is None


def test_a_secretary_makes_themself_president_only_once_nobody_is(cast: Cast) -> None:
    to_herself = partial(invite, cast, address="wanjiru@karura.example", starts_on=TODAY)
    with pytest.raises(Conflict):
        to_herself()
    end_office(by=cast.wanjiru, office=cast.kofi.offices.get(), at=NOW)
    assert factories.accept(cast.wanjiru, token_of(to_herself())).role == "president"


def test_events_officers_may_be_several(cast: Cast) -> None:
    assert invite(cast, role="events", starts_on=TODAY).role == "events"


def test_accepting_is_refused_while_somebody_holds_it_and_does_not_say_who(cast: Cast) -> None:
    with pytest.raises(Conflict) as refusal:
        factories.accept(cast.amina, waiting(cast))
    assert (refusal.value.code, "Kofi" in str(refusal.value)) == ("office_held", False)
    assert str(refusal.value).startswith("Somebody else holds this office with no last day.")


def test_an_officer_who_accepts_reads_who_holds_it(cast: Cast) -> None:
    with pytest.raises(Conflict, match="Kofi Mensah holds this office"):
        factories.accept(cast.dennis, waiting(cast))


def test_whoever_is_appointed_beside_a_holder_is_not(cast: Cast) -> None:
    given = partial(appoint, role="president", university=cast.karura, society=cast.society, by=cast.dean, at=NOW)
    assert given(person=cast.amina) == cast.kofi.offices.get()
    assert not rules.is_officer(cast.amina, cast.society, NOW)


def test_whoever_is_appointed_before_the_next_one_begins_holds_it_until_then(cast: Cast) -> None:
    cast.kofi.offices.update(starts_on=NEXT_YEAR)
    office = appoint(
        person=cast.amina, role="president", university=cast.karura, society=cast.society, by=cast.dean, at=NOW
    )
    assert (office.starts_on, office.ends_on) == (TODAY, date(2027, 6, 30))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_gets_it(cast: Cast) -> None:
    end_office(by=cast.dean, office=cast.kofi.offices.get(), at=NOW)
    pairs = [(factories.person(f"Candidate {number}"), waiting(cast)) for number in range(4)]
    came = at_once(lambda: factories.accept(*pairs.pop()), 4)
    refused = [error.code for error in came if isinstance(error, Conflict)]
    assert (len([office for office in came if isinstance(office, Office)]), refused) == (1, ["office_held"] * 3)
    assert officers_of(cast.society, NOW).filter(role="president").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("role", "country"), [("operator", ""), ("coordinator", "KE")])
def test_an_address_is_invited_once_beyond_one_university_too(cast: Cast, role: str, country: str) -> None:
    invite_one = partial(
        invite_to_office,
        by=cast.olga,
        role=role,
        country=country,
        address="new@movement.example",
        starts_on=TODAY,
        at=NOW,
    )
    came = at_once(invite_one, 4)
    assert sorted(getattr(error, "code", "done") for error in came) == ["already_invited"] * 3 + ["done"]


def terms_of_two(cast: Cast, *days: tuple[date, date | None]) -> list[Office]:
    """Presidents with these first and last days, from before the rule; Kofi is none of them."""
    cast.kofi.offices.all().delete()
    made = []
    for first, last in days:
        office = factories.office(factories.person("A President"), "president", society=cast.society)
        office.starts_on, office.ends_on = first, last
        office.save()
        made.append(office)
    return made


@pytest.mark.skipif(connection.vendor == "postgresql", reason="test_upgrade makes such rows before the constraint")
@pytest.mark.parametrize(
    ("first", "second", "first_ends", "first_stands", "second_stands"),
    [
        ((date(2025, 9, 1), None), (date(2026, 9, 1), None), date(2026, 8, 31), True, True),
        ((date(2025, 9, 1), date(2026, 9, 1)), (date(2026, 9, 1), None), date(2026, 8, 31), True, True),
        ((date(2025, 9, 1), date(2026, 8, 31)), (date(2026, 9, 1), None), date(2026, 8, 31), True, True),
        ((date(2025, 9, 1), None), (date(2025, 9, 1), None), None, False, True),
        ((date(2025, 9, 1), None), (date(2026, 3, 1), date(2026, 3, 31)), None, True, False),
    ],
)
def test_offices_that_overlap_from_before_are_set_apart(
    cast: Cast,
    first: tuple[date, date | None],
    second: tuple[date, date | None],
    first_ends: date | None,
    first_stands: bool,
    second_stands: bool,
) -> None:
    one, two = terms_of_two(cast, first, second)
    import_module("campus.migrations.0004_single_holders").mend(apps, None)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.ends_on, one.ended_at is None, two.ended_at is None) == (first_ends, first_stands, second_stands)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the constraint is PostgreSQL’s")
@pytest.mark.parametrize("role", sorted(rules.SINGLE_HOLDER_ROLES))
def test_the_database_keeps_single_offices_apart(cast: Cast, role: str) -> None:
    with pytest.raises(IntegrityError, match=f"one_{role}_at_a_time"):
        factories.office(cast.amina, role, society=cast.society)
