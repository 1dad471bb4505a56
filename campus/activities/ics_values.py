"""What single lines of somebody else's event say: dates, lengths, rules, texts. Pure."""

import hashlib
import re
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from zoneinfo import ZoneInfo

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from icalendar.prop import vDuration

from campus.activities import rule_text
from campus.activities.ics_lines import Component, Property, Unreadable
from campus.base.faults import EARLIEST, LATEST

NAME, PLACE, LINK, TEXT, UID = 120, 160, 200, 2000, 255
WEB = re.compile(r"https?://[^\s<>\"\\^`{|}]+")


def uid_of(event: Component) -> str:
    """By which a second import finds it again; one without gets one that is the same while its text is."""
    given = event.text("UID")
    if given and len(given) <= UID:
        return given
    said = given or "\n".join(f"{each.name}:{each.value}" for each in event.properties if each.name != "DTSTAMP")
    return f"sha256:{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()}"


def line_of(event: Component, name: str) -> int:
    found = event.one(name)
    return found.line if found else event.line


def refuse_unfit(event: Component, *, is_override: bool = False) -> None:
    """Refuse what is not for everybody, what is cancelled, and lines that are none."""
    if event.broken:
        raise Unreadable(event.broken, _("This is no line of a calendar: it looks like SUMMARY:Tuesday Circle."))
    if event.text("CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"}:
        sentence = _("It is marked as private. What is planned here is public; change that in your calendar first.")
        raise Unreadable(line_of(event, "CLASS"), sentence)
    if not is_override and event.text("STATUS").upper() == "CANCELLED":
        raise Unreadable(line_of(event, "STATUS"), _("It is cancelled, so there is nothing to plan."))


def is_day(where: Property, value: str = "") -> bool:
    text = (value or where.value).strip()
    return where.parameters.get("VALUE", "").upper() == "DATE" or re.fullmatch(r"[0-9]{8}", text) is not None


def day_of(where: Property, value: str = "") -> date:
    text = (value or where.value).strip()[:8]
    try:
        found = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        raise Unreadable(where.line, _("%(name)s is no date. It looks like 20261124.") % {"name": where.name}) from None
    return _in_range(where, found)


def moment_of(where: Property, zone: str, value: str = "") -> datetime:
    """The instant of a date with a time, whose clocks are those of `zone`."""
    text = (value or where.value).strip().upper().removesuffix("Z")
    try:
        if not re.fullmatch(r"[0-9]{8}T[0-9]{6}", text, re.ASCII):
            raise ValueError(text)
        found = datetime.strptime(text.replace("T", ""), "%Y%m%d%H%M%S")
    except ValueError:
        sentence = _("%(name)s is no date and time. It looks like 20261124T180000.") % {"name": where.name}
        raise Unreadable(where.line, sentence) from None
    _in_range(where, found.date())
    return found.replace(tzinfo=ZoneInfo(zone))


def _in_range(where: Property, day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        said = {"first": EARLIEST.year, "last": LATEST.year}
        raise Unreadable(where.line, _("Choose a date between %(first)s and %(last)s.") % said)
    return day


def length_of(where: Property) -> timedelta:
    try:
        found: timedelta = vDuration.from_ical(where.value.strip().upper())  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError):
        raise Unreadable(where.line, _("DURATION is no length of time. It looks like PT90M.")) from None
    return found


def keeps_the_day(moment: datetime, zone: str, today: date) -> bool:
    """Whether a rule in UTC says the same by the clocks of a zone: they never change, and it is the same day there."""
    info, noon = ZoneInfo(zone), datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    offsets = {(noon + timedelta(days=days)).astimezone(info).utcoffset() for days in range(0, 560, 14)}
    offsets.add(moment.astimezone(info).utcoffset())
    return len(offsets) == 1 and moment.astimezone(info).date() == moment.date()


def rule_of(where: Property, first: datetime) -> tuple[str, tuple[time, ...]]:
    """The rule without times of day: the start says them, unless the rule names several."""
    text = re.sub(r";?BYSECOND=0+(?=;|$)", "", where.value.strip().upper().removeprefix("RRULE:")).strip(";")
    if "BYHOUR=" in text and "BYMINUTE=" not in text:
        text = f"{text};BYMINUTE={first.minute}"
    if "BYMINUTE=" in text and "BYHOUR=" not in text:
        text = f"{text};BYHOUR={first.hour}"
    return rule_text.without_times(text)


def name_of(event: Component, notes: list[str]) -> str:
    name = flat(event.text("SUMMARY"))
    if not name:
        raise Unreadable(line_of(event, "SUMMARY"), _("This event has no SUMMARY: it does not say what it is called."))
    if len(name) > NAME:
        notes.append(_("Its name was longer than 120 characters and is cut."))
    return cut(name, NAME)


def description_of(event: Component) -> str:
    text = event.text("DESCRIPTION")
    if "<" in text and re.search(r"</|<br|<p", text, re.IGNORECASE):  # some programs write HTML
        text = unescape(strip_tags(re.sub(r"<br\s*/?>|</p>", "\n", text[: 4 * TEXT], flags=re.IGNORECASE)))
    return cut(_printable(text).strip(), TEXT)


def place_of(event: Component) -> str:
    place = flat(event.text("LOCATION"))
    return "" if WEB.fullmatch(place) else cut(place, PLACE)


def link_of(event: Component) -> str:
    """Where it is online: what the event names as its address, or a place that is one."""
    for name in ("X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "CONFERENCE", "URL", "LOCATION"):
        found = WEB.fullmatch(event.text(name))
        if found and len(found[0]) <= LINK:
            return found[0]
    return ""


def flat(text: str) -> str:
    return " ".join(_printable(text).split())


def _printable(text: str) -> str:
    """Without control characters and halves of characters, which no database or mail takes."""
    return "".join(char for char in text if char in "\n\t" or (ord(char) >= 32 and not 0xD800 <= ord(char) <= 0xDFFF))


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
