"""What goes in and out about universities, calendars, societies and offices."""

from backend.directory.serializers.calendars import (
    BreakInput,
    BreakSerializer,
    CalendarInput,
    CalendarSerializer,
    TermInput,
    TermSerializer,
)
from backend.directory.serializers.enrolments import EnrolmentInput, EnrolmentSerializer
from backend.directory.serializers.handovers import (
    ChecklistSerializer,
    CommitteeInput,
    HandoverInput,
    HandoverSerializer,
    HandoverTaskInput,
    HandoverTaskSerializer,
    TickInput,
)
from backend.directory.serializers.offices import (
    AcceptanceInput,
    InvitationInput,
    InvitationSerializer,
    OfficeInput,
    OfficeSerializer,
    OwnOfficeSerializer,
    TokenInput,
)
from backend.directory.serializers.revisions import RevisionInput, RevisionSerializer
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
    "AcceptanceInput",
    "BreakInput",
    "BreakSerializer",
    "CalendarInput",
    "CalendarSerializer",
    "ChecklistSerializer",
    "CommitteeInput",
    "EnrolmentInput",
    "EnrolmentSerializer",
    "HandoverInput",
    "HandoverSerializer",
    "HandoverTaskInput",
    "HandoverTaskSerializer",
    "InvitationInput",
    "InvitationSerializer",
    "OfficeInput",
    "OfficeSerializer",
    "OwnOfficeSerializer",
    "ProposalInput",
    "ReasonInput",
    "RevisionInput",
    "RevisionSerializer",
    "SocietyDraftInput",
    "SocietyInput",
    "SocietyRefSerializer",
    "SocietySerializer",
    "TermInput",
    "TermSerializer",
    "TickInput",
    "TokenInput",
    "UniversityInput",
    "UniversityRefSerializer",
    "UniversitySerializer",
]
