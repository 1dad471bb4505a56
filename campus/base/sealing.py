"""Secrets of others that we must be able to use: sealed under a key derived from SECRET_KEY, never stored in clear."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from campus.base.errors import Unavailable


def seal(secret: str) -> str:
    """The secret as a text that only this installation's keys open."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed, under the present key or one of SECRET_KEY_FALLBACKS. Raises Unavailable when none fits."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unavailable("sealed_by_another_key", "This secret was sealed with a key that is not here.") from error


def reseal(sealed: str) -> str:
    """The same secret under the present key, for when keys are changed."""
    return _box().rotate(sealed.encode()).decode()


def _box() -> MultiFernet:
    """The present key first, then the former ones, which still open."""
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"campus.sealing:{secret}".encode()).digest())
