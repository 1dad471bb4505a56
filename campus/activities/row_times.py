"""The instants of a date: they follow its local time, and its doors follow them."""

from datetime import datetime, timedelta

from campus.activities.models import Occurrence, Series
from campus.activities.planning import instants


def set_instants(row: Occurrence, series: Series) -> None:
    """Compute start, end and doors of a row from its local time; nothing is saved."""
    row.starts_at, row.ends_at = instants(row.date, row.time, row.minutes, row.zone, row.timing)
    row.opens_at, row.closes_at = door_times(series, row.starts_at, row.ends_at)


def door_times(series: Series, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """When check-in opens and closes for a meeting of the series."""
    return starts_at - timedelta(minutes=series.opens_before), ends_at + timedelta(minutes=series.closes_after)
