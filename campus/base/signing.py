"""Keyed hashes. Every purpose has its own key, derived from DATA_KEY, so that no hash serves for another."""

import hashlib
import hmac

from django.conf import settings
from django.utils.crypto import salted_hmac


def keyed_hash(purpose: str, *parts: str) -> str:
    """HMAC-SHA256 over `parts` under the key of `purpose`, as 64 hex digits.

    The parts are joined with their lengths, so that ("ab", "c") and ("a", "bc") differ.
    """
    return _under(settings.DATA_KEY, purpose, parts)


def keyed_hashes(purpose: str, *parts: str) -> list[str]:
    """The same under the present key and then under each former one: to find what was kept before a change of keys."""
    return [_under(key, purpose, parts) for key in (settings.DATA_KEY, *settings.DATA_KEY_FALLBACKS)]


def _under(key: str, purpose: str, parts: tuple[str, ...]) -> str:
    message = "".join(f"{len(part)}:{part}" for part in parts)
    return salted_hmac(f"campus.{purpose}", message, secret=key, algorithm="sha256").hexdigest()


def same(left: str, right: str) -> bool:
    """Compare two hashes in constant time."""
    return hmac.compare_digest(hashlib.sha256(left.encode()).digest(), hashlib.sha256(right.encode()).digest())
