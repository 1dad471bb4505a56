"""What search engines and messengers read of a public page: schema.org as JSON-LD, and Open Graph."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from campus.activities.links import occurrence_link, series_link
from campus.activities.models import Occurrence, Series, Timing
from campus.base.links import absolute
from campus.directory.links import picture_link, society_link
from campus.directory.models import Society

Data = dict[str, Any]
SCHEMA = "https://schema.org"
DAY_MINUTES = 24 * 60
# A data block is text to the browser, but "</script>" would end it, and "<!--" would change how it is read.
ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True)
class Card:
    """A page in short: what a messenger shows of its address, and `data` for search engines."""

    title: str
    description: str
    url: str
    image: str
    image_alt: str
    data: Data

    @property
    def json_ld(self) -> SafeString:
        """The data as it may stand inside a script element that is not executed."""
        text = json.dumps({"@context": SCHEMA, **self.data}, ensure_ascii=False)
        return mark_safe(text.translate(ESCAPED))  # noqa: S308 - everything that could end the element is escaped


def card_of_society(society: Society, dates: Iterable[Occurrence] = ()) -> Card:
    """A society and its coming dates."""
    data = {**_organization(society), "description": society.purpose}
    events = [_event(row, society) for row in dates]
    return _card(society, society.name, society.purpose, society_link(society), {**data, "event": events})


def card_of_series(series: Series, dates: Iterable[Occurrence] = ()) -> Card:
    """A series and its coming dates."""
    data: Data = {
        "@type": "EventSeries",
        "name": series.name,
        "description": series.description or series.name,
        "url": series_link(series),
        "organizer": _organization(series.society),
        "subEvent": [_event(row, series.society) for row in dates],
    }
    return _card(series.society, series.name, series.description or series.society.purpose, data["url"], data)


def card_of_occurrence(occurrence: Occurrence) -> Card:
    """One date."""
    society = occurrence.society
    said = occurrence.description or occurrence.series.description or society.purpose
    return _card(society, occurrence.name, said, occurrence_link(occurrence), _event(occurrence, society))


def _card(society: Society, title: str, description: str, url: str, data: Data) -> Card:
    image = picture_link(society)
    return Card(title, Truncator(" ".join(description.split())).chars(200), url, image, society.picture_alt, data)


def _event(row: Occurrence, society: Society) -> Data:
    starts, ends = _times(row)
    data: Data = {
        "@type": "Event",
        "name": row.name,
        "url": occurrence_link(row),
        "startDate": starts,
        "endDate": ends,
        "eventStatus": f"{SCHEMA}/Event{'Cancelled' if row.is_cancelled else 'Scheduled'}",
        "eventAttendanceMode": f"{SCHEMA}/{_mode(row)}EventAttendanceMode",
        "description": row.description or row.series.description or row.name,
        "organizer": _organization(society),
    }
    places = _places(row, society)
    if places:
        data["location"] = places[0] if len(places) == 1 else places
    image = picture_link(society)
    return {**data, "image": image} if image else data


def _times(row: Occurrence) -> tuple[str, str]:
    """In the time of the place, with its offset; whole days as their dates, of which the last one counts."""
    if row.timing != Timing.TIMED:
        last = row.date + timedelta(days=max(1, round(row.minutes / DAY_MINUTES)) - 1)
        return row.date.isoformat(), last.isoformat()
    zone = ZoneInfo(row.zone)
    return row.starts_at.astimezone(zone).isoformat(), row.ends_at.astimezone(zone).isoformat()


def _mode(row: Occurrence) -> str:
    if row.link:
        return "Mixed" if row.place else "Online"
    return "Offline"


def _places(row: Occurrence, society: Society) -> list[Data]:
    university = society.university
    address = ", ".join(part for part in (university.name, university.city) if part)
    places: list[Data] = []
    if row.place or not row.link:
        places.append({"@type": "Place", "name": row.place or university.name, "address": address})
    if row.link:
        places.append({"@type": "VirtualLocation", "url": row.link})
    return places


def _organization(society: Society) -> Data:
    data: Data = {"@type": "Organization", "name": society.name, "url": society_link(society)}
    data["parentOrganization"] = {
        "@type": "CollegeOrUniversity",
        "name": society.university.name,
        "url": absolute(f"/universities/{society.university.slug}/"),
    }
    return data
