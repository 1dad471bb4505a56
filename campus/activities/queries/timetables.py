"""The terms by which a society schedules."""

from collections import defaultdict

from campus.activities.planning import Timetable
from campus.directory.models import Break, Calendar, Society


def timetable_for(society: Society, chosen: Calendar | None = None) -> Timetable:
    """The terms of the calendar chosen for an activity, else of the society's own, else of the reporting calendar."""
    calendar = chosen or society.calendar or _reporting_calendar(society)
    return timetable_of(calendar) if calendar else Timetable()


def timetable_of(calendar: Calendar) -> Timetable:
    """A calendar's terms in order of time, with their breaks."""
    breaks = defaultdict(list)
    for pause in Break.objects.filter(term__calendar=calendar):
        breaks[pause.term_id].append(pause)
    return Timetable(calendar, tuple(calendar.terms.order_by("active_from")), breaks)


def _reporting_calendar(society: Society) -> Calendar | None:
    return Calendar.objects.filter(university=society.university_id, is_reporting=True).first()
