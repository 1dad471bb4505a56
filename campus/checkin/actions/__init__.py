"""What changes who was there."""

from campus.checkin.actions.checkins import check_in_anonymous, check_in_signed_in
from campus.checkin.actions.counting import Browser, CheckedIn
from campus.checkin.actions.owners import not_me
from campus.checkin.actions.rebuilding import rebuild_participation, rebuild_work
from campus.checkin.actions.typed import TypedAnswer, check_in_typed
from campus.checkin.actions.voids import OFFICERS_REASONS, undo_check_in, void_attendance

__all__ = [
    "OFFICERS_REASONS",
    "Browser",
    "CheckedIn",
    "TypedAnswer",
    "check_in_anonymous",
    "check_in_signed_in",
    "check_in_typed",
    "not_me",
    "rebuild_participation",
    "rebuild_work",
    "undo_check_in",
    "void_attendance",
]
