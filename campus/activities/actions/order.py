"""Keeping order: report something public, and decide about what was reported."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.activities.models import Series
from campus.activities.order import may_decide, may_see_subject
from campus.activities.queries.order import deciders_on, people_of
from campus.activities.subjects import Subject, is_shown, key_of, society_of, university_of
from campus.base import limits
from campus.base.errors import NotAllowed, not_here
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory.links import hiding_link, order_link
from campus.directory.models import Flag, Hiding, Society, University
from campus.outbox.actions import notify
from campus.people.audit import record
from campus.people.models import Person

Decision = Flag.Decision


@transaction.atomic
def report_page(
    *, by: Person | None, subject: Subject, reason: str, text: str, at: datetime, network: str = ""
) -> Flag:
    """Tell who keeps the university that something public should not be so; with or without an account.

    Whoever is signed in and reports the same thing again while it waits has reported it once. `network` is the
    address of the caller's network, by which reports of strangers are limited. NotFound for what is not public.
    """
    faults = Faults()
    if reason not in Flag.Reason.values:
        faults.add("reason", "unknown_reason", _("Choose what is the matter with it."))
    text = faults.text("text", text, limit=1000)
    if reason == Flag.Reason.OTHER and not text:
        faults.add("text", "missing", _("Say in a sentence what is the matter."))
    faults.refuse()
    subject = _current(subject)
    if not is_shown(subject):
        raise not_here()
    waiting = Flag.objects.filter(subject=key_of(subject), reporter=by, decision=Decision.WAITING)
    known = waiting.first() if by is not None else None
    if known is not None:
        return known
    limits.spend("report", f"person:{by.pk}" if by else network)
    university = university_of(subject)
    flag = Flag.objects.create(
        subject=key_of(subject),
        university=university,
        society=society_of(subject),
        reason=reason,
        text=text,
        reporter=by,
        at=at,
    )
    tell_deciders(subject, f"flag:{_first_waiting(subject)}", at=at)
    # Not among the society's own events, so that nobody there learns of it.
    record(verb="page_reported", object=key_of(subject), by=by, at=at, university=university.pk)
    return flag


@transaction.atomic
def keep_page(*, by: Person, subject: Subject, note: str, at: datetime) -> int:
    """Leave what was reported as it is; returns how many reports are decided by that. The society hears nothing."""
    faults = Faults()
    note = faults.text("note", note, limit=500)
    faults.refuse()
    subject = decidable(subject, by=by, at=at)
    decided = _decide(subject, Decision.KEPT, by=by, at=at, note=note)
    if decided:
        record(verb="page_kept", object=key_of(subject), by=by, at=at, university=university_of(subject).pk)
    return decided


@transaction.atomic
def hide_page(*, by: Person, subject: Subject, reason: str, at: datetime) -> Hiding:
    """Hide something from everybody but its people, who read the reason and may appeal once. Twice is once."""
    faults = Faults()
    reason = faults.text("reason", reason, limit=500, missing=_("Say why, so that its people can mend it."))
    faults.refuse()
    subject = decidable(subject, by=by, at=at)
    _decide(subject, Decision.HIDDEN, by=by, at=at, note=reason)
    if subject.hidden_at is not None:
        return Hiding.objects.get(subject=key_of(subject), lifted_at__isnull=True)
    set_hidden(subject, at, at=at)
    hiding = Hiding.objects.create(
        subject=key_of(subject),
        university=university_of(subject),
        society=society_of(subject),
        reason=reason,
        hidden_at=at,
        hidden_by=by,
    )
    record_hiding("page_hidden", hiding, by=by, at=at, reason=reason)
    tell_people("page_hidden", hiding, subject, at=at, reason=reason)
    return hiding


def decidable(subject: Subject, *, by: Person, at: datetime) -> Subject:
    """The subject as it is now, locked, when the person may decide about it."""
    subject = _current(subject)
    if not may_see_subject(by, subject, at):
        raise not_here()
    if not may_decide(by, subject, at):
        raise NotAllowed("not_deciding", _("Who keeps the university decides about this."))
    return subject


def set_hidden(subject: Subject, hidden_at: datetime | None, *, at: datetime) -> None:
    """Hide it or show it again; what feeds show of a series is something else then."""
    subject.hidden_at, fields = hidden_at, ["hidden_at"]
    if isinstance(subject, Series):
        subject.changed_at = at
        fields.append("changed_at")
    subject.save(update_fields=fields)


def record_hiding(verb: str, hiding: Hiding, *, by: Person, at: datetime, reason: str = "") -> None:
    """Write the AuditEvent of what happened to something hidden; its people see it in their record."""
    record(
        verb=verb,
        object=hiding.subject,
        by=by,
        at=at,
        university=hiding.university_id,
        society=hiding.society_id,
        reason=reason,
    )


def tell_people(kind: str, hiding: Hiding, subject: Subject, *, at: datetime, reason: str) -> None:
    """Mail those whose page it is: the officers in force of a society, the staff of a university."""
    for person in people_of(hiding, at):
        notify(
            kind=kind,
            subject_key=f"hiding:{hiding.pk}",
            person=person,
            at=at,
            context={"page": str(subject), "reason": reason, "link": hiding_link(hiding)},
        )


def tell_deciders(subject: Subject, subject_key: str, *, at: datetime) -> None:
    """Mail those who decide that something waits, once for each `subject_key`."""
    link = order_link(university_of(subject), is_itself=isinstance(subject, University))
    for person in deciders_on(subject, at):
        context = {"page": str(subject), "link": link}
        notify(kind="order_waits", subject_key=subject_key, person=person, at=at, context=context)


def _first_waiting(subject: Subject) -> int:
    """The number of the report since which it waits: later ones are no news."""
    return Flag.objects.filter(subject=key_of(subject), decision=Decision.WAITING).earliest("pk").pk


def _current(subject: Subject) -> Subject:
    """The row as it is now, locked, knowing the society and university it was found with."""
    now = locked(subject)
    if isinstance(now, Society):
        now.university = university_of(subject)
    elif isinstance(now, Series) and isinstance(subject, Series):
        now.society = subject.society
    return now


def _decide(subject: Subject, decision: Decision, *, by: Person, at: datetime, note: str) -> int:
    """Give every waiting report about it the same answer."""
    waiting = Flag.objects.filter(subject=key_of(subject), decision=Decision.WAITING)
    return waiting.update(decision=decision, decided_at=at, decided_by=by, note=note)
