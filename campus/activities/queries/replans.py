"""What a changed calendar would do to the dates of a university, by the function that does it. Changes nothing."""

from collections.abc import Mapping
from datetime import datetime

from campus.activities.edits import Changes
from campus.activities.models import Occurrence
from campus.activities.planning import Timetable
from campus.activities.replanning import Timetables, growing, replanned
from campus.activities.reshaping import changes_of
from campus.directory.models import Society, University


def preview_replan(
    university: University, timetables: Mapping[int, Timetable], at: datetime
) -> list[tuple[Society, Changes]]:
    """The societies whose dates would change if calendars (by number) were as proposed, and how; no others.

    Of each only the activities that change are shown, with all their coming dates. A few statements for each society
    that plans by a rule, however many dates it has. Asks no permission: it is for who keeps the university.
    """
    tried = Timetables(proposed=timetables)
    approved = Society.objects.filter(university=university, status=Society.Status.APPROVED)
    planning = approved.filter(pk__in=growing().filter(university=university).values("society"))
    found = []
    for society in planning.select_related("calendar__university", "university").order_by("name", "pk"):
        shapes = replanned(society, tried, at, Occurrence.objects.all()).shapes
        if shapes:
            found.append((society, changes_of(shapes)))
    return found
