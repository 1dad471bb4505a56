"""Absolute addresses of series, dates and their calendars."""

from campus.activities.models import Occurrence, Series
from campus.base.links import absolute
from campus.directory.models import Society, University


def series_link(series: Series) -> str:
    return absolute(f"/series/{series.pk}/")


def occurrence_link(occurrence: Occurrence) -> str:
    return absolute(f"/occurrences/{occurrence.pk}/")


def series_calendar_link(series: Series) -> str:
    return absolute(f"/series/{series.pk}.ics")


def occurrence_calendar_link(occurrence: Occurrence) -> str:
    return absolute(f"/occurrences/{occurrence.pk}.ics")


def society_calendar_link(society: Society) -> str:
    return absolute(f"/societies/{society.university.slug}/{society.slug}.ics")


def society_atom_link(society: Society) -> str:
    return absolute(f"/societies/{society.university.slug}/{society.slug}.atom")


def university_calendar_link(university: University) -> str:
    return absolute(f"/universities/{university.slug}.ics")


def own_calendar_page() -> str:
    """Where a person makes, replaces and revokes the address of their own calendar."""
    return absolute("/me/calendar/")


def own_calendar_link(secret: str) -> str:
    """A person's own calendar: whoever has the address reads it."""
    return absolute(f"/calendar/{secret}.ics")


def subscribing(link: str) -> str:
    """The same address in the scheme by which phones and computers open their calendar program."""
    return f"webcal://{link.partition('://')[2]}"


def observances_page() -> str:
    """The page about all observances."""
    return absolute("/observances/")
