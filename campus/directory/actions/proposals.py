"""Propose a university, approve or decline it, and become its first staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import limits
from campus.base.errors import Conflict, NotAllowed
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.base.text import name_key
from campus.directory import rules
from campus.directory.actions.entries import (
    checked_country,
    checked_domains,
    checked_evidence,
    checked_kind,
    name_taken,
    replace_domains,
    save_university,
)
from campus.directory.actions.offices import appoint
from campus.directory.actions.permits import proposal
from campus.directory.links import review_link, university_link
from campus.directory.models import Office, University
from campus.directory.names import checked_name, slug_of
from campus.outbox.actions import notify
from campus.people.audit import record
from campus.people.models import Person

Status = University.Status
# Pages of that name stand beside the universities' own.
RESERVED_SLUGS = frozenset({"audit", "offices", "propose", "reports", "universities"})


@transaction.atomic
def propose_university(
    *,
    by: Person,
    name: str,
    country: str,
    city: str,
    zone: str,
    kind: str,
    domains: Sequence[str],
    evidence_url: str,
    at: datetime,
) -> University:
    """Put a university before an operator or its country's coordinator; it stays unlisted until one approves it.

    A name that was declined may be proposed again, by anybody. Raises Invalid with the inputs that cannot be so.
    """
    if not by.is_proven:
        raise NotAllowed("sign_in_first", _("Sign in with an e-mail address of yours first, then propose it."))
    faults = Faults()
    entered: dict[str, Any] = {
        "name": checked_name(faults, "name", name, limit=160),
        "country": checked_country(faults, country),
        "city": faults.text("city", city, limit=80),
        "zone": faults.zone("zone", zone),
        "kind": checked_kind(faults, kind),
        "evidence_url": checked_evidence(faults, evidence_url),
    }
    checked = checked_domains(faults, domains)
    faults.refuse()
    university = _row_for(name=entered["name"])
    limits.spend("proposal", f"person:{by.pk}")
    for field, value in entered.items():
        setattr(university, field, value)
    university.proposed_by = by
    _decide(university, Status.PROPOSED, by=by, at=at)
    replace_domains(university, checked)
    record(verb="university_proposed", object=f"university:{university.pk}", by=by, at=at, university=university.pk)
    return university


@transaction.atomic
def approve_university(*, by: Person, university: University, at: datetime) -> University:
    """List a proposed university; its proposer becomes its staff at once with a proven address at its domain."""
    university = proposal(university, by=by, at=at)
    if university.status == Status.APPROVED:
        return university
    _decide(university, Status.APPROVED, by=by, at=at)
    record(verb="university_approved", object=f"university:{university.pk}", by=by, at=at, university=university.pk)
    claimed = university.proposed_by is not None and _claim(university, person=university.proposed_by, at=at)
    link = review_link(university) if claimed else university_link(university)
    _tell_proposer("university_approved", university, at=at, link=link)
    return university


@transaction.atomic
def decline_university(*, by: Person, university: University, reason: str, at: datetime) -> University:
    """Refuse a proposal, with the reason that its proposer reads."""
    faults = Faults()
    reason = faults.text("reason", reason, limit=500, missing=_("Say why, so that its proposer knows what to do."))
    faults.refuse()
    university = proposal(university, by=by, at=at)
    if university.status == Status.DECLINED:
        return university
    if university.status == Status.APPROVED:
        raise Conflict("already_approved", _("This university is approved already; it cannot be declined any more."))
    _decide(university, Status.DECLINED, by=by, at=at, reason=reason)
    record(
        verb="university_declined",
        object=f"university:{university.pk}",
        by=by,
        at=at,
        university=university.pk,
        reason=reason,
    )
    _tell_proposer("university_declined", university, at=at, reason=reason, link=university_link(university))
    return university


@transaction.atomic
def claim_university(*, person: Person, at: datetime) -> list[University]:
    """Make a proposer staff of what they proposed, after they proved an address at its domain.

    Returns what became theirs. Only a university that never had staff: whoever resigned or was dismissed does not
    come back by proving again.
    """
    proposed = University.objects.filter(proposed_by=person, status=Status.APPROVED)
    return [university for university in proposed if _claim(locked(university), person=person, at=at)]


def _row_for(*, name: str) -> University:
    """A new row for a name, or the declined one of that name."""
    known = University.objects.select_for_update().filter(name_key=name_key(name)).first()
    if known is None:
        return University(slug=slug_of(name, taken=_is_taken, fallback="university"))
    if known.status != Status.DECLINED:
        raise name_taken(name)
    return known


def _is_taken(slug: str) -> bool:
    return slug in RESERVED_SLUGS or University.objects.filter(slug=slug).exists()


def _decide(university: University, status: str, *, by: Person, at: datetime, reason: str = "") -> None:
    university.status = status
    university.status_at = at
    university.status_by = by
    university.status_reason = reason
    save_university(university)


def _claim(university: University, *, person: Person, at: datetime) -> bool:
    staffed = university.offices.filter(role=Office.Role.STAFF, accepted_at__isnull=False).exists()
    if staffed or not rules.at_domain(university, person.email):
        return False
    appoint(person=person, role=Office.Role.STAFF, university=university, by=None, at=at)
    return True


def _tell_proposer(kind: str, university: University, *, at: datetime, **context: str) -> None:
    """Mail the decision. A name declined once and proposed again is another decision, so the key has its moment."""
    if university.proposed_by is not None:
        notify(
            kind=kind,
            subject_key=f"university:{university.pk}:{at.isoformat(timespec='seconds')}",
            person=university.proposed_by,
            at=at,
            context={"university": university.name, **context},
        )
