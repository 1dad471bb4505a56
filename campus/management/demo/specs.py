"""What the demo is made of, read from the JSON files in `data/` into typed values."""

import json
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Span:
    """Local dates, both inclusive."""

    first: date
    last: date


@dataclass(frozen=True)
class BreakShape:
    kind: str
    name: str
    dates: Span


@dataclass(frozen=True)
class TermShape:
    """One term as it was published."""

    name: str
    teaching: Span
    active: Span
    breaks: tuple[BreakShape, ...]


@dataclass(frozen=True)
class CalendarShape:
    """One year of a calendar; it comes round every 52 weeks."""

    name: str
    terms: tuple[TermShape, ...]


@dataclass(frozen=True)
class CalendarSource:
    """The institution whose published dates lend their shape, and its calendars; the first one reports."""

    institution: str
    year: str
    source: str
    calendars: tuple[CalendarShape, ...]


@dataclass(frozen=True)
class UniversitySpec:
    name: str
    slug: str
    country: str
    city: str
    zone: str
    kind: str
    shape: str
    year: str
    people: int
    students: int
    asks_under_18: bool
    staff: dict[str, str]

    @property
    def domain(self) -> str:
        return f"{self.slug}.example"

    @property
    def is_school(self) -> bool:
        return self.kind == "school"


@dataclass(frozen=True)
class SeriesSpec:
    name: str
    idea: str
    rrule: str
    time: time
    minutes: int
    window: str
    place: str
    for_newcomers: bool
    description: str


@dataclass(frozen=True)
class SocietySpec:
    """A society; `officers` pairs a role with one of the cast, or with "" for somebody invented."""

    university: str
    name: str
    purpose: str
    first_time: str
    status: str = "approved"
    reason: str = ""
    message: str = ""
    calendar: str = ""
    crowd: int = 0
    since: int = 0
    officers: tuple[tuple[str, str], ...] = ()
    members: tuple[str, ...] = ()
    series: tuple[SeriesSpec, ...] = ()
    renewal: dict[str, Any] = field(default_factory=dict)


@cache
def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def names(country: str) -> dict[str, list[str]]:
    """Given and family names of a country, under "given" and "family"."""
    found: dict[str, list[str]] = _read("names")[country]
    return found


def cast() -> list[dict[str, str]]:
    """The people whom the documentation and the tests know: name, address, part."""
    people: list[dict[str, str]] = _read("universities")["cast"]
    return people


def proposed() -> dict[str, Any]:
    """The university that waits for approval."""
    waiting: dict[str, Any] = _read("universities")["proposed"]
    return waiting


def universities() -> list[UniversitySpec]:
    return [UniversitySpec(**fields) for fields in _read("universities")["universities"]]


def societies(university: str) -> list[SocietySpec]:
    """The societies of the university with this slug."""
    return [_society(fields) for fields in _read("societies")["societies"] if fields["university"] == university]


def calendar_source(shape: str) -> CalendarSource:
    fields = _read("calendars")["shapes"][shape]
    calendars = tuple(
        CalendarShape(name=each["name"], terms=tuple(_term(term) for term in each["terms"]))
        for each in fields["calendars"]
    )
    return CalendarSource(fields["institution"], fields["year"], fields["source"], calendars)


def _society(fields: dict[str, Any]) -> SocietySpec:
    series = tuple(
        SeriesSpec(**{**each, "time": time.fromisoformat(each["time"])}) for each in fields.get("series", ())
    )
    return SocietySpec(**{**fields, "officers": tuple(fields.get("officers", {}).items()), "series": series})


def _term(fields: dict[str, Any]) -> TermShape:
    breaks = tuple(BreakShape(each["kind"], each["name"], _span(each["dates"])) for each in fields["breaks"])
    return TermShape(fields["name"], _span(fields["teaching"]), _span(fields["active"]), breaks)


def _span(dates: list[str]) -> Span:
    first, last = (date.fromisoformat(each) for each in dates)
    return Span(first, last)
