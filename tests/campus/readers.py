"""Calendar programs that nobody here wrote, reading our feeds: recurring-ical-events, and ical.js in a browser."""

from datetime import UTC, date, datetime
from typing import Any

import icalendar
import recurring_ical_events
from playwright.sync_api import Page

from tests.test_house import ROOT

Seen = tuple[str, str, str, str, bool]

# What ical.js shows of each text: every event once, repeating ones date by date.
READ = """
async ([source, feeds]) => {
  const ICAL = (await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })))).default;
  const told = (time) => time.isDate ? time.toString() : time.convertToZone(ICAL.Timezone.utcTimezone).toString();
  const shown = (item, start, end) =>
    [told(start), told(end), item.summary, item.location ?? "",
     item.component.getFirstPropertyValue("status") === "CANCELLED"];
  return feeds.map((text) => {
    const calendar = new ICAL.Component(ICAL.parse(text));
    ICAL.TimezoneService.reset();
    for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
    const components = calendar.getAllSubcomponents("vevent");
    const uid = (component) => component.getFirstPropertyValue("uid");
    const seen = [];
    for (const component of components.filter((one) => !one.hasProperty("recurrence-id"))) {
      // Left to itself an Event takes the overrides of every UID in the calendar.
      const overrides = components.filter((one) => one.hasProperty("recurrence-id") && uid(one) === uid(component));
      const event = new ICAL.Event(component, { exceptions: overrides });
      if (!event.isRecurring()) {
        seen.push(shown(event, event.startDate, event.endDate));
        continue;
      }
      const dates = event.iterator();
      for (let next; (next = dates.next()); ) {
        const { item, startDate, endDate } = event.getOccurrenceDetails(next);
        seen.push(shown(item, startDate, endDate));
      }
    }
    return seen;
  });
}
"""


def read_by_ical_js(page: Page, feeds: list[bytes]) -> list[list[Seen]]:
    """What ical.js shows of each feed."""
    source = (ROOT / "tests" / "vendor" / "ical.js").read_text()
    seen = page.evaluate(READ, [source, [feed.decode() for feed in feeds]])
    return [sorted((one[0], one[1], one[2], one[3], one[4]) for one in of_feed) for of_feed in seen]


def read_by_recurring_ical_events(feed: bytes) -> list[Seen]:
    """What recurring-ical-events shows of a feed."""
    calendar = icalendar.Calendar.from_ical(feed)
    events = recurring_ical_events.of(calendar, skip_bad_series=False).between(date(2000, 1, 1), date(2040, 1, 1))
    return sorted(_shown(event) for event in events)


def _shown(event: Any) -> Seen:
    cancelled = event.get("STATUS") == "CANCELLED"
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    return (_told(start), _told(end), str(event["SUMMARY"]), str(event.get("LOCATION", "")), cancelled)


def _told(moment: date) -> str:
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return moment.isoformat()
