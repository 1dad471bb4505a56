"""The lines of an iCalendar file (RFC 5545, 3.1) and the components they make, each with the line it stands on. Pure.

The library icalendar splits a line into its parts; that what is wrong can be named by its line, which it cannot tell,
lines are put together and components are found here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from icalendar.parser import Contentline

from campus.base.errors import Invalid, Sentence

MOST_BYTES = 1_000_000
MOST_EVENTS = 2_000
MOST_LINES = 60_000
DEEPEST = 4  # VCALENDAR, VTIMEZONE, STANDARD: real files have three
# What is read. Who organises or attends an event is not even looked at.
READ = frozenset(
    {
        *("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "CLASS", "STATUS"),
        *("URL", "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL"),
        *("DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
        *("TZID", "X-LIC-LOCATION", "TZOFFSETFROM", "TZOFFSETTO"),
    }
)


@dataclass(frozen=True)
class Property:
    """One line, its folds undone: `line` is the number of its first, names are in capitals, the value is unescaped."""

    line: int
    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    """What stands between BEGIN and END: `line` is that of BEGIN, `broken` the first line of it that is none."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)
    broken: int = 0

    def all(self, name: str) -> list[Property]:
        return [each for each in self.properties if each.name == name]

    def one(self, name: str) -> Property | None:
        """The property of that name; of several the first."""
        return next((each for each in self.properties if each.name == name), None)

    def text(self, name: str) -> str:
        """Its value without space around it, "" when it is not there."""
        found = self.one(name)
        return found.value.strip() if found else ""


class Unreadable(Exception):
    """Something of one event cannot be read: on which line, and what to say of it."""

    def __init__(self, line: int, sentence: Sentence) -> None:
        super().__init__(line)
        self.line, self.sentence = line, sentence


def decoded(content: bytes) -> str:
    """The text of a file. Raises Invalid when it is too large, or no text."""
    if len(content) > MOST_BYTES:
        raise _too_large()
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise refused("not_text", _("This is not a calendar file. It ends in .ics and is text in UTF-8.")) from error


def components(text: str) -> list[Component]:
    """The events and time zones of a calendar, in the order in which they end. Raises Invalid for what is no calendar.

    Begins with BEGIN:VCALENDAR, or, where somebody pasted a piece of one, with BEGIN:VEVENT.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise _too_large()
    found: list[Component] = []
    path: list[Component] = []
    for number, line in _unfolded(text):
        name, _colon, value = line.partition(":")
        kind = name.strip().upper()
        if kind == "BEGIN":
            _begin(path, number, value)
        elif kind == "END":
            _end(path, number, value, found)
        elif path:
            _take(path[-1], number, line)
        else:
            raise _at(number, "not_a_calendar", _("a calendar begins with BEGIN:VCALENDAR. Copy all of it."))
    if path:
        sentence = _("BEGIN:%(name)s has no END: the end of the file is missing.") % {"name": path[-1].name}
        raise _at(path[-1].line, "calendar_cut_off", sentence)
    return found


def refused(code: str, sentence: Sentence) -> Invalid:
    """The refusal of a whole file: its sentence stands on the field `text`."""
    return Invalid(code, sentence, fields={"text": sentence})


def at_line(line: int, sentence: Sentence) -> str:
    """What is said of a line: "Line 14: …"."""
    return _("Line %(line)d: %(sentence)s") % {"line": line, "sentence": sentence}


def _at(line: int, code: str, sentence: Sentence) -> Invalid:
    return refused(code, at_line(line, sentence))


def _too_large() -> Invalid:
    return refused("calendar_too_large", _("This is over 1 MB. Export a shorter time, or fewer calendars at once."))


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers: a line that begins with space or tab goes on the one before."""
    lines: Sequence[str] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MOST_LINES:
        raise _too_large()
    if "\x00" in text:
        raise refused("not_text", _("This is not a calendar file. It ends in .ics and is text in UTF-8."))
    begun, pieces = 0, list[str]()
    for number, line in enumerate(lines, start=1):
        if line[:1] in {" ", "\t"} and pieces:
            pieces.append(line[1:])
            continue
        if pieces:
            yield begun, "".join(pieces)
        begun, pieces = number, [line] if line.strip() else []
    if pieces:
        yield begun, "".join(pieces)


def _begin(path: list[Component], number: int, value: str) -> None:
    name = value.strip().upper()[:40]
    if len(path) >= DEEPEST:
        raise _at(number, "calendar_too_deep", _("too many things stand inside each other here."))
    if not path and name not in {"VCALENDAR", "VEVENT", "VTIMEZONE"}:
        raise _at(number, "not_a_calendar", _("a calendar begins with BEGIN:VCALENDAR. Copy all of it."))
    path.append(Component(name, number))


def _end(path: list[Component], number: int, value: str, found: list[Component]) -> None:
    name = value.strip().upper()[:40]
    if not path or path[-1].name != name:
        sentence = _("END:%(name)s does not end what was begun. Copy all of the calendar.") % {"name": name}
        raise _at(number, "calendar_out_of_order", sentence)
    ended = path.pop()
    if path:
        path[-1].parts.append(ended)
    if ended.name in {"VEVENT", "VTIMEZONE", "VCALENDAR"}:
        found.append(ended)
    if len(found) > MOST_EVENTS:
        raise refused("calendar_too_large", _("This has over 2,000 events. Export a shorter time."))


def _take(component: Component, number: int, line: str) -> None:
    written, colon, _value = line.partition(":")
    if colon and written.partition(";")[0].strip().upper() not in READ:
        return
    try:
        name, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
    except ValueError:
        component.broken = component.broken or number
        return
    # A parameter may have several values; those that are read here have one.
    single = {
        key.upper(): values if isinstance(values, str) else ",".join(values) for key, values in parameters.items()
    }
    component.properties.append(Property(number, name.upper(), single, value))
