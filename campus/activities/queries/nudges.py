"""What a society might want to plan next: teaching weeks without a date, a day it follows with nothing held for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campus.activities.models import Activity, Occurrence
from campus.activities.planning import Timetable
from campus.activities.queries.observances import Marked, marked_between
from campus.activities.queries.timetables import timetable_for
from campus.activities.templates import Template, template_for
from campus.base import clock
from campus.directory.calendar import Week
from campus.directory.models import Society

WEEKS = 4
AHEAD = timedelta(weeks=6)
AROUND = timedelta(days=7)  # what is held for a day may be held so much earlier or later; Orange Day is each month


@dataclass(frozen=True)
class EmptyWeeks:
    """None of the next four teaching weeks has a date; fewer where the calendar ends before."""

    weeks: Sequence[Week]

    @property
    def first(self) -> Week:
        return self.weeks[0]

    @property
    def last(self) -> Week:
        return self.weeks[-1]


@dataclass(frozen=True)
class Unplanned:
    """A followed observance is near and nothing is planned for it; `template` is what others hold on that day."""

    marked: Marked
    template: Template | None


@dataclass(frozen=True)
class Nudges:
    """What there is to say; nothing for a society that has planned ahead."""

    empty_weeks: EmptyWeeks | None
    unplanned: Sequence[Unplanned]

    def __bool__(self) -> bool:
        return bool(self.empty_weeks or self.unplanned)


def nudges_for(society: Society, at: datetime) -> Nudges:
    """The nudges of an approved society at the instant `at`; the number of queries does not grow with its dates."""
    if society.status != Society.Status.APPROVED:
        return Nudges(None, ())
    today = clock.today(society.university.zone, at)
    weeks = next_teaching_weeks(timetable_for(society), today)
    near = [each for each in marked_between(society, today, today + AHEAD) if each.is_followed]
    last = max([week.ends_on for week in weeks] + [each.ends_on + AROUND for each in near], default=today)
    planned = _planned(society, today - AROUND, last) if weeks or near else []
    return Nudges(
        EmptyWeeks(weeks) if weeks and not _meets_in(weeks, planned, today) else None,
        [Unplanned(each, template_for(each.observance.slug)) for each in near if not _is_planned(each, planned)],
    )


def next_teaching_weeks(timetable: Timetable, today: date) -> list[Week]:
    """The next four weeks with a day of teaching, Monday to Friday, that is not over; the running one may be first."""
    return [week for week in timetable.weeks if _teaches_from(timetable, week, today)][:WEEKS]


def _teaches_from(timetable: Timetable, week: Week, today: date) -> bool:
    days = (week.starts_on + timedelta(days=passed) for passed in range(7))
    coming = [day for day in days if day >= today and day.weekday() < 5]
    return any(not timetable.left_out(Activity.Window.TEACHING, day) for day in coming)


def _planned(society: Society, since: date, last: date) -> list[tuple[date, int | None]]:
    """Date and observance of what takes place."""
    dates = Occurrence.objects.filter(society=society, date__range=(since, last), cancelled_at__isnull=True)
    return list(dates.values_list("date", "activity__observance"))


def _meets_in(weeks: Sequence[Week], planned: Sequence[tuple[date, int | None]], today: date) -> bool:
    return any(week.starts_on <= day <= week.ends_on and day >= today for day, _observance in planned for week in weeks)


def _is_planned(marked: Marked, planned: Sequence[tuple[date, int | None]]) -> bool:
    since, last = marked.starts_on - AROUND, marked.ends_on + AROUND
    return any(observance == marked.observance.pk and since <= day <= last for day, observance in planned)
