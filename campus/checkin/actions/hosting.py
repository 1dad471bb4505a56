"""Holding something together: accepted, declined, taken back or left; what is counted already follows."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.activities.actions.hosting import record_cohost, refuse_over, tell_officers
from campus.activities.models import CoHost, Occurrence, Series
from campus.activities.rules import refuse_unless_planning, refuse_unless_running
from campus.base.errors import Conflict, not_here
from campus.base.rows import locked
from campus.checkin.actions.crediting import settle_credits
from campus.directory.models import Society
from campus.directory.rules import Right, is_open, may
from campus.people.models import Person

SLACK = timedelta(minutes=5)  # between our clock and that of another process


@transaction.atomic
def accept_cohost(*, by: Person, cohost: CoHost, at: datetime) -> CoHost:
    """Hold it together from now on, as an officer of the society that was asked. Twice is once.

    Whoever was counted at a date that has not begun counts for both from now on. Raises Conflict for an invitation
    that was taken back or declined, and for what has begun or is over.
    """
    cohost, host, guest = _current(cohost, by, at)
    refuse_unless_running(by, guest, at)
    if cohost.ended_at is not None:
        raise Conflict("cohost_ended", _("This invitation was taken back or declined."))
    if cohost.accepted_at is not None:
        return cohost
    refuse_unless_planning(guest)
    if not is_open(host):
        raise Conflict("society_not_open", _("%(society)s is closed at the moment.") % {"society": host.name})
    refuse_over(_target(cohost), at)
    cohost.accepted_at, cohost.accepted_by = at, by
    cohost.save(update_fields=["accepted_at", "accepted_by"])
    _settle(cohost, at)
    record_cohost("cohost_accepted", cohost, of=guest, by=by, at=at)
    tell_officers(host, "cohost_accepted", cohost, at=at)
    return cohost


@transaction.atomic
def end_cohost(*, by: Person, cohost: CoHost, at: datetime) -> CoHost:
    """Decline it, take it back, or hold it together no longer: for officers of either society. Twice is once.

    Dates that have begun stay what they were.
    """
    cohost, host, guest = _current(cohost, by, at)
    mine = next((each for each in (host, guest) if may(by, Right.RUN_ACTIVITIES, each, at)), None)
    if mine is None:
        raise not_here()
    if cohost.ended_at is not None:
        return cohost
    was_accepted = cohost.accepted_at is not None
    cohost.ended_at, cohost.ended_by = at, by
    cohost.save(update_fields=["ended_at", "ended_by"])
    if was_accepted:
        _settle(cohost, at)
    _tell_of_end(cohost, mine, was_accepted, by=by, at=at)
    return cohost


def _current(cohost: CoHost, by: Person, at: datetime) -> tuple[CoHost, Society, Society]:
    """The row with its host and guest, all as they are now: locked, the societies first, in order of their numbers."""
    rows = {each.pk: locked(each) for each in sorted((cohost.society, cohost.guest), key=lambda each: each.pk)}
    now = locked(cohost)
    if {now.society_id, now.guest_id} != rows.keys():  # one of them became one with another at this moment
        raise Conflict("changed_meanwhile", _("Something changed at this very moment. Try again."))
    now.society, now.guest = rows[now.society_id], rows[now.guest_id]
    if not any(may(by, Right.RUN_ACTIVITIES, each, at) for each in (now.society, now.guest)):
        raise not_here()
    return now, now.society, now.guest


def _target(cohost: CoHost) -> Series | Occurrence:
    target = cohost.series or cohost.occurrence
    if target is None:  # the table forbids it
        raise not_here()
    return locked(target)


def _settle(cohost: CoHost, at: datetime) -> None:
    """Let calendars show it, and what is counted before the start of a date follow who holds it now."""
    mine = Q(pk=cohost.occurrence_id) if cohost.occurrence_id is not None else Q(series=cohost.series_id)
    coming = Occurrence.objects.filter(mine, starts_at__gt=at)
    # Each as a check-in holds it: nobody is counted by those who held it a moment ago.
    at_hand = coming.filter(Q(opens_at__lte=at + SLACK) | Q(pinned_at__isnull=False)).order_by("pk")
    rows = [locked(occurrence) for occurrence in at_hand]
    # All dates before the first person, as who answers one of them does.
    if cohost.series_id is not None:
        Series.objects.filter(pk=cohost.series_id).update(changed_at=at)
    coming.update(changed_at=at)
    settle_credits(rows)


def _tell_of_end(cohost: CoHost, mine: Society, was_accepted: bool, *, by: Person, at: datetime) -> None:
    """The other side hears of it; who was asked and says no answers, all else is an end."""
    is_guest = mine.pk == cohost.guest_id
    other = cohost.society if is_guest else cohost.guest
    if was_accepted:
        record_cohost("cohost_ended", cohost, of=mine, by=by, at=at)
        tell_officers(other, "cohost_ended", cohost, at=at)
    elif is_guest:
        record_cohost("cohost_declined", cohost, of=mine, by=by, at=at)
        tell_officers(other, "cohost_declined", cohost, at=at)
    else:
        record_cohost("cohost_taken_back", cohost, of=mine, by=by, at=at)
        tell_officers(other, "cohost_ended", cohost, at=at)
