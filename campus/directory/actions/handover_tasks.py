"""What is still to be done when a committee hands over: written down, done, or to be done after all."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory.actions.handovers import open_one
from campus.directory.models import Handover, HandoverTask
from campus.people.audit import record
from campus.people.models import Person


@transaction.atomic
def add_task(*, by: Person, handover: Handover, text: str, at: datetime) -> HandoverTask:
    """Write down one thing that is to be done, as every officer may."""
    handover = open_one(handover, by=by, at=at)
    faults = Faults()
    text = faults.text("text", text, limit=300, missing=_("Write what is to be done."))
    faults.refuse()
    task = HandoverTask.objects.create(handover=handover, text=text, added_at=at, added_by=by)
    _record("handover_task_added", task, by=by, at=at)
    return task


@transaction.atomic
def tick_task(*, by: Person, task: HandoverTask, at: datetime) -> HandoverTask:
    """It is done. Twice is once."""
    task = _open(task, by=by, at=at)
    if task.done_at is None:
        task.done_at, task.done_by = at, by
        task.save()
        _record("handover_task_done", task, by=by, at=at)
    return task


@transaction.atomic
def untick_task(*, by: Person, task: HandoverTask, at: datetime) -> HandoverTask:
    """It is to be done after all. Twice is once."""
    task = _open(task, by=by, at=at)
    if task.done_at is not None:
        task.done_at = task.done_by = None
        task.save()
        _record("handover_task_reopened", task, by=by, at=at)
    return task


def _open(task: HandoverTask, *, by: Person, at: datetime) -> HandoverTask:
    handover = open_one(task.handover, by=by, at=at)
    task = locked(task)
    task.handover = handover
    return task


def _record(verb: str, task: HandoverTask, *, by: Person, at: datetime) -> None:
    record(
        verb=verb,
        object=f"handover_task:{task.pk}",
        by=by,
        at=at,
        university=task.handover.university_id,
        society=task.handover.society_id,
    )
