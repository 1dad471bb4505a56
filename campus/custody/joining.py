"""Two societies of one university become one: what the one did goes on as the other's. It cannot be undone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Model, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from campus.activities.models import (
    Activity,
    Code,
    CoHost,
    Follow,
    ObservanceChoice,
    ObservedOn,
    Occurrence,
    Series,
)
from campus.activities.queries.hosting import held_by
from campus.base import clock
from campus.base.errors import Conflict
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.base.text import name_key
from campus.checkin.models import Attendance, Credit, Letter, TermParticipation
from campus.checkin.recounting import lock_persons, recount
from campus.directory.actions.offices import end
from campus.directory.actions.permits import kept_society, kept_university
from campus.directory.actions.states import record_society
from campus.directory.links import society_link
from campus.directory.models import Flag, Handover, Hiding, Office, Society, SocietyAddress, StaleMark
from campus.directory.queries import officers_of
from campus.membership.models import Block, Membership, MergeOffer, OfficeRequest, Registration
from campus.outbox.actions import move_stops, notify
from campus.outbox.webhooks import end_all_of_society
from campus.people.models import Merge, Person

# What becomes of every row that points at a society. A test finds each such key of the program here.
FATE = {
    "Series.society": "moves",
    "Activity.society": "moves",
    "Occurrence.society": "moves",
    "Code.society": "moves",
    "ObservanceChoice.society": "moves",  # what the other chose stands
    "ObservedOn.society": "moves",  # what the other chose stands
    "Rsvp.society": "moves",
    "Follow.society": "moves",  # who followed both follows one
    "Attendance.society": "moves",
    "CoHost.society": "moves",
    "CoHost.guest": "moves",  # what the two held together is the one’s alone
    "Letter.society": "moves",
    "Credit.society": "moves",  # one that the other has for the same attendance goes
    "TermParticipation.society": "is counted anew",
    "Membership.society": "moves",  # who was a member of both is one since the earlier date
    "Block.society": "moves",
    "MergeOffer.society": "moves",
    "OfficeRequest.society": "moves",  # what waits is declined: there is nobody to lead any more
    "Handover.society": "moves",  # an open one is closed
    "StaleMark.society": "moves",
    "SocietyAddress.society": "moves",
    "Society.joined_into": "moves",
    "Flag.society": "moves",  # what is about the society itself stays
    "Hiding.society": "moves",
    "Webhook.society_id": "stays",  # ended: whoever set it up was told of that society, and of no other
    "Merge.society_id": "moves",
    "Office.society": "stays",  # ended: who led it, and when
    "Registration.society": "stays",  # what was applied for, under its name
    "Consent.society_id": "stays",  # agreed to with that society, and with no other
    "AuditEvent.society_id": "stays",
}
# Those that only change the number of their society.
PLAIN: tuple[type[Model], ...] = (
    Series,
    Activity,
    Occurrence,
    Code,
    Attendance,
    Letter,
    Handover,
    StaleMark,
    SocietyAddress,
)


@dataclass(frozen=True)
class JoinPreview:
    """What moves from one society to another: exact numbers, to be shown through campus.reports.disclosure."""

    series: int
    dates: int
    codes: int
    members: int
    participants: int
    visits: int
    officers: list[Office]


def preview_join(society: Society, at: datetime) -> JoinPreview:
    """What `join_societies` would move at the instant `at`."""
    standing = Credit.objects.filter(society=society, attendance__voided_at__isnull=True)
    persons = standing.filter(attendance__person__isnull=False).values("attendance__person").distinct()
    return JoinPreview(
        series=society.series.count(),
        dates=society.occurrences.filter(ends_at__gte=at, cancelled_at__isnull=True).count(),
        codes=Code.objects.filter(society=society, replaced_at__isnull=True).count(),
        members=society.memberships.filter(left_on__isnull=True).count(),
        participants=persons.count(),
        visits=standing.count(),
        officers=list(officers_of(society, at)),
    )


@transaction.atomic
def join_societies(
    *, by: Person, society: Society, into: Society, typed_name: str, reason: str, at: datetime
) -> Society:
    """Let `society` become one with `into`, for who keeps their university; returns `into`.

    Its series with their dates and codes, everybody who came, its members and blocks are those of `into` from now on;
    its offices end; its address leads there. `typed_name` is its name, typed by hand, since this cannot be undone.
    All officers of both get a mail with the reason. Raises Conflict for societies that are not ready for it.
    """
    kept_university(society.university, by=by, at=at)
    first, second = sorted((society, into), key=lambda each: each.pk)
    rows = {each.pk: kept_society(each, by=by, at=at) for each in (first, second)}
    society, into = rows[society.pk], rows[into.pk]
    _refuse(society, into)
    faults = Faults()
    if name_key(typed_name) != society.name_key:
        sentence = _("Write %(name)s here, letter by letter: this cannot be undone.")
        faults.add("typed_name", "other_name", sentence % {"name": society.name})
    reason = faults.text("reason", reason, limit=500, missing=_("Say why, so that both societies know."))
    faults.refuse()
    told = {office.person for each in (society, into) for office in officers_of(each, at) if office.person is not None}
    # First of all the dates, as every check-in does, so that none is counted for the old society after this.
    held = Occurrence.objects.select_for_update(no_key=True, of=("self",)).filter(held_by(society))
    list(held.order_by("pk").values_list("pk"))
    persons = _persons_of(society)
    lock_persons(persons)
    _move(society, into, by=by, at=at)
    recount(persons, (society, into))
    _close(society, into, by=by, at=at, reason=reason)
    for person in told:
        notify(
            kind="societies_joined",
            subject_key=f"society:{society.pk}",
            person=person,
            at=at,
            context={"society": society.name, "into": into.name, "reason": reason, "link": society_link(into)},
        )
    return into


def _refuse(society: Society, into: Society) -> None:
    if society.pk == into.pk or society.university_id != into.university_id:
        raise Conflict("same_society", _("Choose another society of the same university."))
    if society.joined_into_id is not None:
        raise Conflict("joined_already", _("%(society)s is part of another one already.") % {"society": society.name})
    if society.approved_at is None:
        raise Conflict("never_approved", _("A society that was never approved has nothing to bring along; remove it."))
    if into.status != Society.Status.APPROVED:
        raise Conflict("not_approved", _("%(society)s is not open at the moment.") % {"society": into.name})
    if society.registrations.filter(decision=Registration.Decision.WAITING).exists():
        sentence = _("A renewal of %(society)s waits for you. Decide that first.")
        raise Conflict("registration_waits", sentence % {"society": society.name})


def _persons_of(society: Society) -> set[int]:
    """Everybody who was ever credited to the society, rightly or no more."""
    credited = Credit.objects.filter(society=society, attendance__person__isnull=False)
    counted = TermParticipation.objects.filter(society=society)
    return {*credited.values_list("attendance__person", flat=True), *counted.values_list("person", flat=True)}


def _move(society: Society, into: Society, *, by: Person, at: datetime) -> None:
    Handover.objects.filter(society=society, closed_at__isnull=True).update(closed_at=at, closed_by=by)
    _part_imports(society, into)
    _show_as_changed(society, at)
    for model in PLAIN:
        model._default_manager.filter(society=society).update(society=into)
    _move_once(Credit, society, into, among=Q(), fields=("attendance",))
    _move_once(ObservanceChoice, society, into, among=Q(), fields=("observance",))
    _move_once(ObservedOn, society, into, among=Q(), fields=("observance", "official_date"))
    _move_once(Follow, society, into, among=Q(), fields=("person",))
    _move_once(MergeOffer, society, into, among=Q(), fields=("unproven", "proven"))
    _move_cohosts(society, into)
    move_stops(f"society:{society.pk}", f"society:{into.pk}")
    _move_memberships(society, into)
    _move_blocks(society, into, by=by, at=at)
    OfficeRequest.objects.filter(society=society, decision="").update(
        decision=OfficeRequest.Decision.DECLINED, decided_at=at, decided_by=by
    )
    OfficeRequest.objects.filter(society=society).update(society=into)
    for reported in (Flag, Hiding):
        own = reported._default_manager.filter(society=society)
        own.exclude(subject=f"society:{society.pk}").update(society=into)
    Society.objects.filter(joined_into=society).update(joined_into=into)
    Merge.objects.filter(society_id=society.pk).update(society_id=into.pk)


def _show_as_changed(society: Society, at: datetime) -> None:
    """Calendars that others read name the society of each date: they are to read them once more."""
    Series.objects.filter(society=society).update(changed_at=at)
    for model in (Activity, Occurrence):
        model._default_manager.filter(society=society).update(changed_at=at, sequence=F("sequence") + 1)


def _part_imports(society: Society, into: Society) -> None:
    """What both imported from one calendar is the other’s to import anew; what comes is an activity of its own."""
    both = Activity.objects.filter(society=into).exclude(imported_uid="").values("imported_uid")
    Activity.objects.filter(society=society, imported_uid__in=both).update(imported_uid="")


def _move_once(model: type[Model], society: Society, into: Society, *, among: Q, fields: tuple[str, ...]) -> None:
    """Move rows that a society has once for the same `fields`; what the other has too goes."""
    same: dict[str, Any] = {field: OuterRef(field) for field in fields}
    own = model._default_manager.filter(among, society=society)
    own.filter(Exists(model._default_manager.filter(among, society=into, **same))).delete()
    model._default_manager.filter(society=society).update(society=into)


def _move_cohosts(society: Society, into: Society) -> None:
    """Nobody holds something with themself, and of two that stand for one thing the one that was accepted first."""
    both = [society, into]
    CoHost.objects.filter(society__in=both, guest__in=both).delete()
    CoHost.objects.filter(society=society).update(society=into)
    standing = CoHost.objects.filter(guest__in=both, ended_at__isnull=True)
    kept: set[tuple[int | None, int | None]] = set()
    for row in standing.order_by(F("accepted_at").asc(nulls_last=True), "pk"):
        thing = (row.series_id, row.occurrence_id)
        if thing in kept:
            row.delete()
        kept.add(thing)
    CoHost.objects.filter(guest=society).update(guest=into)


def _move_memberships(society: Society, into: Society) -> None:
    """Who is a member of both is one since the earlier date."""
    standing = {row.person_id: row for row in Membership.objects.filter(society=into, left_on__isnull=True)}
    for double in Membership.objects.filter(society=society, left_on__isnull=True, person__in=standing):
        kept = standing[double.person_id]
        if double.joined_on < kept.joined_on:
            kept.joined_on, kept.joined_at = double.joined_on, double.joined_at
            kept.save(update_fields=["joined_on", "joined_at"])
        double.delete()
    Membership.objects.filter(society=society).update(society=into)


def _move_blocks(society: Society, into: Society, *, by: Person, at: datetime) -> None:
    """A block that stands in both stands once; the other stays as one that was lifted."""
    standing = Block.objects.filter(society=into, lifted_at__isnull=True).values("person")
    doubles = Block.objects.filter(society=society, lifted_at__isnull=True, person__in=standing)
    doubles.update(lifted_at=at, lifted_by=by)
    Block.objects.filter(society=society).update(society=into)


def _close(society: Society, into: Society, *, by: Person, at: datetime, reason: str) -> None:
    """Its offices and invitations end, and its page leads to the other one."""
    today = clock.today(society.university.zone, at)
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    for office in society.offices.filter(running, ended_at__isnull=True).order_by("pk"):
        end(locked(office), "office_ended" if office.accepted_at else "invitation_withdrawn", by=by, at=at)
    society.status, society.status_at = Society.Status.ARCHIVED, at
    society.status_by, society.status_reason = by, reason
    society.joined_into = into
    society.save()
    end_all_of_society(society.pk, because="archived", at=at)
    record_society("society_joined_into", society, by=by, at=at, reason=reason)
    record_society("society_took_in", into, by=by, at=at, reason=reason)
