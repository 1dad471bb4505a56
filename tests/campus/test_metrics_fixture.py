"""The worked example of the metrics, computed from plain values and counted from rows: both must give its answers."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from campus.checkin.participation import Meeting, Visit, figures, persons, retention
from campus.directory.calendar import tile
from campus.directory.models import Term
from campus.reports.figures import society_figures
from tests import factories
from tests import factories_checkin as make

FIXTURE = json.loads((Path(__file__).parent.parent / "data" / "metrics_fixture.json").read_text())
TERMS = list(FIXTURE["terms"])
AFTER = datetime(2026, 12, 31, tzinfo=UTC)


def answers(counted, kept):
    """The figures under the names of the fixture's expected answers."""
    second = counted.second_visits
    found = {
        "unique": counted.participants,
        "first_time": counted.first_time,
        "continuing": counted.continuing,
        "reactivated": counted.reactivated,
        "visits": counted.visits,
        "contact_hours": counted.contact_hours,
        "mean_visits": counted.mean,
        "median_visits": counted.median,
        "bands": counted.bands,
        "second_visit": f"{second.came_again}/{second.could_have}",
        "censored": second.censored,
    }
    return found | ({"retention_raw": f"{kept.part}/{kept.base}"} if kept else {})


def expected(term):
    """Without what needs leavers, who are not recorded yet."""
    return {name: value for name, value in FIXTURE["expected"][term].items() if name != "retention_adjusted"}


def from_plain_values(term):
    visits, meetings = {}, {}
    for event in FIXTURE["events"].values():
        meeting = Meeting(datetime.fromisoformat(event["date"]).replace(tzinfo=UTC), event["minutes"])
        meetings.setdefault(event["term"], []).append(meeting)
        visits.setdefault(event["term"], []).extend(Visit(meeting, person) for person in event["present"])
    earlier = TERMS[: TERMS.index(term)]
    came = {name: persons(visits[name]) for name in TERMS}
    last = came[earlier[-1]] if earlier else set()
    before = set().union(*(came[name] for name in earlier))
    counted = figures(visits[term], meetings[term], seen_before=before, seen_last_term=last)
    return answers(counted, retention(last_term=last, this_term=came[term]))


@pytest.mark.pure
@pytest.mark.parametrize("term", TERMS)
def test_plain_values_give_the_worked_example(term):
    assert from_plain_values(term) == expected(term)


@pytest.fixture
def society(db):
    """The example as rows: its three terms, seven dates and sixteen persons."""
    university = factories.university()
    calendar = university.calendars.get()
    calendar.terms.all().delete()
    for name, (first, last) in FIXTURE["terms"].items():
        dates = {"teaching_from": first, "teaching_to": last, "active_from": first, "active_to": last}
        Term.objects.create(university=university, calendar=calendar, name=name, **dates)
    host = factories.society(university)
    series = make.series(host)
    people = {f"p{number}": factories.person(f"p{number}") for number in range(1, 17)}
    for event in FIXTURE["events"].values():
        held = make.occurrence(series, date.fromisoformat(event["date"]), time(18), minutes=event["minutes"])
        for person in event["present"]:
            make.attendance(held, people[person])
    return host


@pytest.mark.parametrize("term", TERMS)
def test_rows_give_the_worked_example(society, term):
    tiles = {found.term.name: found for found in tile(list(Term.objects.filter(university=society.university)))}
    counted = society_figures(society, tiles[term], AFTER)
    assert answers(counted.figures, counted.retention) == expected(term)
