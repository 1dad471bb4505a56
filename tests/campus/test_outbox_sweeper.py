"""What a crash left behind, and what nobody needs any more."""

import os
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult

from campus.outbox.models import Job, Notice, Slot
from campus.outbox.sweeper import prune, sweep
from tests.factories import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: str) -> None:
    settings.MEDIA_ROOT = tmp_path


def job(state: str = "waiting", **fields: Any) -> Job:
    return Job.objects.create(**{"kind": "test", "state": state, "run_after": NOW - MINUTE, **fields})


def running(attempts: int = 1, **fields: Any) -> Job:
    return job("running", attempts=attempts, leased_until=NOW, **fields)


def enqueued() -> list[int]:
    return [task.args_kwargs["args"][0] for task in DBTaskResult.objects.order_by("enqueued_at")]


def test_a_job_whose_worker_fell_silent_is_enqueued_again() -> None:
    left = running()
    assert sweep(NOW) == 1
    left.refresh_from_db()
    assert (left.state, left.error, enqueued()) == ("waiting", "its worker stopped", [left.pk])


def test_a_job_whose_worker_still_holds_its_lease_is_left_alone() -> None:
    running()
    assert sweep(NOW - MINUTE) == 0


def test_a_job_that_stopped_five_workers_is_given_up() -> None:
    left = running(attempts=5)
    assert sweep(NOW) == 0
    left.refresh_from_db()
    assert (left.state, left.error, left.leased_until) == ("failed", "its worker stopped", None)


def test_a_waiting_job_whose_task_was_lost_is_enqueued_again_but_not_each_time() -> None:
    lost = job(leased_until=NOW)
    assert [sweep(NOW), sweep(NOW + MINUTE), sweep(NOW + 5 * MINUTE)] == [1, 0, 1]
    assert enqueued() == [lost.pk, lost.pk]


def test_a_job_for_later_is_enqueued_when_its_time_has_come() -> None:
    job(run_after=NOW)
    assert [sweep(NOW - MINUTE), sweep(NOW)] == [0, 1]


def test_of_two_jobs_with_one_key_the_abandoned_one_is_left_to_the_waiting_one() -> None:
    abandoned, waiting = running(key="university:1"), job(key="university:1")
    assert sweep(NOW) == 1
    abandoned.refresh_from_db()
    assert (abandoned.state, abandoned.error, enqueued()) == ("failed", "left to a newer one", [waiting.pk])


def test_an_expired_job_goes_with_its_file() -> None:
    job("done", expires_at=NOW, result=ContentFile(b"a", name="list.csv"))
    prune(NOW - MINUTE)
    assert Job.objects.exists()
    prune(NOW)
    assert (Job.objects.count(), default_storage.listdir("jobs")) == (0, ([], []))


def test_a_finished_job_that_never_expires_goes_after_thirty_days() -> None:
    job("done", finished_at=NOW - 30 * DAY)
    kept = job("failed", finished_at=NOW - 29 * DAY)
    open_since_long = job(run_after=NOW - 90 * DAY)
    prune(NOW)
    assert list(Job.objects.order_by("pk")) == [kept, open_since_long]


def test_a_running_job_is_not_pulled_from_under_its_worker() -> None:
    running(expires_at=NOW - DAY)
    prune(NOW)
    assert Job.objects.count() == 1


def test_a_file_that_no_row_names_goes_after_a_day() -> None:
    for name, age in (("jobs/old.csv", 2 * DAY), ("jobs/young.csv", MINUTE), ("jobs/named.csv", 2 * DAY)):
        default_storage.save(name, ContentFile(b"a"))
        written = (NOW - age).timestamp()
        os.utime(default_storage.path(name), (written, written))
    job("done", result="jobs/named.csv")
    prune(NOW)
    assert sorted(default_storage.listdir("jobs")[1]) == ["named.csv", "young.csv"]


def test_tasks_that_are_over_go_and_those_that_wait_stay() -> None:
    def task(status: str, started_at: datetime | None) -> None:
        DBTaskResult.objects.create(
            status=status, started_at=started_at, args_kwargs={}, task_path="", backend_name="default", run_after=NOW
        )

    task("SUCCESSFUL", NOW - 4 * DAY)
    task("RUNNING", NOW - 4 * DAY)
    task("FAILED", NOW - 2 * DAY)
    task("READY", None)
    prune(NOW)
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "READY"]


def test_slots_go_when_they_can_no_longer_be_made_up() -> None:
    Slot.objects.create(name="prune", slot_at=NOW - 8 * DAY)
    kept = Slot.objects.create(name="prune", slot_at=NOW - 6 * DAY)
    prune(NOW)
    assert Slot.objects.get() == kept


def test_mail_goes_a_month_after_it_was_closed_and_later_where_a_link_in_it_must_work() -> None:
    def notice(kind: str, age: timedelta, **closed: Any) -> Notice:
        key = str(Notice.objects.count())
        return Notice.objects.create(
            kind=kind, address="brian@karura.example", subject_key=key, send_after=NOW - age, **closed
        )

    notice("sign_in_code", 31 * DAY, sent_at=NOW - 31 * DAY)
    notice("a kind of an older version", 31 * DAY, dropped_at=NOW - 31 * DAY)
    notice("you_were_counted", 401 * DAY, sent_at=NOW - 401 * DAY)
    kept = [
        notice("sign_in_code", 500 * DAY),
        notice("sign_in_code", 29 * DAY, sent_at=NOW - 29 * DAY),
        notice("you_were_counted", 399 * DAY, sent_at=NOW - 399 * DAY),
    ]
    prune(NOW)
    assert list(Notice.objects.order_by("pk")) == kept
