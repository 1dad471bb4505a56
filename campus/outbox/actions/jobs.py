"""Long work that must happen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from campus.outbox.models import Job
from campus.outbox.queue import hand_to_queue
from campus.people.models import Person


@transaction.atomic
def enqueue_job(
    *,
    kind: str,
    arguments: Mapping[str, Any],
    at: datetime,
    key: str = "",
    owner: Person | None = None,
    run_after: datetime | None = None,
    expires_at: datetime | None = None,
) -> Job:
    """Leave one job (JSON `arguments`) to be carried out from `run_after` on, in the caller's transaction.

    While one of the same kind and `key` waits, that one is returned and no second is made; it is locked until the
    caller commits, so that no worker starts it before it can see what the caller changed. After `expires_at` the row
    and its result file are pruned.
    """
    new = {
        "arguments": dict(arguments),
        "owner": owner,
        "run_after": run_after or at,
        "expires_at": expires_at,
    }
    if not key:
        job, is_new = Job.objects.create(kind=kind, **new), True
    else:
        waiting = Job.objects.select_for_update()
        job, is_new = waiting.get_or_create(kind=kind, key=key, state=Job.State.WAITING, defaults=new)
    if is_new and job.run_after <= at:
        hand_to_queue(job, at)
    return job
