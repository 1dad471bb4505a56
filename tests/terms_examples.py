"""The calendars of tests/data/terms_examples.json as content: those with cohorts split into one calendar each.

The file names its sources. What it does not say is not made up here: a scheme that is not known has weeks without
numbers. How weeks are counted was read out of each `week` by hand, because the file says it in words.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from campus.directory.calendar_content import BreakContent, Content, TermContent, ordered

DATA = Path(__file__).parent / "data" / "terms_examples.json"
SUNDAY, TUESDAY, FRIDAY = 6, 1, 4
NUMBERED: dict[str, Any] = {}
UNNUMBERED: dict[str, Any] = {"week_labels": "none"}
COUNTED: dict[str, Any] = {"breaks_take_number": True}
SCHEMES: dict[str, dict[str, Any]] = {
    "oxford-2026-mt": {"week_starts_on": SUNDAY, "week_labels": "ordinal", "weeks_before": 2},
    "cambridge-2026-27": {"week_starts_on": TUESDAY, **UNNUMBERED},  # "by college/department"
    "ucsd-2026-27": NUMBERED,
    "iitm-bs-2026": {"week_starts_on": FRIDAY},
    "zetech-2026-t1": COUNTED,
    "lse-2024-25": COUNTED,
    "manchester-leap-2025-26": COUNTED,
    "wolverhampton-2020-21": NUMBERED,
    "wolverhampton-2020-21, university weeks": COUNTED,
    "win-au-2024, Week": COUNTED,
    "win-au-2024, Lecture Week": NUMBERED,
    "ukzn-2021, returning students": NUMBERED,
    "ukzn-2021, first-entry level 1": NUMBERED,
    "ucm-biologia-2025-26": NUMBERED,
    "typical-uk-semester-2026-27": {**COUNTED, "weeks_before": 1},
    "typical-ke-trimester-2026-27": COUNTED,
    "typical-es-2026-27": NUMBERED,
    "typical-za-2027": NUMBERED,
}
# Which number the first week of a term has, where the file says another one than the calendar's.
FIRST_WEEKS = {
    ("ucsd-2026-27", "Fall Quarter 2026"): 0,
    # University week 31 is week 9 of the second semester, which begins on 25 January: that is week 23, and the first
    # semester begins 17 weeks earlier.
    ("wolverhampton-2020-21, university weeks", "Semester 1 (undergraduate)"): 6,
    ("wolverhampton-2020-21, university weeks", "Semester 2 (undergraduate), partial"): 23,
}
KINDS = {"reading_week": "reading_week", "recess": "recess", "study": "recess", "exams": "exams", "holiday": "holiday"}


@dataclass(frozen=True)
class ExampleCalendar:
    """One calendar of an example; `name` is the example's id, with the cohort where there are several."""

    name: str
    example: str
    zone: str
    country: str
    source: str
    content: Content


def example_calendars() -> list[ExampleCalendar]:
    """Every calendar of every example."""
    return list(_all())


def _all() -> Iterator[ExampleCalendar]:
    for example in json.loads(DATA.read_text())["examples"]:
        for cohort, terms in _cohorts(example):
            name = f"{example['id']}, {cohort}" if cohort else example["id"]
            scheme = SCHEMES.get(name, UNNUMBERED)
            content = ordered(Content(**scheme, terms=tuple(_term(name, term) for term in terms)))
            yield ExampleCalendar(
                name, example["id"], example["tz"], example["country"], example["source"][:300], content
            )


def _cohorts(example: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The terms of each cohort or faculty, or counter, that the example tells apart."""
    terms, identity = example["terms"], example["id"]
    if any("cohort" in term for term in terms):
        cohorts = sorted({term["cohort"] for term in terms})
        return [(cohort, [term for term in terms if term["cohort"] == cohort]) for cohort in cohorts]
    if identity in ("ukzn-2021", "kenyatta-2024-s2"):  # one term each, told apart after a comma
        return [(term["name"].partition(", ")[2], [term]) for term in terms]
    if identity == "dcu-2026-27":
        return [("with a reading week in autumn", terms), ("without", [_without_optional(term) for term in terms])]
    if identity == "win-au-2024":
        return [("Week", terms), ("Lecture Week", terms)]
    if identity == "wolverhampton-2020-21":
        return [("", terms), ("university weeks", terms)]
    return [("", terms)]


def _without_optional(term: dict[str, Any]) -> dict[str, Any]:
    return {**term, "breaks": [pause for pause in term["breaks"] if pause["applies_to"] != "some faculties"]}


def _term(calendar: str, term: dict[str, Any]) -> TermContent:
    """Teaching as said; what comes after it (study, exams) and a welcome week make the active period longer."""
    start, end = _day(term["start"]), _day(term["end"])
    teaching_to = _day(term.get("classes_end", term["end"]))
    after = [*term.get("after", ())]
    if teaching_to < end:
        first = teaching_to + timedelta(days=1)
        after.append({"kind": "exams", "name": "Finals", "start": first.isoformat(), "end": term["end"]})
    early = [term[key] for key in ("society_active_from", "welcome_week", "orientation") if key in term]
    return TermContent(
        name=term["name"],
        teaching_from=start,
        teaching_to=teaching_to,
        active_from=min([start, *map(_day, early)]),
        active_to=max([end, *(_day(pause["end"]) for pause in after)]),
        first_week=FIRST_WEEKS.get((calendar, term["name"])),
        breaks=tuple(_breaks([*term["breaks"], *after])),
    )


def _breaks(given: list[dict[str, Any]]) -> Iterator[BreakContent]:
    """Without days that run another weekday's timetable, which are taught, and holidays inside another break."""
    for pause in given:
        inside = any(
            other is not pause and other["start"] <= pause["start"] and pause["end"] <= other["end"] for other in given
        )
        if pause["kind"] in KINDS and not inside:
            name = pause["name"].partition(" (")[0]
            yield BreakContent(KINDS[pause["kind"]], name, _day(pause["start"]), _day(pause["end"]))


def _day(value: str) -> date:
    return date.fromisoformat(value)
