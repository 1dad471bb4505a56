"""VTIMEZONE components true to the IANA data for a span of years, in the form that every reader follows. Pure.

Each change of the clocks is an observance of its own, or one yearly rule where it returns by weekday in every year of
the span. RDATE is not used: ical.js reads only the first value of it. docs/decisions/feeds.md says more.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from campus.activities.content_lines import local, offset

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
YEARS_TO_SEE_A_RULE = 4
LONG_AGO = datetime(1970, 1, 1)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True)
class Change:
    """From `at` (UTC) on the clocks of a zone show another time, or the same under another name."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool

    @property
    def wall(self) -> datetime:
        """What the clocks showed at that instant before they changed, naive."""
        return (self.at + self.before).replace(tzinfo=None)


@lru_cache(maxsize=512)
def changes(zone: str, year: int) -> tuple[Change, ...]:
    """When the clocks of an IANA zone change in a year of UTC, in order."""
    info = ZoneInfo(zone)
    found = []
    since, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    shown = _shown(info, since - SECOND)
    if shown != _shown(info, since):
        found.append(_change(info, since))
    while since < end:
        until = min(since + DAY, end - SECOND)
        if _shown(info, since) != _shown(info, until):
            found.append(_change(info, _first_after(info, since, until)))
        since += DAY
    return tuple(found)


@lru_cache(maxsize=256)
def vtimezone(zone: str, first_year: int, last_year: int) -> tuple[str, ...]:
    """The lines of a zone, true from the beginning of the first year to the end of the last one, in UTC."""
    start = datetime(first_year, 1, 1, tzinfo=UTC)
    shown = (start - SECOND).astimezone(ZoneInfo(zone))
    lasting = shown.utcoffset() or timedelta()
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    lines += _observance(LONG_AGO, lasting, lasting, shown.tzname() or zone, is_daylight=bool(shown.dst()))
    for change, rule in _with_rules(zone, first_year, last_year):
        lines += _observance(change.wall, change.before, change.after, change.name, change.is_daylight, rule)
    return (*lines, "END:VTIMEZONE")


def _observance(
    wall: datetime, before: timedelta, after: timedelta, name: str, is_daylight: bool, rule: str = ""
) -> list[str]:
    kind = "DAYLIGHT" if is_daylight else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{local(wall)}",
        *([f"RRULE:{rule}"] if rule else []),
        f"TZOFFSETFROM:{offset(before)}",
        f"TZOFFSETTO:{offset(after)}",
        f"TZNAME:{name}",
        f"END:{kind}",
    ]


def _with_rules(zone: str, first_year: int, last_year: int) -> list[tuple[Change, str]]:
    """Each change of the span with "", or the first of its kind with the yearly rule that gives all of them.

    A year that is looked at beyond the span makes sure of the rule: it goes on for ever, and some readers want it so.
    """
    last_year = max(last_year, first_year + YEARS_TO_SEE_A_RULE - 1)
    kinds: dict[tuple[object, ...], list[Change]] = {}
    for year in range(first_year, last_year + 1):
        for change in changes(zone, year):
            wall = change.wall
            kind = (change.before, change.after, change.name, change.is_daylight, wall.month, wall.time())
            kinds.setdefault(kind, []).append(change)
    found: list[tuple[Change, str]] = []
    for alike in kinds.values():
        rule = _yearly_rule(alike, last_year - first_year + 1)
        found += [(alike[0], rule)] if rule else [(change, "") for change in alike]
    return sorted(found, key=lambda pair: pair[0].at)


def _yearly_rule(alike: Sequence[Change], years: int) -> str:
    walls = [change.wall for change in alike]
    if len(walls) != years or len({wall.year for wall in walls}) != years:
        return ""
    if len({wall.weekday() for wall in walls}) != 1:
        return ""
    nth = {(wall.day + 6) // 7 for wall in walls}
    is_last = all(wall.day + 7 > monthrange(wall.year, wall.month)[1] for wall in walls)
    if len(nth) != 1 and not is_last:
        return ""
    ordinal = -1 if is_last else nth.pop()
    return f"FREQ=YEARLY;BYMONTH={walls[0].month};BYDAY={ordinal}{WEEKDAYS[walls[0].weekday()]}"


def _change(info: ZoneInfo, at: datetime) -> Change:
    before, after = (at - SECOND).astimezone(info), at.astimezone(info)
    return Change(
        at=at,
        before=before.utcoffset() or timedelta(),
        after=after.utcoffset() or timedelta(),
        name=after.tzname() or info.key,
        is_daylight=bool(after.dst()),
    )


def _first_after(info: ZoneInfo, since: datetime, until: datetime) -> datetime:
    """The first second at which the clocks show something else than at `since`, given that they do so at `until`."""
    shown, left, right = _shown(info, since), 0, int((until - since).total_seconds())
    while right - left > 1:
        middle = (left + right) // 2
        if _shown(info, since + middle * SECOND) == shown:
            left = middle
        else:
            right = middle
    return since + right * SECOND


def _shown(info: ZoneInfo, at: datetime) -> tuple[object, ...]:
    there = at.astimezone(info)
    return there.utcoffset(), there.tzname(), there.dst()
