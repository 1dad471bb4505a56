"""What changes who belongs to what."""

from campus.membership.actions.affiliations import affiliate, affiliate_by_domain, keep_affiliations
from campus.membership.actions.answer_templates import add_template, change_template, remove_template
from campus.membership.actions.blocks import block_person, lift_block
from campus.membership.actions.claims import (
    claimant_of,
    is_refused,
    person_for_address,
    person_for_number,
    refuse_claim,
    typed_address,
    typed_number,
)
from campus.membership.actions.drafts import delete_draft
from campus.membership.actions.members import join, leave
from campus.membership.actions.news import want_news, want_no_news
from campus.membership.actions.office_requests import ask_for_office, decline_office_request, give_office
from campus.membership.actions.registrations import approve_registration, return_registration, submit_registration
from campus.membership.actions.reminders import remind
from campus.membership.actions.renewals import renew_registration, tell_of_renewals
from campus.membership.actions.windows import (
    add_question,
    add_window,
    change_window,
    remove_question,
    remove_window,
)

__all__ = [
    "add_question",
    "add_template",
    "add_window",
    "affiliate",
    "affiliate_by_domain",
    "approve_registration",
    "ask_for_office",
    "block_person",
    "change_template",
    "change_window",
    "claimant_of",
    "decline_office_request",
    "delete_draft",
    "give_office",
    "is_refused",
    "join",
    "keep_affiliations",
    "leave",
    "lift_block",
    "person_for_address",
    "person_for_number",
    "refuse_claim",
    "remind",
    "remove_question",
    "remove_template",
    "remove_window",
    "renew_registration",
    "return_registration",
    "submit_registration",
    "tell_of_renewals",
    "typed_address",
    "typed_number",
    "want_news",
    "want_no_news",
]
