"""Long work: left once while it waits, begun at most five times, ended once."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult

from campus.base.errors import Unavailable
from campus.outbox import kinds
from campus.outbox.actions import enqueue_job
from campus.outbox.carrying import carry_out
from campus.outbox.kinds import JobKind, JobWork, Progress
from campus.outbox.models import Job
from tests.conftest import Cast
from tests.factories import NOW

pytestmark = pytest.mark.django_db

Register = Callable[[JobWork], None]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def does(monkeypatch: pytest.MonkeyPatch) -> Register:
    """Says what a job of kind "test" does."""
    return lambda work: monkeypatch.setitem(kinds.JOBS, "test", JobKind("test", work))


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: str) -> None:
    settings.MEDIA_ROOT = tmp_path


def job(key: str = "", **changes: Any) -> Job:
    return enqueue_job(kind="test", arguments={"number": 7}, at=NOW, key=key, **changes)


def fail(job: Job, progress: Progress) -> None:
    raise RuntimeError("Amina Otieno")


def nothing(job: Job, progress: Progress) -> None:
    pass


# Left


def test_a_job_that_is_due_is_handed_to_the_queue_at_once() -> None:
    made = job()
    task = DBTaskResult.objects.get()
    assert (task.task_path, task.args_kwargs["args"]) == ("campus.outbox.queue.carry_out", [made.pk])


def test_a_job_for_later_is_left_to_the_sweeper() -> None:
    job(run_after=NOW + timedelta(hours=1))
    assert not DBTaskResult.objects.exists()


def test_while_one_with_its_key_waits_no_second_is_made() -> None:
    assert job("university:1") == job("university:1")
    assert (Job.objects.count(), DBTaskResult.objects.count()) == (1, 1)


def test_jobs_without_a_key_are_all_made() -> None:
    assert job() != job()


def test_a_running_job_does_not_stand_in_for_a_new_one(does: Register) -> None:
    seen = []
    does(lambda running, progress: seen.append(job("university:1").pk))
    first = job("university:1")
    carry_out(first.pk)
    assert seen == [first.pk + 1]


# Carried out


def test_a_job_gets_its_arguments_shows_progress_and_is_done(does: Register) -> None:
    seen = []

    def work(running: Job, progress: Progress) -> None:
        progress(1, 2)
        seen.append((running.arguments, Job.objects.get().done, Job.objects.get().total))

    does(work)
    carry_out(job().pk)
    done = Job.objects.get()
    assert seen == [({"number": 7}, 1, 2)]
    assert (done.state, done.attempts, done.finished_at, done.leased_until) == ("done", 1, NOW, None)


def test_a_task_too_many_finds_nothing_to_do(does: Register) -> None:
    ran = []
    does(lambda running, progress: ran.append(1))
    made = job()
    for _ in range(3):
        carry_out(made.pk)
    carry_out(made.pk + 1)
    assert ran == [1]


def test_a_result_file_is_kept_with_the_job(does: Register) -> None:
    does(lambda running, progress: running.result.save("list.csv", ContentFile(b"a,b"), save=False))
    carry_out(job().pk)
    with Job.objects.get().result.open() as kept:
        assert kept.read() == b"a,b"


def test_a_failed_try_waits_about_a_minute_and_keeps_no_text_that_could_hold_names(does: Register) -> None:
    does(fail)
    carry_out(job().pk)
    failed = Job.objects.get()
    assert (failed.state, failed.error, failed.leased_until) == ("waiting", "RuntimeError", None)
    assert timedelta(seconds=45) <= failed.run_after - NOW <= timedelta(seconds=75)


def test_the_file_of_a_failed_try_is_removed(does: Register) -> None:
    def work(running: Job, progress: Progress) -> None:
        running.result.save("list.csv", ContentFile(b"half"), save=False)
        raise RuntimeError

    does(work)
    carry_out(job().pk)
    assert (Job.objects.get().result.name, default_storage.listdir("jobs")) == ("", ([], []))


def test_the_fifth_failed_try_is_the_last(does: Register, clock: time_machine.Traveller) -> None:
    does(fail)
    made = job()
    for _ in range(6):
        carry_out(made.pk)
        clock.shift(timedelta(days=1))
    failed = Job.objects.get()
    assert (failed.state, failed.attempts, failed.error) == ("failed", 5, "RuntimeError")


def test_what_is_refused_is_not_tried_again_and_says_why(does: Register) -> None:
    def refuse(running: Job, progress: Progress) -> None:
        raise Unavailable("no_pdf", "This installation cannot make PDFs.")

    does(refuse)
    carry_out(job().pk)
    assert (Job.objects.get().state, Job.objects.get().error) == ("failed", "This installation cannot make PDFs.")


def test_a_kind_that_this_worker_does_not_know_is_tried_again_later() -> None:
    carry_out(job().pk)
    assert (Job.objects.get().state, Job.objects.get().error) == ("waiting", "KeyError")


def test_a_failed_job_leaves_its_work_to_a_newer_one_with_its_key(does: Register) -> None:
    def work(running: Job, progress: Progress) -> None:
        job("university:1")
        raise RuntimeError

    does(work)
    carry_out(job("university:1").pk)
    assert list(Job.objects.order_by("pk").values_list("state", "error")) == [
        ("failed", "left to a newer one"),
        ("waiting", ""),
    ]


def test_a_worker_that_is_told_to_stop_gives_its_job_back(does: Register) -> None:
    def stop(running: Job, progress: Progress) -> None:
        raise SystemExit(1)

    does(stop)
    with pytest.raises(SystemExit):
        carry_out(job().pk)
    assert (Job.objects.get().state, Job.objects.get().run_after) == ("waiting", NOW)


# Leases


def test_progress_keeps_the_lease(does: Register, clock: time_machine.Traveller) -> None:
    leases = []

    def work(running: Job, progress: Progress) -> None:
        for step in (1, 2):
            clock.shift(timedelta(minutes=4))
            progress(step, 2)
            leases.append((Job.objects.get().leased_until or NOW) - NOW)

    does(work)
    carry_out(job().pk)
    assert leases == [timedelta(minutes=9), timedelta(minutes=13)]


def test_who_lost_the_lease_stops_and_writes_nothing(does: Register) -> None:
    reached = []

    def work(running: Job, progress: Progress) -> None:
        running.result.save("list.csv", ContentFile(b"old"), save=False)
        Job.objects.update(attempts=2)  # another worker began
        progress(1, 2)
        reached.append(1)

    does(work)
    carry_out(job().pk)
    left = Job.objects.get()
    assert (left.state, left.attempts, left.result.name, reached) == ("running", 2, "", [])
    assert default_storage.listdir("jobs") == ([], [])


def test_who_lost_the_lease_at_the_end_does_not_end_the_job(does: Register) -> None:
    def lose_the_lease(running: Job, progress: object) -> None:
        Job.objects.update(attempts=2)

    does(lose_the_lease)
    carry_out(job().pk)
    assert Job.objects.get().state == "running"


def test_a_job_belongs_to_whoever_asked_for_it(cast: Cast) -> None:
    assert job(owner=cast.amina).owner == cast.amina
