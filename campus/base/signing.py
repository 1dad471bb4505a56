"""Keyed hashes. Every purpose has its own key, derived from SECRET_KEY, so that no hash serves for another."""

import hashlib
import hmac

from django.conf import settings
from django.utils.crypto import salted_hmac


def keyed_hash(purpose: str, *parts: str) -> str:
    """HMAC-SHA256 over `parts` under the key of `purpose`, as 64 hex digits.

    The parts are joined with their lengths, so that ("ab", "c") and ("a", "bc") differ.
    """
    message = "".join(f"{len(part)}:{part}" for part in parts)
    return salted_hmac(f"campus.{purpose}", message, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


def same(left: str, right: str) -> bool:
    """Compare two hashes in constant time."""
    return hmac.compare_digest(hashlib.sha256(left.encode()).digest(), hashlib.sha256(right.encode()).digest())
