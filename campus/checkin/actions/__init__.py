"""What changes who was there."""

from campus.checkin.actions.checkins import check_in_anonymous, check_in_signed_in
from campus.checkin.actions.counting import Browser, CheckedIn
from campus.checkin.actions.hosting import accept_cohost, end_cohost
from campus.checkin.actions.letters import send_letter_work, stop_letters, write_letter
from campus.checkin.actions.owners import not_me
from campus.checkin.actions.rebuilding import rebuild_participation, rebuild_work
from campus.checkin.actions.typed import TypedAnswer, check_in_typed
from campus.checkin.actions.voids import OFFICERS_REASONS, undo_check_in, void_attendance

__all__ = [
    "OFFICERS_REASONS",
    "Browser",
    "CheckedIn",
    "TypedAnswer",
    "accept_cohost",
    "check_in_anonymous",
    "check_in_signed_in",
    "check_in_typed",
    "end_cohost",
    "not_me",
    "rebuild_participation",
    "rebuild_work",
    "send_letter_work",
    "stop_letters",
    "undo_check_in",
    "void_attendance",
    "write_letter",
]
