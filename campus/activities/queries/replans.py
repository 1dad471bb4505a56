"""What a changed calendar would do to the dates of a university, by the function that does it. Changes nothing."""

from collections.abc import Mapping
from datetime import datetime

from campus.activities.edits import Changes
from campus.activities.models import Occurrence
from campus.activities.planning import Timetable
from campus.activities.replanning import Timetables, growing, replanned
from campus.activities.reshaping import changes_of
from campus.directory.models import Society, University

AT_ONCE = 100  # societies whose dates are read together


def preview_replan(
    university: University, timetables: Mapping[int, Timetable], at: datetime
) -> list[tuple[Society, Changes]]:
    """The societies whose dates would change if calendars (by number) were as proposed, and how; no others.

    Of each only the activities that change are shown, with all their coming dates. A few statements for every hundred
    societies that plan by a rule, however many dates they have. Asks no permission: it is for who keeps the university.
    """
    tried = Timetables(proposed=timetables)
    approved = Society.objects.filter(university=university, status=Society.Status.APPROVED)
    planning = approved.filter(pk__in=growing().filter(university=university).values("society"))
    societies = list(planning.select_related("calendar__university", "university").order_by("name", "pk"))
    found = []
    for start in range(0, len(societies), AT_ONCE):
        some = societies[start : start + AT_ONCE]
        becomes = replanned(some, tried, at, Occurrence.objects.all())
        found += [(society, becomes[society.pk].shapes) for society in some]
    return [(society, changes_of(shapes)) for society, shapes in found if shapes]
