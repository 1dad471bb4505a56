"""Keys that machines use in somebody's name: their form, and whose they are."""

import hashlib
from datetime import UTC, datetime
from secrets import token_urlsafe

from django.db.models import Q, QuerySet

from campus.base.errors import not_here
from campus.people.models import ApiToken, Person

PREFIX = "hfsc_"  # by which a secret is known for what it is, in a log or in somebody's code
HINT_LENGTH = 4


def new_secret() -> str:
    """What the machine keeps: the prefix and 32 random bytes."""
    return PREFIX + token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept of it. Nobody can guess 32 random bytes, so no salt and no slow hash are needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def alive(at: datetime) -> Q:
    """The condition of a token that works: neither revoked nor over, and its holder is still here."""
    lasts = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
    return lasts & Q(revoked_at__isnull=True, person__is_active=True, person__merged_into__isnull=True)


def tokens_of(person: Person, at: datetime) -> QuerySet[ApiToken]:
    """The person's own tokens that work, the newest first."""
    return ApiToken.objects.filter(alive(at), person=person)


def token_by_number(person: Person, number: int) -> ApiToken:
    """A token of the person's own, dead or alive. Raises NotFound for anybody else's."""
    token = ApiToken.objects.filter(person=person, pk=number).first()
    if token is None:
        raise not_here()
    return token


def used_token(secret: str, at: datetime) -> ApiToken | None:
    """The token that works with this secret, with its holder; None for any other text.

    That it was used today is written down once a day. The holder of a token that is older than their second factor
    comes without one: whoever made it never showed it, so the offices that sleep without one sleep for it.
    """
    token = ApiToken.objects.filter(alive(at), token_hash=hash_of(secret)).select_related("person").first()
    today = at.astimezone(UTC).date()
    if token is not None and token.last_used_on != today:
        token.last_used_on = today
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    if token is not None and _is_older(token):
        token.person.second_factor_at = None  # of this request's copy, never saved
    return token


def _is_older(token: ApiToken) -> bool:
    since = token.person.second_factor_at
    return since is not None and token.created_at < since
