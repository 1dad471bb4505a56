"""An approved society renews its registration for a year; what was approved last stays public meanwhile."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import clock, limits
from campus.base.errors import Conflict, NotAllowed, not_here
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.actions import checked_words, put_words
from campus.directory.models import Office, Society
from campus.directory.queries import officers_of
from campus.directory.words import date_in_words
from campus.membership.announcing import announce
from campus.membership.answers import approved_last, checked_questions
from campus.membership.links import registration_link
from campus.membership.models import Registration, RegistrationWindow
from campus.membership.renewals import Renewal, State, renewal_of, renewals_of
from campus.membership.requirements import asked_of, requirements_of, unmet
from campus.outbox.actions import notify
from campus.people.audit import record
from campus.people.models import Person
from campus.people.queries import survivor_of

KEEPERS = (Office.Role.PRESIDENT, Office.Role.SECRETARY)
CLOSES_SOON = timedelta(days=7)


@transaction.atomic
def renew_registration(
    *,
    by: Person,
    society: Society,
    name: str,
    purpose: str,
    first_time: str,
    message: str,
    at: datetime,
    questions: Mapping[str, str] | None = None,
) -> Registration:
    """Put the renewal of an approved society before its university, with what it wants to say of itself from then on.

    Nothing of it is public before it is approved. For its president and secretary, inside the window for renewals or
    after the university returned it. While it waits, submitting again changes nothing. Raises Conflict outside the
    window and for what the window asks and the society has not got today.
    """
    locked(society.university)  # names are taken per university
    society = locked(society)
    if not rules.may_see(by, society, at):
        raise not_here()
    if not rules.may(by, rules.Right.KEEP_SOCIETY, society, at):
        raise NotAllowed("not_officer", _("Only its president and secretary can renew its registration."))
    waiting = society.registrations.filter(decision=Registration.Decision.WAITING).first()
    if waiting is not None:
        return waiting
    renewal = renewal_of(society, at)
    window = _refuse_outside(renewal, at)
    faults = Faults()
    words = checked_words(faults, society, name=name, purpose=purpose, first_time=first_time)
    message = faults.text("message", message, limit=2000)
    answers = checked_questions(faults, window, questions or {})
    faults.refuse()
    _refuse_unmet(window, society, at)
    limits.spend("registration", f"person:{by.pk}")
    registration = Registration.objects.create(
        university=society.university,
        society=society,
        kind=Registration.Kind.RENEWAL,
        window=window,
        answers={**words, "message": message, "questions": answers, "asked": asked_of(window)},
        before=approved_last(society),
        submitted_at=at,
        submitted_by=by,
    )
    _record("renewal_submitted", registration, by=by, at=at)
    announce(registration, at)
    return registration


def approve_renewal(registration: Registration, *, by: Person, at: datetime) -> Registration:
    """Make public what was proposed, for a decision in the caller’s transaction; a closed society stays closed."""
    society, answers = registration.society, registration.answers
    put_words(society, **{name: answers[name] for name in ("name", "purpose", "first_time") if name in answers})
    _record("renewal_approved", registration, by=by, at=at)
    _tell(registration, "renewal_approved", at=at, window=registration.window.name if registration.window else "")
    return registration


def return_renewal(registration: Registration, *, by: Person, at: datetime) -> Registration:
    """Tell the society, for a decision in the caller's transaction; nothing that is public changes."""
    _record("renewal_returned", registration, by=by, at=at, reason=registration.reason)
    _tell(registration, "renewal_returned", at=at, reason=registration.reason)
    return registration


@transaction.atomic
def tell_of_renewals(at: datetime) -> None:
    """Periodic: mail president and secretary when their window opens, and when it closes within a week.

    Each mail goes to a person once for a window and society, so that it may be called as often as one likes.
    """
    days = (at - timedelta(days=1)).date(), (at + timedelta(days=1)).date()  # whatever the zone
    windows = RegistrationWindow.objects.filter(renew_from__lte=days[1], renew_to__gte=days[0])
    for window in windows.select_related("university").order_by("pk"):
        today = clock.today(window.university.zone, at)
        if not window.renew_from <= today <= window.renew_to:
            continue
        kind = "renewal_closes" if today >= window.renew_to - CLOSES_SOON else "renewal_opened"
        for renewal in renewals_of(window.university, at):
            if renewal.window == window and renewal.state == State.DUE:
                _tell_of(kind, window, renewal.society, at)


def keepers_of(society: Society, at: datetime) -> list[Person]:
    """Who may renew it today, each once."""
    held = officers_of(society, at).filter(role__in=KEEPERS)
    return list({office.person_id: office.person for office in held if office.person is not None}.values())


def _tell_of(kind: str, window: RegistrationWindow, society: Society, at: datetime) -> None:
    for person in keepers_of(society, at):
        notify(
            kind=kind,
            subject_key=f"window:{window.pk}:society:{society.pk}",
            person=person,
            at=at,
            context={
                "society": society.name,
                "window": window.name,
                "closes_on": window.renew_to,
                "link": registration_link(society),
            },
        )


def _tell(registration: Registration, kind: str, *, at: datetime, **more: str) -> None:
    """Mail who submitted it and who keeps the society today."""
    society = registration.society
    persons = {person.pk: person for person in (survivor_of(registration.submitted_by), *keepers_of(society, at))}
    for person in persons.values():
        notify(
            kind=kind,
            subject_key=f"registration:{registration.pk}",
            person=person,
            at=at,
            context={"society": society.name, "link": registration_link(society), **more},
        )


def _refuse_outside(renewal: Renewal, at: datetime) -> RegistrationWindow:
    """The window that the society renews in now. Raises Conflict with what to wait for."""
    society, university = renewal.society, renewal.society.university
    if society.approved_at is None:
        raise Conflict("never_approved", _("A society that was never approved applies; it does not renew."))
    if society.status == Society.Status.ARCHIVED:
        sentence = _("%(society)s has come to its end; its university can reopen it.")
        raise Conflict("society_closed", sentence % {"society": society.name})
    if renewal.window is not None and renewal.may_be_handed_in:
        return renewal.window
    if renewal.state == State.APPROVED and renewal.window is not None:
        sentence = _("%(society)s is registered for %(window)s already.")
        raise Conflict("renewed_already", sentence % {"society": society.name, "window": renewal.window.name})
    if renewal.state == State.MISSED and renewal.window is not None:
        sentence = _("Renewing closed on %(last)s. Write to %(university)s; its staff decide what happens now.")
        said = {"last": date_in_words(renewal.window.renew_to), "university": university.name}
        raise Conflict("window_closed", sentence % said)
    if renewal.coming is not None:
        sentence = _("%(university)s takes renewals from %(first)s to %(last)s.")
        first, last = date_in_words(renewal.coming.renew_from), date_in_words(renewal.coming.renew_to)
        raise Conflict("window_closed", sentence % {"university": university.name, "first": first, "last": last})
    raise Conflict("no_renewal", _("%(university)s asks for no renewal now.") % {"university": university.name})


def _refuse_unmet(window: RegistrationWindow, society: Society, at: datetime) -> None:
    missing = unmet(requirements_of(window, society, at))
    if missing:
        sentence = _("%(university)s asks for this first: %(what)s.")
        what = "; ".join(requirement.asked for requirement in missing)
        raise Conflict("not_met", sentence % {"university": society.university.name, "what": what})


def _record(verb: str, registration: Registration, *, by: Person, at: datetime, reason: str = "") -> None:
    record(
        verb=verb,
        object=f"registration:{registration.pk}",
        by=by,
        at=at,
        university=registration.university_id,
        society=registration.society_id,
        reason=reason,
    )
