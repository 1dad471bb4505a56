"""Real and typical calendars: all are taken, and where their weeks are known they are called as they are there.

Every label below was worked out by hand from what the file states (first day of teaching, first number, whether
breaks count), with a paper calendar beside it; none was taken from the program.
"""

import json
from datetime import date
from itertools import pairwise

import pytest

from campus.directory.actions import accept_revision, add_calendar, propose_revision
from campus.directory.calendar import week_on, weeks
from campus.directory.calendar_checks import checked_content
from campus.directory.calendar_content import as_calendar, as_terms, content_of, from_json, to_json
from campus.directory.models import Calendar, Office, Term
from campus.directory.words import week_label, week_name
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW
from tests.terms_examples import DATA, SCHEMES, example_calendars

EXAMPLES = {example.name: example for example in example_calendars()}

LABELS: dict[str, dict[str, str]] = {
    # Weeks run Sunday to Saturday; the 1st begins on Sunday 11 October and the 8th ends on Saturday 5 December.
    # Societies are active from 27 September, two weeks earlier: the 0th and the −1st week.
    "oxford-2026-mt": {
        "2026-09-27": "−1st week",
        "2026-10-03": "−1st week",
        "2026-10-04": "0th week",
        "2026-10-10": "0th week",
        "2026-10-11": "1st week",
        "2026-10-24": "2nd week",  # the Saturday that ends 18–24
        "2026-10-25": "3rd week",
        "2026-12-05": "8th week",
    },
    # Fall begins on Thursday 24 September in a part week 0 (21–27), so that week 1 is 28 September; ten weeks of seven
    # days from there end on Sunday 6 December, and classes end in them on Friday the 4th; then finals.
    "ucsd-2026-27": {
        "2026-09-24": "Week 0",
        "2026-09-27": "Week 0",
        "2026-09-28": "Week 1",
        "2026-12-04": "Week 10",
        "2026-12-07": "Finals",
        "2027-01-04": "Week 1",  # winter and spring begin on a Monday in week 1
        "2027-03-12": "Week 10",  # 4 January + 63 days is Monday 8 March
        "2027-03-29": "Week 1",
        "2027-06-04": "Week 10",  # 29 March + 63 days is Monday 31 May
    },
    # Weeks are counted from a Friday: 6 February 2026 is one, Thursday the 12th ends week 1. 6 February + 91 days is
    # Friday 8 May, week 14, in which Sunday 10 May ends the term; 2 October + 98 days is 8 January, week 15.
    "iitm-bs-2026": {
        "2026-02-06": "Week 1",
        "2026-02-12": "Week 1",
        "2026-02-13": "Week 2",
        "2026-05-10": "Week 14",
        "2026-07-10": "Week 5",  # 12 June + 28 days
        "2026-10-02": "Week 1",
        "2027-01-10": "Week 15",
    },
    # The almanac itself: classes from 7 January in week 1, new undergraduates on the 12th in week 2, new graduates on
    # the 19th in week 3, in which the intake closes on the 23rd. 5 January + 112 days is Monday 27 April, week 17.
    "zetech-2026-t1": {
        "2026-01-05": "Week 1",
        "2026-01-07": "Week 1",
        "2026-01-12": "Week 2",
        "2026-01-19": "Week 3",
        "2026-01-23": "Week 3",
        "2026-04-30": "Week 17",
    },
    # The reading week is week 6 and counted: 30 September + 35 days is 4 November, 20 January + 35 is 24 February.
    # Spring begins on Tuesday 6 May in the week of the 5th.
    "lse-2024-25": {
        "2024-09-30": "Week 1",
        "2024-11-04": "Week 6 (Reading week)",
        "2024-11-11": "Week 7",
        "2024-12-13": "Week 11",
        "2025-02-24": "Week 6 (Reading week)",
        "2025-05-06": "Week 1",
        "2025-05-12": "Week 2",
        "2025-06-20": "Week 7",
    },
    # 29 September + 35 days is 3 November: reading week, "(= week 6)". 2 February + 56 days is 30 March, the ninth.
    "manchester-leap-2025-26": {
        "2025-09-29": "Week 1",
        "2025-10-31": "Week 5",
        "2025-11-03": "Week 6 (Reading week)",
        "2025-11-10": "Week 7",
        "2025-12-19": "Week 12",
        "2026-02-02": "Week 1",
        "2026-03-30": "Week 9 (No teaching)",
    },
    # The page says: university week 31 is week 9 of semester 2, two weeks without teaching follow, and university
    # week 34 is week 10: the break takes no number of the semester. 25 January + 56 days is 22 March.
    "wolverhampton-2020-21": {
        "2020-09-28": "Week 1",
        "2020-12-18": "Week 12",
        "2021-01-25": "Week 1",
        "2021-03-22": "Week 9",
        "2021-03-29": "Non-teaching period",
        "2021-04-09": "Non-teaching period",
        "2021-04-12": "Week 10",
    },
    # The same days by the university's own counter, which goes through breaks: 23 when semester 2 begins.
    "wolverhampton-2020-21, university weeks": {
        "2020-09-28": "Week 6",
        "2021-01-25": "Week 23",
        "2021-03-22": "Week 31",
        "2021-03-29": "Week 32 (Non-teaching period)",
        "2021-04-09": "Week 33 (Non-teaching period)",
        "2021-04-12": "Week 34",
    },
    # Two columns of one page: the break of 22 April is calendar week 7 (11 March + 42 days) and no lecture week;
    # after it calendar week 8 is lecture week 7. 11 March + 84 days is 3 June: 13 and 12.
    "win-au-2024, Week": {
        "2024-03-11": "Week 1",
        "2024-04-19": "Week 6",
        "2024-04-22": "Week 7 (Mid-semester break)",
        "2024-04-29": "Week 8",
        "2024-06-07": "Week 13",
        "2024-09-09": "Week 8",
    },
    "win-au-2024, Lecture Week": {
        "2024-03-11": "Week 1",
        "2024-04-19": "Week 6",
        "2024-04-22": "Mid-semester break",
        "2024-04-29": "Week 7",
        "2024-06-07": "Week 12",
        "2024-09-09": "Week 7",
    },
    # Teaching days are counted, not weeks: no week has a name.
    "wits-2025": dict.fromkeys(
        ("2025-02-10", "2025-03-26", "2025-04-07", "2025-05-27", "2025-07-22", "2025-10-28"), ""
    ),
    # In the institution's week 5, from 29 March, returning students are in their week 5 and first-years in week 2.
    "ukzn-2021, returning students": {
        "2021-03-01": "Week 1",
        "2021-03-07": "Week 1",
        "2021-03-08": "Week 2",
        "2021-03-29": "Week 5",
        "2021-04-02": "Week 5",
        "2021-04-23": "Week 8",
    },
    "ukzn-2021, first-entry level 1": {
        "2021-03-23": "Week 1",
        "2021-03-28": "Week 1",
        "2021-03-29": "Week 2",
        "2021-04-02": "Week 2",
        "2021-04-05": "Week 3",
        "2021-04-23": "Week 5",
    },
    # Fifteen semanas lectivas: 8 September + 98 days is Monday 15 December. One holiday on a Friday takes no week.
    "ucm-biologia-2025-26": {
        "2025-09-08": "Week 1",
        "2025-11-14": "Week 10",
        "2025-12-19": "Week 15",
        "2026-01-15": "Exámenes",
        "2026-01-26": "Week 1",
        "2026-01-30": "Week 1",
        "2026-03-27": "Week 9",
    },
    # Welcome week is week 0; 28 September + 35 days is 2 November, which is counted.
    "typical-uk-semester-2026-27": {
        "2026-09-21": "Week 0",
        "2026-09-28": "Week 1",
        "2026-11-02": "Week 6 (Reading week)",
        "2026-11-09": "Week 7",
        "2026-12-18": "Week 12",
        "2027-02-15": "Week 6 (Reading week)",
        "2027-06-11": "Week 8",
    },
    # Single holidays, and Good Friday to Easter Monday over two weeks, leave days to teach in each week.
    "typical-ke-trimester-2026-27": {
        "2026-09-07": "Week 1",
        "2026-10-20": "Week 7",
        "2026-12-11": "Week 14",
        "2027-03-26": "Week 12",
        "2027-03-29": "Week 13",
        "2027-04-16": "Week 15",
        "2027-08-13": "Week 15",
    },
    # Semana Santa, Saturday 20 to Sunday 28 March, takes the week of the 22nd, which is not counted: 1 to 15 again.
    "typical-es-2026-27": {
        "2026-09-07": "Week 1",
        "2026-10-12": "Week 6",
        "2026-12-18": "Week 15",
        "2027-03-20": "Week 8",
        "2027-03-22": "Semana Santa",
        "2027-03-29": "Week 9",
        "2027-05-14": "Week 15",
    },
    # Seven weeks in each term; terms begin on Mondays and end on a Thursday or Friday.
    "typical-za-2027": {
        "2027-02-08": "Week 1",
        "2027-03-25": "Week 7",
        "2027-04-05": "Week 1",
        "2027-05-21": "Week 7",
        "2027-07-23": "Week 1",
        "2027-09-13": "Week 1",
        "2027-10-29": "Week 7",
    },
    # Weeks have no numbers; a break still has its name.
    "typical-in-2026-27": {
        "2026-08-03": "",
        "2026-10-17": "",
        "2026-10-19": "Mid-semester break",
        "2026-10-26": "",
        "2027-01-04": "",
        "2027-03-24": "Mid-semester break",
    },
}


def as_rows(name: str) -> tuple[Calendar, list[Term], dict[int, list]]:
    content = EXAMPLES[name].content
    calendar = as_calendar(Calendar(name=name), content)
    return calendar, *as_terms(calendar, content)


def labels(name: str, days: dict[str, str]) -> dict[str, str]:
    calendar, terms, breaks = as_rows(name)
    listed = [week for term in terms for week in weeks(calendar, term, breaks[term.pk])]
    found = {}
    for day in days:
        week = week_on(listed, date.fromisoformat(day))
        found[day] = week_label(week) if week else "outside"
    return found


@pytest.mark.pure
@pytest.mark.parametrize("name", LABELS)
def test_weeks_are_called_as_worked_out_by_hand(name: str) -> None:
    assert len(LABELS[name]) >= 6
    assert labels(name, LABELS[name]) == LABELS[name]


@pytest.mark.pure
def test_every_known_scheme_has_its_dates() -> None:
    """Cambridge’s weeks are left to its colleges; whatever else has a scheme is looked at above."""
    assert set(SCHEMES) - set(LABELS) == {"cambridge-2026-27"}


@pytest.mark.pure
@pytest.mark.parametrize(
    ("name", "day", "said"),
    [
        ("wits-2025", "2025-03-26", "24 to 30 March 2025"),  # a Wednesday
        ("wits-2025", "2025-05-27", "26 May to 1 June 2025"),  # a Tuesday
        ("wits-2025", "2025-10-28", "27 October to 2 November 2025"),
        ("typical-in-2026-27", "2026-08-03", "3 to 9 August 2026"),
        ("boston-u-2026-27", "2026-09-02", "31 August to 6 September 2026"),  # a Wednesday
        ("iitm-bs-2026", "2027-01-10", "Week 15"),
    ],
)
def test_where_a_name_is_needed_a_week_without_one_has_its_dates(name: str, day: str, said: str) -> None:
    calendar, terms, breaks = as_rows(name)
    listed = [week for term in terms for week in weeks(calendar, term, breaks[term.pk])]
    week = week_on(listed, date.fromisoformat(day))
    assert week is not None
    assert week_name(week) == said


@pytest.mark.pure
def test_every_example_is_there_and_those_with_cohorts_are_split() -> None:
    written = {example["id"] for example in json.loads(DATA.read_text())["examples"]}
    assert len(written) == 24
    assert {example.example for example in EXAMPLES.values()} == written
    assert len(EXAMPLES) == 30
    assert {name.partition(", ")[0] for name in EXAMPLES if ", " in name} == {
        "dcu-2026-27",
        "kenyatta-2024-s2",
        "strathmore-2024",
        "ukzn-2021",
        "win-au-2024",
        "wolverhampton-2020-21",
    }


@pytest.mark.pure
def test_cohorts_of_one_university_overlap_each_other() -> None:
    """On 20 August 2024 one intake of Strathmore is in its second semester, the other in its first."""
    day, running = date(2024, 8, 20), []
    for name in ("strathmore-2024, A", "strathmore-2024, B"):
        running += [term.name for term in EXAMPLES[name].content.terms if term.active_from <= day <= term.active_to]
    assert running == ["Intake A Semester 2", "Intake B Semester 1"]


@pytest.mark.pure
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_a_calendar_that_can_be(name: str) -> None:
    content = EXAMPLES[name].content
    assert checked_content(content) == content
    assert all(first.active_to < second.active_from for first, second in pairwise(content.terms))
    assert from_json(json.loads(json.dumps(to_json(content)))) == content


def test_all_examples_become_rows_through_a_proposal(cast: Cast) -> None:
    """Each university has its calendars beside each other, and its rows say what the file says."""
    homes = {}
    for example in EXAMPLES.values():
        if example.example not in homes:
            homes[example.example] = factories.university(
                example.example, slug=example.example, zone=example.zone, country=example.country
            )
            factories.office(cast.dean, Office.Role.STAFF, university=homes[example.example])
        home = homes[example.example]
        calendar = add_calendar(by=cast.dean, university=home, name=example.name, at=NOW)
        made = propose_revision(by=cast.dean, calendar=calendar, content=example.content, source=example.source, at=NOW)
        accept_revision(by=cast.dean, revision=made, at=NOW)
        kept = to_json(content_of(calendar))
        assert [term.pop("id") is not None for term in kept["terms"]] == [True] * len(example.content.terms)
        assert [term["name"] for term in kept["terms"]] == [term.name for term in example.content.terms]
        assert [len(term["breaks"]) for term in kept["terms"]] == [len(term.breaks) for term in example.content.terms]
    assert len(homes) == 24
