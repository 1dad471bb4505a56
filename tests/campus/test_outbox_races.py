"""Several at once. On SQLite one transaction writes at a time, so there is nothing to race for."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.core import mail
from django.db import connection, transaction

from campus.base import clock
from campus.outbox import kinds
from campus.outbox.actions import enqueue_job, notify
from campus.outbox.carrying import carry_out
from campus.outbox.kinds import JobKind, Progress
from campus.outbox.models import Job, Notice, Slot
from campus.outbox.sender import send_next
from campus.outbox.slots import tick
from campus.outbox.sweeper import sweep

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _several_writers() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer")


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The jobs of kind "test" that were carried out."""
    numbers: list[int] = []

    def work(job: Job, progress: Progress) -> None:
        numbers.append(job.pk)

    monkeypatch.setitem(kinds.JOBS, "test", JobKind("test", work))
    return numbers


def start(work: Callable[[], object]) -> Thread:
    def and_close() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=and_close)
    thread.start()
    return thread


def at_once(count: int, work: Callable[[], object]) -> None:
    for thread in [start(work) for _ in range(count)]:
        thread.join()


def job(key: str = "") -> Job:
    return enqueue_job(kind="test", arguments={}, at=clock.now(), key=key)


def test_of_ten_workers_one_carries_a_job_out(ran: list[int]) -> None:
    made = job()
    at_once(10, lambda: carry_out(made.pk))
    assert ran == [made.pk]


def test_ten_requests_for_the_same_work_make_one_job() -> None:
    at_once(10, lambda: job("university:1"))
    assert Job.objects.count() == 1


def test_no_worker_begins_before_it_can_see_what_the_job_was_asked_for_again(ran: list[int]) -> None:
    waiting = job("university:1")
    began = Event()
    with transaction.atomic():
        job("university:1")
        worker = start(lambda: [act() for act in (lambda: carry_out(waiting.pk), began.set)])
        assert not began.wait(0.5)
    worker.join()
    assert ran == [waiting.pk]


def test_of_five_senders_each_mail_is_sent_by_one() -> None:
    for number in range(10):
        notify(
            kind="sign_in_code",
            address="amina@karura.example",
            subject_key=str(number),
            at=clock.now(),
            context={"code": "K7M2PX", "minutes": 15},
        )
    at = clock.now()
    at_once(5, lambda: [None for _ in iter(lambda: send_next(at), False)])
    assert (len(mail.outbox), Notice.objects.filter(sent_at__isnull=False).count()) == (10, 10)


def test_of_five_clocks_one_takes_a_slot() -> None:
    at = clock.now()
    at_once(5, lambda: tick(at))
    assert Slot.objects.count() == Job.objects.filter(kind="slot").count() == len(kinds.SLOTS)


def test_of_five_sweepers_one_enqueues_what_is_due() -> None:
    job()
    at = clock.now() + timedelta(minutes=6)
    counts: list[int] = []
    at_once(5, lambda: counts.append(sweep(at)))
    assert sum(counts) == 1
