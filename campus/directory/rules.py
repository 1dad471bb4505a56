"""Who may what: the one table of rights, and the question that every action asks."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from campus.base import clock
from campus.base.text import address_domain
from campus.directory.models import Office, Society, University
from campus.people.models import Person

Role = Office.Role


class Right(StrEnum):
    """A line of the table in docs/map.md."""

    APPROVE_UNIVERSITY = "approve_university"
    KEEP_UNIVERSITY = "keep_university"
    APPOINT_OFFICERS = "appoint_officers"
    KEEP_SOCIETY = "keep_society"
    RUN_ACTIVITIES = "run_activities"
    SEE_NAMES = "see_names"
    TAKE_PAPERS = "take_papers"


SOCIETY_RIGHTS: dict[Right, frozenset[str]] = {
    Right.APPOINT_OFFICERS: frozenset({Role.PRESIDENT, Role.SECRETARY}),
    Right.KEEP_SOCIETY: frozenset({Role.PRESIDENT, Role.SECRETARY}),
    Right.RUN_ACTIVITIES: frozenset({Role.PRESIDENT, Role.SECRETARY, Role.EVENTS}),
    Right.SEE_NAMES: frozenset({Role.PRESIDENT, Role.SECRETARY, Role.EVENTS}),
    Right.TAKE_PAPERS: frozenset({Role.PRESIDENT, Role.SECRETARY, Role.EVENTS, Role.TREASURER}),
}
# Offices that reach beyond one society: they sleep until signing in takes their holder a second factor.
SECOND_FACTOR_ROLES = frozenset({Role.OPERATOR, Role.COORDINATOR, Role.STAFF})
# Offices in a society that one person holds at a time; of events officers there may be several.
SINGLE_HOLDER_ROLES = frozenset({Role.PRESIDENT, Role.SECRETARY, Role.TREASURER})
SHADOW_RIGHTS = frozenset({Right.TAKE_PAPERS})
UNAPPROVED = frozenset({Society.Status.DRAFT, Society.Status.SUBMITTED, Society.Status.RETURNED})
CLOSED = frozenset({Society.Status.SUSPENDED, Society.Status.ARCHIVED})
STAFF_RIGHTS = frozenset({Right.KEEP_UNIVERSITY, Right.APPOINT_OFFICERS, Right.TAKE_PAPERS})


def in_force(office: Office, on: date) -> bool:
    """Accepted, begun, not over: `on` is the local date in the office's zone."""
    return (
        office.accepted_at is not None
        and office.ended_at is None
        and office.starts_on <= on
        and (office.ends_on is None or on <= office.ends_on)
    )


def is_shadowing(office: Office, on: date) -> bool:
    """Accepted and to begin: until then its holder looks on, and changes nothing. `on` is local to the office."""
    is_taken = office.accepted_at is not None and office.ended_at is None
    return is_taken and office.shadow_from is not None and office.shadow_from <= on < office.starts_on


def office_zone(office: Office) -> str:
    """The zone whose date decides whether the office is in force."""
    return office.university.zone if office.university else "UTC"


def offices_in_force(person: Person | None, at: datetime | None = None) -> list[Office]:
    """The offices a person holds and may use at the instant `at` (now by default); none for nobody."""
    return [office for office in offices_held(person, at) if not sleeps(office, person)]


def offices_held(person: Person | None, at: datetime | None = None) -> list[Office]:
    """The offices a person holds at the instant `at`, those that sleep for want of a second factor among them."""
    if person is None or not person.is_authenticated:
        return []
    held = Office.objects.filter(person=person, accepted_at__isnull=False, ended_at__isnull=True)
    return [
        office
        for office in held.select_related("university", "society")
        if in_force(office, clock.today(office_zone(office), at))
    ]


def offices_shadowed(person: Person | None, at: datetime | None = None) -> list[Office]:
    """The offices in societies that the person is going to hold and looks on at already."""
    if person is None or not person.is_authenticated:
        return []
    waiting = Office.objects.filter(
        person=person,
        accepted_at__isnull=False,
        ended_at__isnull=True,
        shadow_from__isnull=False,
        society__isnull=False,
    )
    return [
        office
        for office in waiting.select_related("university", "society")
        if is_shadowing(office, clock.today(office_zone(office), at))
    ]


def sleeps(office: Office, holder: Person | None) -> bool:
    """Whether the office gives no right yet, because signing in does not take its holder a second factor."""
    return office.role in SECOND_FACTOR_ROLES and (holder is None or holder.second_factor_at is None)


def is_operator(person: Person | None, at: datetime | None = None) -> bool:
    return any(office.role == Role.OPERATOR for office in offices_in_force(person, at))


def is_claimed(university: University, at: datetime | None = None) -> bool:
    """Whether the university has staff of its own in force."""
    on = clock.today(university.zone, at)
    return any(in_force(office, on) for office in university.offices.filter(role=Role.STAFF))


def may_approve(person: Person | None, university: University, at: datetime | None = None) -> bool:
    """Operators anywhere, coordinators in their own country."""
    return any(
        office.role == Role.OPERATOR or (office.role == Role.COORDINATOR and office.country == university.country)
        for office in offices_in_force(person, at)
    )


def may_keep(person: Person | None, university: University, at: datetime | None = None) -> bool:
    """Approve, suspend and archive its societies, keep its terms: its staff; a coordinator while it is unclaimed."""
    offices = offices_in_force(person, at)
    if any(office.role == Role.STAFF and office.university_id == university.pk for office in offices):
        return True
    return any(
        office.role == Role.COORDINATOR and office.country == university.country for office in offices
    ) and not is_claimed(university, at)


def may_keep_sign_in(person: Person | None, university: University, at: datetime | None = None) -> bool:
    """Set up signing in with accounts of the university: its staff, and operators."""
    return any(
        office.role == Role.OPERATOR or (office.role == Role.STAFF and office.university_id == university.pk)
        for office in offices_in_force(person, at)
    )


def may(person: Person | None, right: Right, society: Society, at: datetime | None = None) -> bool:
    """Whether the person may do `right` in a society, by an office there or on the staff of its university.

    Whoever is going to hold an office there may look on from the day that was agreed.
    """
    if right in rights_of(offices_in_force(person, at), society):
        return True
    return right in SHADOW_RIGHTS and is_looking_on(person, society, at)


def is_looking_on(person: Person | None, society: Society, at: datetime | None = None) -> bool:
    """Whether the person is going to hold an office in the society and looks on until then."""
    return any(office.society_id == society.pk for office in offices_shadowed(person, at))


def rights_of(offices: Iterable[Office], society: Society, shadowed: Iterable[Office] = ()) -> frozenset[Right]:
    """All that these offices, in force and shadowed, allow in a society: for who asks several questions at once."""
    rights: set[Right] = set()
    if any(office.society_id == society.pk for office in shadowed):
        rights |= SHADOW_RIGHTS
    for office in offices:
        if office.society_id == society.pk:
            rights |= {right for right, roles in SOCIETY_RIGHTS.items() if office.role in roles}
        if office.role == Role.STAFF and office.university_id == society.university_id:
            rights |= STAFF_RIGHTS
    return frozenset(rights)


def is_public_university(university: University) -> bool:
    """Whether everybody may see it: approved, and not hidden after a report."""
    return university.status == University.Status.APPROVED and university.hidden_at is None


def may_see_university(person: Person | None, university: University, at: datetime | None = None) -> bool:
    """Everybody once it is approved; before, who proposed it and who may approve it; hidden, its staff and these."""
    if is_public_university(university) or may_approve(person, university, at):
        return True
    if university.hidden_at is not None:
        return may_keep(person, university, at)
    return is_proposer(person, university)


def may_order(person: Person | None, university: University, at: datetime | None = None) -> bool:
    """Look at what was hidden there and lift it: who keeps the university, its coordinator, operators."""
    return may_keep(person, university, at) or may_approve(person, university, at)


def is_proposer(person: Person | None, university: University) -> bool:
    return person is not None and university.proposed_by_id is not None and university.proposed_by_id == person.pk


def is_drafter(person: Person | None, society: Society) -> bool:
    """Who drafted it, until it is approved; from then on rights come from offices only."""
    is_theirs = person is not None and society.created_by_id is not None and society.created_by_id == person.pk
    return is_theirs and society.status in UNAPPROVED


def may_edit(person: Person | None, society: Society, at: datetime | None = None) -> bool:
    """Its drafter until it is approved, then its president and secretary."""
    return is_drafter(person, society) or may(person, Right.KEEP_SOCIETY, society, at)


def is_hidden(society: Society) -> bool:
    """Whether it, or its university and all that is there, is hidden after a report."""
    return society.hidden_at is not None or society.university.hidden_at is not None


def is_open(society: Society) -> bool:
    """Whether it was approved and is not suspended, archived or hidden: people may come and are counted."""
    return society.approved_at is not None and society.status not in CLOSED and not is_hidden(society)


def is_public(society: Society) -> bool:
    """Whether everybody may see it: once approved, unless hidden; a suspended or archived one says it is closed."""
    was_approved = society.approved_at is not None and society.status not in UNAPPROVED
    return was_approved and society.hidden_at is None and is_public_university(society.university)


def may_see(person: Person | None, society: Society, at: datetime | None = None) -> bool:
    """Everybody once it is public; before, its drafter, its officers and, unless it is a draft, its university.

    A hidden one: its officers, and those who may lift it.
    """
    if is_public(society) or is_drafter(person, society) or is_officer(person, society, at):
        return True
    if is_hidden(society):
        return may_order(person, society.university, at)
    return society.status != Society.Status.DRAFT and may_keep(person, society.university, at)


def is_officer(person: Person | None, society: Society, at: datetime | None = None) -> bool:
    """Whether the person holds any office in the society."""
    return any(office.society_id == society.pk for office in offices_in_force(person, at))


def may_appoint(person: Person | None, office: Office, at: datetime | None = None) -> bool:
    """Whether the person may invite somebody to this office, and end it.

    Operators appoint operators, coordinators and staff; staff, or the coordinator of an unclaimed university, appoint
    staff; in a society its president, its secretary and the staff of its university do.
    """
    if office.society is not None:
        return may(person, Right.APPOINT_OFFICERS, office.society, at)
    if office.university is not None and may_keep(person, office.university, at):
        return True
    return is_operator(person, at)


def may_see_office(person: Person | None, office: Office, at: datetime | None = None) -> bool:
    """Its holder, who may end it, and the other officers of the same society."""
    if person is not None and office.person_id is not None and office.person_id == person.pk:
        return True
    if office.society is not None and is_officer(person, office.society, at):
        return True
    return may_appoint(person, office, at)


def may_see_officers(person: Person | None, society: Society, at: datetime | None = None) -> bool:
    """Who sees all officers by name: officers and those to be, who keeps the university, coordinators and operators."""
    if is_officer(person, society, at) or may_keep(person, society.university, at):
        return True
    return may_approve(person, society.university, at) or is_looking_on(person, society, at)


def may_prepare_handover(person: Person | None, society: Society, at: datetime | None = None) -> bool:
    """Who writes notes and tasks for the next committee: all officers, and who may appoint the next ones."""
    return is_officer(person, society, at) or may(person, Right.APPOINT_OFFICERS, society, at)


def is_open_invitation(office: Office, at: datetime) -> bool:
    """Whether it can still be accepted: not accepted, not withdrawn or declined, its last day not over."""
    over = office.ends_on is not None and office.ends_on < clock.today(office_zone(office), at)
    return office.accepted_at is None and office.ended_at is None and not over


def at_domain(university: University, address: str | None) -> bool:
    """Whether an e-mail address is at one of the university's domains, as they are written there."""
    return address is not None and address_domain(address) in {row.domain for row in university.domains.all()}


def may_vouch(university: University, address: str) -> bool:
    """Whether what the university says of an address counts as proof: at a domain that operators confirmed as its."""
    confirmed = {row.domain for row in university.domains.all() if row.confirmed_at is not None}
    return address_domain(address) in confirmed
