"""Universities and their calendars, societies, and who holds which office."""

from campus.directory.models.calendars import Break, Calendar, CalendarRevision, Enrolment, Term
from campus.directory.models.offices import Handover, HandoverTask, Office
from campus.directory.models.order import Flag, Hiding
from campus.directory.models.societies import Society, SocietyAddress
from campus.directory.models.stale import StaleMark
from campus.directory.models.universities import AffiliationKind, IdentityProvider, University, UniversityDomain

__all__ = [
    "AffiliationKind",
    "Break",
    "Calendar",
    "CalendarRevision",
    "Enrolment",
    "Flag",
    "Handover",
    "HandoverTask",
    "Hiding",
    "IdentityProvider",
    "Office",
    "Society",
    "SocietyAddress",
    "StaleMark",
    "Term",
    "University",
    "UniversityDomain",
]
