"""What changes who belongs to what."""

from campus.membership.actions.claims import person_for_address, refuse_claim
from campus.membership.actions.members import join, leave
from campus.membership.actions.registrations import approve_registration, return_registration, submit_registration

__all__ = [
    "approve_registration",
    "join",
    "leave",
    "person_for_address",
    "refuse_claim",
    "return_registration",
    "submit_registration",
]
