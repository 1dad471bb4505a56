"""Calendars from files: what is read, what is asked, and what is wrong in which line."""

from dataclasses import replace
from datetime import date

import pytest

from campus.base.errors import Invalid
from campus.directory.calendar_content import BreakContent, Content, TermContent
from campus.directory.calendar_files import EXAMPLE, LARGEST, Row, decoded, proposed, read

pytestmark = pytest.mark.pure

HEAD = "kind,name,from,to"
AUTUMN = "term,Autumn,2026-09-07,2026-12-11"


def table(*lines: str, head: str = HEAD) -> str:
    return "\n".join((head, *lines))


def errors_of(text: str) -> list[tuple[int, str]]:
    reading = read(text)
    _content, wrong = proposed(Content(), reading.rows, keeps_others=True)
    return [(error.line, error.sentence) for error in (*reading.errors, *wrong)]


def ics(*events: str) -> str:
    body = "\r\n".join(
        f"BEGIN:VEVENT\r\nUID:{n}@x\r\nDTSTAMP:20260101T000000Z\r\n{e}\r\nEND:VEVENT" for n, e in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\n{body}\r\nEND:VCALENDAR\r\n"


def days(first: str, after: str, name: str, *more: str) -> str:
    return "\r\n".join((f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{after}", f"SUMMARY:{name}", *more))


def kinds(text: str) -> list[tuple[str, str]]:
    return [(row.name, row.kind) for row in read(text).rows]


def test_the_example_to_download_becomes_a_calendar() -> None:
    content, wrong = proposed(Content(), read(EXAMPLE).rows, keeps_others=True)
    assert wrong == []
    first, second = content.terms
    assert (first.name, first.teaching_from, first.active_to) == (
        "Semester 1, 2026/27",
        date(2026, 9, 7),
        date(2026, 12, 18),
    )
    assert [(str(pause), pause.kind, pause.takes_number) for pause in first.breaks] == [
        ("Reading week", "reading_week", True),
        ("Exams", "exams", None),
    ]
    assert [str(pause) for pause in second.breaks] == ["Easter"]


def test_a_weekday_that_contradicts_its_date_is_an_error_of_its_row() -> None:
    """As it stood on a real page: Friday 10 April 2027 is a Saturday."""
    text = table(
        "term,Semester two,2027-01-11,2027-04-10,Monday,Friday", head="kind,name,from,to,from_weekday,to_weekday"
    )
    said = "10 April 2027 is a Saturday, not a Friday. Look at the date once more."
    assert errors_of(text) == [(2, said)]
    assert errors_of(table("term,Semester two,Mon 2027-01-11,Fri 2027-04-10")) == [(2, said)]


def test_a_weekday_that_fits_is_no_error() -> None:
    assert errors_of(table("term,Semester two,Mon 2027-01-11,fri. 2027-04-09")) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("term,A,2027-02-30,2027-04-09", "“2027-02-30” is no date. Write year, month and day, like 2026-09-07."),
        ("term,A,11/01/2027,2027-04-09", "“11/01/2027” is no date. Write year, month and day, like 2026-09-07."),
        ("term,A,,2027-04-09", "There is no date in the column from."),
        ("event,A,2027-01-11,2027-04-09", "Write term or break in the column kind."),
        ("term,A,Someday 2027-01-11,2027-04-09", "“Someday” is no day of the week."),
        ("term, ,2027-01-11,2027-04-09", "Give it a name."),
        ("term,A,1980-01-11,1980-04-09", "Choose a date between 1990 and 2199."),
        (
            "term,A,2027-01-11,2026-04-09",
            "9 April 2026 is before the start on 11 January 2027. Did you mean 9 April 2027?",
        ),
        ("term,A,2027-01-11,2028-04-09", "A term is at most 400 days long. Look at the years once more."),
        ("break,Gap,2027-01-11,2027-01-12", "These days lie in no term. Make the term longer or leave the row out."),
    ],
)
def test_what_is_wrong_is_said_with_its_line(row: str, said: str) -> None:
    found = errors_of(table(AUTUMN, "", row))
    assert (4, said) in found
    assert {line for line, _sentence in found} == {4}


@pytest.mark.parametrize(
    ("head", "row", "said"),
    [
        ("break_kind", "party", "The kind of a break is one of: reading_week, recess, exams, holiday."),
        ("takes_number", "perhaps", "Write yes, no or nothing in the column takes_number."),
        ("first_week", "one", "Write a whole number in the column first_week."),
    ],
)
def test_a_column_that_may_be_left_out_is_still_checked(head: str, row: str, said: str) -> None:
    text = table("break,Gap,2026-10-05,2026-10-09," + row, AUTUMN + ",", head=f"{HEAD},{head}")
    assert (2, said) in errors_of(text)


def test_overlapping_terms_and_breaks_are_said_in_the_later_row() -> None:
    found = errors_of(
        table(
            AUTUMN,
            "term,Late,2026-12-07,2027-01-29",
            "break,Gap,2026-10-05,2026-10-09",
            "break,Other gap,2026-10-09,2026-10-12",
            "break,Same day,2026-10-05,2026-10-06",
        )
    )
    assert [line for line, _sentence in found] == [3, 5, 6]
    assert found[0][1].startswith("Autumn runs from 7 September 2026 to 11 December 2026")
    assert found[1][1] == "Gap takes 5 October 2026 to 9 October 2026 already. Two breaks cannot share a day."


def test_columns_are_named_in_the_first_line_in_any_order_and_case() -> None:
    text = "To;Name;KIND;From;First week\n2026-12-11;Autumn;Term;2026-09-07;-1\n"
    (row,) = read(text).rows
    assert row == Row(2, "term", "Autumn", date(2026, 9, 7), date(2026, 12, 11), first_week=-1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kind,name,from\nterm,A,2026-09-07\n", "wrong_columns"),
        ("kind,name,from,to,active_form\nterm,A,2026-09-07,2026-12-11,\n", "wrong_columns"),
        ('kind,name,from,to\nterm,"A,2026-09-07,2026-12-11\n', "not_a_table"),
        ("kind,name,from,to\n", "file_empty"),
        ("", "wrong_columns"),
        ("x" * (LARGEST + 1), "file_too_large"),
        (table(*[AUTUMN] * 401), "too_many_rows"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "file_empty"),
        (ics(*["SUMMARY:x"] * 401), "too_many_rows"),
    ],
)
def test_what_is_no_calendar_is_refused_as_a_whole(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\xff\xfe\x00", "file_not_text"), (b"kind\0", "file_not_text"), (b"x" * (LARGEST + 1), "file_too_large")],
)
def test_a_file_that_is_no_text_or_huge_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        decoded(data)
    assert refusal.value.code == code


def test_a_table_saved_by_a_spreadsheet_is_read() -> None:
    text = decoded(b"\xef\xbb\xbfkind;name;from;to\r\nterm;Oto\xc3\xb1o;2026-09-07;2026-12-18\r\n")
    assert [row.name for row in read(text).rows] == ["Otoño"]


def test_a_calendar_file_tells_terms_and_breaks_apart_by_category_or_name() -> None:
    text = ics(
        days("20260907", "20261212", "Michaelmas", "CATEGORIES:TERM"),
        days("20270111", "20270417", "Semester 2"),
        days("20261019", "20261024", "Reading week"),
        days("20261102", "20261107", "Half term", "CATEGORIES:Break"),
        days("20261214", "20261219", "End of semester exams"),
        days("20261020", "20261021", "Mashujaa Day"),
        days("20270322", "20270329", "Mid-semester break"),
        days("20270401", "20270402", "Gala", "CATEGORIES:READING-WEEK"),
    )
    assert kinds(text) == [
        ("Michaelmas", "term"),
        ("Semester 2", "term"),
        ("Reading week", "reading_week"),
        ("Half term", "recess"),
        ("End of semester exams", "exams"),
        ("Mashujaa Day", "holiday"),
        ("Mid-semester break", "recess"),
        ("Gala", "reading_week"),
    ]


def test_an_entry_that_is_neither_is_asked_about() -> None:
    text = ics(
        days("20260907", "20260908", "Semester 1 begins"),
        days("20260901", "20260915", "Registration"),
        days("20260907", "20260909", "Term"),  # two days are no term
        "DTSTART:20260907T090000Z\r\nDTEND:20260907T100000Z\r\nSUMMARY:Reading week talk",
        days("20261019", "20261024", "Reading week", "RRULE:FREQ=YEARLY"),
        days("20260907", "20261212", "Michaelmas"),
    )
    reading = read(text)
    assert reading.unclear == reading.rows
    assert [row.note for row in reading.rows[3:5]] == [
        "It has a time of day.",
        "It repeats; only its first days are read.",
    ]


def test_what_somebody_chose_for_a_line_holds() -> None:
    text = ics(days("20260907", "20261212", "Michaelmas"), days("20261102", "20261107", "Gap"))
    lines = [row.line for row in read(text).rows]
    chosen = read(text, {lines[0]: "term", lines[1]: "recess", 9999: "term"})
    content, wrong = proposed(Content(), chosen.rows, keeps_others=True)
    assert wrong == []
    assert [(term.name, [str(pause) for pause in term.breaks]) for term in content.terms] == [("Michaelmas", ["Gap"])]
    assert read(text, {lines[0]: "president"}).rows[0].kind == ""


def test_the_last_day_of_an_entry_is_the_one_before_its_end() -> None:
    text = ics(
        days("20260907", "20261212", "Semester 1"),
        "DTSTART;VALUE=DATE:20261020\r\nSUMMARY:Mashujaa Day",
        "DTSTART;VALUE=DATE:20261102\r\nDURATION:P5D\r\nSUMMARY:Reading week",
    )
    assert [row.last for row in read(text).rows] == [date(2026, 12, 11), date(2026, 10, 20), date(2026, 11, 6)]


def test_an_entry_without_a_day_is_an_error_of_its_line() -> None:
    text = ics("SUMMARY:Semester 1", days("20260907", "20261212", "Semester 1"))
    reading = read(text)
    assert [(error.line, error.sentence) for error in reading.errors] == [
        (4, "This entry has no first day, or dates that cannot be.")
    ]
    assert [row.line for row in reading.rows] == [9]


def test_exams_soon_after_teaching_make_the_term_longer_and_later_ones_do_not() -> None:
    rows = read(table(AUTUMN, "break,Exams,2026-12-14,2026-12-18", head=HEAD)).rows
    soon = [rows[0], replace(rows[1], kind="exams")]
    content, wrong = proposed(Content(), soon, keeps_others=True)
    assert (wrong, content.terms[0].active_to) == ([], date(2026, 12, 18))
    late = [rows[0], Row(3, "exams", "Resits", date(2027, 1, 11), date(2027, 1, 15))]
    assert proposed(Content(), late, keeps_others=True)[1] != []


def stands(*terms: TermContent) -> Content:
    return Content(terms=terms)


def term(name: str, first: date, last: date, number: int, *breaks: BreakContent) -> TermContent:
    return TermContent(name, first, last, first, last, None, breaks, number)


SPRING = term("Spring", date(2027, 1, 11), date(2027, 4, 9), 2)


def test_a_term_takes_the_row_of_the_one_with_its_name_else_of_the_one_it_shares_days_with() -> None:
    gap = BreakContent("recess", "Gap", date(2026, 10, 5), date(2026, 10, 9), None, 7)
    content = stands(term("Autumn", date(2026, 8, 31), date(2026, 12, 4), 1, gap), SPRING)
    rows = read(table(AUTUMN, "break,Long gap,2026-10-05,2026-10-16", "term,Semester two,2027-01-18,2027-04-16")).rows
    after, wrong = proposed(content, rows, keeps_others=True)
    assert wrong == []
    assert [(found.id, found.name, found.teaching_from) for found in after.terms] == [
        (1, "Autumn", date(2026, 9, 7)),
        (2, "Semester two", date(2027, 1, 18)),
    ]
    assert [(pause.id, pause.name) for pause in after.terms[0].breaks] == [(7, "Long gap")]


def test_semester_1_of_the_next_year_is_not_the_one_of_this_year() -> None:
    content = stands(term("Semester 1", date(2025, 9, 1), date(2025, 12, 5), 1))
    after, _wrong = proposed(content, read(table("term,Semester 1,2026-09-07,2026-12-11")).rows, keeps_others=True)
    assert [(found.id, found.teaching_from.year) for found in after.terms] == [(1, 2025), (None, 2026)]


@pytest.mark.parametrize(("keeps_others", "names"), [(True, ["Autumn", "Spring"]), (False, ["Autumn"])])
def test_terms_that_are_not_in_the_file_stay_if_asked_to(keeps_others: bool, names: list[str]) -> None:
    after, _wrong = proposed(stands(SPRING), read(table(AUTUMN)).rows, keeps_others=keeps_others)
    assert [found.name for found in after.terms] == names


def test_a_file_of_breaks_only_puts_them_into_the_terms_that_stand() -> None:
    easter = BreakContent("holiday", "Easter", date(2027, 3, 26), date(2027, 3, 29), None, 5)
    content = stands(term("Spring", date(2027, 1, 11), date(2027, 4, 9), 2, easter))
    rows = read(table("break,Easter days,2027-03-26,2027-03-30", "break,Gap,2027-02-15,2027-02-19")).rows
    after, wrong = proposed(content, rows, keeps_others=True)
    assert wrong == []
    assert [(pause.id, pause.name, pause.ends_on) for pause in after.terms[0].breaks] == [
        (None, "Gap", date(2027, 2, 19)),
        (5, "Easter days", date(2027, 3, 30)),
    ]
