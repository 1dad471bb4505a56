"""What goes in and out about universities, calendars, societies and offices."""

from backend.directory.serializers.calendars import (
    BreakInput,
    BreakSerializer,
    CalendarInput,
    CalendarSerializer,
    TermInput,
    TermSerializer,
)
from backend.directory.serializers.offices import (
    InvitationInput,
    InvitationSerializer,
    OfficeInput,
    OfficeSerializer,
    OwnOfficeSerializer,
    TokenInput,
)
from backend.directory.serializers.societies import (
    SocietyDraftInput,
    SocietyInput,
    SocietyRefSerializer,
    SocietySerializer,
)
from backend.directory.serializers.universities import (
    ProposalInput,
    ReasonInput,
    UniversityInput,
    UniversityRefSerializer,
    UniversitySerializer,
)

__all__ = [
    "BreakInput",
    "BreakSerializer",
    "CalendarInput",
    "CalendarSerializer",
    "InvitationInput",
    "InvitationSerializer",
    "OfficeInput",
    "OfficeSerializer",
    "OwnOfficeSerializer",
    "ProposalInput",
    "ReasonInput",
    "SocietyDraftInput",
    "SocietyInput",
    "SocietyRefSerializer",
    "SocietySerializer",
    "TermInput",
    "TermSerializer",
    "TokenInput",
    "UniversityInput",
    "UniversityRefSerializer",
    "UniversitySerializer",
]
