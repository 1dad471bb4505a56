"""What concerns a person in every area at once: an address proven to be theirs, all that is kept, two who are one."""

from campus.custody.actions.accounts import refuse_own_address, take_address
from campus.custody.actions.erasing import erase, export_everything
from campus.custody.actions.merging import merge, unmerge
from campus.custody.actions.numbers import number_proven
from campus.custody.actions.offers import answer_merge_offer, offer_merge
from campus.custody.actions.proving import address_proven
from campus.custody.actions.retaining import enqueue_retention, retain, retain_work
from campus.custody.actions.settling import settle_merges
from campus.custody.actions.tokens import give_token
from campus.custody.actions.university_accounts import Statement, account_proven, account_unlinked
from campus.custody.actions.visits import decide_visits
from campus.custody.actions.withdrawing import withdraw

__all__ = [
    "Statement",
    "account_proven",
    "account_unlinked",
    "address_proven",
    "answer_merge_offer",
    "decide_visits",
    "enqueue_retention",
    "erase",
    "export_everything",
    "give_token",
    "merge",
    "number_proven",
    "offer_merge",
    "refuse_own_address",
    "retain",
    "retain_work",
    "settle_merges",
    "take_address",
    "unmerge",
    "withdraw",
]
