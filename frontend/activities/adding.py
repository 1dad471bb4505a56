"""The ways in which a calendar gets into somebody's own: subscribed to, as a file, or through Google and Outlook."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from campus.activities.links import occurrence_calendar_link, occurrence_link, subscribing
from campus.activities.models import Occurrence, Timing

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.office.com/calendar/0"
DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Ways:
    """Addresses; `subscribe` is "" for a single date, of which a copy is made."""

    file: str
    subscribe: str
    google: str
    outlook: str


def ways_to_subscribe(link: str, name: str) -> Ways:
    """To follow the calendar at an absolute address: it stays true when dates change."""
    return Ways(
        file=link,
        subscribe=subscribing(link),
        google=f"{GOOGLE}?{urlencode({'cid': subscribing(link)})}",
        outlook=f"{OUTLOOK}/addfromweb?{urlencode({'url': link, 'name': name})}",
    )


def ways_to_add(row: Occurrence) -> Ways:
    """To put one date into a calendar as it is now."""
    page = occurrence_link(row)
    google = {"action": "TEMPLATE", "text": row.name, "dates": "/".join(_for_google(row)), "details": page}
    if row.timing == Timing.TIMED:
        google["ctz"] = row.zone
    outlook = {"rru": "addevent", "subject": row.name, **_for_outlook(row), "body": page}
    if row.place:
        google["location"] = outlook["location"] = row.place
    return Ways(
        file=occurrence_calendar_link(row),
        subscribe="",
        google=f"{GOOGLE}?{urlencode(google)}",
        outlook=f"{OUTLOOK}/deeplink/compose?{urlencode(outlook)}",
    )


def _for_google(row: Occurrence) -> list[str]:
    if row.timing != Timing.TIMED:
        return [f"{day:%Y%m%d}" for day in (row.date, row.date + _days(row))]
    return [f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for at in (row.starts_at, row.ends_at)]


def _for_outlook(row: Occurrence) -> dict[str, str]:
    if row.timing != Timing.TIMED:
        after = row.date + _days(row)
        return {"startdt": row.date.isoformat(), "enddt": after.isoformat(), "allday": "true"}
    return {"startdt": _utc(row.starts_at), "enddt": _utc(row.ends_at)}


def _days(row: Occurrence) -> timedelta:
    return timedelta(days=max(1, round(row.minutes / DAY_MINUTES)))


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
