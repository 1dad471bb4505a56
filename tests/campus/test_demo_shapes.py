"""The pure parts of the demo campus: real calendars placed around a day, and who comes when."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from campus.directory.calendar import weeks
from campus.directory.models import Break, Calendar, Term
from campus.management.demo import life, specs
from campus.management.demo.calendars import PlacedTerm, place, shift
from campus.management.demo.life import Meeting

pytestmark = pytest.mark.pure

UNIVERSITIES = specs.universities()
EVERY_FIFTH_DAY = [date(2026, 11, 21) + timedelta(days=5 * number) for number in range(160)]


def placed(university: specs.UniversitySpec, today: date) -> list[PlacedTerm]:
    shape = specs.calendar_source(university.shape).calendars[0]
    running, moved = shift(shape, today)
    return place(shape, moved, running, university.year)


def week_on(term: PlacedTerm, day: date) -> int | None:
    """The number of the week as the product counts it."""
    teaching, active = term.at(term.shape.teaching), term.at(term.shape.active)
    row = Term(teaching_from=teaching.first, teaching_to=teaching.last, active_from=active.first, active_to=active.last)
    pauses = [term.at(pause.dates) for pause in term.shape.breaks]
    breaks = [Break(starts_on=pause.first, ends_on=pause.last) for pause in pauses]
    counted = weeks(Calendar(), row, breaks)
    return next((week.number for week in counted if week.starts_on <= day <= week.ends_on), None)


@pytest.mark.parametrize("university", UNIVERSITIES, ids=lambda university: university.slug)
def test_every_day_lies_in_the_sixth_week_of_the_third_of_four_terms(university):
    found = {(len(terms), week_on(terms[2], day)) for day in EVERY_FIFTH_DAY for terms in [placed(university, day)]}
    assert found == {(4, 6)}


@pytest.mark.parametrize("university", UNIVERSITIES, ids=lambda university: university.slug)
def test_terms_follow_each_other_and_have_names_of_their_own(university):
    for day in EVERY_FIFTH_DAY:
        terms = placed(university, day)
        spans = [term.at(term.shape.active) for term in terms]
        assert all(one.last < other.first for one, other in pairwise(spans))
        assert len({term.name for term in terms}) == 4


@pytest.mark.parametrize("university", UNIVERSITIES, ids=lambda university: university.slug)
def test_dates_keep_their_weekdays(university):
    for term in placed(university, date(2027, 1, 1)):
        assert term.at(term.shape.teaching).first.weekday() == term.shape.teaching.first.weekday()


def test_terms_stay_near_their_own_season_and_are_named_for_their_year():
    names = {
        university.slug: [term.name for term in placed(university, date(2026, 11, 21))] for university in UNIVERSITIES
    }
    assert names == {
        "karura": ["Semester 2 2025", "Semester 1 2026", "Semester 2 2026", "Semester 1 2027"],
        "mzizi": ["Block 2 2026", "Block 3 2026", "Block 4 2026", "Block 1 2027"],
        "ashcombe": ["Spring term 2025/26", "Summer term 2025/26", "Autumn term 2026/27", "Spring term 2026/27"],
        "ribera": [
            "Primer cuatrimestre 2025/26",
            "Segundo cuatrimestre 2025/26",
            "Primer cuatrimestre 2026/27",
            "Segundo cuatrimestre 2026/27",
        ],
        "kilimani": ["Term 1 2026", "Term 2 2026", "Term 3 2026", "Term 1 2027"],
    }


def weekly(first: date, count: int, term: int = 0) -> list[Meeting]:
    return [Meeting(number, first + timedelta(weeks=number), term, number) for number in range(count)]


def test_everybody_comes_once_at_least_and_nobody_twice_to_one_meeting():
    visits = list(life.visits(weekly(date(2026, 1, 12), 12), range(200), Random(1)))
    assert {person for _, person in visits} == set(range(200))
    assert len(visits) == len(set(visits))


def test_newcomers_come_early_in_a_term():
    newcomers = life.first_meetings(weekly(date(2026, 1, 12), 12), range(400), Random(1))
    early = sum(len(newcomers.get(number, ())) for number in range(3))
    assert early > 250


def test_more_come_during_the_sixteen_days():
    meetings = weekly(date(2026, 10, 7), 12)  # the eighth to the tenth lie between 25 November and 10 December
    counts = [0] * 12
    for meeting, _ in life.visits(meetings, range(400), Random(1)):
        counts[meeting.id] += 1
    assert min(counts[7:10]) > 1.5 * max(counts[5:7])


def test_the_same_seed_tells_the_same_story():
    stories = [list(life.visits(weekly(date(2026, 1, 12), 8), range(50), Random("seed"))) for _ in range(2)]
    assert stories[0] == stories[1]
