"""What changes universities, calendars, societies and offices."""

from campus.directory.actions.answers import accept_office, decline_office
from campus.directory.actions.breaks import add_break, change_break, remove_break
from campus.directory.actions.calendars import add_calendar, change_calendar
from campus.directory.actions.committees import invite_committee
from campus.directory.actions.continuity import warn_of_endings
from campus.directory.actions.domains import confirm_domain, withdraw_domain
from campus.directory.actions.enrolments import add_enrolment, change_enrolment, remove_enrolment
from campus.directory.actions.handover_tasks import add_task, tick_task, untick_task
from campus.directory.actions.handovers import begin_handover, change_handover, close_handover
from campus.directory.actions.identity_providers import (
    activate_identity_provider,
    add_identity_provider,
    change_identity_provider,
    deactivate_identity_provider,
)
from campus.directory.actions.invitations import (
    invite_first_operator,
    invite_to_office,
    remind_of_office,
    remind_of_offices,
)
from campus.directory.actions.offices import appoint, end_office, show_office
from campus.directory.actions.pictures import remove_picture, set_picture
from campus.directory.actions.proposals import (
    approve_university,
    claim_university,
    decline_university,
    propose_university,
)
from campus.directory.actions.revisions import accept_revision, discard_revision, propose_revision
from campus.directory.actions.societies import UNCHANGED, change_society, draft_society, rename_society
from campus.directory.actions.society_words import checked_words, put_words
from campus.directory.actions.states import archive_society, move_society, reopen_society, suspend_society
from campus.directory.actions.terms import add_term, change_term, remove_term
from campus.directory.actions.universities import change_university
from campus.directory.actions.webhooks import (
    add_webhook,
    change_webhook_secret,
    end_webhook,
    ping_webhook,
    repeat_delivery,
    tell_webhook_ended,
)

__all__ = [
    "UNCHANGED",
    "accept_office",
    "accept_revision",
    "activate_identity_provider",
    "add_break",
    "add_calendar",
    "add_enrolment",
    "add_identity_provider",
    "add_task",
    "add_term",
    "add_webhook",
    "appoint",
    "approve_university",
    "archive_society",
    "begin_handover",
    "change_break",
    "change_calendar",
    "change_enrolment",
    "change_handover",
    "change_identity_provider",
    "change_society",
    "change_term",
    "change_university",
    "change_webhook_secret",
    "checked_words",
    "claim_university",
    "close_handover",
    "confirm_domain",
    "deactivate_identity_provider",
    "decline_office",
    "decline_university",
    "discard_revision",
    "draft_society",
    "end_office",
    "end_webhook",
    "invite_committee",
    "invite_first_operator",
    "invite_to_office",
    "move_society",
    "ping_webhook",
    "propose_revision",
    "propose_university",
    "put_words",
    "remind_of_office",
    "remind_of_offices",
    "remove_break",
    "remove_enrolment",
    "remove_picture",
    "remove_term",
    "rename_society",
    "reopen_society",
    "repeat_delivery",
    "set_picture",
    "show_office",
    "suspend_society",
    "tell_webhook_ended",
    "tick_task",
    "untick_task",
    "warn_of_endings",
    "withdraw_domain",
]
