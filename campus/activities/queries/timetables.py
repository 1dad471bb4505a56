"""The terms by which a society schedules, and the public holidays of its university."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import cast

from django.utils.functional import SimpleLazyObject

from campus.activities.planning import Timetable
from campus.activities.public_holidays import holidays_available, public_holidays
from campus.directory.models import Break, Calendar, Society, Term, University

__all__ = ["holidays_available", "timetable_for", "timetable_of", "timetable_with"]


def timetable_for(society: Society, chosen: Calendar | None = None) -> Timetable:
    """The terms of the calendar chosen for an activity, else of the society's own, else of the reporting calendar."""
    calendar = chosen or society.calendar or _reporting_calendar(society)
    return timetable_of(calendar) if calendar else Timetable(holidays=_holidays(lambda: society.university))


def timetable_of(calendar: Calendar) -> Timetable:
    """A calendar's terms in order of time, with their breaks."""
    breaks = defaultdict(list)
    for pause in Break.objects.filter(term__calendar=calendar):
        breaks[pause.term_id].append(pause)
    return timetable_with(calendar, tuple(calendar.terms.order_by("active_from")), breaks)


def timetable_with(calendar: Calendar, terms: Sequence[Term], breaks: Mapping[int, Sequence[Break]]) -> Timetable:
    """The timetable of a calendar with terms and breaks (by the term's number) that may not have been saved."""
    return Timetable(calendar, terms, breaks, _holidays(lambda: calendar.university))


def _holidays(university: Callable[[], University]) -> Mapping[date, str]:
    """Those of a university's country and region; neither is looked up before somebody asks for a date."""

    def load() -> Mapping[date, str]:
        kept_by = university()
        return public_holidays(str(kept_by.country), kept_by.holiday_region)

    return cast(Mapping[date, str], SimpleLazyObject(load))


def _reporting_calendar(society: Society) -> Calendar | None:
    return Calendar.objects.filter(university=society.university_id, is_reporting=True).first()
