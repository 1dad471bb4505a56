"""One counter for what strangers may do too often; pages and API spend from the same one.

Successful check-ins are never limited by address: three hundred first-years share one.
"""

from datetime import timedelta
from secrets import randbelow
from typing import NamedTuple

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from campus.base.errors import TooMany
from campus.base.signing import keyed_hash


class Limit(NamedTuple):
    """At most `times` within `span`, per key.

    A window begins with up to `blur` counts already spent, at random: where only some attempts are counted, nobody
    can read from the moment when the limit is reached which ones were.
    """

    times: int
    span: timedelta
    blur: int = 0


LIMITS = {
    "wrong_code": Limit(30, timedelta(minutes=10)),
    "new_unproven_person": Limit(2000, timedelta(hours=1), blur=400),
    "sign_in_mail_to_address": Limit(5, timedelta(minutes=15)),
    "sign_in_mail_from": Limit(60, timedelta(minutes=15)),
    "sign_in_passkey_from": Limit(600, timedelta(minutes=15)),
    "invitation": Limit(20, timedelta(days=1)),
    "proposal": Limit(5, timedelta(days=1)),
    "registration": Limit(10, timedelta(days=1)),
    "post": Limit(60, timedelta(minutes=10)),
    "report": Limit(30, timedelta(hours=1)),
    "wrong_mail_code": Limit(3, timedelta(minutes=15)),  # of one code: its session, too, counts, but two may race in it
    "wrong_token": Limit(30, timedelta(minutes=10)),
    "merge_offer": Limit(20, timedelta(days=1)),
    "webhook_test": Limit(20, timedelta(hours=1)),
}


def spend(kind: str, key: str, *, times: int = 1) -> None:
    """Count one more of `kind` for `key` (an address of the network, a person, a society); the key is kept as a hash.

    With `times` 0 it does as much, and counts nothing: where nobody may learn whether there was something to count.
    Raises TooMany once the limit of `kind` is passed. A window begins with the first count and ends `span` later,
    whatever happens in between; then everything is forgotten.
    """
    limit = LIMITS[kind]
    name = _name(kind, key)
    cache.add(name, randbelow(limit.blur + 1), timeout=limit.span.total_seconds())
    try:
        count = cache.incr(name, times)
    except ValueError:  # the window ended between the two lines
        cache.set(name, times, timeout=limit.span.total_seconds())
        count = times
    if count > limit.times:
        raise _refusal(limit)


def check(kind: str, key: str) -> None:
    """Refuse like `spend`, but count nothing: for what is counted only when it fails."""
    if is_reached(kind, key):
        raise _refusal(LIMITS[kind])


def is_reached(kind: str, key: str) -> bool:
    """Whether `check` would refuse."""
    return bool(cache.get(_name(kind, key), 0) >= LIMITS[kind].times)


def _name(kind: str, key: str) -> str:
    return f"limit:{kind}:{keyed_hash('limit', kind, key)}"


def _refusal(limit: Limit) -> TooMany:
    sentence = _("That was too often in a short time. Wait up to %(wait)s, then try again.")
    return TooMany("too_many", sentence % {"wait": _in_words(limit.span)}, retry_after=limit.span)


def _in_words(span: timedelta) -> str:
    hours, minutes = span // timedelta(hours=1), span // timedelta(minutes=1)
    if hours:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
