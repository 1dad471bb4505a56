"""What this area keeps about a person: only that they planned, cancelled or printed something for a society."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campus.activities.models import Activity, Code, Occurrence, Series
from campus.people.models import Person
from campus.people.moving import Moved

PERSONAL = {
    "Series.created_by": "actor",
    "Activity.created_by": "actor",
    "Occurrence.cancelled_by": "actor",
    "Code.created_by": "actor",
}


def export_activities(person: Person) -> dict[str, Any]:
    """What the person did here, as JSON values."""
    return {
        "series_begun": [
            {"name": series.name, "at": series.created_at.isoformat()}
            for series in Series.objects.filter(created_by=person)
        ],
        "activities_planned": [
            {"name": activity.name, "at": activity.created_at.isoformat()}
            for activity in Activity.objects.filter(created_by=person)
        ],
        "dates_cancelled": [
            {"name": row.name, "date": row.date.isoformat(), "reason": row.cancel_reason}
            for row in Occurrence.objects.filter(cancelled_by=person)
        ],
        "codes_made": [
            {"code": code.code, "at": code.created_at.isoformat()} for code in Code.objects.filter(created_by=person)
        ],
    }


def forget_activities(person: Person, at: datetime) -> None:
    """Nothing to take away: the rows are the society's, and point to a person who has no name or address any more."""


def merge_activities(survivor: Person, other: Person, at: datetime) -> Moved:
    """Nothing belongs to a person here: each row goes on saying who did it."""
    return {}


def unmerge_activities(survivor: Person, other: Person, moved: Mapping[str, list[int]], at: datetime) -> None:
    """Nothing was moved."""
