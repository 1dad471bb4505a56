"""Invite somebody to an office by mail."""

import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from campus.base import clock, limits
from campus.base.errors import Conflict, Invalid, NotAllowed, not_here
from campus.base.faults import Faults
from campus.base.rows import alone, locked
from campus.directory import rules
from campus.directory.actions.holders import make_way, refuse_held
from campus.directory.actions.offices import end, record_office
from campus.directory.links import invitation_link, token_hash
from campus.directory.models import Office, Society, University
from campus.directory.words import ends_before_start, scope_name
from campus.outbox.actions import notify
from campus.people.models import Person
from campus.people.queries import owner_of

Role = Office.Role
SOCIETY_ROLES = frozenset({Role.PRESIDENT, Role.SECRETARY, Role.EVENTS, Role.TREASURER})
REMIND_AFTER = timedelta(days=7)
BEYOND = "offices beyond one university"  # what has no row to lock
STAFFED = frozenset({Society.Status.APPROVED, Society.Status.SUSPENDED})


@transaction.atomic
def invite_to_office(
    *,
    by: Person,
    role: str,
    address: str,
    starts_on: date,
    at: datetime,
    ends_on: date | None = None,
    country: str = "",
    university: University | None = None,
    society: Society | None = None,
    shadow_from: date | None = None,
    ends_holder: bool = False,
) -> Office:
    """Ask the owner of an address to take an office; `ends_on` is its last day, local to the university.

    The scope is `country`, `university` or `society`, as the role needs. The mail alone holds the token that accepts.
    Who accepts looks on from `shadow_from`, a day before the first one. Where one person holds the office at a time,
    `ends_holder` lets the present one end the day before; without it, overlapping days are a Conflict.
    """
    office = _vacancy(role=role, country=country, university=university, society=society)
    _may_fill(office, by=by, at=at)
    faults = Faults()
    office.invited_address = faults.address("address", address)
    office.starts_on = faults.day("starts_on", starts_on)
    office.ends_on = _checked_end(faults, office, starts_on, ends_on, at)
    office.shadow_from = _checked_shadow(faults, office, shadow_from)
    faults.refuse()
    if ends_holder:
        make_way(office, by=by, at=at)
    refuse_held(office, at)
    _refuse_second(office, at)
    limits.spend("invitation", f"society:{society.pk}" if society else f"person:{by.pk}")
    return _invite(office, by=by, at=at)


@transaction.atomic
def invite_first_operator(*, address: str, at: datetime, again: bool = False) -> Office:
    """Invite the operator of a fresh installation. Conflict when one is invited or in office, unless `again`.

    `again` withdraws what waits for the same address and sends a new link.
    """
    faults = Faults()
    address = faults.address("address", address)
    faults.refuse()
    alone(BEYOND)
    operators = Office.objects.filter(role=Role.OPERATOR, ended_at__isnull=True)
    if operators.exists() and not again:
        raise Conflict("operator_exists", _("This installation has its operator, or an invitation waits for one."))
    for waiting in operators.filter(invited_address=address, accepted_at__isnull=True):
        end(waiting, "invitation_withdrawn", by=None, at=at)
    office = Office(role=Role.OPERATOR, invited_address=address, starts_on=clock.today("UTC", at))
    return _invite(office, by=None, at=at)


@transaction.atomic
def remind_of_offices(at: datetime) -> None:
    """Periodic: mail each invitation that waited a week once more, with a new link."""
    waiting = Office.objects.filter(
        accepted_at__isnull=True, ended_at__isnull=True, reminded_at__isnull=True, invited_at__lte=at - REMIND_AFTER
    ).select_for_update(no_key=True)
    for office in waiting:
        if rules.is_open_invitation(office, at) and _is_in_order(office):
            remind_of_office(office, at=at)


def remind_of_office(office: Office, *, at: datetime) -> None:
    """Mail an open invitation once more, with a new link, in the caller’s transaction. Conflict for the second."""
    office = locked(office)
    if office.reminded_at is not None or not rules.is_open_invitation(office, at) or not _is_in_order(office):
        raise Conflict("reminded_already", _("An invitation is mailed once more and not again."))
    token = _give_token(office)
    office.reminded_at = at
    office.save()
    _mail("office_reminder", office, token=token, at=at)


def _vacancy(*, role: str, country: str, university: University | None, society: Society | None) -> Office:
    """The office in the scope its role needs; nobody else invites there until the transaction ends."""
    if role in SOCIETY_ROLES and society is not None:
        society = locked(society)
        return Office(role=role, society=society, university=society.university)
    if role == Role.STAFF and university is not None:
        return Office(role=role, university=locked(university))
    if role == Role.COORDINATOR and country in dict(countries):
        alone(BEYOND)
        return Office(role=role, country=country)
    if role == Role.OPERATOR:
        alone(BEYOND)
        return Office(role=role)
    sentence = _("Choose an office that exists here.")
    raise Invalid("unknown_role", sentence, fields={"role": sentence})


def _may_fill(office: Office, *, by: Person, at: datetime) -> None:
    society, university = office.society, office.university
    if society is not None and not rules.may_see(by, society, at):
        raise not_here()
    if society is None and university is not None and not rules.may_see_university(by, university, at):
        raise not_here()
    if not rules.may_appoint(by, office, at):
        raise NotAllowed("not_appointing", _("Only who may appoint to this office can invite to it."))
    if society is not None and society.status not in STAFFED:
        raise Conflict("society_not_approved", _("Officers can be invited once the society is approved."))
    if university is not None and university.status != University.Status.APPROVED:
        raise Conflict("university_not_approved", _("Staff can be invited once the university is approved."))
    if not _is_in_order(office):
        raise Conflict("hidden", _("It is hidden at the moment. It can invite again once it is shown."))


def _is_in_order(office: Office) -> bool:
    """Whether what the office is in may write to others: approved, not archived, and not hidden after a report."""
    if office.society is not None:
        return office.society.status in STAFFED and not rules.is_hidden(office.society)
    university = office.university
    return university is None or rules.is_public_university(university)


def _checked_end(faults: Faults, office: Office, starts_on: date, ends_on: date | None, at: datetime) -> date | None:
    if ends_on is None:
        return None
    faults.day("ends_on", ends_on)
    first = max(starts_on, clock.today(rules.office_zone(office), at))
    if ends_on < first:
        faults.add("ends_on", "ends_before_start", ends_before_start(first, ends_on))
    return ends_on


def _checked_shadow(faults: Faults, office: Office, shadow_from: date | None) -> date | None:
    if shadow_from is None:
        return None
    faults.day("shadow_from", shadow_from)
    if office.society is None:
        faults.add("shadow_from", "nothing_to_look_on", _("Only who is going to lead a society looks on before."))
    elif shadow_from >= office.starts_on:
        faults.add("shadow_from", "shadow_after_start", _("Choose a day before the office begins, or leave it empty."))
    return shadow_from


def _refuse_second(office: Office, at: datetime) -> None:
    """One invitation to an office waits per address, and nobody is invited to what they hold as long or longer."""
    same = Office.objects.filter(
        role=office.role,
        country=office.country,
        university=office.university,
        society=office.society,
        ended_at__isnull=True,
    )
    same = same.filter(Q(invited_address=office.invited_address) | Q(person__email=office.invited_address))
    for other in same:
        if rules.is_open_invitation(other, at):
            sentence = _("An invitation to this office waits for %(address)s already.")
            raise Conflict("already_invited", sentence % {"address": office.invited_address})
        if _covers(other, office):
            sentence = _("%(address)s holds this office already.")
            raise Conflict("already_in_office", sentence % {"address": office.invited_address})


def _covers(held: Office, wanted: Office) -> bool:
    begun = held.accepted_at is not None and held.starts_on <= wanted.starts_on
    return begun and (held.ends_on is None or (wanted.ends_on is not None and wanted.ends_on <= held.ends_on))


def _invite(office: Office, *, by: Person | None, at: datetime) -> Office:
    token = _give_token(office)
    office.invited_by = by
    office.invited_at = at
    office.save()
    record_office("office_invited", office, by=by, at=at)
    _mail("office_invitation", office, token=token, at=at)
    return office


def _give_token(office: Office) -> str:
    """A new token, of which the row keeps the hash; an older one opens nothing any more."""
    token = secrets.token_urlsafe(24)
    office.invitation_hash = token_hash(token)
    return token


def _mail(kind: str, office: Office, *, token: str, at: datetime) -> None:
    """Mail the link: to the person who proved the address, in their language, or to the bare address."""
    address = office.invited_address
    owner = owner_of(address)
    language = owner.language if owner and owner.language else settings.LANGUAGE_CODE
    with translation.override(language):
        role, scope = office.get_role_display(), scope_name(office)
    notify(
        kind=kind,
        subject_key=f"office:{office.pk}",
        person=owner,
        address="" if owner else address,
        at=at,
        context={
            "role": role,
            "scope": scope,
            "inviter": office.invited_by.name if office.invited_by else "",
            "link": invitation_link(token),
            "ends_on": office.ends_on,
        },
        language=language,
    )
