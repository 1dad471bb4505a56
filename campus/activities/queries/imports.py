"""What an import of somebody else's calendar would do, event by event, before anything is saved."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from campus.activities.edits import Edit
from campus.activities.ics_import import Imported, Moved, Reading, Refused, read
from campus.activities.models import Activity, Occurrence
from campus.activities.planning import Dates, Stretch, Timetable, plan_dates
from campus.activities.plans import ActivityPlan, Draft, draft
from campus.activities.queries.timetables import timetable_for
from campus.activities.words import rule_in_words
from campus.base import clock
from campus.base.errors import Invalid
from campus.directory.models import Society


class State(StrEnum):
    """What an import makes of an event."""

    NEW = "new"
    CHANGED = "changed"  # imported before, and something of it is otherwise now
    SAME = "same"  # imported before, and nothing to do
    KEPT = "kept"  # imported before, and gone its own way here
    WRONG = "wrong"


@dataclass(frozen=True)
class ImportRow:
    """An event of the file: what becomes of it, when it is in words, its coming dates.

    `differs` names what is changed, `problem` says why nothing can be done ("" when something can).
    """

    event: Imported
    state: State
    in_words: str
    starts: Sequence[datetime]
    activity: Activity | None = None
    differs: Sequence[str] = ()
    edit: Edit | None = None
    moved: Sequence[tuple[Moved, Edit]] = ()
    problem: str = ""

    @property
    def uid(self) -> str:
        return self.event.plan.imported_uid

    @property
    def can_be_chosen(self) -> bool:
        return self.state in {State.NEW, State.CHANGED}


@dataclass(frozen=True)
class ImportPreview:
    """What an import would do. `over`: so many events have no date to come."""

    rows: Sequence[ImportRow]
    refused: Sequence[Refused]
    over: int


def preview_import(society: Society, text: str, *, window: str, at: datetime) -> ImportPreview:
    """What importing a calendar's text would do at the instant `at`. As many queries for many events as for one.

    Raises Invalid, with the sentence on `text`, for what is no calendar.
    """
    reading = read(text, zone=society.university.zone, at=at, window=window)
    return _Comparison(society, reading, at).preview(reading)


class _Comparison:
    def __init__(self, society: Society, reading: Reading, at: datetime) -> None:
        self.society, self.at = society, at
        uids = [event.plan.imported_uid for event in reading.events]
        known = Activity.objects.filter(society=society, imported_uid__in=uids).select_related("series", "calendar")
        self.known = {activity.imported_uid: activity for activity in known}
        coming = Occurrence.objects.filter(activity__in=self.known.values(), starts_at__gt=at)
        self.coming: dict[int, dict[datetime, Occurrence]] = {}
        for row in coming.select_related("series", "society"):
            address = datetime.combine(row.original_date, row.original_time)
            self.coming.setdefault(row.activity_id, {})[address] = row
        self.timetables: dict[int | None, Timetable] = {None: timetable_for(society)}

    def preview(self, reading: Reading) -> ImportPreview:
        rows = [self._row(event) for event in reading.events]
        return ImportPreview(rows, reading.refused, reading.over)

    def _row(self, event: Imported) -> ImportRow:
        activity = self.known.get(event.plan.imported_uid)
        plan = event.plan
        if activity is not None:
            plan = replace(plan, window=activity.window, calendar=activity.calendar)
        try:
            drafted = draft(plan, self.society, self.at, timetable=self._timetable(plan))
        except Invalid as fault:
            return ImportRow(event, State.WRONG, _in_words(plan), (), activity, problem=str(fault.sentence))
        if not drafted.dates.starts:
            problem = _("No date is left: each falls outside the weeks chosen.")
            return ImportRow(event, State.WRONG, _in_words(plan), (), activity, problem=problem)
        if activity is not None:
            return self._known_row(event, activity, drafted)
        moved = [(each, _edit_of_one(each, drafted.plan)) for each in event.moved]
        return ImportRow(event, State.NEW, _in_words(drafted.plan), drafted.dates.starts, moved=moved)

    def _timetable(self, plan: ActivityPlan) -> Timetable:
        number = plan.calendar.pk if plan.calendar else None
        if number not in self.timetables:
            self.timetables[number] = timetable_for(self.society, plan.calendar)
        return self.timetables[number]

    def _known_row(self, event: Imported, activity: Activity, drafted: Draft) -> ImportRow:
        plan, starts = drafted.plan, drafted.dates.starts
        said = _in_words(plan)
        coming = self.coming.get(activity.pk, {})
        if kept := _why_kept(activity, plan, coming):
            return ImportRow(event, State.KEPT, said, starts, activity, problem=kept)
        given = _differences(activity, drafted, self._dates_now(activity, drafted))
        moved = self._moved(event, plan, coming, come_anew=bool(given))
        if not given and not moved:
            return ImportRow(event, State.SAME, said, starts, activity)
        differs = [str(LABELS[name]()) for name in LABELS if name in given]
        differs += [_("Single dates")] if moved else []
        edit = Edit(**given) if given else None
        return ImportRow(event, State.CHANGED, said, starts, activity, differs, edit, moved)

    def _dates_now(self, activity: Activity, drafted: Draft) -> Dates:
        today = clock.today(activity.zone, self.at)
        return plan_dates(Stretch.of(activity), drafted.timetable, today, drafted.last)

    def _moved(
        self, event: Imported, plan: ActivityPlan, coming: Mapping[datetime, Occurrence], *, come_anew: bool
    ) -> list[tuple[Moved, Edit]]:
        """The single dates that stand otherwise here than in the file; and those that are yet to get a row."""
        found = []
        for each in event.moved:
            row = coming.get(each.original)
            if row is None and come_anew:
                found.append((each, _edit_of_one(each, plan)))
            elif row is not None and not row.is_cancelled and (edit := _edit_of_row(each, row)).given:
                found.append((each, edit))
        return found


LABELS = {
    "name": lambda: _("Name"),
    "place": lambda: _("Place"),
    "link": lambda: _("Link"),
    "minutes": lambda: _("Length"),
    "description": lambda: _("Description"),
    "rrule": lambda: _("Dates"),
}


def _in_words(plan: ActivityPlan) -> str:
    try:
        return rule_in_words(
            rrule=plan.rrule,
            first_date=plan.first_date,
            start_time=plan.start_time,
            window=plan.window,
            zone=plan.zone,
            minutes=plan.minutes,
            timing=plan.timing,
            more_times=plan.more_times,
            extra_dates=plan.extra_dates,
            skipped_dates=plan.skipped_dates,
        )
    except Invalid:
        return ""


def _why_kept(activity: Activity, plan: ActivityPlan, coming: Mapping[datetime, Occurrence]) -> str:
    """Why an activity that was imported before is left as it is; "" when it can follow the file."""
    if activity.series.ended_at is not None:
        return _("You ended it here, so it stays ended.")
    if activity.last_date is not None:
        return _("You changed it here from some date on, so it goes its own way. Change it here.")
    if activity.zone != plan.zone or activity.timing != plan.timing:
        return _("It changed between whole days and times, or its time zone. End it here and import it anew.")
    if not coming:
        return _("It has no date to come here any more. Plan it anew.")
    return ""


def _differences(activity: Activity, drafted: Draft, now: Dates) -> dict[str, Any]:
    """What the file has otherwise than the activity has it here, as fields of an Edit."""
    plan = drafted.plan
    given: dict[str, Any] = {
        name: value
        for name in ("name", "place", "link", "minutes")
        if (value := getattr(plan, name)) != getattr(activity, name)
    }
    if plan.description != activity.series.description:
        given["description"] = plan.description
    is_same_rule = _without_count(plan.rrule) == _without_count(activity.rrule)
    if not is_same_rule or list(now.starts) != list(drafted.dates.starts):
        given |= {
            "rrule": plan.rrule,
            "first_date": plan.first_date,
            "start_time": plan.start_time,
            "more_times": plan.more_times,
            "extra_dates": plan.extra_dates,
            "skipped_dates": plan.skipped_dates,
        }
    return given


def _without_count(rrule: str) -> str:
    """The rule without how often: what is left of that goes down as time passes, and the dates are compared anyway."""
    return re.sub(r";?COUNT=[0-9]+", "", rrule)


def _edit_of_one(each: Moved, plan: ActivityPlan) -> Edit:
    """What is otherwise about one date than about all."""
    day: date | None = each.starts.date()
    start: time | None = each.starts.time()
    if each.starts == each.original:
        day = start = None
    return Edit(
        date=day,
        start_time=start,
        minutes=each.minutes if each.minutes != plan.minutes else None,
        name=each.name if each.name != plan.name else None,
        place=each.place if each.place != plan.place else None,
        description=each.description or None,
    )


def _edit_of_row(each: Moved, row: Occurrence) -> Edit:
    """What is otherwise about one date than it stands here."""
    is_moved = datetime.combine(row.date, row.time) != each.starts
    return Edit(
        date=each.starts.date() if is_moved else None,
        start_time=each.starts.time() if is_moved else None,
        minutes=each.minutes if each.minutes != row.minutes else None,
        name=each.name if each.name != row.name else None,
        place=each.place if each.place != row.place else None,
        description=each.description if each.description != row.description else None,
    )
