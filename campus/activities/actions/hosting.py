"""Asking another society to hold a series, or one date, together. What follows an answer: campus.checkin."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campus.activities.models import CoHost, Occurrence, Series
from campus.activities.rules import is_public_series, refuse_ended, refuse_unless_planning, refuse_unless_running
from campus.base.errors import Conflict, TooMany, not_here
from campus.base.rows import locked
from campus.directory.links import manage_link
from campus.directory.models import Society
from campus.directory.queries import officers_of
from campus.directory.rules import SOCIETY_RIGHTS, Right, is_open
from campus.outbox.actions import notify
from campus.people.audit import record
from campus.people.models import Person

MOST_AT_ONCE = 10  # societies that are asked for, or hold, one thing with its host
A_WEEK = timedelta(days=7)
MOST_IN_A_WEEK = 20  # invitations of one society
ONCE_MORE_AFTER = timedelta(days=30)
MOST_OF_ONE = 2  # times that one society is asked about one thing in ONCE_MORE_AFTER


@transaction.atomic
def invite_cohost(*, by: Person, target: Series | Occurrence, guest: Society, at: datetime) -> CoHost:
    """Ask an approved society, of this university or another, to hold a series or one date with its host.

    Its officers get a mail. Asked twice it is asked once. Raises Conflict for what is over or no society that could,
    and TooMany at one of the limits.
    """
    host, guest = _both(target.society, guest)
    refuse_unless_running(by, host, at)
    refuse_unless_planning(host)
    target = locked(target)
    refuse_over(target, at)
    standing = _of(target).filter(guest=guest, ended_at__isnull=True).first()
    if standing is not None:
        return standing
    _refuse_guest(host, guest)
    _refuse_too_many(host, target, guest, at)
    try:
        with transaction.atomic():
            made = CoHost.objects.create(
                university_id=host.university_id,
                society=host,
                guest=guest,
                invited_at=at,
                invited_by=by,
                **_where(target),
            )
    except IntegrityError:  # the last defence; both societies are locked
        raise Conflict("changed_meanwhile", _("Something changed at this very moment. Try again.")) from None
    record_cohost("cohost_invited", made, of=host, by=by, at=at)
    tell_officers(guest, "cohost_invited", made, at=at)
    return made


def tell_officers(society: Society, kind: str, cohost: CoHost, *, at: datetime) -> None:
    """Leave a mail to everybody who may plan in `society`: what the other society asks, answers or ends."""
    other = cohost.society if society.pk == cohost.guest_id else cohost.guest
    told = officers_of(society, at).filter(role__in=SOCIETY_RIGHTS[Right.RUN_ACTIVITIES], person__isnull=False)
    for office in told:
        notify(
            kind=kind,
            subject_key=f"cohost:{cohost.pk}",
            person=office.person,
            at=at,
            context={
                "society": other.name,
                "activity": named(cohost),
                "link": f"{manage_link(society)}together/",
            },
        )


def named(cohost: CoHost) -> str:
    """What it is about, by name."""
    return cohost.series.name if cohost.series else str(cohost.occurrence)


def record_cohost(verb: str, cohost: CoHost, *, of: Society, by: Person, at: datetime) -> None:
    """Write it down in the record of the society whose officer did it."""
    record(verb=verb, object=f"cohost:{cohost.pk}", by=by, at=at, university=of.university_id, society=of.pk)


def _both(host: Society, guest: Society) -> tuple[Society, Society]:
    """Both societies, locked in the order of their numbers."""
    rows = {pk: locked(each) for pk, each in sorted({host.pk: host, guest.pk: guest}.items())}
    return rows[host.pk], rows[guest.pk]


def refuse_over(target: Series | Occurrence, at: datetime) -> None:
    """Raise Conflict for a series that ended, and a date that has begun or is cancelled: nobody is asked to hold it."""
    if isinstance(target, Series):
        refuse_ended(target)
    elif target.is_cancelled:
        raise Conflict("occurrence_cancelled", _("This date is cancelled."))
    elif target.starts_at <= at:
        raise Conflict("occurrence_begun", _("This date has begun. Who holds it stays as it is."))


def _refuse_guest(host: Society, guest: Society) -> None:
    if host.pk == guest.pk:
        raise Conflict("same_society", _("Choose another society."))
    if guest.status != Society.Status.APPROVED or not is_open(guest):
        raise not_here()


def _refuse_too_many(host: Society, target: Series | Occurrence, guest: Society, at: datetime) -> None:
    if not is_public_series(target if isinstance(target, Series) else target.series):
        raise Conflict("hidden", _("This activity is not shown at the moment, so nobody can be asked to join in."))
    if _of(target).filter(ended_at__isnull=True).count() >= MOST_AT_ONCE:
        raise Conflict("too_many_cohosts", _("Ten societies are asked already. Take one back first."))
    if _of(target).filter(guest=guest, invited_at__gt=at - ONCE_MORE_AFTER).count() >= MOST_OF_ONE:
        sentence = _("%(society)s was asked about this twice in 30 days. Talk to them first.")
        raise TooMany("asked_often", sentence % {"society": guest.name}, retry_after=ONCE_MORE_AFTER)
    if CoHost.objects.filter(society=host, invited_at__gt=at - A_WEEK).count() >= MOST_IN_A_WEEK:
        sentence = _("Your society sent %(most)d invitations in a week. Wait for the answers.")
        raise TooMany("too_many", sentence % {"most": MOST_IN_A_WEEK}, retry_after=A_WEEK)


def _of(target: Series | Occurrence) -> "QuerySet[CoHost]":
    return CoHost.objects.filter(**_where(target))


def _where(target: Series | Occurrence) -> dict[str, Any]:
    return {"series": target} if isinstance(target, Series) else {"occurrence": target}
