"""Carries out one job: takes a lease on its row, does the work, writes how it ended.

A worker that lost its lease (it was silent too long, and another began) may write nothing: every write asks for the
try that it made. So a job may be begun more than once, and ends once.
"""

import logging
from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from campus.base import clock
from campus.base.errors import CampusError
from campus.outbox.kinds import JOBS, LEASE
from campus.outbox.models import Job
from campus.outbox.tries import MAX_TRIES, wait_after

logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker has taken over; stop."""


def carry_out(job_id: int) -> None:
    """Carry the job out, if it waits and is due. What goes wrong in it is written down, not raised."""
    job = _claim(job_id, clock.now())
    if job is None:
        return
    try:
        _work(job)
    except LeaseLost:
        logger.warning("Job %s was taken over in try %s", job.pk, job.attempts)
        _discard_result(job)
    except CampusError as refusal:  # it would be refused again
        _end(job, Job.State.FAILED, error=str(refusal))
    except Exception as error:
        # Whatever a kind of work may raise, we try again; its text could hold names and is not kept.
        logger.exception("Job %s (%s) failed in try %s", job.pk, job.kind, job.attempts)
        put_back(job, error=type(error).__name__, run_after=clock.now() + wait_after(job.attempts))
    except BaseException:  # the worker is told to stop
        put_back(job, error="stopped", run_after=clock.now())
        raise


def _work(job: Job) -> None:
    JOBS[job.kind].work(job, partial(_progress, job))
    if not _end(job, Job.State.DONE):
        raise LeaseLost


@transaction.atomic
def _claim(job_id: int, at: datetime) -> Job | None:
    # Waits for the lock: an action that adds to a waiting job holds it until it commits.
    waiting = Job.objects.select_for_update().filter(pk=job_id, state=Job.State.WAITING, run_after__lte=at)
    job = waiting.first()
    if job is not None:
        job.state = Job.State.RUNNING
        job.attempts += 1
        job.leased_until = at + _lease(job)
        job.done = job.total = 0
        job.save(update_fields=["state", "attempts", "leased_until", "done", "total"])
    return job


def _lease(job: Job) -> timedelta:
    return JOBS[job.kind].lease if job.kind in JOBS else LEASE


def _own(job: Job) -> QuerySet[Job]:
    """The row, as long as the try that `job` stands for is the running one."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)


def _progress(job: Job, done: int, total: int) -> None:
    """Show how far it is, and keep the lease. Raises LeaseLost."""
    job.done, job.total = done, total
    if not _own(job).update(done=done, total=total, leased_until=clock.now() + _lease(job)):
        raise LeaseLost


def put_back(job: Job, *, error: str, run_after: datetime) -> None:
    """Let a running job wait for its next try; the fifth was the last."""
    if job.attempts >= MAX_TRIES:
        _end(job, Job.State.FAILED, error=error)
        return
    _discard_result(job)
    try:
        with transaction.atomic():
            _own(job).update(state=Job.State.WAITING, leased_until=None, run_after=run_after, error=error)
    except IntegrityError:  # meanwhile another one with its key waits, and will do this work too
        _end(job, Job.State.FAILED, error="left to a newer one")


def _end(job: Job, state: Job.State, *, error: str = "") -> bool:
    """Write how it ended; False when that was not ours to write."""
    if state == Job.State.FAILED:
        _discard_result(job)
    result = job.result.name or ""
    changes = {"state": state, "error": error[:500], "result": result, "leased_until": None}
    return bool(_own(job).update(finished_at=clock.now(), **changes))


def _discard_result(job: Job) -> None:
    if job.result:
        job.result.delete(save=False)
