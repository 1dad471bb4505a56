"""Gathers the tables of all areas for Django."""

from campus.activities.models import Activity, Code, Occurrence, Series
from campus.checkin.models import Attendance, Credit, TermParticipation
from campus.directory.models import (
    Break,
    Calendar,
    Office,
    Society,
    SocietyAddress,
    StaleMark,
    Term,
    University,
    UniversityDomain,
)
from campus.membership.models import Claim, Membership, Registration
from campus.outbox.models import Job, MailStop, Notice, Slot
from campus.people.models import AuditEvent, Consent, Person

__all__ = [
    "Activity",
    "Attendance",
    "AuditEvent",
    "Break",
    "Calendar",
    "Claim",
    "Code",
    "Consent",
    "Credit",
    "Job",
    "MailStop",
    "Membership",
    "Notice",
    "Occurrence",
    "Office",
    "Person",
    "Registration",
    "Series",
    "Slot",
    "Society",
    "SocietyAddress",
    "StaleMark",
    "Term",
    "TermParticipation",
    "University",
    "UniversityDomain",
]
