"""Who may what: the one table of rights, and the question that every action asks."""

from datetime import date, datetime
from enum import StrEnum

from campus.base import clock
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
STAFF_RIGHTS = frozenset({Right.KEEP_UNIVERSITY, Right.APPOINT_OFFICERS, Right.TAKE_PAPERS})


def in_force(office: Office, on: date) -> bool:
    """Accepted, begun, not over: `on` is the local date in the office's zone."""
    return (
        office.accepted_at is not None
        and office.ended_at is None
        and office.starts_on <= on
        and (office.ends_on is None or on <= office.ends_on)
    )


def office_zone(office: Office) -> str:
    """The zone whose date decides whether the office is in force."""
    return office.university.zone if office.university else "UTC"


def offices_in_force(person: Person | None, at: datetime | None = None) -> list[Office]:
    """The offices a person holds at the instant `at` (now by default); none for nobody."""
    if person is None or not person.is_authenticated:
        return []
    held = Office.objects.filter(person=person, accepted_at__isnull=False, ended_at__isnull=True)
    return [
        office
        for office in held.select_related("university", "society")
        if in_force(office, clock.today(office_zone(office), at))
    ]


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


def may(person: Person | None, right: Right, society: Society, at: datetime | None = None) -> bool:
    """Whether the person may do `right` in a society, by an office there or on the staff of its university."""
    for office in offices_in_force(person, at):
        if office.society_id == society.pk and office.role in SOCIETY_RIGHTS.get(right, frozenset()):
            return True
        if office.role == Role.STAFF and office.university_id == society.university_id and right in STAFF_RIGHTS:
            return True
    return False
