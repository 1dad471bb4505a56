"""Dates as iCalendar (RFC 5545, 7986): what a calendar program shows from a feed is exactly the rows it was made of.

The rows are the truth. Where the rule of an activity is one that every program follows alike, its dates are one
repeating event: what is no row is an EXDATE, and a row that differs from the activity overrides its date. All other
rows are events of their own. docs/decisions/feeds.md says why there is no RDATE. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from campus.activities.content_lines import day, folded, local, text, utc
from campus.activities.links import occurrence_link, series_link
from campus.activities.models import Activity, Occurrence, Timing
from campus.activities.plain_rules import PlainRule, plain_rule
from campus.activities.vtimezone import vtimezone

PRODID = "-//HeForShe Campus//Feeds//EN"
ASK_AGAIN = "PT1H"
FEWEST = 2  # dates that are worth a repeating event
HOLES = 3  # for each date of a repeating event at most so many dates left out, and
HOLES_AT_LEAST = 20
IN_UTC = frozenset({"UTC", "Etc/UTC"})
DAY_MINUTES = 24 * 60
MARGIN = timedelta(days=2)  # around what a feed names, so that no reader asks a zone about a time it does not cover


def feed(name: str, occurrences: Iterable[Occurrence], *, url: str, more: Sequence[str] = ()) -> bytes:
    """A calendar of dates, whose activity, series and society are at hand. `url` is the page about them.

    `more` are the content lines of further events.

    Sentences of ours are in the active language. Nothing in it depends on when it is made.
    """
    writer = _Writer()
    for rows in _by_activity(occurrences):
        writer.activity(rows)
    writer.lines += more
    return writer.calendar(name, url)


def single(occurrence: Occurrence, *, url: str) -> bytes:
    """A calendar of one date alone, as an event of its own: to be added to the dates somebody has already."""
    writer = _Writer()
    writer.alone(occurrence)
    return writer.calendar(occurrence.name, url)


@dataclass
class _Repeating:
    """The rows of an activity that its rule gives, by their address; `missing` are dates of the rule without a row."""

    rule: PlainRule
    rows: list[tuple[datetime, Occurrence]]
    missing: list[datetime]
    is_dated: bool


@dataclass
class _Writer:
    """Gathers events, and the zones they name with the years in which they do."""

    lines: list[str] = field(default_factory=list)
    years: dict[str, tuple[int, int]] = field(default_factory=dict)

    def calendar(self, name: str, url: str) -> bytes:
        head = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            f"PRODID:{PRODID}",
            "CALSCALE:GREGORIAN",
            f"NAME:{text(name)}",
            f"X-WR-CALNAME:{text(name)}",
            f"REFRESH-INTERVAL;VALUE=DURATION:{ASK_AGAIN}",
            f"X-PUBLISHED-TTL:{ASK_AGAIN}",
            f"URL:{url}",
        ]
        zones = [line for zone, (first, last) in sorted(self.years.items()) for line in vtimezone(zone, first, last)]
        return folded([*head, *zones, *self.lines, "END:VCALENDAR"])

    def activity(self, rows: Sequence[Occurrence]) -> None:
        """One repeating event at most, and the rows that are none of its dates."""
        repeating = _repeating(rows)
        given: set[int] = set()
        if repeating is not None:
            self._master(repeating)
            for address, row in repeating.rows:
                given.add(id(row))
                if _differs(row):
                    self._event(row, str(row.activity.uid), self._at("RECURRENCE-ID", address, repeating))
        for row in rows:
            if id(row) not in given:
                self.alone(row)

    def alone(self, row: Occurrence) -> None:
        """A row as an event of its own. Its number stays with it wherever it is moved."""
        self._event(row, f"{row.activity.uid}-{row.pk}")

    def _master(self, repeating: _Repeating) -> None:
        activity, rows = repeating.rows[0][1].activity, repeating.rows
        first, last = rows[0][0], rows[-1][0]
        changed = max(activity.changed_at, activity.series.changed_at)
        length = timedelta(days=_days(activity.minutes)) if repeating.is_dated else timedelta(minutes=activity.minutes)
        self.lines += [
            "BEGIN:VEVENT",
            f"UID:{activity.uid}",
            f"DTSTAMP:{utc(changed)}",
            f"LAST-MODIFIED:{utc(changed)}",
            f"SEQUENCE:{activity.sequence}",
            self._at("DTSTART", first, repeating),
            self._at("DTEND", first + length, repeating),
            f"RRULE:{repeating.rule};UNTIL={_until(last, activity.zone, repeating.is_dated)}",
            *[self._at("EXDATE", missing, repeating) for missing in repeating.missing],
            f"SUMMARY:{text(activity.name)}",
            *_where(activity),
            *_described(activity, activity.timing),
            f"URL:{series_link(activity.series)}",
            "STATUS:CONFIRMED",
            *(["TRANSP:TRANSPARENT"] if repeating.is_dated else []),
            "END:VEVENT",
        ]

    def _event(self, row: Occurrence, uid: str, recurrence_id: str = "") -> None:
        activity = row.activity
        changed = max(row.changed_at, activity.changed_at, activity.series.changed_at)
        self.lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            *([recurrence_id] if recurrence_id else []),
            f"DTSTAMP:{utc(changed)}",
            f"LAST-MODIFIED:{utc(changed)}",
            f"SEQUENCE:{activity.sequence + row.sequence}",
            *self._times(row),
            f"SUMMARY:{text(row.name)}",
            *_where(row),
            *_described(activity, row.timing, row),
            f"URL:{occurrence_link(row)}",
            f"STATUS:{'CANCELLED' if row.is_cancelled else 'CONFIRMED'}",
            *(["TRANSP:TRANSPARENT"] if row.timing != Timing.TIMED else []),
            "END:VEVENT",
        ]

    def _times(self, row: Occurrence) -> list[str]:
        if row.timing != Timing.TIMED:
            after = row.date + timedelta(days=_days(row.minutes))
            return [f"DTSTART;VALUE=DATE:{day(row.date)}", f"DTEND;VALUE=DATE:{day(after)}"]
        there = [at.astimezone(ZoneInfo(row.zone)) for at in (row.starts_at, row.ends_at)]
        if row.zone in IN_UTC or any(_comes_twice(moment) for moment in there):
            return [f"DTSTART:{utc(row.starts_at)}", f"DTEND:{utc(row.ends_at)}"]
        self._note(row.zone, row.starts_at)
        self._note(row.zone, row.ends_at)
        return [f"{name};TZID={row.zone}:{local(at)}" for name, at in zip(("DTSTART", "DTEND"), there, strict=True)]

    def _at(self, name: str, address: datetime, repeating: _Repeating) -> str:
        """A naive local address of a repeating event, in the form of all its addresses."""
        zone = repeating.rows[0][1].activity.zone
        if repeating.is_dated:
            return f"{name};VALUE=DATE:{day(address)}"
        if zone in IN_UTC:
            return f"{name}:{local(address)}Z"
        self._note(zone, address)
        return f"{name};TZID={zone}:{local(address)}"

    def _note(self, zone: str, at: datetime) -> None:
        first, last = (at - MARGIN).year, (at + MARGIN).year
        noted = self.years.get(zone)
        if noted is None or noted[0] > first or noted[1] < last:
            earlier = noted or (first, last)
            self.years[zone] = min(first, earlier[0]), max(last, earlier[1])


def _comes_twice(there: datetime) -> bool:
    """Whether the clocks go through a local time twice: then it is told in UTC, for readers differ about it."""
    return there.utcoffset() != there.replace(fold=1 - there.fold).utcoffset()


def _by_activity(occurrences: Iterable[Occurrence]) -> list[list[Occurrence]]:
    found: dict[object, list[Occurrence]] = {}
    for row in occurrences:
        found.setdefault(row.activity.uid, []).append(row)
    return list(found.values())


def _repeating(rows: Sequence[Occurrence]) -> _Repeating | None:
    """What of the rows can be written as one repeating event; None when that is not worth it, or there is no rule."""
    activity = rows[0].activity
    rule = plain_rule(activity.rrule, activity.first_date)
    if rule is None:
        return None
    is_dated = activity.timing != Timing.TIMED
    start = time.min if is_dated else activity.start_time
    by_day = {row.original_date: row for row in rows if row.original_time == start and _may_repeat(row, is_dated)}
    if len(by_day) < FEWEST:
        return None
    rhythm = list(rule.days(activity.first_date, max(by_day)))
    given = _kept_in_order([day for day in rhythm if day in by_day], by_day)
    if len(given) < FEWEST:
        return None
    kept = set(given)
    holes = [day for day in rhythm if given[0] < day < given[-1] and day not in kept]
    if len(holes) > max(HOLES_AT_LEAST, HOLES * len(given)):
        return None
    addressed = [(datetime.combine(day, start), by_day[day]) for day in given]
    return _Repeating(rule, addressed, [datetime.combine(day, start) for day in holes], is_dated)


def _may_repeat(row: Occurrence, is_dated: bool) -> bool:
    """Whether its address means the same to every reader: no clock change at it, nor within the usual length."""
    if is_dated:
        return True
    zone = ZoneInfo(row.activity.zone)
    address = datetime.combine(row.original_date, row.original_time, zone)
    offset = address.utcoffset()
    if offset != address.replace(fold=1).utcoffset():
        return False
    ends = address + timedelta(minutes=row.activity.minutes)
    return offset == ends.utcoffset() == ends.replace(fold=1).utcoffset()


def _kept_in_order(addresses: Sequence[date], by_day: dict[date, Occurrence]) -> list[date]:
    """Those whose rows were not moved to or beyond the day of a neighbour: Outlook takes no such override."""
    kept: list[date] = []
    for number, address in enumerate(addresses):
        shown = by_day[address].date
        earlier = [*addresses[number - 1 : number], *(by_day[day].date for day in kept[-1:])]
        later = addresses[number + 1 : number + 2]
        if shown == address or max(earlier, default=date.min) < shown < min(later, default=date.max):
            kept.append(address)
    return kept


def _differs(row: Occurrence) -> bool:
    """Whether a row is anything but what its activity says of its address."""
    activity = row.activity
    shown = (row.name, row.place, row.link, row.timing, row.date, row.zone, row.minutes, row.description)
    usual = (activity.name, activity.place, activity.link, activity.timing, row.original_date, activity.zone)
    if row.is_cancelled or shown != (*usual, activity.minutes, ""):
        return True
    if row.timing != Timing.TIMED:
        return False
    there = datetime.combine(row.original_date, row.original_time, ZoneInfo(activity.zone)).astimezone(UTC)
    return (row.starts_at, row.ends_at) != (there, there + timedelta(minutes=activity.minutes))


def _days(minutes: int) -> int:
    """How many dates something takes that is not timed: as `planning.instants` counts them."""
    return max(1, round(minutes / DAY_MINUTES))


def _until(last: datetime, zone: str, is_dated: bool) -> str:
    """The end of a rule: a date among dates, else UTC, as RFC 5545 asks."""
    return day(last) if is_dated else utc(last.replace(tzinfo=ZoneInfo(zone)))


def _where(thing: Activity | Occurrence) -> list[str]:
    place = thing.place or thing.link
    return [f"LOCATION:{text(place)}"] if place else []


def _described(activity: Activity, timing: str, row: Occurrence | None = None) -> list[str]:
    """What there is to know: of the date, of the series, and whose it is."""
    society, link = activity.series.society, row.link if row else activity.link
    said = [
        _("Cancelled: %(reason)s") % {"reason": row.cancel_reason} if row and row.is_cancelled else "",
        _("The time is still to be confirmed.") if timing == Timing.TO_CONFIRM else "",
        row.description if row else "",
        activity.series.description,
        _("Online: %(link)s") % {"link": link} if link else "",
        f"{society.name}, {society.university.name}",
    ]
    return [f"DESCRIPTION:{text(chr(10).join(part for part in said if part))}"]
