"""Twenty check-ins at the same moment, by real threads: one attendance and twenty successes.

First by actions, then by posts over HTTP to a server with a thread and a connection for each.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from threading import Barrier
from typing import TypeVar
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client

from campus.base import clock
from campus.checkin.models import Attendance, Credit, TermParticipation
from campus.outbox.models import Notice
from campus.people.models import Consent, Person
from tests import factories
from tests import factories_checkin as make

POSTS = 20
Answer = TypeVar("Answer")

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act: Callable[[int], Answer]) -> list[Answer]:
    """What twenty threads got, each with a connection of its own, all let go at the same moment."""
    gate = Barrier(POSTS)

    def go(number: int) -> Answer:
        try:
            gate.wait(timeout=30)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(POSTS) as threads:
        return list(threads.map(go, range(POSTS)))


@pytest.fixture
def door() -> make.Door:
    return make.open_door(factories.society(factories.university()))


def test_one_person_signed_in_is_counted_once(door):
    amina = factories.person("Amina Otieno")
    answers = at_once(lambda number: door.signed_in(amina, phone=f"phone {number}"))
    row = Attendance.objects.get()
    assert [answer.attendance for answer in answers] == [row] * POSTS
    assert [answer.created for answer in answers].count(True) == 1
    assert Credit.objects.count() == Consent.objects.count() == Person.objects.count() == 1
    assert TermParticipation.objects.get().visits == 1


def test_a_typed_address_never_seen_before_is_one_person_counted_once(door):
    answers = at_once(lambda number: door.typed("brian@karura.example", phone=f"phone {number}"))
    assert answers == [answers[0]] * POSTS
    assert Attendance.objects.get().person == Person.objects.get()
    assert Credit.objects.count() == Consent.objects.count() == Notice.objects.count() == 1
    assert TermParticipation.objects.get().visits == 1


def test_one_browser_without_a_name_is_counted_once(door):
    answers = at_once(lambda number: door.anonymous())
    row = Attendance.objects.get()
    assert [answer.attendance for answer in answers] == [row] * POSTS
    assert Credit.objects.count() == 1
    assert Person.objects.count() == TermParticipation.objects.count() == Consent.objects.count() == 0


def test_twenty_people_at_once_are_twenty(door):
    at_once(lambda number: door.typed(f"person{number}@karura.example", phone=f"phone {number}"))
    assert Attendance.objects.count() == Person.objects.count() == POSTS
    assert [row.visits for row in TermParticipation.objects.all()] == [1] * POSTS


def test_check_ins_and_undoings_at_once_leave_a_sum_that_is_right(door):
    """Ten phones check one person in and ten take it back: whatever the order, the sum follows from the rows."""
    amina = factories.person("Amina Otieno")
    make.attendance(make.occurrence(door.series, make.TODAY - timedelta(days=7)), amina)

    def act(number: int) -> None:
        if number % 2:
            door.signed_in(amina)
        else:
            door.undo()

    at_once(act)
    standing = Attendance.objects.filter(voided_at=None).count()
    assert TermParticipation.objects.get().visits == standing


# Over HTTP


class Phone:
    """A browser at the check-in page of a live server; its cookies stay as they were when it loaded the form."""

    def __init__(self, server: str, code: str, session: str = "") -> None:
        self.server, self.path = server.removeprefix("http://"), f"/c/{code}"
        self.cookies = {"sessionid": session} if session else {}
        status, headers = self.ask("GET")
        assert status == 200
        for value in headers.get_all("Set-Cookie"):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(value).items()}

    def ask(self, method, **entered):
        wire = HTTPConnection(self.server, timeout=60)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        wire.request(method, self.path, urlencode(entered), headers)
        answer = wire.getresponse()
        answer.read()
        wire.close()
        return answer.status, answer.headers

    def post(self, **entered):
        """The status, and where the answer leads."""
        status, headers = self.ask("POST", csrfmiddlewaretoken=self.cookies["csrftoken"], **entered)
        return status, headers["Location"]


@pytest.fixture
def open_now(door):
    """The same door, open at the real present, for the server's own clock."""
    now = clock.now()
    type(door.occurrence).objects.update(opens_at=now - timedelta(minutes=5), closes_at=now + timedelta(hours=1))
    return door


def receipt(door):
    return 302, f"/receipt/{door.occurrence.pk}/"


def test_twenty_posts_of_one_signed_in_person_count_them_once(live_server, open_now):
    amina = factories.person("Amina Otieno")
    client = Client()
    client.force_login(amina)
    phone = Phone(live_server.url, open_now.code.code, client.cookies["sessionid"].value)
    answers = at_once(lambda number: phone.post(how="signed_in"))
    assert answers == [receipt(open_now)] * POSTS
    assert Attendance.objects.get().person == Person.objects.get() == amina
    assert TermParticipation.objects.get().visits == 1


def test_twenty_posts_of_a_typed_address_never_seen_before_count_one_person_once(live_server, open_now):
    phone = Phone(live_server.url, open_now.code.code)
    answers = at_once(lambda number: phone.post(how="typed", name="Brian", email="brian@karura.example"))
    assert answers == [receipt(open_now)] * POSTS
    assert Attendance.objects.get().person == Person.objects.get()
    assert TermParticipation.objects.get().visits == 1


def test_twenty_posts_of_one_browser_without_a_name_count_it_once(live_server, open_now):
    phone = Phone(live_server.url, open_now.code.code)
    answers = at_once(lambda number: phone.post(how="anonymous"))
    assert answers == [receipt(open_now)] * POSTS
    assert Attendance.objects.get().person is None
    assert Person.objects.count() == TermParticipation.objects.count() == 0
