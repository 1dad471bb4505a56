"""Calendars from files: a table (CSV) or an iCalendar file, read row by row with what is wrong in each. Pure.

A row is a term or a break. Which of them an entry of an iCalendar file is, its CATEGORIES say (TERM, BREAK, or a kind
of break), else words of its SUMMARY; where neither does, somebody has to choose.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import icalendar
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import override

from campus.base.errors import Invalid
from campus.base.faults import Faults
from campus.base.text import name_key
from campus.directory.calendar_checks import checked_break, checked_term
from campus.directory.calendar_content import BreakContent, Content, TermContent, merged, ordered
from campus.directory.models import Break
from campus.directory.words import date_in_words

LARGEST = 256 * 1024  # bytes
MOST_ROWS = 400
TERM, LEAVE_OUT, UNCLEAR = "term", "leave_out", ""
REQUIRED = ("kind", "name", "from", "to")
OPTIONAL = (
    "active_from",
    "active_to",
    "break_kind",
    "takes_number",
    "first_week",
    "from_weekday",
    "to_weekday",
)
EXAMPLE = """kind,name,from,from_weekday,to,to_weekday,active_from,active_to,break_kind,takes_number
term,"Semester 1, 2026/27",2026-09-07,Monday,2026-12-11,Friday,2026-08-31,2026-12-18,,
break,Reading week,2026-10-19,Monday,2026-10-23,Friday,,,reading_week,yes
break,Exams,2026-12-14,Monday,2026-12-18,Friday,,,exams,
term,"Semester 2, 2026/27",2027-01-11,Monday,2027-04-16,Friday,2027-01-04,2027-04-23,,
break,Easter,2027-03-26,Friday,2027-03-29,Monday,,,holiday,
"""
SHORTEST_TERM = timedelta(days=14)
SOON_AFTER = timedelta(days=21)
# Words of a summary, in the languages that university calendars were seen in; the first line that matches decides.
MOMENTS = (
    r"\b(begins?|starts?|ends|opens?|closes?|deadline|due|(first|last) day|registration|census|graduation)\b"
    r"|^(end|start|beginning) of \w+$"
)
BREAK_WORDS = (
    (Break.Kind.EXAMS, r"exam|final|ex[aá]men|mtihani|prüfung|assessment"),
    (Break.Kind.READING_WEEK, r"reading|consolidation"),
    (Break.Kind.HOLIDAY, r"holiday|\bday\b|festiv|fiesta|feriado|sikukuu"),
    (Break.Kind.RECESS, r"break|recess|vacation|vacacion|vacances|stuvac|study|swot|semana santa|thanksgiving|likizo"),
)
TERM_WORDS = r"\bterm\b|semest|trimest|cuatrimest|quarter|teaching|instruction|lectures|\bblock\b|muhula"


@dataclass(frozen=True)
class Row:
    """A term or break of a file; `kind` is TERM, a Break.Kind, LEAVE_OUT or UNCLEAR. `line` counts from 1."""

    line: int
    kind: str
    name: str
    first: date
    last: date
    active_from: date | None = None
    active_to: date | None = None
    takes_number: bool | None = None
    first_week: int | None = None
    note: str = ""


@dataclass(frozen=True)
class RowError:
    """What is wrong in one line."""

    line: int
    sentence: str


@dataclass(frozen=True)
class Reading:
    """What a file says; with errors nothing may be made of it."""

    rows: Sequence[Row]
    errors: Sequence[RowError]

    @property
    def unclear(self) -> Sequence[Row]:
        """The rows about which somebody has to choose."""
        return [row for row in self.rows if row.kind == UNCLEAR]


def decoded(data: bytes) -> str:
    """The text of a file. Raises Invalid when it is too large or no text."""
    if len(data) > LARGEST:
        sentence = _("This file is larger than %(size)s KB. Leave older years out.") % {"size": LARGEST // 1024}
        raise Invalid("file_too_large", sentence, fields={"file": sentence})
    try:
        text = data.decode("utf-8-sig")
        if "\0" in text:  # which no database takes
            raise ValueError("NUL")
        return text
    except ValueError as fault:
        sentence = _("This file is not text in UTF-8. Save it as “CSV UTF-8” or as iCalendar (.ics).")
        raise Invalid("file_not_text", sentence, fields={"file": sentence}) from fault


def read(text: str, choices: Mapping[int, str] | None = None) -> Reading:
    """The rows of a file; `choices` says by line what somebody decided that a row is. Raises Invalid for no calendar.

    Either iCalendar, known by its first line, or a table.
    """
    text = decoded(text.encode()).lstrip("\ufeff \r\n\t")
    reading = _read_ics(text) if text[:15].upper() == "BEGIN:VCALENDAR" else _read_csv(text)
    if not reading.rows and not reading.errors:
        sentence = _("There is no term and no break in it.")
        raise Invalid("file_empty", sentence, fields={"text": sentence})
    if len(reading.rows) > MOST_ROWS:
        sentence = _("It has more than %(count)s rows. Leave older years out.") % {"count": MOST_ROWS}
        raise Invalid("too_many_rows", sentence, fields={"text": sentence})
    known = {TERM, LEAVE_OUT, UNCLEAR, *Break.Kind.values}
    chosen = {line: choice for line, choice in (choices or {}).items() if choice in known}
    return replace(reading, rows=[replace(row, kind=chosen.get(row.line, row.kind)) for row in reading.rows])


def proposed(content: Content, rows: Iterable[Row], *, keeps_others: bool) -> tuple[Content, list[RowError]]:
    """What a calendar with this content becomes by the rows, and what is wrong in them.

    A term of the file takes the place of the one it must be, with its breaks; the other terms stay if `keeps_others`.
    A break lies in a term of the file, else in a term that stays. Exams soon after teaching make its term longer.
    """
    rows = [row for row in rows if row.kind not in (LEAVE_OUT, UNCLEAR)]
    errors: list[RowError] = []
    breaks = [row for row in rows if row.kind != TERM]
    terms: list[TermContent] = []
    for row in sorted((row for row in rows if row.kind == TERM), key=lambda row: row.first):
        term, faults = _as_term(row, breaks), Faults()
        terms.append(checked_term(faults, term, terms))
        errors += _said(faults, row)
    stays = merged(content, terms, keeps_others=keeps_others) if terms else content
    found = list(stays.terms)
    placed: set[BreakContent] = set()
    for row in sorted(breaks, key=lambda row: row.first):
        position = next((n for n, term in enumerate(found) if _holds(term, row)), None)
        if position is None:
            sentence = _("These days lie in no term. Make the term longer or leave the row out.")
            errors.append(RowError(row.line, sentence))
            continue
        term, faults = found[position], Faults()
        others = [other for other in term.breaks if other in placed or other.starts_on != row.first]
        pause = BreakContent(
            row.kind, row.name, row.first, row.last, row.takes_number, _row_of_break(content, term, row)
        )
        pause = checked_break(faults, pause, term, others)
        errors += _said(faults, row)
        placed.add(pause)
        found[position] = replace(term, breaks=(*others, pause))
    return ordered(replace(stays, terms=tuple(found))), sorted(errors, key=lambda error: error.line)


def _row_of_break(content: Content, term: TermContent, row: Row) -> int | None:
    """The number of the break that begins on the same day in the term as it stands."""
    stands = content.term(term.id) if term.id is not None else None
    return next((pause.id for pause in stands.breaks if pause.starts_on == row.first), None) if stands else None


def _as_term(row: Row, breaks: Sequence[Row]) -> TermContent:
    ends = row.active_to or row.last
    if row.active_to is None:
        exams = [pause.last for pause in breaks if pause.kind == Break.Kind.EXAMS and _soon_after(pause, row)]
        ends = max([ends, *exams])
    return TermContent(row.name, row.first, row.last, row.active_from or row.first, ends, row.first_week)


def _soon_after(pause: Row, term: Row) -> bool:
    return term.last < pause.first <= term.last + SOON_AFTER


def _holds(term: TermContent, row: Row) -> bool:
    """The term in which a break begins; whether it ends there too is checked and said."""
    return term.active_from <= row.first <= term.active_to


def _said(faults: Faults, row: Row) -> list[RowError]:
    return [RowError(row.line, said) for said in dict.fromkeys(str(sentence) for sentence in faults.sentences)]


# ----- a table


def _read_csv(text: str) -> Reading:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as fault:
        sentence = _("This is no table: a quotation mark is left open or a line is broken.")
        raise Invalid("not_a_table", sentence, fields={"text": sentence}) from fault
    columns = [name.strip().casefold().replace(" ", "_") for name in (lines[0] if lines else [])]
    _check_columns(columns)
    rows, errors = [], []
    for number, values in _numbered(text, delimiter):
        if not any(value.strip() for value in values):
            continue
        cells = dict(zip(columns, (value.strip() for value in values), strict=False))
        faults: list[str] = []
        row = _row_of(number, cells, faults)
        errors += [RowError(number, sentence) for sentence in faults]
        if row is not None and not faults:
            rows.append(row)
    return Reading(rows, errors)


def _numbered(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows below the head with the line each begins in: a name in quotes may take several."""
    reader = csv.reader(StringIO(text), delimiter=delimiter)
    next(reader, None)
    begins = reader.line_num + 1
    for values in reader:
        yield begins, values
        begins = reader.line_num + 1


def _check_columns(columns: Sequence[str]) -> None:
    missing = [name for name in REQUIRED if name not in columns]
    strange = [name for name in columns if name and name not in (*REQUIRED, *OPTIONAL)]
    if missing:
        said = {"columns": ", ".join(missing)}
        sentence = _("The first line must name the columns; these are missing: %(columns)s.") % said
    elif strange:
        said = {"columns": ", ".join(strange)[:200]}
        sentence = _("These columns are not known: %(columns)s. Rename or remove them.") % said
    else:
        return
    raise Invalid("wrong_columns", sentence, fields={"text": sentence})


def _row_of(line: int, cells: Mapping[str, str], faults: list[str]) -> Row | None:
    kind = cells.get("kind", "").casefold()
    if kind not in ("term", "break"):
        faults.append(_("Write term or break in the column kind."))
    days = {name: _day(cells, name, faults) for name in ("from", "to", "active_from", "active_to")}
    for name in ("from", "to"):
        if not cells.get(name):
            faults.append(_("There is no date in the column %(column)s.") % {"column": name})
    if kind == "break":
        kind = cells.get("break_kind", "").casefold().replace(" ", "_") or Break.Kind.RECESS
        if kind not in Break.Kind.values:
            known = {"kinds": ", ".join(Break.Kind.values)}
            faults.append(_("The kind of a break is one of: %(kinds)s.") % known)
    takes_number = _yes_or_no(cells.get("takes_number", ""), faults)
    first_week = _whole(cells.get("first_week", ""), faults)
    first, last = days["from"], days["to"]
    if first is None or last is None:
        return None
    name = cells.get("name", "")
    return Row(line, kind, name, first, last, days["active_from"], days["active_to"], takes_number, first_week)


def _day(cells: Mapping[str, str], column: str, faults: list[str]) -> date | None:
    """The date in a column, its weekday compared when one stands before it or in a column of its own."""
    value = cells.get(column, "")
    if not value:
        return None
    weekday, _space, written = value.rpartition(" ")
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII):
            raise ValueError(written)
        day = date.fromisoformat(written)
    except ValueError:
        faults.append(_("“%(value)s” is no date. Write year, month and day, like 2026-09-07.") % {"value": value[:40]})
        return None
    for said in (weekday.strip(" ,."), cells.get(f"{column}_weekday", "").strip(" .")):
        if said:
            _compare_weekday(said, day, faults)
    return day


def _compare_weekday(said: str, day: date, faults: list[str]) -> None:
    number = _weekdays().get(name_key(said))
    if number is None:
        faults.append(_("“%(value)s” is no day of the week.") % {"value": said[:40]})
    elif number != day.weekday():
        sentence = _("%(date)s is a %(right)s, not a %(wrong)s. Look at the date once more.")
        names = {"right": WEEKDAYS[day.weekday()], "wrong": WEEKDAYS[number]}
        faults.append(sentence % {"date": date_in_words(day), **names})


def _weekdays() -> dict[str, int]:
    """Every name of a weekday, short and long, in English and in the active language."""
    found: dict[str, int] = {}
    for names in (WEEKDAYS, WEEKDAYS_ABBR):
        found |= {name_key(str(name)): number for number, name in names.items()}
        with override("en"):
            found |= {name_key(str(name)): number for number, name in names.items()}
    return found


def _yes_or_no(value: str, faults: list[str]) -> bool | None:
    known = {"": None, "yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if value.casefold() not in known:
        faults.append(_("Write yes, no or nothing in the column takes_number."))
    return known.get(value.casefold())


def _whole(value: str, faults: list[str]) -> int | None:
    if not value:
        return None
    if not re.fullmatch(r"[-−]?\d{1,3}", value, re.ASCII):
        faults.append(_("Write a whole number in the column first_week."))
        return None
    return int(value.replace("−", "-"))


# ----- iCalendar


def _read_ics(text: str) -> Reading:
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT"]
    if len(lines) > MOST_ROWS:
        sentence = _("It has more than %(count)s rows. Leave older years out.") % {"count": MOST_ROWS}
        raise Invalid("too_many_rows", sentence, fields={"text": sentence})
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError) as fault:
        sentence = _("This is no iCalendar file that can be read. Export it once more.")
        raise Invalid("not_icalendar", sentence, fields={"text": sentence}) from fault
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    rows, errors = [], []
    for line, event in zip(lines, events, strict=False):
        try:
            rows.append(_row_of_event(line, event))
        except (ValueError, AttributeError, TypeError, OverflowError):
            errors.append(RowError(line, _("This entry has no first day, or dates that cannot be.")))
    return Reading(rows, errors)


def _row_of_event(line: int, event: Any) -> Row:
    start, end = event["DTSTART"].dt if "DTSTART" in event else None, event.get("DTEND")
    if start is None:
        raise ValueError("no DTSTART")
    is_timed = isinstance(start, datetime)
    first = start.date() if is_timed else start
    last = first
    if end is not None:
        last = end.dt.date() if isinstance(end.dt, datetime) else end.dt - timedelta(days=1)  # DTEND is the day after
    elif "DURATION" in event:
        last = first + max(event["DURATION"].dt - timedelta(days=1), timedelta(0))
    name = " ".join(str(event.get("SUMMARY", "")).split())[:80]
    notes = []
    if is_timed:
        notes.append(_("It has a time of day."))
    if "RRULE" in event or "RDATE" in event:
        notes.append(_("It repeats; only its first days are read."))
    kind = UNCLEAR if notes else _kind_of(_categories(event), name, first, max(first, last))
    return Row(line, kind, name, first, max(first, last), note=" ".join(notes))


def _categories(event: Any) -> list[str]:
    held = event.get("CATEGORIES", [])
    return [str(name) for entry in (held if isinstance(held, list) else [held]) for name in entry.cats]


def _kind_of(categories: Sequence[str], name: str, first: date, last: date) -> str:
    said = {name_key(category).replace(" ", "_").replace("-", "_") for category in categories}
    for kind in (TERM, *Break.Kind.values):
        if kind in said:
            return kind
    if "break" in said:
        return _break_kind(name) or Break.Kind.RECESS
    if re.search(MOMENTS, name, re.IGNORECASE):
        return UNCLEAR
    if kind := _break_kind(name):
        return kind
    is_long = last - first >= SHORTEST_TERM
    return TERM if is_long and re.search(TERM_WORDS, name, re.IGNORECASE) else UNCLEAR


def _break_kind(name: str) -> str:
    return next((kind.value for kind, words in BREAK_WORDS if re.search(words, name, re.IGNORECASE)), "")
