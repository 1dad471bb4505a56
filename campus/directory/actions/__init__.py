"""What changes universities, calendars, societies and offices."""

from campus.directory.actions.answers import accept_office, decline_office
from campus.directory.actions.breaks import add_break, change_break, remove_break
from campus.directory.actions.calendars import add_calendar, change_calendar
from campus.directory.actions.invitations import invite_first_operator, invite_to_office, remind_of_offices
from campus.directory.actions.offices import appoint, end_office, show_office
from campus.directory.actions.proposals import (
    approve_university,
    claim_university,
    decline_university,
    propose_university,
)
from campus.directory.actions.societies import UNCHANGED, change_society, draft_society, remove_draft
from campus.directory.actions.states import archive_society, move_society, reopen_society, suspend_society
from campus.directory.actions.terms import add_term, change_term, remove_term
from campus.directory.actions.universities import change_university

__all__ = [
    "UNCHANGED",
    "accept_office",
    "add_break",
    "add_calendar",
    "add_term",
    "appoint",
    "approve_university",
    "archive_society",
    "change_break",
    "change_calendar",
    "change_society",
    "change_term",
    "change_university",
    "claim_university",
    "decline_office",
    "decline_university",
    "draft_society",
    "end_office",
    "invite_first_operator",
    "invite_to_office",
    "move_society",
    "propose_university",
    "remind_of_offices",
    "remove_break",
    "remove_draft",
    "remove_term",
    "reopen_society",
    "show_office",
    "suspend_society",
]
