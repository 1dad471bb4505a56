"""At the same moment: letters against their limit, the same letter sent twice, a co-host beside check-ins."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from campus.activities.actions.hosting import invite_cohost
from campus.base.errors import TooMany
from campus.checkin.actions import accept_cohost, end_cohost, send_letter_work, write_letter
from campus.checkin.models import Credit, Letter, TermParticipation
from campus.directory.models import Society
from campus.membership.actions import join
from campus.outbox.models import Job, Notice
from campus.people.models import Person
from tests import factories
from tests import factories_checkin as make
from tests.campus.threads import at_once, meanwhile
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


class World:
    """A society with its president and three members who want news."""

    def __init__(self) -> None:
        self.home = factories.university()
        self.society = factories.society(self.home)
        self.kofi = factories.person("Kofi Mensah")
        factories.office(self.kofi, "president", society=self.society)
        for number in range(3):
            join(by=factories.person(f"Member {number}"), society=self.society, at=NOW, news=True)

    def write(self) -> Letter:
        words: dict[str, Any] = {"audience": "members", "subject": "Next term", "text": "Come."}
        return write_letter(by=self.kofi, society=Society.objects.get(pk=self.society.pk), at=NOW, **words)


def test_of_five_letters_at_once_two_go_out() -> None:
    world = World()
    found = at_once(world.write, 5)
    assert sorted(type(each).__name__ for each in found) == ["Letter", "Letter", "TooMany", "TooMany", "TooMany"]
    assert Letter.objects.count() == Job.objects.filter(kind="send_letter").count() == 2
    assert not [each for each in found if isinstance(each, Exception) and not isinstance(each, TooMany)]


def test_a_letter_sent_by_two_workers_at_once_reaches_everybody_once() -> None:
    letter = World().write()
    job = Job.objects.get(kind="send_letter")
    found = at_once(lambda: send_letter_work(job, lambda done, total: None), 2)
    assert found == [None, None]
    assert Notice.objects.filter(kind="letter", subject_key=f"letter:{letter.pk}").count() == 3


def _guest(world: World) -> tuple[make.Door, Society, Person]:
    guest, amina = factories.society(world.home, "Film Circle"), factories.person("Amina Otieno")
    factories.office(amina, "president", society=guest)
    return make.open_door(world.society), guest, amina


@pytest.mark.parametrize("ends", [False, True])
@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite the transaction itself is the lock")
def test_who_is_counted_while_a_cohost_comes_or_goes_counts_for_who_holds_it_then(ends: bool) -> None:
    world = World()
    door, guest, amina = _guest(world)
    row = invite_cohost(by=world.kofi, target=door.series, guest=guest, at=NOW - timedelta(days=1))
    came = factories.person("Brian Ochieng")
    door.signed_in(came, phone="the first")  # pins the date, so that check-ins only hold it
    if ends:
        accept_cohost(by=amina, cohost=row, at=NOW)
    change = partial(end_cohost if ends else accept_cohost, by=amina, cohost=row, at=NOW)
    raised = meanwhile(change, lambda: door.signed_in(world.kofi, phone="another"))
    assert raised is None
    credited = 0 if ends else 2
    assert Credit.objects.filter(society=guest).count() == credited
    assert TermParticipation.objects.filter(society=guest).count() == credited
    assert Credit.objects.filter(society=world.society).count() == 2


def test_many_check_ins_beside_a_cohost_that_comes_and_goes_end_as_the_rows_say() -> None:
    world = World()
    door, guest, amina = _guest(world)
    row = invite_cohost(by=world.kofi, target=door.series, guest=guest, at=NOW - timedelta(days=1))
    people = [factories.person(f"Person {number}") for number in range(6)]
    todo: list[Callable[[], Any]] = [lambda one=one: door.signed_in(one, phone=one.name) for one in people]  # type: ignore[misc]
    todo.insert(3, lambda: accept_cohost(by=amina, cohost=row, at=NOW))
    found = at_once(lambda: todo.pop()(), len(todo))
    assert not [each for each in found if isinstance(each, Exception)]
    with transaction.atomic():
        sums = dict(TermParticipation.objects.filter(society=guest).values_list("person", "visits"))
    assert sums == {one.pk: 1 for one in people}
    assert Credit.objects.filter(society=guest).count() == len(people)
