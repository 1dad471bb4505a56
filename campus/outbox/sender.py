"""Sends the mail that is due, at least once.

A notice is claimed in a transaction of its own before the mail server is asked: no lock is held while that takes its
time, any number of senders share the work, and whatever happens in between only moves the next try.
"""

import logging
from datetime import datetime
from smtplib import SMTPException

from django.db import transaction
from django.db.models import QuerySet

from campus.outbox.kinds import NOTICES
from campus.outbox.mail import address_of, compose
from campus.outbox.models import Notice
from campus.outbox.tries import MAX_TRIES, wait_after
from campus.outbox.unsubscribe import is_stopped
from campus.people.queries import survivor_of

logger = logging.getLogger(__name__)


def send_next(at: datetime) -> bool:
    """Try the notice that has been due longest; False when none is due at the instant `at`."""
    return _try(_claim(Notice.objects.all(), at), at)


def send_now(*, kind: str, subject_key: str, at: datetime) -> bool:
    """Try this one notice at once, because somebody waits for it; the worker tries again when it fails.

    False when it is not due or somebody else is at it.
    """
    return _try(_claim(Notice.objects.filter(kind=kind, subject_key=subject_key), at), at)


def _try(notice: Notice | None, at: datetime) -> bool:
    if notice is None:
        return False
    reason = _reason_to_drop(notice, at)
    if reason:
        _drop(notice, at, reason)
    else:
        _send(notice, at)
    return True


@transaction.atomic
def _claim(notices: QuerySet[Notice], at: datetime) -> Notice | None:
    waiting = notices.filter(sent_at__isnull=True, dropped_at__isnull=True, send_after__lte=at)
    notice = waiting.select_for_update(skip_locked=True).order_by("send_after", "pk").first()
    if notice is not None:
        notice.attempts += 1
        notice.send_after = at + wait_after(min(notice.attempts, MAX_TRIES))
        notice.save(update_fields=["attempts", "send_after"])
    return notice


def _reason_to_drop(notice: Notice, at: datetime) -> str:
    """Why this mail must not go out, for whoever looks at the row later; "" when it may."""
    if notice.kind not in NOTICES:
        return "unknown kind"
    if notice.attempts > MAX_TRIES:
        return "the sender stopped in each try"
    if not address_of(notice):
        return "no proven address"
    if notice.person and not survivor_of(notice.person).is_active:
        return "person is gone"
    lapses_after = NOTICES[notice.kind].lapses_after
    if lapses_after and at > notice.created_at + lapses_after:
        return "lapsed"
    may_go = NOTICES[notice.kind].may_go
    if may_go and not may_go(notice):
        return "not wanted any more"
    return "stopped by the recipient" if is_stopped(notice) else ""


def _send(notice: Notice, at: datetime) -> None:
    try:
        compose(notice).send()
    except (SMTPException, OSError) as error:
        logger.warning("Notice %s was not sent in try %s", notice.pk, notice.attempts, exc_info=error)
        reason = type(error).__name__
        if notice.attempts >= MAX_TRIES:
            _drop(notice, at, reason)
        else:
            notice.outcome = reason
            notice.save(update_fields=["outcome"])
    else:
        _close(notice, outcome="sent", sent_at=at)


def _drop(notice: Notice, at: datetime, reason: str) -> None:
    logger.info("Notice %s was dropped: %s", notice.pk, reason)
    _close(notice, outcome=reason, dropped_at=at)


def _close(notice: Notice, **ending: str | datetime) -> None:
    """No more tries, and what the mail said is kept no longer than needed."""
    Notice.objects.filter(pk=notice.pk).update(context={}, **ending)
