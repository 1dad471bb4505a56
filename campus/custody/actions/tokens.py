"""Tokens with which programs act in somebody's name. Their owner reads in a mail that there is a new one."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from campus.outbox.account_changes import Change, tell_owner
from campus.people.actions import create_token
from campus.people.models import ApiToken, Person


@transaction.atomic
def give_token(
    *, by: Person, name: str, scopes: Collection[str], at: datetime, days: int | None = None
) -> tuple[ApiToken, str]:
    """As `people.actions.create_token`, with the mail to its owner; the same input, and the same is refused."""
    token, secret = create_token(by=by, name=name, scopes=scopes, at=at, days=days)
    tell_owner(person=by, change=Change.TOKEN_CREATED, about=f"token:{token.pk}", name=token.name, at=at)
    return token, secret
