"""The record of who did what, as page and as file."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from campus.activities.actions import restore_occurrence
from campus.people import audit
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.pages import as_person, text
from tests.frontend.queries import queries
from tests.stage import Stage

SOCIETY = "/manage/karura/heforshe-karura/audit"
UNIVERSITY = "/review/karura/audit"
EVERYTHING = "/review/audit"
EMPTY = "Nothing was done yet"


def as_one_of(cast: Cast, who: str) -> Client:
    return as_person(getattr(cast, who))


def sheet(client: Client, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))


def test_the_secretary_reads_who_cancelled_a_date_and_why(stage: Stage):
    page = text(as_one_of(stage.cast, "wanjiru").get(f"{SOCIETY}/?verb=occurrence_cancelled"))
    assert "1 entry" in page
    assert "Cancelled a date Kofi Mensah Tue 20 Oct, 17:30 The room is being painted." in page


def test_what_was_done_to_a_date_leads_to_the_date(stage: Stage):
    answer = as_one_of(stage.cast, "kofi").get(f"{SOCIETY}/?verb=occurrence_cancelled")
    assert f'<a href="/occurrences/{stage.cancelled.pk}/">Cancelled a date</a>' in answer.content.decode()


def test_a_student_who_joined_is_a_member_and_no_name(stage: Stage):
    page = text(as_one_of(stage.cast, "kofi").get(f"{SOCIETY}/?verb=society_joined"))
    assert "3 entries" in page
    assert ("A member" in page, "Amina Otieno" in page) == (True, False)


def test_staff_read_what_officers_and_staff_did_and_no_student(stage: Stage):
    page = text(as_one_of(stage.cast, "dean").get(f"{UNIVERSITY}/"))
    assert ("Kofi Mensah" in page, "Ruth Wekesa" in page, "Grace Njeri" in page) == (True, True, True)
    assert ("Amina" in page, "A member" in page, "Brian" in page) == (False, False, False)


def test_an_operator_finds_the_way_to_everything(stage: Stage):
    client = as_one_of(stage.cast, "olga")
    assert f'href="{EVERYTHING}/"' in client.get("/review/").content.decode()
    assert "Mara College" in text(client.get(f"{EVERYTHING}/"))


def test_nobody_else_is_shown_the_way_to_everything(stage: Stage):
    assert EVERYTHING not in as_one_of(stage.cast, "lucia").get("/review/").content.decode()


@pytest.mark.parametrize("end", ["/", ".csv"])
@pytest.mark.parametrize("who", ["zola", "zolas_dean", "amina", "dennis", "grace"])
def test_whoever_keeps_nothing_here_finds_nothing(who: str, end: str, stage: Stage):
    client = as_one_of(stage.cast, who)
    assert [client.get(path + end).status_code for path in (SOCIETY, UNIVERSITY, EVERYTHING)] == [404, 404, 404]


def test_zolas_own_record_is_empty_and_says_what_will_stand_there(stage: Stage):
    page = text(as_one_of(stage.cast, "zola").get("/manage/mzizi/heforshe-mzizi/audit/"))
    assert (EMPTY in page, "Kofi" in page) == (True, False)


def test_a_filter_that_finds_nothing_says_so_and_leads_back(stage: Stage):
    answer = as_one_of(stage.cast, "kofi").get(f"{SOCIETY}/?name=Amina&verb=society_joined")
    assert ("Nothing like this was done" in text(answer), EMPTY in text(answer)) == (True, False)
    assert f'<a class="btn" href="{SOCIETY}/">Show everything</a>' in answer.content.decode()


def test_a_day_that_is_none_is_refused_beside_its_input(stage: Stage):
    answer = as_one_of(stage.cast, "kofi").get(f"{SOCIETY}/?since=yesterday")
    assert answer.status_code == 400
    assert "Write a date like 2026-11-24." in text(answer)


def test_the_file_holds_the_lines_of_the_page(stage: Stage):
    client = as_one_of(stage.cast, "kofi")
    lines = [line for line, _address in client.get(f"{SOCIETY}/").context["lines"]]
    rows = sheet(client, f"{SOCIETY}.csv")
    assert [(row["Who"], row["What"], row["Why"]) for row in rows] == [
        (line.who, line.what, line.reason) for line in lines
    ]


def test_the_file_is_filtered_like_the_page_that_leads_to_it(stage: Stage):
    client = as_one_of(stage.cast, "dean")
    page = client.get(f"{UNIVERSITY}/?verb=society_returned&page=1")
    assert page.context["csv_url"] == f"{UNIVERSITY}.csv?verb=society_returned"
    (row,) = sheet(client, page.context["csv_url"])
    assert (row["When (UTC)"], row["Who"], row["What"]) == (
        "2026-10-20 14:30:00",
        "Ruth Wekesa",
        "Returned the registration",
    )


def test_a_spreadsheet_carries_nothing_out(cast: Cast):
    society: dict[str, Any] = {"object": f"society:{cast.society.pk}", "society": cast.society.pk}
    audit.record(verb="society_changed", by=cast.kofi, at=NOW, reason="=1+1", **society)
    (row,) = sheet(as_one_of(cast, "kofi"), f"{SOCIETY}.csv")
    assert row["Why"] == "'=1+1"


def test_a_long_record_has_pages_that_keep_the_filter(cast: Cast):
    for _number in range(51):
        audit.record(verb="series_changed", object="series:1", by=cast.kofi, at=NOW, society=cast.society.pk)
    answer = as_one_of(cast, "kofi").get(f"{SOCIETY}/?verb=series_changed")
    assert 'rel="next" href="?verb=series_changed&amp;page=2"' in answer.content.decode()
    assert len(as_one_of(cast, "kofi").get(f"{SOCIETY}/?verb=series_changed&page=2").context["lines"]) == 1


@pytest.mark.parametrize(
    ("who", "path"), [("kofi", f"{SOCIETY}/"), ("dean", f"{UNIVERSITY}/"), ("olga", f"{EVERYTHING}/")]
)
def test_a_page_takes_as_many_queries_with_three_rows_as_with_one(who: str, path: str, cast: Cast):
    client = as_one_of(cast, who)
    society: dict[str, Any] = {"university": cast.karura.pk, "society": cast.society.pk}
    counts = []
    for person in (cast.kofi, cast.wanjiru, cast.dean):
        audit.record(verb="society_changed", object=f"society:{cast.society.pk}", by=person, at=NOW, **society)
        counts.append((queries(client, path), len(client.get(path).context["lines"])))
    assert counts == [(counts[0][0], rows) for rows in (1, 2, 3)]


def test_what_was_taken_back_stands_beside_what_was_done(stage: Stage):
    restore_occurrence(by=stage.cast.dennis, occurrence=stage.cancelled, at=NOW)
    page = text(as_one_of(stage.cast, "kofi").get(f"{SOCIETY}/"))
    assert ("Took a cancellation back Dennis Mutua" in page, "Cancelled a date Kofi Mensah" in page) == (True, True)
