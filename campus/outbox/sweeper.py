"""Mends what a crash left behind, and removes what nobody needs any more."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from campus.outbox.carrying import put_back
from campus.outbox.kinds import NOTICES
from campus.outbox.models import RESULTS, Delivery, Job, Notice, Slot
from campus.outbox.queue import hand_to_queue

BATCH = 100
KEEP_FINISHED_JOBS = timedelta(days=30)
KEEP_SLOTS = timedelta(days=7)
KEEP_TASKS = timedelta(days=3)
KEEP_CLOSED_MAIL = timedelta(days=30)
KEEP_STOPPABLE_MAIL = timedelta(days=400)  # the link in a mail that stops more of its kind leads to its row
KEEP_DELIVERIES = timedelta(days=30)
KEEP_STRAY_FILES = timedelta(days=1)


def sweep(at: datetime) -> int:
    """Take jobs back from workers that fell silent, then enqueue what is due and in nobody's hands.

    Returns how many were enqueued; at most BATCH of each at a time.
    """
    _take_back_abandoned(at)
    return _enqueue_left_over(at)


@transaction.atomic
def _take_back_abandoned(at: datetime) -> None:
    abandoned = Job.objects.filter(state=Job.State.RUNNING, leased_until__lte=at)
    for job in abandoned.select_for_update(skip_locked=True).order_by("pk")[:BATCH]:
        put_back(job, error="its worker stopped", run_after=at)


@transaction.atomic
def _enqueue_left_over(at: datetime) -> int:
    """Jobs whose time has come, and jobs whose task was lost or never came to be."""
    in_no_hands = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
    left_over = Job.objects.filter(in_no_hands, state=Job.State.WAITING, run_after__lte=at)
    jobs = list(left_over.select_for_update(skip_locked=True).order_by("run_after", "pk")[:BATCH])
    for job in jobs:
        hand_to_queue(job, at)
    return len(jobs)


def prune(at: datetime) -> None:
    """Remove jobs past their time with their files, tasks that are over, mail long closed, and slots long made up."""
    _prune_jobs(at)
    _prune_notices(at)
    _prune_stray_files(at)
    DBTaskResult.objects.exclude(status="READY").filter(started_at__lt=at - KEEP_TASKS).delete()
    Slot.objects.filter(slot_at__lt=at - KEEP_SLOTS).delete()
    Delivery.objects.filter(created_at__lt=at - KEEP_DELIVERIES).delete()


def _prune_jobs(at: datetime) -> None:
    is_expired = Q(expires_at__lte=at)
    is_old = Q(expires_at__isnull=True, finished_at__lte=at - KEEP_FINISHED_JOBS)
    for job in Job.objects.filter(is_expired | is_old).exclude(state=Job.State.RUNNING).order_by("pk"):
        if job.result:
            job.result.delete(save=False)  # first: a row without its file is pruned again, a file without row never
        job.delete()


def _prune_notices(at: datetime) -> None:
    """Remove mail that went out or was dropped long ago: its row still holds the address of who proved none."""
    stoppable = [kind.name for kind in NOTICES.values() if not kind.is_essential]
    for kinds, kept in ((Q(kind__in=stoppable), KEEP_STOPPABLE_MAIL), (~Q(kind__in=stoppable), KEEP_CLOSED_MAIL)):
        closed = Q(sent_at__lt=at - kept) | Q(dropped_at__lt=at - kept)
        Notice.objects.filter(kinds, closed).delete()


def _prune_stray_files(at: datetime) -> None:
    """Remove files that a killed worker wrote and no row came to name: they may hold what somebody exported."""
    storage = Job.result.field.storage
    if not storage.exists(RESULTS):
        return
    names = {f"{RESULTS}{name}" for name in storage.listdir(RESULTS)[1]}
    for name in names - set(Job.objects.filter(result__in=names).values_list("result", flat=True)):
        if storage.get_modified_time(name) < at - KEEP_STRAY_FILES:
            storage.delete(name)
