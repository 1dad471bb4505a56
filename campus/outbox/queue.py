"""The way from a Job row to a worker: a task that knows the job's number and nothing else."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django_tasks import task
from django_tasks_db import DatabaseBackend

from campus.outbox import carrying
from campus.outbox.models import Job

PATIENCE = timedelta(minutes=5)


@task
def carry_out(job_id: int) -> None:
    """What a worker runs. A task too many finds nothing to do."""
    carrying.carry_out(job_id)


def keeps_queue_in_database() -> bool:
    """Whether a task joins the transaction that enqueues it."""
    return isinstance(carry_out.get_backend(), DatabaseBackend)


def hand_to_queue(job: Job, at: datetime) -> None:
    """Enqueue a waiting job; if nobody has started it after PATIENCE, the sweeper does so again."""
    job.leased_until = at + PATIENCE
    job.save(update_fields=["leased_until"])
    enqueue = partial(carry_out.enqueue, job.pk)
    if keeps_queue_in_database():
        enqueue()
    else:  # a worker must not look for the row before it is there; a queue out of reach is the sweeper's to mend
        transaction.on_commit(enqueue, robust=True)
