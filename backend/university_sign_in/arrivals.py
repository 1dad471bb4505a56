"""Who arrives from a provider: the account there, and what the provider says of its owner."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.urls import reverse

from campus.base.links import absolute
from campus.custody.actions import Statement
from campus.directory.models import IdentityProvider


class Arrival(SocialLogin):
    """allauth's login under way, and the statement that came with it. Of the provider's answer nothing else is kept."""

    statement: Statement


class OfRow:
    """What both kinds of provider share: a sign-in that waits for a second factor finds the row again by its slug."""

    app: Any

    def serialize(self) -> dict[str, Any]:
        return {"id": self.app.row.slug}


def arrival(provider: Any, subject: str, statement: Statement) -> Arrival:
    """Somebody who arrives through an allauth provider of ours; `subject` is who they are there, for ever."""
    row: IdentityProvider = provider.app.row
    account = SocialAccount(provider=row.slug, uid=account_key(row, subject), extra_data={})
    arrived = Arrival(provider=provider, account=account)
    arrived.statement = statement
    return arrived


def account_key(row: IdentityProvider, subject: str) -> str:
    """Under what an account is kept: of the provider's own name, too, so that another one in its place knows nobody."""
    name = row.issuer or row.entity_id
    return hashlib.sha256(f"{len(name)}:{name}{subject}".encode()).hexdigest()


def our_address(page: str, row: IdentityProvider) -> str:
    """The absolute address of a page of ours, as the provider has to know it."""
    return absolute(reverse(page, args=[row.slug]))


def stated(read: Callable[[str], list[str]], row: IdentityProvider, usual: Mapping[str, tuple[str, ...]]) -> Statement:
    """The statement, from `read`, which gives the values of an attribute by its name.

    What the row names stands first and alone; else the names that are `usual` in the protocol.
    """

    def values(what: str) -> list[str]:
        names = (row.attributes[what],) if row.attributes.get(what) else usual[what]
        return [value for name in names for value in read(name)]

    def first(what: str) -> str:
        return next(iter(values(what)), "").strip()

    return Statement(
        address=first("email"),
        name=first("name"),
        affiliations=tuple(values("affiliation")),
        student_number=first("student_number"),
    )
