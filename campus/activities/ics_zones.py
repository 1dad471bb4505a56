"""Which IANA zone the time zone of somebody else's calendar is. Pure.

By its name; by the name that Windows has for it; else by what its VTIMEZONE says of the clocks, when a zone keeps them
in the same way in all the time that can be planned.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import chain
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from campus.activities import recurrence, rule_text
from campus.activities.ics_lines import Component, Property, Unreadable
from campus.base.errors import Invalid

MOST_ONSETS = 60  # changes of the clocks that one part of a VTIMEZONE may list
EARLIEST_YEAR, LATEST_YEAR = 1600, 2100


@dataclass(frozen=True)
class Clocks:
    """What a VTIMEZONE says: from an instant (naive, UTC) on this offset; before the first of them `before`."""

    onsets: tuple[tuple[datetime, timedelta], ...]
    before: timedelta

    def offset(self, moment: datetime) -> timedelta:
        found = self.before
        for since, offset in self.onsets:
            if since > moment:
                break
            found = offset
        return found


class Zones:
    """The zones of one file, found once each. `home` is the zone that is meant where none is named."""

    def __init__(self, parts: Iterable[Component], home: str, today: date) -> None:
        self._described = {part.text("TZID"): part for part in parts if part.name == "VTIMEZONE"}
        self._home, self._today = home, today
        self._found: dict[str, str] = {}

    def of(self, where: Property) -> str:
        """The IANA zone of a date; raises Unreadable with the line of the date for one that is not known."""
        name = where.parameters.get("TZID", "").strip()
        if not name:
            return self._home
        if name not in self._found:
            self._found[name] = self._find(name)
        if not self._found[name]:
            sentence = _("We do not know the time zone “%(zone)s”. Export with zones like Africa/Nairobi.")
            raise Unreadable(where.line, sentence % {"zone": name[:60]})
        return self._found[name]

    def _find(self, name: str) -> str:
        if known := _by_name(name):
            return known
        described = self._described.get(name)
        windows = WINDOWS_TO_OLSON.get(name.strip('"'), "")
        if described is None:
            return windows if windows in _zones() else ""
        clocks = _clocks(described, self._today)
        if clocks is None:
            return ""
        said = _by_name(described.text("X-LIC-LOCATION"))
        first = [zone for zone in (self._home, windows, said) if zone in _zones()]
        return next((zone for zone in chain(first, _by_fame()) if self._is_same(clocks, zone)), "")

    def _is_same(self, clocks: Clocks, zone: str) -> bool:
        """Whether the clocks of a zone show the same on every day of the coming year and a half."""
        info, noon = ZoneInfo(zone), datetime(self._today.year, self._today.month, self._today.day, 12)
        far_apart = (0, 90, 180, 270)  # most zones differ on one of these; then all days
        return all(
            clocks.offset(moment) == moment.replace(tzinfo=UTC).astimezone(info).utcoffset()
            for moment in (noon + timedelta(days=day) for day in chain(far_apart, range(540)))
        )


def _by_name(name: str) -> str:
    """The IANA name in a TZID, which some programs write after a path: /mozilla.org/20050126_1/Africa/Nairobi."""
    parts = name.strip().strip('"').strip("/").split("/")
    return next((tail for start in range(len(parts)) if (tail := "/".join(parts[start:])) in _zones()), "")


@cache
def _by_fame() -> list[str]:
    """All zones; those first by which others are known, so that it is rather Berlin than Ceuta."""
    known = set(WINDOWS_TO_OLSON.values())
    return sorted(_zones(), key=lambda zone: (zone not in known, zone))


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # it walks the file system


def _clocks(described: Component, today: date) -> Clocks | None:
    """When the clocks change in the years around a date; None for what cannot be read."""
    try:
        changes = sorted(chain.from_iterable(_onsets(part) for part in described.parts[:MOST_ONSETS]))
    except (ValueError, OverflowError, Invalid):
        return None
    if not changes:
        return None
    over = [change for change in changes if change[0].year < today.year - 1]
    near = [change for change in changes[len(over) :] if change[0].year <= today.year + 3]
    before = over[-1][2] if over else changes[0][1]
    return Clocks(tuple((moment, after) for moment, _before, after in near), before)


def _onsets(part: Component) -> list[tuple[datetime, timedelta, timedelta]]:
    """The instants (naive, UTC) at which a part begins, with the offset before and after."""
    before, after = _offset(part.text("TZOFFSETFROM")), _offset(part.text("TZOFFSETTO"))
    first = _local(part.text("DTSTART"))
    starts = [first]
    if rule := part.text("RRULE"):
        starts += _yearly(rule, first)
    for more in part.all("RDATE")[:MOST_ONSETS]:
        starts += [_local(value) for value in more.value.split(",")[:MOST_ONSETS]]
    return [(start - before, before, after) for start in starts]


def _yearly(text: str, first: datetime) -> list[datetime]:
    rule = rule_text.parse(text)
    if rule.frequency is not recurrence.Frequency.YEARLY:
        raise ValueError(text)
    last = date(LATEST_YEAR, 12, 31)
    return recurrence.expand(rule, first, "UTC", first.date(), last)


def _local(text: str) -> datetime:
    found = datetime.strptime(text.strip().removesuffix("Z"), "%Y%m%dT%H%M%S")
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        raise ValueError(text)
    return found


def _offset(text: str) -> timedelta:
    sign, digits = text[:1], text[1:]
    if sign not in {"+", "-"} or not (digits.isascii() and digits.isdigit() and len(digits) in {4, 6}):
        raise ValueError(text)
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=int(digits[4:] or 0))
    if size > timedelta(hours=18):
        raise ValueError(text)
    return size if sign == "+" else -size
