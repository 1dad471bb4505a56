"""A code as somebody sent it: what it finds, and the limit on guessing."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from campus.activities.models import Code
from campus.activities.queries import FoundCode, find_code
from campus.base import limits
from campus.base.errors import NotFound


def found_code(typed: str, at: datetime, *, network: str) -> tuple[Code, FoundCode]:
    """What a code finds at the instant `at`, for somebody in the network of this address.

    Raises NotFound for an unknown one, and TooMany when too many of these came from the network.
    """
    found = find_code(typed, at)
    if found.code is None:
        limits.spend("wrong_code", network)
        raise NotFound("unknown_code", _("We do not know this code. Eight letters and digits, like K7M2-PX4D."))
    return found.code, found
