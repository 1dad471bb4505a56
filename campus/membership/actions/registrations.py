"""A society applies to its university, which approves the application or returns it with a reason."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from campus.base import clock, limits
from campus.base.errors import Conflict, Invalid, NotAllowed, not_here
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.actions import appoint, move_society
from campus.directory.links import manage_link, society_link
from campus.directory.models import Office, Society, University
from campus.directory.words import date_in_words
from campus.membership.actions.renewals import approve_renewal, return_renewal
from campus.membership.announcing import announce
from campus.membership.answers import checked_questions, field_labels
from campus.membership.models import Registration, RegistrationWindow
from campus.membership.windows import is_always_open, next_for_new, window_for_new
from campus.outbox.actions import notify
from campus.people.models import Person
from campus.people.queries import survivor_of

Status = Society.Status
Decision = Registration.Decision
MESSAGE_LENGTH, REASON_LENGTH, FIELD_REASON_LENGTH = 2000, 500, 300


@transaction.atomic
def submit_registration(
    *, by: Person, society: Society, message: str, at: datetime, questions: Mapping[str, str] | None = None
) -> Registration:
    """Put a draft or a returned society before its university; while it waits, submitting again changes nothing.

    `questions` are the answers, by key, to what the university's window asks. Raises Conflict outside every window
    for new societies, where the university keeps windows; what was returned may come again after its window closed.
    """
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
    window = window_to_apply_in(society, at)
    faults = Faults()
    message = faults.text("message", message, limit=MESSAGE_LENGTH)
    answers = checked_questions(faults, window, questions or {})
    faults.refuse()
    refuse_other_address(by, society.university)
    limits.spend("registration", f"person:{by.pk}")
    registration = Registration.objects.create(
        university=society.university,
        society=society,
        window=window,
        answers={
            "name": society.name,
            "purpose": society.purpose,
            "first_time": society.first_time,
            "message": message,
            "questions": answers,
        },
        submitted_at=at,
        submitted_by=by,
    )
    move_society(society, Status.SUBMITTED, by=by, at=at)
    announce(registration, at)
    return registration


@transaction.atomic
def approve_registration(*, by: Person, registration: Registration, at: datetime) -> Registration:
    """Make a new society public and its submitter its president, from today on.

    Of a renewal: put what was proposed in the place of what is public. Raises Invalid for a name taken meanwhile.
    """
    registration = _waiting(registration, by=by, at=at)
    if registration.decision == Decision.APPROVED:
        return registration
    _refuse_decided(registration)
    _decide(registration, Decision.APPROVED, by=by, at=at)
    if registration.kind == Registration.Kind.RENEWAL:
        return approve_renewal(registration, by=by, at=at)
    society = move_society(registration.society, Status.APPROVED, by=by, at=at)
    submitter = survivor_of(registration.submitted_by)  # whoever was merged away holds no office
    appoint(
        person=submitter,
        role=Office.Role.PRESIDENT,
        university=society.university,
        society=society,
        by=by,
        at=at,
    )
    notify(
        kind="society_approved",
        subject_key=f"registration:{registration.pk}",
        person=submitter,
        at=at,
        context={"society": society.name, "link": manage_link(society)},
    )
    return registration


@transaction.atomic
def return_registration(
    *,
    by: Person,
    registration: Registration,
    reason: str,
    at: datetime,
    field_reasons: Mapping[str, str] | None = None,
) -> Registration:
    """Give the application or renewal back, with what is missing; it can be changed and submitted again.

    `field_reasons` say so of single answers, by their names in `campus.membership.answers.field_labels`.
    """
    faults = Faults()
    reason = faults.text(
        "reason", reason, limit=REASON_LENGTH, missing=_("Say what is missing, so that they can add it.")
    )
    said = _checked_field_reasons(faults, registration, field_reasons or {})
    faults.refuse()
    registration = _waiting(registration, by=by, at=at)
    if registration.decision == Decision.RETURNED:
        return registration
    _refuse_decided(registration)
    registration.field_reasons = said
    _decide(registration, Decision.RETURNED, by=by, at=at, reason=reason)
    if registration.kind == Registration.Kind.RENEWAL:
        return return_renewal(registration, by=by, at=at)
    society = move_society(registration.society, Status.RETURNED, by=by, at=at, reason=reason)
    notify(
        kind="society_returned",
        subject_key=f"registration:{registration.pk}",
        person=survivor_of(registration.submitted_by),
        at=at,
        context={"society": society.name, "reason": reason, "link": society_link(society)},
    )
    return registration


def window_to_apply_in(society: Society, at: datetime) -> RegistrationWindow | None:
    """The window in which a new society may apply now; None where registration is always open. Raises Conflict."""
    university = society.university
    today = clock.today(university.zone, at)
    window = window_for_new(university, today)
    if window is not None or is_always_open(university):
        return window
    returned = society.registrations.filter(decision=Decision.RETURNED).select_related("window").last()
    if returned is not None and society.status == Status.RETURNED:
        return returned.window
    coming = next_for_new(university, today)
    if coming is None:
        sentence = _("%(university)s takes no new societies at the moment, and has not said yet when it does again.")
        raise Conflict("window_closed", sentence % {"university": university.name})
    sentence = _("%(university)s takes new societies from %(first)s to %(last)s. What you wrote is kept until then.")
    said = {
        "university": university.name,
        "first": date_in_words(coming.new_from),
        "last": date_in_words(coming.new_to),
    }
    raise Conflict("window_closed", sentence % said)


def refuse_other_address(person: Person, university: University) -> None:
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


def _checked_field_reasons(faults: Faults, registration: Registration, given: Mapping[str, str]) -> dict[str, str]:
    """What is to be changed, by field; fields without a word are left out."""
    known = field_labels(registration)
    said = {}
    for name, text in given.items():
        if name not in known:
            faults.add("field_reasons", "unknown_field", _("There is no such answer in this registration."))
        elif cleaned := faults.text(f"why_{name}", text, limit=FIELD_REASON_LENGTH):
            said[name] = cleaned
    return said


def _waiting(registration: Registration, *, by: Person, at: datetime) -> Registration:
    """The registration, locked after its university and society, for whoever keeps the university."""
    locked(registration.university)  # a renewal may take a name, and names are taken per university
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
    announce(registration, at)
