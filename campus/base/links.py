"""Absolute addresses. `SITE_URL` is their only source: a request's Host header never is."""

from django.conf import settings


def absolute(path: str) -> str:
    """The absolute address of a site path that begins with a slash."""
    return f"{settings.SITE_URL}{path}"


def poster_link(code: str) -> str:
    """The address inside a poster's QR: all upper case, so that QR's alphanumeric mode holds it in a small symbol."""
    return f"{settings.SITE_URL.upper()}/C/{code}"


def short_link(code: str) -> str:
    """The same address as people read and type it, without the scheme."""
    host = settings.SITE_URL.partition("://")[2]
    return f"{host}/c/{code}"
