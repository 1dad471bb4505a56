"""Content lines of iCalendar (RFC 5545, 3.1): escaped, folded after 75 octets, ended with CRLF. Pure.

The library icalendar takes a third of a millisecond for each event; docs/decisions/feeds.md has the figures.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

MOST_OCTETS = 75
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def text(value: str) -> str:
    """A value of the type TEXT. Control characters that no line may hold are left out."""
    return CONTROLS.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n")).translate(ESCAPED)


def utc(moment: datetime) -> str:
    """A moment as a DATE-TIME in UTC."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def local(moment: datetime) -> str:
    """What the clock on the wall shows, whatever its zone."""
    return f"{moment:%Y%m%dT%H%M%S}"


def day(value: date) -> str:
    """A value of the type DATE."""
    return f"{value:%Y%m%d}"


def offset(value: timedelta) -> str:
    """A value of the type UTC-OFFSET, for example +0530."""
    seconds = abs(int(value.total_seconds()))
    shown = f"{'-' if value < timedelta() else '+'}{seconds // 3600:02}{seconds // 60 % 60:02}"
    return f"{shown}{seconds % 60:02}" if seconds % 60 else shown


def folded(lines: Iterable[str]) -> bytes:
    """The lines as they go over the wire."""
    return "".join([_folded(line) for line in lines]).encode()


def _folded(line: str) -> str:
    if len(line) <= MOST_OCTETS and line.isascii():
        return f"{line}\r\n"
    pieces, piece, left = [], "", MOST_OCTETS
    for char in line:
        octets = len(char.encode())
        if octets > left:
            pieces.append(piece)
            piece, left = "", MOST_OCTETS - 1  # the space that begins a folded line counts
        piece += char
        left -= octets
    return "\r\n ".join([*pieces, piece]) + "\r\n"
