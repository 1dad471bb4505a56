"""A society applies to its university, which approves the application or returns it with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from campus.base import limits
from campus.base.errors import Conflict, Invalid, NotAllowed, not_here
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.actions import appoint, move_society
from campus.directory.links import manage_link, society_link
from campus.directory.models import Office, Society, University
from campus.membership.models import Registration
from campus.outbox.actions import notify
from campus.people.models import Person

Status = Society.Status
Decision = Registration.Decision


@transaction.atomic
def submit_registration(*, by: Person, society: Society, message: str, at: datetime) -> Registration:
    """Put a draft or a returned society before its university; while it waits, submitting again changes nothing."""
    society = locked(society)
    if not rules.may_see(by, society, at):
        raise not_here()
    if not rules.may_edit(by, society, at):
        raise NotAllowed("not_officer", _("Only who drafted the society can register it."))
    waiting = society.registrations.filter(decision=Decision.WAITING).first()
    if waiting is not None:
        return waiting
    if society.status not in (Status.DRAFT, Status.RETURNED):
        raise Conflict("registered_already", _("%(society)s is registered already.") % {"society": society.name})
    faults = Faults()
    message = faults.text("message", message, limit=2000)
    faults.refuse()
    _refuse_other_address(by, society.university)
    limits.spend("registration", f"person:{by.pk}")
    registration = Registration.objects.create(
        university=society.university,
        society=society,
        answers={"name": society.name, "purpose": society.purpose, "message": message},
        submitted_at=at,
        submitted_by=by,
    )
    move_society(society, Status.SUBMITTED, by=by, at=at)
    return registration


@transaction.atomic
def approve_registration(*, by: Person, registration: Registration, at: datetime) -> Registration:
    """Make the society public and its submitter its president, from today on."""
    registration = _waiting(registration, by=by, at=at)
    if registration.decision == Decision.APPROVED:
        return registration
    _refuse_decided(registration)
    _decide(registration, Decision.APPROVED, by=by, at=at)
    society = move_society(registration.society, Status.APPROVED, by=by, at=at)
    appoint(
        person=registration.submitted_by,
        role=Office.Role.PRESIDENT,
        university=society.university,
        society=society,
        by=by,
        at=at,
    )
    notify(
        kind="society_approved",
        subject_key=f"registration:{registration.pk}",
        person=registration.submitted_by,
        at=at,
        context={"society": society.name, "link": manage_link(society)},
    )
    return registration


@transaction.atomic
def return_registration(*, by: Person, registration: Registration, reason: str, at: datetime) -> Registration:
    """Give the application back, with what is missing; the society can be changed and submitted again."""
    faults = Faults()
    reason = faults.text("reason", reason, limit=500, missing=_("Say what is missing, so that they can add it."))
    faults.refuse()
    registration = _waiting(registration, by=by, at=at)
    if registration.decision == Decision.RETURNED:
        return registration
    _refuse_decided(registration)
    _decide(registration, Decision.RETURNED, by=by, at=at, reason=reason)
    society = move_society(registration.society, Status.RETURNED, by=by, at=at, reason=reason)
    notify(
        kind="society_returned",
        subject_key=f"registration:{registration.pk}",
        person=registration.submitted_by,
        at=at,
        context={"society": society.name, "reason": reason, "link": society_link(society)},
    )
    return registration


def _refuse_other_address(person: Person, university: University) -> None:
    """Where the university asks for it, registering takes a proven address at one of its domains."""
    if not university.requires_domain or rules.at_domain(university, person.email):
        return
    domains = [row.domain for row in university.domains.all()]
    raise Invalid(
        "other_domain",
        ngettext(
            "%(university)s takes registrations from addresses at %(domains)s. Sign in with yours from there.",
            "%(university)s takes registrations from addresses at one of %(domains)s. Sign in with yours from there.",
            len(domains),
        )
        % {"university": university.name, "domains": ", ".join(domains)},
    )


def _waiting(registration: Registration, *, by: Person, at: datetime) -> Registration:
    """The registration, locked after its society, for whoever keeps the university."""
    society = locked(registration.society)
    if not rules.may_see(by, society, at):
        raise not_here()
    if not rules.may_keep(by, society.university, at):
        raise NotAllowed("not_staff", _("Only the university’s own staff can decide about a registration."))
    registration = locked(registration)
    registration.society = society
    return registration


def _refuse_decided(registration: Registration) -> None:
    if registration.decision != Decision.WAITING:
        raise Conflict("decided_already", _("This registration was decided already. Look at the newest one."))


def _decide(registration: Registration, decision: Decision, *, by: Person, at: datetime, reason: str = "") -> None:
    registration.decision = decision
    registration.decided_by = by
    registration.decided_at = at
    registration.reason = reason
    registration.save()
