"""Endpoints of universities, their calendars, societies and offices."""

from backend.directory.views.breaks import BreakViewSet, TermBreaksViewSet
from backend.directory.views.calendars import (
    CalendarTermsViewSet,
    CalendarViewSet,
    TermViewSet,
    UniversityCalendarsViewSet,
)
from backend.directory.views.enrolments import EnrolmentViewSet, UniversityEnrolmentsViewSet
from backend.directory.views.handovers import HandoverTaskViewSet, HandoverViewSet, SocietyHandoversViewSet
from backend.directory.views.invitations import (
    ChecklistViewSet,
    InvitationAcceptanceViewSet,
    InvitationDeclineViewSet,
    InvitationViewSet,
    SocietyInvitationsViewSet,
    UniversityInvitationsViewSet,
)
from backend.directory.views.offices import OfficeViewSet, SocietyOfficesViewSet, UniversityOfficesViewSet
from backend.directory.views.pictures import PictureViewSet
from backend.directory.views.revisions import CalendarRevisionsViewSet, CalendarRevisionViewSet
from backend.directory.views.societies import SocietyViewSet
from backend.directory.views.universities import ProposalViewSet, UniversityViewSet

__all__ = [
    "BreakViewSet",
    "CalendarRevisionViewSet",
    "CalendarRevisionsViewSet",
    "CalendarTermsViewSet",
    "CalendarViewSet",
    "ChecklistViewSet",
    "EnrolmentViewSet",
    "HandoverTaskViewSet",
    "HandoverViewSet",
    "InvitationAcceptanceViewSet",
    "InvitationDeclineViewSet",
    "InvitationViewSet",
    "OfficeViewSet",
    "PictureViewSet",
    "ProposalViewSet",
    "SocietyHandoversViewSet",
    "SocietyInvitationsViewSet",
    "SocietyOfficesViewSet",
    "SocietyViewSet",
    "TermBreaksViewSet",
    "TermViewSet",
    "UniversityCalendarsViewSet",
    "UniversityEnrolmentsViewSet",
    "UniversityInvitationsViewSet",
    "UniversityOfficesViewSet",
    "UniversityViewSet",
]
