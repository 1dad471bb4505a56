"""A member asks for a society that nobody leads any more; whoever keeps the university gives it or declines."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from campus.base import limits
from campus.base.errors import Conflict, NotAllowed, not_here
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.actions import appoint
from campus.directory.links import manage_link, office_requests_link, society_link
from campus.directory.models import Office, Society
from campus.directory.queries import is_led, keepers_of
from campus.membership.models import OfficeRequest
from campus.membership.queries import is_member
from campus.outbox.actions import notify
from campus.people.audit import record
from campus.people.models import Person

Decision = OfficeRequest.Decision


@transaction.atomic
def ask_for_office(*, by: Person, society: Society, message: str, at: datetime) -> OfficeRequest:
    """Ask to lead a society in which nobody holds an office; while one’s request waits, it stays the one that it is.

    The university sees the name and reads the message.
    """
    society = locked(society)
    if not rules.may_see(by, society, at):
        raise not_here()
    if not is_member(by, society):
        raise NotAllowed("not_a_member", _("Only members can ask for this society. Join it first."))
    waiting = society.office_requests.filter(person=by, decision=Decision.WAITING).first()
    if waiting is not None:
        return waiting
    if society.status != Society.Status.APPROVED:
        raise Conflict("society_not_open", _("%(society)s is closed at the moment.") % {"society": society.name})
    _refuse_led(society, at)
    faults = Faults()
    missing = _("Write a sentence or two to your university: who you are and what you would do first.")
    message = faults.text("message", message, limit=1000, missing=missing)
    faults.refuse()
    limits.spend("registration", f"person:{by.pk}")
    request = OfficeRequest.objects.create(
        university=society.university, society=society, person=by, message=message, at=at
    )
    _record("office_asked_for", request, by=by, at=at)
    _tell_keepers(request, at)
    return request


@transaction.atomic
def give_office(*, by: Person, request: OfficeRequest, at: datetime) -> OfficeRequest:
    """Make whoever asked the president from today on; they asked, so it is accepted. Other requests are declined."""
    request = _decidable(request, by=by, at=at)
    if request.decision == Decision.GIVEN:
        return request
    _refuse_decided(request)
    society = request.society
    _refuse_led(society, at)
    _decide(request, Decision.GIVEN, by=by, at=at)
    role = Office.Role.PRESIDENT
    appoint(person=request.person, role=role, university=society.university, society=society, by=by, at=at)
    _answer("office_given_to_you", request, at, link=manage_link(society))
    for other in society.office_requests.filter(decision=Decision.WAITING).select_related("person"):
        other.society = society
        with override(other.person.language or None):
            reason = gettext("Somebody else leads the society now. Offer your help.")
        _decline(other, reason, by=by, at=at)
    return request


@transaction.atomic
def decline_office_request(*, by: Person, request: OfficeRequest, reason: str, at: datetime) -> OfficeRequest:
    """Say no, with why."""
    faults = Faults()
    reason = faults.text("reason", reason, limit=500, missing=_("Say why, so that they know what to do."))
    faults.refuse()
    request = _decidable(request, by=by, at=at)
    if request.decision == Decision.DECLINED:
        return request
    _refuse_decided(request)
    return _decline(request, reason, by=by, at=at)


def _decidable(request: OfficeRequest, *, by: Person, at: datetime) -> OfficeRequest:
    """The request, locked after its society, for whoever keeps the university."""
    society = locked(request.society)
    if not rules.may_see(by, society, at):
        raise not_here()
    if not rules.may_keep(by, society.university, at):
        raise NotAllowed("not_staff", _("Only the university’s own staff can decide who leads a society."))
    request = locked(request)
    request.society = society
    return request


def _refuse_decided(request: OfficeRequest) -> None:
    if request.decision != Decision.WAITING:
        raise Conflict("decided_already", _("This request was decided already."))


def _refuse_led(society: Society, at: datetime) -> None:
    if is_led(society, at):
        raise Conflict(
            "society_led", _("Somebody leads %(society)s. Talk to its officers.") % {"society": society.name}
        )


def _decline(request: OfficeRequest, reason: str, *, by: Person, at: datetime) -> OfficeRequest:
    _decide(request, Decision.DECLINED, by=by, at=at, reason=reason)
    _record("office_request_declined", request, by=by, at=at)
    _answer("office_request_declined", request, at, reason=reason, link=society_link(request.society))
    return request


def _decide(request: OfficeRequest, decision: Decision, *, by: Person, at: datetime, reason: str = "") -> None:
    request.decision, request.reason = decision, reason
    request.decided_by, request.decided_at = by, at
    request.save()


def _tell_keepers(request: OfficeRequest, at: datetime) -> None:
    society = request.society
    for person in keepers_of(society.university, at):
        context = {"society": society.name, "link": office_requests_link(society.university)}
        notify(
            kind="office_asked_for", subject_key=f"office_request:{request.pk}", person=person, context=context, at=at
        )


def _answer(kind: str, request: OfficeRequest, at: datetime, **context: str) -> None:
    """Mail whoever asked, if they have not been erased meanwhile."""
    if request.person.is_proven:
        context["society"] = request.society.name
        key = f"office_request:{request.pk}"
        notify(kind=kind, subject_key=key, person=request.person, context=context, at=at)


def _record(verb: str, request: OfficeRequest, *, by: Person, at: datetime) -> None:
    record(
        verb=verb,
        object=f"office_request:{request.pk}",
        by=by,
        at=at,
        university=request.university_id,
        society=request.society_id,
    )
