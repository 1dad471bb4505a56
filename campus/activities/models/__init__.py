"""What a society does: its plan, the codes on its posters, who comes, who hosts, and the days it plans around."""

from campus.activities.models.answers import CalendarAddress, Follow, Rsvp
from campus.activities.models.codes import Code
from campus.activities.models.hosting import CoHost
from campus.activities.models.observances import Observance, ObservanceChoice, ObservedOn
from campus.activities.models.plan import Activity, Occurrence, Series, Timing

__all__ = [
    "Activity",
    "CalendarAddress",
    "CoHost",
    "Code",
    "Follow",
    "Observance",
    "ObservanceChoice",
    "ObservedOn",
    "Occurrence",
    "Rsvp",
    "Series",
    "Timing",
]
