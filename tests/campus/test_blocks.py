"""Whom a society does not count by name any more."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.base.errors import Conflict, Invalid
from campus.checkin.models import Attendance
from campus.custody.queries import everything_about
from campus.directory.models import Society
from campus.membership.actions import block_person, join, lift_block
from campus.membership.models import Block, Claim
from campus.membership.queries import blocks_of
from campus.membership.rules import is_blocked
from campus.outbox.models import Notice
from campus.people.models import AuditEvent, Person
from tests import factories
from tests import factories_checkin as make
from tests.campus.rights import EVENTS, PRESIDENT_AND_SECRETARY, Line, cells
from tests.conftest import Cast
from tests.factories import NOW

REASON = "Shouted at a first-year."
NAMED = PRESIDENT_AND_SECRETARY | EVENTS


def block(cast: Cast, person: Person | None = None, society: Society | None = None) -> Block:
    who = person or cast.amina
    return block_person(by=cast.kofi, society=society or cast.society, person=who, reason=REASON, at=NOW)


def counted(society: Society) -> int:
    return Attendance.objects.filter(society=society).count()


LINES = (
    Line("block", lambda cast, who: block_person(
        by=who, society=cast.society, person=cast.amina, reason=REASON, at=NOW), NAMED),
    Line("lift a block", lambda cast, who: lift_block(by=who, block=block(cast), at=NOW), NAMED),
)  # fmt: skip


@cells(*LINES)
def test_blocking_is_done_by_officers_who_see_names(line: Line, who: str, cast: Cast) -> None:
    line.check(cast, who)


def test_who_is_blocked_and_signed_in_is_told_so_and_not_counted(cast: Cast) -> None:
    door = make.open_door(cast.society)
    block(cast)
    with pytest.raises(Conflict) as refused:
        door.signed_in(cast.amina)
    assert (refused.value.code, counted(cast.society)) == ("blocked", 0)
    assert str(refused.value).startswith("The officers of HeForShe Karura do not count you by name")


def test_who_is_blocked_cannot_join(cast: Cast) -> None:
    block(cast)
    with pytest.raises(Conflict):
        join(by=cast.amina, society=cast.society, at=NOW)


def test_a_lifted_block_holds_nobody_back(cast: Cast) -> None:
    door = make.open_door(cast.society)
    lift_block(by=cast.dennis, block=block(cast), at=NOW)
    assert door.signed_in(cast.amina).created


def test_without_a_name_everybody_is_counted(cast: Cast) -> None:
    door = make.open_door(cast.society)
    block(cast)
    assert door.anonymous().created


def test_another_society_counts_them(cast: Cast) -> None:
    sister = factories.society(cast.karura, "Film Circle")
    door = make.open_door(sister)
    block(cast)
    assert door.signed_in(cast.amina).created


@pytest.mark.parametrize("is_proven", [True, False])
def test_a_typed_address_of_theirs_counts_nobody_and_is_answered_as_always(is_proven: bool, cast: Cast) -> None:
    door = make.open_door(cast.society)
    if is_proven:
        address, person = "amina@karura.example", cast.amina
    else:
        address = "brian@karura.example"
        make.open_door(cast.society).typed(address, phone="another phone")
        person = Claim.objects.get(address=address).person
    block(cast, person)
    before, mails = counted(cast.society), Notice.objects.count()
    answer = door.typed(address)
    assert (answer.occurrence, answer.at) == (door.occurrence, NOW)
    assert (counted(cast.society), Notice.objects.count()) == (before, mails)


def statements(act: Any) -> list[str]:
    """The statements of an act without their values, in order."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return [re.sub(r"'[^']*'|\b[sx]?\d[\dx_s]*\b|NULL|\b(?:true|false)\b", "?", query["sql"]) for query in captured]


def test_a_blocked_address_takes_the_same_statements_as_another(cast: Cast) -> None:
    door = make.open_door(cast.society)
    door.typed("first@karura.example", phone="first")  # the first of all pins the date
    block(cast, factories.person("Brian", email="brian@karura.example"))
    factories.person("Fatuma", email="fatuma@karura.example")
    assert statements(lambda: door.typed("brian@karura.example", phone="a")) == statements(
        lambda: door.typed("fatuma@karura.example", phone="b")
    )


def test_proving_the_address_that_was_blocked_changes_nothing(cast: Cast) -> None:
    unproven = factories.person("Brian", proven=False)
    Claim.objects.create(university=cast.karura, person=unproven, address="brian@karura.example", created_at=NOW)
    block(cast, unproven)
    proven = factories.person("Brian", email="brian@karura.example")
    assert is_blocked(proven, cast.society)
    assert not is_blocked(cast.amina, cast.society)
    assert not is_blocked(factories.person("Nobody", proven=False), cast.society)


def test_blocking_twice_is_once(cast: Cast) -> None:
    assert block(cast) == block(cast)
    assert lift_block(by=cast.kofi, block=lift_block(by=cast.kofi, block=block(cast), at=NOW), at=NOW).lifted_at == NOW


def test_officers_are_not_blocked(cast: Cast) -> None:
    for officer in (cast.kofi, cast.grace):
        with pytest.raises(Conflict):
            block(cast, officer)


def test_a_block_says_why(cast: Cast) -> None:
    with pytest.raises(Invalid):
        block_person(by=cast.kofi, society=cast.society, person=cast.amina, reason=" ", at=NOW)


def test_only_officers_who_see_names_read_who_is_blocked(cast: Cast) -> None:
    made = block(cast)
    assert list(blocks_of(cast.society, cast.dennis)) == [made]
    for other in (cast.grace, cast.dean, cast.olga, cast.zola, cast.amina, None):
        assert list(blocks_of(cast.society, other)) == []


def test_the_record_says_neither_who_nor_why(cast: Cast) -> None:
    event = AuditEvent.objects.get(object=f"block:{block(cast).pk}")
    assert (event.verb, event.actor, event.reason) == ("person_blocked", cast.kofi, "")


def test_the_copy_of_ones_data_holds_the_block_and_its_reason(cast: Cast) -> None:
    block(cast)
    (kept,) = everything_about(cast.amina)["membership"]["blocks"]
    assert kept == {"society": "HeForShe Karura", "at": NOW.isoformat(), "reason": REASON, "lifted_at": None}
