"""Who may decide about what was reported, read why something is hidden, appeal, and answer that."""

from datetime import datetime

from campus.activities.models import Series
from campus.activities.rules import may_see_series
from campus.activities.subjects import Subject, university_of
from campus.directory import rules
from campus.directory.models import Hiding, Office, Society, University
from campus.directory.rules import Right
from campus.people.models import Person


def may_see_subject(person: Person | None, subject: Subject, at: datetime | None = None) -> bool:
    """Whoever may see it, hidden or not."""
    if isinstance(subject, Series):
        return may_see_series(person, subject, at)
    if isinstance(subject, Society):
        return rules.may_see(person, subject, at)
    return rules.may_see_university(person, subject, at)


def may_decide(person: Person | None, subject: Subject, at: datetime | None = None) -> bool:
    """About a university operators and its coordinator decide, about all else whoever keeps the university."""
    if isinstance(subject, University):
        return rules.may_approve(person, subject, at)
    return rules.may_keep(person, university_of(subject), at)


def may_answer(person: Person | None, hiding: Hiding, at: datetime | None = None) -> bool:
    """Lift or uphold: about a university operators and its coordinator, about all else also whoever keeps it."""
    if hiding.society is None:
        return rules.may_approve(person, hiding.university, at)
    return rules.may_order(person, hiding.university, at)


def may_appeal(person: Person | None, hiding: Hiding, at: datetime | None = None) -> bool:
    """The president and the secretary of a society; for a university its staff."""
    if hiding.society is not None:
        return rules.may(person, Right.KEEP_SOCIETY, hiding.society, at)
    offices = rules.offices_in_force(person, at)
    return any(office.role == Office.Role.STAFF and office.university_id == hiding.university_id for office in offices)


def may_read_hiding(person: Person | None, hiding: Hiding, at: datetime | None = None) -> bool:
    """Those whose page it is, and those who answer an appeal."""
    if may_answer(person, hiding, at) or may_appeal(person, hiding, at):
        return True
    return hiding.society is not None and rules.is_officer(person, hiding.society, at)
