"""One committee prepares to hand over to the next: begin that, change it, close it or call it off."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import clock
from campus.base.errors import Conflict, NotAllowed, not_here
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.actions.holders import refuse_held
from campus.directory.actions.offices import end, record_office, set_last_day
from campus.directory.models import Handover, Office, Society
from campus.directory.queries.handovers import next_committee, open_handover
from campus.directory.rules import Right
from campus.people.audit import record
from campus.people.models import Person

DAY = timedelta(days=1)
NOTES_LENGTH = 4000


@transaction.atomic
def begin_handover(
    *, by: Person, society: Society, takes_over_on: date, shadow_from: date, notes: str = "", at: datetime
) -> Handover:
    """Prepare the next committee’s first day, `takes_over_on`; whoever accepts looks on from `shadow_from`.

    Dates are local to the university. One at a time: while one is open, another is a Conflict.
    """
    society = society_to_hand_over(society, by=by, at=at)
    if open_handover(society) is not None:
        raise Conflict("handover_open", _("A hand-over is being prepared already. Close it first, or change its days."))
    handover = Handover(university=society.university, society=society, opened_at=at, opened_by=by)
    faults = Faults()
    _put_days(faults, handover, takes_over_on=takes_over_on, shadow_from=shadow_from, at=at)
    handover.notes = faults.text("notes", notes, limit=NOTES_LENGTH)
    faults.refuse()
    handover.save()
    record_handover("handover_begun", handover, by=by, at=at)
    return handover


@transaction.atomic
def change_handover(
    *,
    by: Person,
    handover: Handover,
    at: datetime,
    takes_over_on: date | None = None,
    shadow_from: date | None = None,
    notes: str | None = None,
) -> Handover:
    """Write its notes, as every officer may, or move its days; None leaves as it is.

    With the first day move the offices that begin on it, and those that end for it.
    """
    handover = open_one(handover, by=by, at=at)
    faults = Faults()
    if notes is not None:
        handover.notes = faults.text("notes", notes, limit=NOTES_LENGTH)
    former = handover.takes_over_on
    wanted = {"takes_over_on": takes_over_on or former, "shadow_from": shadow_from or handover.shadow_from}
    moves = wanted != {"takes_over_on": former, "shadow_from": handover.shadow_from}
    if moves:
        refuse_unless_appointing(handover.society, by=by, at=at)
        refuse_taken_over(handover, at)
        beginning, ending = list(next_committee(handover)), _ending_for(handover)
        _put_days(faults, handover, **wanted, at=at)
    faults.refuse()
    if moves:
        _move(handover, beginning, ending, later=handover.takes_over_on > former, by=by, at=at)
    handover.save()
    record_handover("handover_changed", handover, by=by, at=at)
    return handover


@transaction.atomic
def close_handover(*, by: Person, handover: Handover, at: datetime) -> Handover:
    """Close it once the next committee has taken over; before that day, call it off. Twice is once.

    Called off, invitations that wait are withdrawn, and whoever has no successor yet gets their last day back.
    """
    handover = _locked(handover, by=by, at=at)
    refuse_unless_appointing(handover.society, by=by, at=at)
    if handover.closed_at is not None:
        return handover
    taken_over = _today(handover.society, at) >= handover.takes_over_on
    if not taken_over:
        _give_back(handover, by=by, at=at)
    handover.closed_at = at
    handover.closed_by = by
    handover.save()
    record_handover("handover_closed" if taken_over else "handover_called_off", handover, by=by, at=at)
    return handover


def society_to_hand_over(society: Society, *, by: Person, at: datetime) -> Society:
    """The society, locked, for who may appoint its officers."""
    society = locked(society)
    if not rules.may(by, Right.TAKE_PAPERS, society, at):
        raise not_here()
    refuse_unless_appointing(society, by=by, at=at)
    return society


def open_one(handover: Handover, *, by: Person, at: datetime) -> Handover:
    """The hand-over, locked after its society, for who may prepare it. Conflict when it is closed."""
    handover = _locked(handover, by=by, at=at)
    if not rules.may_prepare_handover(by, handover.society, at):
        raise NotAllowed("looking_on", _("You look on until your office begins. Ask the officers of today."))
    if handover.closed_at is not None:
        raise Conflict("handover_closed", _("This hand-over is closed. Begin a new one."))
    return handover


def refuse_unless_appointing(society: Society, *, by: Person, at: datetime) -> None:
    if not rules.may(by, Right.APPOINT_OFFICERS, society, at):
        raise NotAllowed("not_appointing", _("Only who may appoint officers can do this."))


def refuse_taken_over(handover: Handover, at: datetime) -> None:
    if _today(handover.society, at) >= handover.takes_over_on:
        raise Conflict("taken_over", _("The day of taking over has come. Invite further officers under Offices."))


def record_handover(verb: str, handover: Handover, *, by: Person, at: datetime) -> None:
    """Write the AuditEvent of what happened to a hand-over."""
    record(
        verb=verb,
        object=f"handover:{handover.pk}",
        by=by,
        at=at,
        university=handover.university_id,
        society=handover.society_id,
    )


def _locked(handover: Handover, *, by: Person, at: datetime) -> Handover:
    society = locked(handover.society)
    if not rules.may(by, Right.TAKE_PAPERS, society, at):
        raise not_here()
    handover = locked(handover)
    handover.society = society
    return handover


def _today(society: Society, at: datetime) -> date:
    return clock.today(society.university.zone, at)


def _put_days(faults: Faults, handover: Handover, *, takes_over_on: date, shadow_from: date, at: datetime) -> None:
    handover.takes_over_on = faults.day("takes_over_on", takes_over_on)
    handover.shadow_from = faults.day("shadow_from", shadow_from)
    if takes_over_on <= _today(handover.society, at):
        faults.add("takes_over_on", "not_ahead", _("Choose a day that is still to come."))
    if shadow_from > takes_over_on:
        faults.add(
            "shadow_from", "shadow_after_start", _("Looking on comes before taking over: choose an earlier day.")
        )


def _ending_for(handover: Handover) -> list[Office]:
    """The offices of today whose last day it brought forward, and nobody changed since."""
    ending = handover.society.offices.filter(
        pk__in=handover.former_ends, ends_on=handover.takes_over_on - DAY, ended_at__isnull=True
    )
    return list(ending)


def _move(
    handover: Handover, beginning: list[Office], ending: list[Office], *, later: bool, by: Person, at: datetime
) -> None:
    """Put the offices around the new day, in the order in which no two overlap at any moment."""
    for step in (_begin, _end_before) if later else (_end_before, _begin):
        step(handover, beginning if step is _begin else ending, by=by, at=at)


def _begin(handover: Handover, offices: list[Office], *, by: Person, at: datetime) -> None:
    day, shadow = handover.takes_over_on, handover.shadow_from
    for office in offices:
        office.starts_on, office.shadow_from = day, shadow if shadow < day else None
        if office.ends_on is not None and office.ends_on < day:
            raise Conflict("ends_before_start", _("An office of the next committee would end before it begins."))
        refuse_held(office, at)
        office.save(update_fields=("starts_on", "shadow_from"))
        record_office("office_moved", office, by=by, at=at)


def _end_before(handover: Handover, offices: list[Office], *, by: Person, at: datetime) -> None:
    for office in offices:
        if office.starts_on >= handover.takes_over_on:
            raise Conflict("ends_before_start", _("An office of today would end before it begins."))
        set_last_day(office, handover.takes_over_on - DAY, by=by, at=at)


def _give_back(handover: Handover, *, by: Person, at: datetime) -> None:
    followed = set()
    for office in next_committee(handover):
        if office.accepted_at is None:
            end(office, "invitation_withdrawn", by=by, at=at)
        else:
            followed.add(office.role)
    for office in _ending_for(handover):
        if office.role not in followed:
            former = handover.former_ends[str(office.pk)]
            set_last_day(office, date.fromisoformat(former) if former else None, by=by, at=at)
