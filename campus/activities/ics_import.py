"""Somebody else's iCalendar file as plans of activities, or what is wrong with each event and on which line. Pure.

What is read of an event is what everybody may know: when, where, what. Who organises or attends it is never read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from campus.activities import recurrence, rule_text
from campus.activities.ics_lines import Component, Property, Unreadable, at_line, components, refused
from campus.activities.ics_values import (
    NAME,
    cut,
    day_of,
    description_of,
    flat,
    is_day,
    keeps_the_day,
    length_of,
    line_of,
    link_of,
    moment_of,
    name_of,
    place_of,
    refuse_unfit,
    rule_of,
    uid_of,
)
from campus.activities.ics_zones import Zones
from campus.activities.models import Activity, Timing
from campus.activities.planning import latest
from campus.activities.plans import LONGEST, ActivityPlan
from campus.base import clock
from campus.base.errors import Invalid
from campus.directory.words import date_in_words

MOST_PLANNED = 200  # activities of one file
MOST_DATES = 1000  # that one event may list by hand
MOST_SILENT = 10  # rules that give no date: to find that out takes long
MOST_COUNTED = 100_000  # dates that rules with a COUNT had until today, all together
DAY = 24 * 60
AN_HOUR = 60
LONGEST_SPAN = 60  # days


@dataclass(frozen=True)
class Moved:
    """One date of a series that is otherwise than its rule has it. `original` and `starts` are naive and local."""

    original: datetime
    starts: datetime
    minutes: int
    name: str
    place: str
    description: str


@dataclass(frozen=True)
class Imported:
    """An event that can be planned: `line` is where it begins, `notes` what was made of it that one may not expect."""

    line: int
    plan: ActivityPlan
    moved: Sequence[Moved] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Refused:
    """An event that cannot be planned: the line at fault, its name ("" unless it is known), and why."""

    line: int
    name: str
    sentence: str

    @property
    def said(self) -> str:
        return at_line(self.line, self.sentence)


@dataclass(frozen=True)
class Reading:
    """What a file holds, in its order; `over` events are left out because none of their dates is to come."""

    events: Sequence[Imported]
    refused: Sequence[Refused]
    over: int


class _Over(Exception):
    """No date of an event is to come."""


def read(text: str, *, zone: str, at: datetime, window: str = Activity.Window.ALWAYS) -> Reading:
    """Read a calendar for a society whose clocks are those of `zone`, at the instant `at`.

    Raises Invalid, with the sentence on `text`, for what is no calendar and for what is too large.
    """
    return _Reader(components(text), zone=zone, at=at, window=window).read()


class _Reader:
    def __init__(self, parts: Sequence[Component], *, zone: str, at: datetime, window: str) -> None:
        self.today = clock.today(zone, at)
        self.zones = Zones(parts, zone, self.today)
        self.zone, self.window = zone, window
        events = [part for part in parts if part.name == "VEVENT"]
        self.masters = [event for event in events if event.one("RECURRENCE-ID") is None]
        self.overrides: dict[str, list[Component]] = {}
        for event in events:
            if event.one("RECURRENCE-ID") is not None:
                self.overrides.setdefault(uid_of(event), []).append(event)
        self.silent = self.counted = 0

    def read(self) -> Reading:
        events: list[Imported] = []
        faults: list[Refused] = []
        over, lines = 0, dict[str, int]()
        for master in self.masters:
            try:
                uid = uid_of(master)
                if uid in lines:
                    said = _("The same event stands on line %(line)d already.") % {"line": lines[uid]}
                    raise Unreadable(line_of(master, "UID"), said)
                lines[uid] = master.line
                events.append(self._event(master))
            except _Over:
                over += 1
            except Unreadable as fault:
                faults.append(Refused(fault.line, cut(flat(master.text("SUMMARY")), NAME), str(fault.sentence)))
            if len(events) > MOST_PLANNED:
                raise refused("too_many_events", _("This has over 200 events to come. Export a shorter time."))
        for uid, orphans in self.overrides.items():
            if uid not in lines:
                faults += [self._orphan(orphan) for orphan in orphans]
        return Reading(events, sorted(faults, key=lambda fault: fault.line), over)

    def _orphan(self, event: Component) -> Refused:
        sentence = _("This is one date of a series that is not in the file. Export the whole series.")
        return Refused(event.line, cut(flat(event.text("SUMMARY")), NAME), sentence)

    def _event(self, event: Component) -> Imported:
        refuse_unfit(event)
        notes: list[str] = []
        start = self._start(event)
        zone, is_day = self._zone_of(start, event, notes)
        first = self._local(start, zone)
        plan = ActivityPlan(
            name=name_of(event, notes),
            description=description_of(event),
            rrule="",
            first_date=first.date(),
            start_time=first.time(),
            minutes=self._minutes(event, start, notes),
            zone=zone,
            window=self.window,
            place=place_of(event),
            link=link_of(event),
            timing=Timing.ALL_DAY if is_day else Timing.TIMED,
            imported_uid=uid_of(event),
        )
        if plan.minutes > LONGEST:  # the 16 Days, as one entry over all of them
            days = plan.minutes // DAY
            event.properties.append(replace(start, name="RRULE", parameters={}, value=f"FREQ=DAILY;COUNT={days}"))
            plan = replace(plan, minutes=DAY)
            notes.append(
                _("It takes over two weeks, so each of its %(days)d days is a date of its own.") % {"days": days}
            )
        moved, gone, come = self._single_dates(plan, first)
        extra = [*self._listed(event, "RDATE", plan), *come]
        skipped = {*self._listed(event, "EXDATE", plan), *gone}
        plan = self._dated(event, plan, first, notes, extra, skipped)
        kept = [each for each in moved if each.original.date() >= self.today]
        return Imported(event.line, plan, kept, notes)

    def _start(self, event: Component) -> Property:
        start = event.one("DTSTART")
        if start is None:
            raise Unreadable(event.line, _("This event has no DTSTART: it does not say when it begins."))
        return start

    def _zone_of(self, start: Property, event: Component, notes: list[str]) -> tuple[str, bool]:
        """The zone by which it is planned, and whether it takes whole days.

        A moment in UTC is meant for the clocks of the society; a rule in UTC only where those never change.
        """
        if is_day(start):
            return self.zone, True
        if not start.value.strip().upper().endswith("Z"):
            return self.zones.of(start), False
        moment = moment_of(start, "UTC")
        if event.one("RRULE") is None or keeps_the_day(moment, self.zone, self.today):
            return self.zone, False
        notes.append(_("Its times are in UTC, so they do not follow the clocks of your university."))
        return "UTC", False

    def _local(self, where: Property, zone: str, value: str = "") -> datetime:
        """A date of a property as the clocks of a zone show it, naive; 00:00 for a whole day."""
        if is_day(where, value):
            return datetime.combine(day_of(where, value), time.min)
        own = "UTC" if (value or where.value).strip().upper().endswith("Z") else self.zones.of(where)
        moment = moment_of(where, own, value)
        return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)

    def _minutes(self, event: Component, start: Property, notes: list[str]) -> int:
        """How long it takes: by DTEND or DURATION; a day or an hour where nothing is said."""
        end, duration = event.one("DTEND"), event.one("DURATION")
        where, length = end or duration or start, timedelta()
        if end is not None:
            length = self._instant(end) - self._instant(start)
        elif duration is not None:
            length = length_of(duration)
        if length < timedelta():
            raise Unreadable(where.line, _("It ends before it begins."))
        minutes = int(length.total_seconds()) // 60
        if is_day(start):
            minutes = max(1, round(minutes / DAY)) * DAY
        elif not minutes:
            minutes = AN_HOUR
            notes.append(_("It does not say how long it takes; we took an hour."))
        if minutes > LONGEST and not _can_be_daily(event, minutes):
            raise Unreadable(where.line, _("It takes two weeks at most. Plan an activity of every day instead."))
        return minutes

    def _instant(self, where: Property) -> datetime:
        if is_day(where):
            return datetime.combine(day_of(where), time.min, UTC)
        own = "UTC" if where.value.strip().upper().endswith("Z") else self.zones.of(where)
        return moment_of(where, own)

    def _listed(self, event: Component, name: str, plan: ActivityPlan) -> list[datetime]:
        """The dates of RDATE or EXDATE from today on. A day in EXDATE means the meeting of that day."""
        found: list[datetime] = []
        for where in event.all(name):
            for value in where.value.split(","):
                begin = value.partition("/")[0]  # a period: when it begins
                start = self._local(where, plan.zone, begin)
                if is_day(where, begin) and plan.timing == Timing.TIMED:
                    start = datetime.combine(start.date(), plan.start_time)
                elif plan.timing == Timing.ALL_DAY:
                    start = datetime.combine(start.date(), time.min)
                if start.date() >= self.today:
                    found.append(start)
            if len(found) > MOST_DATES:
                raise Unreadable(where.line, _("This names over 1,000 dates."))
        return found

    def _single_dates(self, plan: ActivityPlan, first: datetime) -> tuple[list[Moved], list[datetime], list[datetime]]:
        """What is said of single dates of a series: those that are otherwise, those that are gone, those that come.

        One that was moved from the past into the future is one more date; one moved into the past is gone.
        """
        moved: list[Moved] = []
        gone: list[datetime] = []
        come: list[datetime] = []
        for override in self.overrides.get(plan.imported_uid, ()):
            refuse_unfit(override, is_override=True)
            which = override.one("RECURRENCE-ID")
            assert which is not None  # noqa: S101 - that is how it got there
            if which.parameters.get("RANGE", "").upper() == "THISANDFUTURE":
                sentence = _("A change of this and all following dates is not read. Export it as a series of its own.")
                raise Unreadable(which.line, sentence)
            original = self._local(which, plan.zone)
            if is_day(which) and plan.timing == Timing.TIMED:
                original = datetime.combine(original.date(), first.time())
            if override.text("STATUS").upper() == "CANCELLED":
                gone.append(original)
                continue
            start = self._start(override)
            starts = self._local(start, plan.zone)
            if starts.date() < self.today:
                gone.append(original)
            elif original.date() < self.today:
                come.append(starts)
            else:
                moved.append(self._moved(override, plan, original, starts))
        return moved, gone, come

    def _moved(self, override: Component, plan: ActivityPlan, original: datetime, starts: datetime) -> Moved:
        start = self._start(override)
        said = override.one("DTEND") or override.one("DURATION")
        description = description_of(override)
        return Moved(
            original=original,
            starts=starts,
            minutes=self._minutes(override, start, []) if said else plan.minutes,
            name=cut(flat(override.text("SUMMARY")), NAME) or plan.name,
            place=place_of(override) or plan.place,
            description="" if description == plan.description else description,
        )

    def _dated(
        self,
        event: Component,
        plan: ActivityPlan,
        first: datetime,
        notes: list[str],
        extra: Iterable[datetime],
        skipped: set[datetime],
    ) -> ActivityPlan:
        """The plan with its dates, which begin today at the earliest. Raises _Over when none is left."""
        more = sorted(set(extra) - skipped)
        rules = event.all("RRULE")
        if len(rules) > 1 or event.one("EXRULE"):
            where = rules[1] if len(rules) > 1 else event.one("EXRULE") or rules[0]
            raise Unreadable(where.line, _("One event has one rule here. Export each rhythm as an event of its own."))
        if not rules:
            starts = sorted({start for start in [first, *more] if start.date() >= self.today} - skipped)
            if not starts:
                raise _Over
            return replace(
                plan, first_date=starts[0].date(), start_time=starts[0].time(), extra_dates=tuple(starts[1:])
            )
        text, times = rule_of(rules[0], first)
        if times and "COUNT=" in text:
            sentence = _("A rule with several times a day ends on a day here, not after a number. Give it UNTIL.")
            raise Unreadable(rules[0].line, sentence)
        if times and first.time() not in times:
            first = datetime.combine(first.date(), times[0])
        begin, text = self._from_today(rules[0], text, first, plan.zone, has_more=bool(more))
        if begin is None:
            if not more:
                raise _Over
            return replace(plan, first_date=more[0].date(), start_time=more[0].time(), extra_dates=tuple(more[1:]))
        if begin.date() > first.date() and first.date() < self.today:
            said = {"first": date_in_words(first.date()), "next": date_in_words(begin.date())}
            notes.append(_("It began on %(first)s; here it goes on from %(next)s.") % said)
        elif begin != first and first not in more:
            more = sorted({*more, first} - skipped)  # the first date belongs to it, whatever the rule says
        return replace(
            plan,
            rrule=text,
            first_date=begin.date(),
            start_time=begin.time(),
            more_times=tuple(each for each in times if each != begin.time()),
            extra_dates=tuple(more),
            skipped_dates=tuple(sorted(skipped)),
        )

    def _from_today(
        self, where: Property, text: str, first: datetime, zone: str, *, has_more: bool
    ) -> tuple[datetime | None, str]:
        """Its first start from today on, None when that was the last; and the rule as it goes on from there."""
        try:
            rule = rule_text.parse(text)
            stop = min(datetime.combine(latest(self.today), time.max), rule.last_start(zone) or datetime.max)
            if rule.count is None:
                found = recurrence.first_of(rule, first, zone, max(self.today, first.date()), stop.date())
                coming = [start for start in islice(found, 1) if start <= stop]
                passed = 0
            else:
                starts = list(recurrence.starts(rule, first, stop))
                coming = [start for start in starts if start.date() >= self.today]
                passed = len(starts) - len(coming)
                self._count_dates(len(starts))
            if not coming and first.date() < self.today and (rule.count is not None or rule.until is not None):
                return None, text
            if not coming and not has_more:
                self._count_silent()
                recurrence.check(rule, first, zone, latest(self.today), self.today)
        except Invalid as fault:
            if "text" in fault.fields:  # about the whole file
                raise
            raise Unreadable(where.line, fault.sentence) from fault
        if not coming:
            return None, text
        return coming[0], re.sub(r"COUNT=[0-9]+", f"COUNT={(rule.count or 0) - passed}", text)

    def _count_silent(self) -> None:
        self.silent += 1
        if self.silent > MOST_SILENT:
            raise refused("too_many_rules", _("Over ten rules of this calendar give no date. Look at them again."))

    def _count_dates(self, dates: int) -> None:
        self.counted += dates
        if self.counted > MOST_COUNTED:
            raise refused("too_many_dates", _("This has too many dates to count. Export a shorter time."))


def _can_be_daily(event: Component, minutes: int) -> bool:
    """Whether what takes long is one span of whole days, which can be a date each."""
    start = event.one("DTSTART")
    is_once = not any(event.one(name) for name in ("RRULE", "RDATE", "EXRULE"))
    return start is not None and is_day(start) and is_once and minutes <= LONGEST_SPAN * DAY
