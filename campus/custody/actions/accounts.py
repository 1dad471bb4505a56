"""Two accounts of one owner become one; an address becomes another one of an account."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict
from campus.base.text import address_key
from campus.custody.actions.proving import address_proven
from campus.custody.merging import locked_pair, merge_rows
from campus.outbox.account_changes import Change, tell_owner
from campus.people.models import Merge, Person
from campus.people.queries import proven_addresses


def refuse_own_address(*, by: Person, address: str) -> None:
    """Raise Conflict for an address that leads to `by` already."""
    if address_key(address) in proven_addresses(by):
        raise Conflict("own_address", _("This address is yours already: signing in with it leads here."))


@transaction.atomic
def take_address(*, by: Person, address: str, at: datetime) -> Merge:
    """Merge the account of `address` into that of `by`; where there is none, the address becomes another one of theirs.

    The caller has seen a code come back that was sent to `address`, and one that was sent to `by`. Raises Conflict for
    an address that is theirs already, and for an account that asks for a second step: a code by mail alone would get
    past it. Both addresses get a mail that says so.
    """
    refuse_own_address(by=by, address=address)
    key = address_key(address)
    kept, gone = locked_pair(by, address_proven(person=None, address=address, at=at))
    if gone.second_factor_at is not None:
        raise Conflict(
            "second_factor_there",
            _("That account asks for a second step. Sign in there, and merge this one into it."),
        )
    made = merge_rows(kept, gone, by=by, at=at, verb="accounts_merged")
    for change, own in ((Change.ADDRESS_TAKEN_IN, ""), (Change.ADDRESS_MOVED, key)):
        tell_owner(person=kept, change=change, about=f"merge:{made.pk}", name=key, address=own, at=at)
    return made
