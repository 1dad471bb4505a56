"""One committee hands over to the next: its days, its invitations, its notes and tasks, and its end."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from campus.base.errors import Conflict, Invalid, NotAllowed, NotFound
from campus.directory.actions import (
    add_task,
    begin_handover,
    change_handover,
    close_handover,
    invite_committee,
    tick_task,
    untick_task,
)
from campus.directory.links import token_hash
from campus.directory.models import Handover, Office
from campus.directory.queries import handovers_of, next_committee
from campus.people.models import AuditEvent
from tests import factories
from tests.campus.rights import EVENTS, PRESIDENT_AND_SECRETARY, STAFF, TREASURER, Line, cells
from tests.conftest import Cast
from tests.factories import NOW

TODAY, LOOKS_ON, TAKES_OVER = date(2026, 10, 20), date(2027, 5, 1), date(2027, 7, 1)
LAST_DAY = TAKES_OVER - timedelta(days=1)
TAKEN_OVER = NOW + (TAKES_OVER - TODAY)
BOTH = {"president": "next.president@karura.example", "events": "next.events@karura.example"}


def begin(cast: Cast, **fields: Any) -> Handover:
    days = {"takes_over_on": TAKES_OVER, "shadow_from": LOOKS_ON}
    return begin_handover(**{"by": cast.kofi, "society": cast.society, "at": NOW, **days, **fields})


def invite(cast: Cast, handover: Handover, **fields: Any) -> list[Office]:
    return invite_committee(**{"by": cast.kofi, "handover": handover, "addresses": BOTH, "at": NOW, **fields})


def accept(office: Office, name: str = "Next President", at: datetime = NOW) -> Office:
    Office.objects.filter(pk=office.pk).update(invitation_hash=token_hash(f"link {office.pk}"))
    return factories.accept(factories.person(name), f"link {office.pk}", at)


def last_days(cast: Cast) -> dict[str, date | None]:
    """The last day of who was in office before it all began, by role."""
    return dict(cast.society.offices.filter(starts_on__lt=TODAY).values_list("role", "ends_on"))


def test_one_hand_over_is_prepared_at_a_time(cast: Cast) -> None:
    handover = begin(cast, notes=" The keys are with the porter. ")
    assert (handover.notes, list(handovers_of(cast.society, cast.grace))) == (
        "The keys are with the porter.",
        [handover],
    )
    with pytest.raises(Conflict) as refusal:
        begin(cast, by=cast.dean)
    assert refusal.value.code == "handover_open"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"takes_over_on": TODAY, "shadow_from": TODAY}, "takes_over_on"),
        ({"shadow_from": TAKES_OVER + timedelta(days=1)}, "shadow_from"),
        ({"notes": "x" * 4001}, "notes"),
    ],
)
def test_what_cannot_be_is_said_beside_its_input(cast: Cast, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        begin(cast, **fields)
    assert list(refusal.value.fields) == [field]


def test_the_next_committee_is_invited_for_the_day_and_the_present_one_ends_the_day_before(cast: Cast) -> None:
    invited = invite(cast, begin(cast), ends_on=date(2028, 6, 30))
    assert [(office.role, office.starts_on, office.shadow_from, office.ends_on) for office in invited] == [
        ("president", TAKES_OVER, LOOKS_ON, date(2028, 6, 30)),
        ("events", TAKES_OVER, LOOKS_ON, date(2028, 6, 30)),
    ]
    assert last_days(cast) == {"president": LAST_DAY, "secretary": None, "events": LAST_DAY, "treasurer": None}


def test_all_are_invited_or_nobody_is(cast: Cast) -> None:
    handover = begin(cast)
    with pytest.raises(Invalid) as refusal:
        invite(cast, handover, addresses={**BOTH, "treasurer": "grace"})
    assert list(refusal.value.fields) == ["treasurer"]
    with pytest.raises(Invalid) as refusal:
        invite(cast, handover, addresses={"president": " "})
    assert refusal.value.code == "nobody_named"
    assert (list(next_committee(handover)), set(last_days(cast).values())) == ([], {None})


def test_who_stays_on_is_invited_like_anybody(cast: Cast) -> None:
    (office,) = invite(cast, begin(cast), addresses={"president": "kofi@karura.example"})
    Office.objects.filter(pk=office.pk).update(invitation_hash=token_hash("again"))
    assert factories.accept(cast.kofi, "again").starts_on == TAKES_OVER


@pytest.mark.parametrize("day", [TAKES_OVER + timedelta(days=20), TAKES_OVER - timedelta(days=20)])
def test_with_the_day_move_the_offices_around_it(cast: Cast, day: date) -> None:
    handover = begin(cast)
    president, _events = invite(cast, handover)
    accept(president)
    moved = change_handover(by=cast.kofi, handover=handover, takes_over_on=day, at=NOW)
    assert {(office.starts_on, office.shadow_from) for office in next_committee(moved)} == {(day, LOOKS_ON)}
    assert last_days(cast)["president"] == last_days(cast)["events"] == day - timedelta(days=1)


def test_the_day_does_not_move_past_the_end_of_an_office(cast: Cast) -> None:
    handover = begin(cast)
    invite(cast, handover, ends_on=date(2027, 12, 31))
    with pytest.raises(Conflict) as refusal:
        change_handover(by=cast.kofi, handover=handover, takes_over_on=date(2028, 1, 1), at=NOW)
    assert refusal.value.code == "ends_before_start"


def test_called_off_it_gives_last_days_back_to_who_has_no_successor(cast: Cast) -> None:
    cast.dennis.offices.update(ends_on=date(2027, 8, 31))
    handover = begin(cast)
    president, events = invite(cast, handover)
    accept(president)
    close_handover(by=cast.kofi, handover=handover, at=NOW)
    events.refresh_from_db()
    assert (events.ended_at, list(next_committee(handover))) == (NOW, [president])
    assert (last_days(cast)["president"], last_days(cast)["events"]) == (LAST_DAY, date(2027, 8, 31))
    assert AuditEvent.objects.latest("pk").verb == "handover_called_off"


def test_closed_after_the_day_it_leaves_the_offices_alone(cast: Cast) -> None:
    handover = begin(cast)
    president, _events = invite(cast, handover)
    new = accept(president).person
    assert new is not None
    closed = close_handover(by=new, handover=handover, at=TAKEN_OVER)
    assert close_handover(by=new, handover=handover, at=TAKEN_OVER + timedelta(days=1)).closed_at == closed.closed_at
    assert (last_days(cast)["events"], AuditEvent.objects.latest("pk").verb) == (LAST_DAY, "handover_closed")


def test_once_the_day_has_come_nobody_is_invited_through_it_any_more(cast: Cast) -> None:
    handover = begin(cast)
    for act in (
        lambda: invite(cast, handover, at=TAKEN_OVER),
        lambda: change_handover(
            by=cast.kofi, handover=handover, takes_over_on=TAKES_OVER + timedelta(days=9), at=TAKEN_OVER
        ),
    ):
        with pytest.raises(Conflict) as refusal:
            act()
        assert refusal.value.code == "taken_over"


def test_tasks_are_ticked_and_opened_again(cast: Cast) -> None:
    task = add_task(by=cast.grace, handover=begin(cast), text=" Sign at the bank ", at=NOW)
    done = tick_task(by=cast.dennis, task=task, at=NOW)
    assert (done.text, done.done_by, tick_task(by=cast.kofi, task=task, at=TAKEN_OVER).done_at) == (
        "Sign at the bank",
        cast.dennis,
        NOW,
    )
    assert untick_task(by=cast.kofi, task=task, at=NOW).done_at is None


def test_a_closed_hand_over_takes_no_more(cast: Cast) -> None:
    handover = begin(cast)
    close_handover(by=cast.kofi, handover=handover, at=NOW)
    with pytest.raises(Conflict) as refusal:
        add_task(by=cast.kofi, handover=handover, text="One more", at=NOW)
    assert refusal.value.code == "handover_closed"
    assert begin(cast).pk != handover.pk


def test_another_society_finds_no_hand_over(cast: Cast) -> None:
    handover = begin(cast)
    assert list(handovers_of(cast.society, cast.zola)) == []
    with pytest.raises(NotFound):
        change_handover(by=cast.zola, handover=handover, notes="Mine", at=NOW)


def test_who_looks_on_changes_nothing(cast: Cast) -> None:
    handover = begin(cast, shadow_from=TODAY)
    president, _events = invite(cast, handover)
    to_be = accept(president).person
    assert to_be is not None
    assert list(handovers_of(cast.society, to_be)) == [handover]
    for act in (
        lambda: change_handover(by=to_be, handover=handover, notes="Mine", at=NOW),
        lambda: add_task(by=to_be, handover=handover, text="Mine", at=NOW),
        lambda: close_handover(by=to_be, handover=handover, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


OFFICERS = PRESIDENT_AND_SECRETARY | EVENTS | TREASURER


@cells(
    Line("begin a hand-over", lambda cast, by: begin(cast, by=by), PRESIDENT_AND_SECRETARY | STAFF),
    Line("invite a committee", lambda cast, by: invite(cast, begin(cast), by=by), PRESIDENT_AND_SECRETARY | STAFF),
    Line(
        "call a hand-over off",
        lambda cast, by: close_handover(by=by, handover=begin(cast), at=NOW),
        PRESIDENT_AND_SECRETARY | STAFF,
    ),
    Line(
        "move a hand-over",
        lambda cast, by: change_handover(by=by, handover=begin(cast), takes_over_on=date(2027, 8, 1), at=NOW),
        PRESIDENT_AND_SECRETARY | STAFF,
    ),
    Line(
        "write notes for the next committee",
        lambda cast, by: change_handover(by=by, handover=begin(cast), notes="Ask the porter.", at=NOW),
        OFFICERS | STAFF,
    ),
    Line(
        "write a task down",
        lambda cast, by: add_task(by=by, handover=begin(cast), text="Ask the porter.", at=NOW),
        OFFICERS | STAFF,
    ),
)
def test_may(cast: Cast, line: Line, who: str) -> None:
    line.check(cast, who)
