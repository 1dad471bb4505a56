"""Secrets that are told once: kept sealed in the session from the form to the next page, and gone with it."""

from django.http import HttpRequest

from campus.base.sealing import seal, unseal


def tell_next(request: HttpRequest, name: str, secret: str) -> None:
    """Have the page `name`, to which the answer leads, tell it."""
    request.session[_key(name)] = seal(secret)


def told_now(request: HttpRequest, name: str) -> str:
    """The secret to tell on this page, "" when there is none; another look at the page finds none."""
    held = request.session.pop(_key(name), "") if request.method == "GET" else ""
    return unseal(held) if held else ""


def _key(name: str) -> str:
    return f"told_once:{name}"
