"""Who blocks what: everything about registrations that waits for somebody, and for whom it waits."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext as _

from campus.base import clock
from campus.directory import rules
from campus.directory.links import manage_link, society_link
from campus.directory.models import Office, Society, University
from campus.directory.words import date_in_words
from campus.membership.links import registration_link, review_registration_link
from campus.membership.models import Registration
from campus.membership.renewals import Renewal, State, renewal_of, renewals_of
from campus.outbox.models import Notice
from campus.people.models import AuditEvent, Person

Role = Office.Role
Decision = Registration.Decision
REMINDER = "waiting_reminder"  # the kind of mail


class Kind(StrEnum):
    """What waits. The number of a line is that of the society, registration or office named here."""

    DECISION = "decision"  # a registration: its university decides
    CHANGES = "changes"  # a registration that was returned: its society changes it
    RENEWAL = "renewal"  # a society: its president hands it in
    OFFICES = "offices"  # a society: somebody is invited to an office that must be filled
    INVITATION = "invitation"  # an office: whoever was invited accepts


OBJECT = {Kind.DECISION: "registration", Kind.CHANGES: "registration", Kind.INVITATION: "office"}


@dataclass(frozen=True)
class Reminder:
    """When somebody was reminded of a line the last time, and who; nobody by name for an invitation."""

    at: datetime
    persons: tuple[Person, ...]

    def was_on(self, day: date, zone: str) -> bool:
        return clock.today(zone, self.at) == day


@dataclass(frozen=True)
class Line:
    """One thing that waits: since when (None: that is not known), and the persons who get a reminder."""

    kind: Kind
    number: int
    society: Society
    persons: tuple[Person, ...] = ()
    since: datetime | None = None
    renewal: Renewal | None = None
    registration: Registration | None = None
    office: Office | None = None
    roles: tuple[str, ...] = ()
    reminder: Reminder | None = None
    is_reminded_today: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.number}"

    @property
    def object(self) -> str:
        """As the record names it."""
        return f"{OBJECT.get(self.kind, 'society')}:{self.number}"

    @property
    def is_late(self) -> bool:
        return self.renewal is not None and self.renewal.is_not_renewed

    @property
    def may_be_reminded(self) -> bool:
        """Once a day; an invitation once more in all, since its address may be a stranger's."""
        if self.kind == Kind.INVITATION and self.office is not None:
            return self.office.reminded_at is None
        return bool(self.persons) and not self.is_reminded_today

    @property
    def what(self) -> str:
        """What waits, in the active language."""
        if self.kind == Kind.RENEWAL and self.renewal is not None and self.renewal.window is not None:
            said = {"window": self.renewal.window.name, "day": date_in_words(self.renewal.window.renew_to)}
            if self.is_late:
                return _("Not renewed for %(window)s; renewing closed on %(day)s.") % said
            return _("The renewal for %(window)s is to be handed in by %(day)s.") % said
        if self.kind == Kind.OFFICES:
            return _("Nobody is in office as: %(offices)s.") % {"offices": _roles_in_words(self.roles)}
        if self.kind == Kind.INVITATION and self.office is not None:
            return _("An invitation is open: %(office)s.") % {"office": self.office.get_role_display()}
        is_renewal = self.registration is not None and self.registration.kind == Registration.Kind.RENEWAL
        if self.kind == Kind.CHANGES:
            return _("The renewal was returned.") if is_renewal else _("The application was returned.")
        return _("The renewal was handed in.") if is_renewal else _("The application was handed in.")

    @property
    def waits_for(self) -> str:
        """For whom, in the active language: by office, not by name."""
        if self.kind == Kind.DECISION:
            return _("The university’s staff")
        if self.kind == Kind.INVITATION:
            return _("Whoever was invited")
        if self.registration is not None and self.registration.kind == Registration.Kind.NEW:
            return _("Who applied")
        if not self.persons:
            return _("Nobody leads the society")
        return _("Its president and secretary")

    @property
    def link(self) -> str:
        """Where whoever is waited for goes on."""
        if self.kind == Kind.DECISION and self.registration is not None:
            return review_registration_link(self.registration)
        if self.registration is not None and self.registration.kind == Registration.Kind.NEW:
            return society_link(self.society)
        return f"{manage_link(self.society)}offices/" if self.kind == Kind.OFFICES else registration_link(self.society)


def waiting_at(university: University, person: Person | None, at: datetime) -> list[Line]:
    """All that waits at a university, what staff can do first, for who keeps it; nothing for anybody else."""
    if not rules.may_keep(person, university, at):
        return []
    return _lines(university, renewals_of(university, at), at)


def waiting_in(society: Society, person: Person | None, at: datetime) -> list[Line]:
    """All that waits in one society, for its president, secretary or drafter and its university; nothing for others."""
    if not rules.may_edit(person, society, at) and not rules.may_keep(person, society.university, at):
        return []
    return _lines(society.university, [renewal_of(society, at)], at, society)


def not_renewed(university: University, person: Person | None, at: datetime) -> set[int]:
    """The numbers of the societies whose renewal window closed without approval, for who keeps the university."""
    if not rules.may_keep(person, university, at):
        return set()
    return {renewal.society.pk for renewal in renewals_of(university, at) if renewal.is_not_renewed}


def _lines(
    university: University, renewals: Iterable[Renewal], at: datetime, society: Society | None = None
) -> list[Line]:
    renewals = list(renewals)
    today = clock.today(university.zone, at)
    held = _offices(university, today, society)
    lines = [
        *_decisions(university, held, society),
        *_changes(university, renewals, held, society),
        *_due(renewals, held),
        *_unfilled(renewals, held),
        *_invitations(university, today, society),
    ]
    return _with_reminders(lines, university, today)


def _offices(university: University, today: date, society: Society | None) -> Mapping[int | None, list[Office]]:
    """Who is in office today, by number of the society; None: the staff of the university."""
    accepted = university.offices.filter(accepted_at__isnull=False, ended_at__isnull=True, starts_on__lte=today)
    accepted = accepted.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).select_related("person")
    if society is not None:
        accepted = accepted.filter(Q(society=society) | Q(society__isnull=True))
    held: dict[int | None, list[Office]] = defaultdict(list)
    for office in accepted:
        held[office.society_id].append(office)
    return held


def _persons(offices: Iterable[Office], *roles: str) -> tuple[Person, ...]:
    found = {office.person_id: office.person for office in offices if office.role in roles and office.person}
    return tuple(found.values())


def _keepers(held: Mapping[int | None, list[Office]], society: Society) -> tuple[Person, ...]:
    return _persons(held.get(society.pk, ()), Role.PRESIDENT, Role.SECRETARY)


def _registrations(university: University, society: Society | None) -> list[Registration]:
    rows = university.registrations.select_related("society__university", "university", "submitted_by", "window")
    return list(rows.filter(society=society) if society is not None else rows)


def _decisions(
    university: University, held: Mapping[int | None, list[Office]], society: Society | None
) -> Iterable[Line]:
    staff = _persons(held.get(None, ()), Role.STAFF)
    for row in _registrations(university, society):
        if row.decision == Decision.WAITING:
            yield Line(Kind.DECISION, row.pk, row.society, staff, since=row.submitted_at, registration=row)


def _changes(
    university: University,
    renewals: Iterable[Renewal],
    held: Mapping[int | None, list[Office]],
    society: Society | None,
) -> Iterable[Line]:
    latest = {
        row.society_id: row
        for row in _registrations(university, society)
        if row.society.status == Society.Status.RETURNED
    }
    for row in latest.values():
        yield Line(Kind.CHANGES, row.pk, row.society, (row.submitted_by,), since=row.decided_at, registration=row)
    for renewal in renewals:
        row_of = renewal.registration
        if renewal.state == State.RETURNED and row_of is not None:
            persons = _keepers(held, renewal.society)
            yield Line(
                Kind.CHANGES,
                row_of.pk,
                renewal.society,
                persons,
                since=row_of.decided_at,
                registration=row_of,
                renewal=renewal,
            )


def _due(renewals: Iterable[Renewal], held: Mapping[int | None, list[Office]]) -> Iterable[Line]:
    for renewal in renewals:
        if renewal.state in (State.DUE, State.MISSED):
            persons = _keepers(held, renewal.society)
            yield Line(Kind.RENEWAL, renewal.society.pk, renewal.society, persons, renewal=renewal)


def _unfilled(renewals: Iterable[Renewal], held: Mapping[int | None, list[Office]]) -> Iterable[Line]:
    for renewal in renewals:
        if renewal.window is None:
            continue
        society = renewal.society
        filled = {office.role for office in held.get(society.pk, ())}
        missing = tuple(role for role in renewal.window.roles if role not in filled)
        if missing and society.approved_at is not None:
            yield Line(Kind.OFFICES, society.pk, society, _keepers(held, society), roles=missing)


def _invitations(university: University, today: date, society: Society | None) -> Iterable[Line]:
    open_ = university.offices.filter(accepted_at__isnull=True, ended_at__isnull=True, society__isnull=False)
    open_ = open_.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).select_related("society__university")
    if society is not None:
        open_ = open_.filter(society=society)
    for office in open_:
        if office.society is not None:
            yield Line(Kind.INVITATION, office.pk, office.society, since=office.invited_at, office=office)


def _with_reminders(lines: list[Line], university: University, today: date) -> list[Line]:
    """The lines with the last reminder of each: three queries at most, however many they are."""
    events = AuditEvent.objects.filter(
        university_id=university.pk,
        verb__in=[f"{kind}_reminded" for kind in Kind],
        object__in={line.object for line in lines},
    )
    last = {(event.verb, event.object): event.at for event in events.order_by("at", "pk")} if lines else {}
    keys = {line.key: last.get((f"{line.kind}_reminded", line.object)) for line in lines}
    told = _told({subject_key(key, university.zone, at) for key, at in keys.items() if at is not None})
    found = []
    for line in lines:
        at = keys[line.key] or (line.office.reminded_at if line.office is not None else None)
        if at is None:
            found.append(line)
            continue
        reminder = Reminder(at, told.get(subject_key(line.key, university.zone, at), ()))
        is_today = reminder.was_on(today, university.zone)
        found.append(replace(line, reminder=reminder, is_reminded_today=is_today))
    return found


def subject_key(key: str, zone: str, at: datetime) -> str:
    """What a reminder is about, once a local day."""
    return f"{key}:{clock.today(zone, at).isoformat()}"


def _told(keys: set[str]) -> dict[str, tuple[Person, ...]]:
    """Who got the mails about these."""
    if not keys:
        return {}
    told: dict[str, tuple[Person, ...]] = defaultdict(tuple)
    for notice in Notice.objects.filter(kind=REMINDER, subject_key__in=keys).select_related("person").order_by("pk"):
        if notice.person is not None:
            told[notice.subject_key] += (notice.person,)
    return told


def _roles_in_words(roles: Iterable[str]) -> str:
    return ", ".join(str(Role(role).label) for role in roles)
