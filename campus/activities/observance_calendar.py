"""The observances as iCalendar: whole days that return every year or month. Pure."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _
from django_countries import countries
from icalendar import Calendar, Event
from icalendar.prop import vRecur

from campus.activities.models import Observance
from campus.activities.observances import first_days

PRODID = "-//HeForShe Campus//Observances//EN"
GATHERED = datetime(2026, 11, 21, tzinfo=UTC)  # when the data were: nothing here depends on when it is asked for
SINCE = date(2026, 1, 1)  # so far back a calendar shows them


def observances_calendar(observances: Iterable[Observance], *, url: str, host: str) -> bytes:
    """The calendar of observances, in the active language. `url` is the page about them; `host` ends each UID."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODID)
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("X-WR-CALNAME", _("Days to plan around"))
    calendar.add("URL", url)
    for observance in observances:
        calendar.add_component(_event(observance, url, host))
    content: bytes = calendar.to_ical()
    return content


def observance_lines(observances: Iterable[Observance], *, url: str, host: str) -> list[str]:
    """Their events as content lines, not folded yet, to stand in another calendar."""
    return [str(line) for each in observances for line in _event(each, url, host).content_lines() if line]


def status_of(observance: Observance) -> str:
    """Whose day it is: of the United Nations, of a country, or of civil society."""
    if observance.on_un_list:
        return _("On the list of international days of the United Nations.")
    if observance.country:
        return _("Kept in %(country)s.") % {"country": countries.name(str(observance.country))}
    return _("Kept by civil society; not on the list of the United Nations.")


def _event(observance: Observance, url: str, host: str) -> Event:
    first = first_days(observance.rrule, SINCE, date(SINCE.year + 10, 12, 31))[0]  # a leap day waits for four years
    said = [status_of(observance), _(observance.note) if observance.note else ""]
    event = Event()
    event.add("UID", f"observance-{observance.slug}@{host}")
    event.add("DTSTAMP", GATHERED)
    event.add("DTSTART", first)
    event.add("DTEND", first + timedelta(days=observance.days))
    event.add("RRULE", vRecur.from_ical(observance.rrule))
    event.add("SUMMARY", _(observance.name))
    event.add("DESCRIPTION", "\n".join(each for each in said if each))
    event.add("URL", f"{url}#{observance.slug}")
    event.add("TRANSP", "TRANSPARENT")
    return event
