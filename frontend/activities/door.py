"""The code that opens a door, as a page shows it."""

from typing import Any

from campus.activities.models import Code
from campus.base import codes, links
from campus.base.qr import qr_path


def door(code: Code | None) -> dict[str, Any]:
    """What activities/door.html shows: QR, typed code and address. Only for those who run the door: whoever has the
    code can check in with it."""
    if code is None:
        return {}
    return {
        "code": code,
        "printed_code": codes.printed(code.code),
        "qr": qr_path(links.poster_link(code.code)),
        "short_link": links.short_link(code.code),
    }
