"""The calendars of a university: every form leads to a preview, and nothing moves before that is accepted."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from campus.activities.models import Occurrence
from campus.directory.actions import add_break, change_term, propose_revision
from campus.directory.calendar_content import content_of, without_term
from campus.directory.models import Break, Calendar, CalendarRevision, Enrolment, Term
from campus.outbox.models import Job
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.pages import as_person, entered, messages, said_of, text
from tests.stage import circle

KARURA = "/review/karura/"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def dean(cast: Cast) -> Client:
    """The browser of somebody on the staff."""
    return as_person(cast.dean)


@pytest.fixture
def term(cast: Cast) -> Term:
    return Term.objects.get(calendar__university=cast.karura, name="Semester 1, 2026/27")


@pytest.fixture
def calendar(cast: Cast) -> Calendar:
    return cast.karura.calendars.get()


def waiting(calendar: Calendar) -> CalendarRevision:
    return calendar.revisions.get(state="proposed")


def accept(dean: Client, calendar: Calendar, **said: str) -> str:
    """Accept what waits, and say what the page then says."""
    path = f"{KARURA}revisions/{waiting(calendar).pk}/"
    (message,) = messages(dean.post(path, {"do": "accept", **said}, follow=True))
    return message


class TestTerms:
    TERM = {
        "name": "Summer school",
        "active_from": "2027-06-01",
        "teaching_from": "2027-06-07",
        "teaching_to": "2027-07-09",
        "active_to": "2027-07-16",
    }

    def same(self, term: Term, **changes: str) -> dict[str, str]:
        names = ("name", "active_from", "teaching_from", "teaching_to", "active_to")
        return {"do": "change", **{name: str(getattr(term, name)) for name in names}, **changes}

    def test_calendars_stand_with_their_terms_and_breaks(self, dean: Client, cast: Cast, term: Term):
        first, last = date(2026, 11, 2), date(2026, 11, 8)
        add_break(by=cast.dean, term=term, kind=Break.Kind.READING_WEEK, name="", starts_on=first, ends_on=last, at=NOW)
        said = text(dean.get(f"{KARURA}terms/"))
        assert "Main calendar Figures use this one" in said
        assert "Teaching 7 September 2026 to 11 December 2026 · Reading week 2 Nov – 8 Nov" in said

    def test_a_term_stands_as_its_weeks(self, dean: Client, cast: Cast, calendar: Calendar, term: Term):
        first, last = date(2026, 9, 14), date(2026, 9, 18)
        add_break(by=cast.dean, term=term, kind=Break.Kind.READING_WEEK, name="", starts_on=first, ends_on=last, at=NOW)
        said = text(dean.get(f"{KARURA}calendars/{calendar.pk}/"))
        assert (
            "– 31 August to 6 September 2026 Week 1 7 to 13 September 2026 Reading week 14 to 20 September 2026 "
            "Week 2 21 to 27 September 2026" in said
        )
        assert "Week 6 19 to 25 October 2026 Now" in said

    def test_a_term_is_added_once_its_preview_is_accepted(self, dean: Client, calendar: Calendar):
        answer = dean.post(f"{KARURA}terms/new/", {**self.TERM, "calendar": calendar.pk}, follow=True)
        said = text(answer)
        assert "What would change Proposed Ruth Wekesa" in said
        assert "Summer school New Teaching 7 June to 9 July 2027, societies meet 1 June to 16 July 2027." in said
        assert not Term.objects.filter(name="Summer school").exists()
        assert accept(dean, calendar) == "Accepted. Dates are re-planned and figures recounted."
        assert calendar.terms.get(name="Summer school").active_to == date(2027, 7, 16)
        assert sorted(Job.objects.values_list("kind", flat=True)) == ["rebuild_participation", "replan"]

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"name": " "}, {"name": ["Fill this in."]}),
            ({"teaching_to": "2026-07-09"}, {"teaching_to": ["9 July 2026 is before the start on 7 June 2027."]}),
            (
                {"active_to": "2027-07-01"},
                {"active_to": ["Societies go on until teaching ends, on 9 July 2027. Choose that day or a later one."]},
            ),
            ({"active_from": "June"}, {"active_from": ["Write a date like 2026-11-24."]}),
            ({"first_week": "99"}, {"first_week": ["The first teaching week has a number from -20 to 60."]}),
            (
                {"active_from": "2027-04-01"},
                {
                    "active_from": [
                        "Semester 2, 2026/27 runs from 4 January 2027 to 23 April 2027, "
                        "and two terms cannot share a day. Choose other dates."
                    ]
                },
            ),
        ],
    )
    def test_dates_that_cannot_be_are_refused_and_nothing_is_lost(
        self, dean: Client, calendar: Calendar, wrong: dict[str, str], said: dict[str, list[str]]
    ):
        answer = dean.post(f"{KARURA}terms/new/", {**self.TERM, **wrong, "calendar": calendar.pk})
        assert answer.status_code == 400
        found = said_of(answer)
        assert list(found) == list(said)
        assert all(found[name][0].startswith(said[name][0]) for name in said)
        assert entered(answer, "teaching_from") == "2027-06-07"

    def test_a_term_moves_once_accepted_and_keeps_its_row(self, dean: Client, calendar: Calendar, term: Term):
        said = text(dean.post(f"{KARURA}terms/{term.pk}/", self.same(term, teaching_to="2026-12-15"), follow=True))
        assert "Semester 1, 2026/27 Moved Teaching ends on 15 December 2026, was 11 December 2026." in said
        assert "Week 15 14 to 20 December 2026" in said
        assert Term.objects.get(pk=term.pk).teaching_to == date(2026, 12, 11)
        accept(dean, calendar, source="https://karura.example/dates", read_on="2026-10-19")
        assert Term.objects.get(pk=term.pk).teaching_to == date(2026, 12, 15)
        kept = calendar.revisions.first()
        assert kept is not None
        assert (kept.source, kept.read_on) == ("https://karura.example/dates", date(2026, 10, 19))

    def test_what_is_not_changed_leads_to_no_version(self, dean: Client, calendar: Calendar, term: Term):
        answer = dean.post(f"{KARURA}terms/{term.pk}/", self.same(term))
        assert said_of(answer) == {"__all__": ["This is how the calendar stands already. Change something first."]}
        assert not calendar.revisions.exists()

    def test_a_term_that_cannot_be_stays_and_its_page_says_why(self, dean: Client, term: Term):
        answer = dean.post(f"{KARURA}terms/{term.pk}/", self.same(term, active_from="2026-09-30"))
        assert (answer.status_code, list(said_of(answer))) == (400, ["active_from"])
        assert entered(answer, "active_from") == "2026-09-30"

    def test_a_break_is_added_changed_and_removed(self, dean: Client, calendar: Calendar, term: Term):
        path = f"{KARURA}terms/{term.pk}/"
        sent = {"do": "break", "break-kind": "recess", "break-name": "", "break-starts_on": "2026-11-02"}
        said = text(dean.post(path, {**sent, "break-ends_on": "2026-11-08"}, follow=True))
        assert "Break: Recess, 2 to 8 November 2026." in said
        assert "Recess was Week 9 2 to 8 November 2026" in said
        accept(dean, calendar)
        row = term.breaks.get()
        page = dean.get(f"{path}?break=2026-11-02")
        assert entered(page, "break-ends_on") == "2026-11-08"
        sent = {**sent, "break-ends_on": "2026-11-06", "break-takes_number": "yes", "break-name": "Half term"}
        dean.post(f"{path}?break=2026-11-02", sent)
        accept(dean, calendar)
        changed = term.breaks.get()
        assert (changed.pk, changed.ends_on, changed.takes_number) == (row.pk, date(2026, 11, 6), True)
        gone = dean.post(f"{path}?break=2026-11-02", {"do": "remove_break"}, follow=True)
        assert "Half term is taken out." in text(gone)
        accept(dean, calendar)
        assert not term.breaks.exists()

    def test_a_break_outside_its_term_is_refused_and_nothing_is_lost(self, dean: Client, term: Term):
        sent = {"do": "break", "break-kind": "recess", "break-name": "Easter", "break-starts_on": "2027-04-02"}
        answer = dean.post(f"{KARURA}terms/{term.pk}/", {**sent, "break-ends_on": "2027-04-05"})
        assert (answer.status_code, list(said_of(answer))) == (400, ["ends_on"])
        assert entered(answer, "break-name") == "Easter"
        assert entered(answer, "name") == "Semester 1, 2026/27"

    def test_a_term_is_removed_only_when_asked_and_accepted(self, dean: Client, calendar: Calendar, term: Term):
        assert f"Remove {term.name}?" in text(dean.get(f"{KARURA}terms/{term.pk}/remove/"))
        answer = dean.post(f"{KARURA}terms/{term.pk}/remove/", follow=True)
        assert "Semester 1, 2026/27 Taken out" in text(answer)
        assert "takes this term out" in text(dean.get(f"{KARURA}terms/{term.pk}/"))
        assert Term.objects.filter(pk=term.pk).exists()
        accept(dean, calendar)
        assert not Term.objects.filter(pk=term.pk).exists()

    def test_a_second_change_goes_into_the_version_that_waits(self, dean: Client, calendar: Calendar, term: Term):
        dean.post(f"{KARURA}terms/{term.pk}/", self.same(term, name="Autumn"))
        assert "A changed version of this calendar waits for you." in text(dean.get(f"{KARURA}terms/{term.pk}/"))
        dean.post(f"{KARURA}terms/new/", {**self.TERM, "calendar": calendar.pk})
        assert CalendarRevision.objects.filter(state="discarded").count() == 1
        accept(dean, calendar)
        names = list(calendar.terms.order_by("active_from").values_list("name", flat=True))
        assert names[2:] == ["Autumn", "Semester 2, 2026/27", "Summer school"]

    def test_a_term_without_a_row_is_changed_in_its_version(self, dean: Client, calendar: Calendar):
        dean.post(f"{KARURA}terms/new/", {**self.TERM, "calendar": calendar.pk})
        first = waiting(calendar)
        path = f"{KARURA}revisions/{first.pk}/terms/4/"
        assert entered(dean.get(path), "name") == "Summer school"
        dean.post(path, {**self.TERM, "name": "Summer term", "do": "change"})
        assert dean.get(path).status_code == 404  # that version was replaced
        accept(dean, calendar)
        assert calendar.terms.filter(name="Summer term").exists()

    def test_a_term_of_elsewhere_is_not_here(self, cast: Cast, term: Term, calendar: Calendar, dean: Client):
        dean.post(f"{KARURA}terms/{term.pk}/", self.same(term, name="Autumn"))
        theirs = as_person(cast.zolas_dean)
        assert theirs.get(f"/review/mzizi/terms/{term.pk}/").status_code == 404
        assert theirs.post(f"/review/mzizi/terms/{term.pk}/remove/").status_code == 404
        assert theirs.get(f"/review/mzizi/revisions/{waiting(calendar).pk}/").status_code == 404
        assert theirs.post(f"/review/mzizi/revisions/{waiting(calendar).pk}/", {"do": "accept"}).status_code == 404
        assert theirs.get(f"/review/mzizi/revisions/{waiting(calendar).pk}/terms/2/").status_code == 404


class TestRevisions:
    @pytest.fixture
    def revision(self, cast: Cast, calendar: Calendar) -> CalendarRevision:
        """The calendar without its running term."""
        content = without_term(content_of(calendar), 2)
        return propose_revision(by=cast.dean, calendar=calendar, content=content, source="A mail", at=NOW)

    @pytest.fixture
    def path(self, revision: CalendarRevision) -> str:
        return f"{KARURA}revisions/{revision.pk}/"

    def test_it_says_what_becomes_of_the_dates_of_societies(self, dean: Client, cast: Cast, path: str):
        circle(cast)
        planned = Occurrence.objects.count()
        said = text(dean.get(path))
        assert "In what societies planned HeForShe Karura 14 kept7 taken out" in said  # two pieces beside each other
        assert "Tuesday Circle: Tue 27 Oct 2026, 17:00 is taken out" in said
        assert Occurrence.objects.count() == planned

    def test_where_no_date_changes_it_says_so(self, dean: Client, path: str):
        assert "No date of any society changes." in text(dean.get(path))

    def test_discarded_nothing_changed_and_it_stays_in_the_history(self, dean: Client, calendar: Calendar, path: str):
        before = content_of(calendar)
        answer = dean.post(path, {"do": "discard"}, follow=True)
        assert messages(answer) == ["Discarded. The calendar stays as it is."]
        assert content_of(calendar) == before
        said = text(dean.get(f"{KARURA}calendars/{calendar.pk}/history/"))
        assert "Version 2 Discarded Ruth Wekesa, Tue 20 Oct, 17:30 · from A mail" in said
        assert "Version 1 Accepted As it stood on Tue 20 Oct, 17:30" in said

    def test_one_that_the_calendar_left_behind_cannot_be_accepted(
        self, dean: Client, cast: Cast, term: Term, calendar: Calendar, path: str
    ):
        change_term(by=cast.dean, term=term, at=NOW, name="Autumn")
        assert "This version cannot be accepted any more." in text(dean.get(path))
        assert "so it cannot be accepted any more" in text(dean.get(f"{KARURA}calendars/{calendar.pk}/"))
        answer = dean.post(path, {"do": "accept"})
        assert answer.status_code == 409
        assert said_of(answer) == {
            "__all__": [
                "The calendar was changed after this version was proposed. Discard it and propose the change again."
            ]
        }

    def test_an_earlier_version_is_proposed_again(self, dean: Client, calendar: Calendar, path: str):
        dean.post(path, {"do": "accept"})
        first = calendar.revisions.get(number=1)
        said = text(dean.post(f"{KARURA}revisions/{first.pk}/", {"do": "again"}, follow=True))
        assert "Semester 1, 2026/27 New" in said
        accept(dean, calendar)
        assert calendar.terms.count() == 4

    def test_a_day_still_to_come_is_refused(self, dean: Client, path: str):
        later = (NOW.date() + timedelta(days=1)).isoformat()
        answer = dean.post(path, {"do": "accept", "read_on": later})
        assert (answer.status_code, list(said_of(answer))) == (400, ["read_on"])


class TestCalendars:
    EVENING = {"name": "Evening school", "week_starts_on": "6", "first_week": "0", "breaks_take_number": "on"}

    def test_one_more_is_added_without_taking_the_figures(self, dean: Client, cast: Cast):
        answer = dean.post(f"{KARURA}terms/", self.EVENING, follow=True)
        assert messages(answer) == ["The calendar is there. Now add its terms."]
        made = cast.karura.calendars.get(name="Evening school")
        assert (made.week_starts_on, made.first_week, made.breaks_take_number, made.is_reporting) == (6, 0, True, False)

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"name": "MAIN calendar"}, "name"),
            ({"first_week": "99"}, "first_week"),
            ({"weeks_before": "11"}, "weeks_before"),
            ({"week_starts_on": "7"}, "week_starts_on"),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_is_lost(self, dean: Client, wrong: dict[str, str], said: str):
        answer = dean.post(f"{KARURA}terms/", {**self.EVENING, **wrong})
        assert (answer.status_code, list(said_of(answer))) == (400, [said])
        assert entered(answer, "name") == wrong.get("name", "Evening school")

    def test_how_weeks_are_counted_is_changed_through_a_preview(self, dean: Client, calendar: Calendar):
        sent = {"do": "count", "week_starts_on": "0", "first_week": "1", "week_labels": "ordinal", "weeks_before": "1"}
        said = text(dean.post(f"{KARURA}calendars/{calendar.pk}/weeks/", sent, follow=True))
        assert "How weeks are counted Weeks are called like this: 7th week. Weeks counted before teaching: 1." in said
        assert "0th week 31 August to 6 September 2026 1st week was Week 1 7 to 13 September 2026" in said
        accept(dean, calendar)
        calendar.refresh_from_db()
        assert (calendar.week_labels, calendar.weeks_before, calendar.is_reporting) == ("ordinal", 1, True)

    def test_its_name_is_changed_at_once(self, dean: Client, calendar: Calendar):
        answer = dean.post(f"{KARURA}calendars/{calendar.pk}/weeks/", {"do": "name", "name": "All"}, follow=True)
        assert messages(answer) == ["Saved."]
        calendar.refresh_from_db()
        assert (calendar.name, calendar.is_reporting) == ("All", True)

    def test_another_one_takes_the_figures_over(self, dean: Client, cast: Cast):
        evening = Calendar.objects.create(university=cast.karura, name="Evening school", name_key="evening school")
        sent = {"do": "name", "name": "Evening school", "is_reporting": "on"}
        dean.post(f"{KARURA}calendars/{evening.pk}/weeks/", sent)
        assert list(cast.karura.calendars.filter(is_reporting=True)) == [evening]

    @pytest.mark.parametrize("page", ["", "weeks/", "history/", "import/"])
    def test_one_of_elsewhere_is_not_here(self, dean: Client, cast: Cast, page: str):
        assert dean.get(f"{KARURA}calendars/{cast.other.calendars.get().pk}/{page}").status_code == 404


class TestImport:
    TABLE = "kind,name,from,to,to_weekday\nterm,Summer school,2027-06-07,2027-07-09,Friday\n"
    EVENT = "BEGIN:VEVENT\r\nUID:{0}\r\nDTSTART;VALUE=DATE:{0}\r\nDTEND;VALUE=DATE:{1}\r\nSUMMARY:{2}\r\nEND:VEVENT\r\n"
    ICS = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
        + EVENT.format("20270607", "20270710", "Sommer")
        + EVENT.format("20270621", "20270622", "Gala")
        + "END:VCALENDAR\r\n"
    )

    @pytest.fixture
    def path(self, calendar: Calendar) -> str:
        return f"{KARURA}calendars/{calendar.pk}/import/"

    def test_a_table_leads_to_a_preview_with_its_source(self, dean: Client, calendar: Calendar, path: str):
        file = SimpleUploadedFile("terms.csv", self.TABLE.encode())
        sent = {"file": file, "keeps_others": "on", "source": "Senate minute 4", "read_on": "2026-10-19"}
        said = text(dean.post(path, sent, follow=True))
        assert "from Senate minute 4 · read on 19 October 2026" in said
        assert "Summer school New" in said
        accept(dean, calendar)
        assert calendar.terms.count() == 5

    def test_a_wrong_row_is_said_with_its_line_and_what_was_sent_stays(
        self, dean: Client, calendar: Calendar, path: str
    ):
        wrong = self.TABLE.replace("Friday", "Monday")
        answer = dean.post(path, {"file": SimpleUploadedFile("terms.csv", wrong.encode()), "keeps_others": "on"})
        assert answer.status_code == 400
        said = text(answer)
        assert "Line 2: 9 July 2027 is a Friday, not a Monday. Look at the date once more." in said
        assert "term,Summer school,2027-06-07" in said
        assert not calendar.revisions.exists()

    def test_an_unclear_entry_is_asked_about_and_the_choice_holds(self, dean: Client, calendar: Calendar, path: str):
        answer = dean.post(path, {"text": self.ICS, "keeps_others": "on"})
        assert said_of(answer) == {"__all__": ["Say of 2 rows what they are."]}
        lines = [row.line for row, _said in answer.context["rows"]]
        sent = {"text": self.ICS, "keeps_others": "on", f"row-{lines[0]}": "term", f"row-{lines[1]}": "holiday"}
        assert "Sommer New" in text(dean.post(path, sent, follow=True))
        accept(dean, calendar)
        assert [str(pause) for pause in calendar.terms.get(name="Sommer").breaks.all()] == ["Gala"]

    def test_a_row_is_left_out(self, dean: Client, calendar: Calendar, path: str):
        lines = [row.line for row, _said in dean.post(path, {"text": self.ICS}).context["rows"]]
        sent = {"text": self.ICS, "keeps_others": "on", f"row-{lines[0]}": "term", f"row-{lines[1]}": "leave_out"}
        dean.post(path, sent)
        accept(dean, calendar)
        assert not calendar.terms.get(name="Sommer").breaks.exists()

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"text": ""}, "text"),
            ({"text": "name,from\nx,y"}, "text"),
            ({"file": b"x" * (256 * 1024 + 1)}, "file"),
            ({"file": b"\xff\xfe"}, "file"),
        ],
    )
    def test_what_is_no_calendar_is_refused(self, dean: Client, path: str, sent: dict[str, object], field: str):
        data = {
            name: SimpleUploadedFile("x.csv", value) if isinstance(value, bytes) else value
            for name, value in sent.items()
        }
        answer = dean.post(path, data)
        assert (answer.status_code, list(said_of(answer))) == (400, [field])

    def test_a_term_that_shares_days_with_one_that_stays_is_refused_in_words(self, dean: Client, path: str):
        sent = {"text": "kind,name,from,to\nterm,Long,2026-09-07,2027-02-05\n", "keeps_others": "on"}
        answer = dean.post(path, sent)
        assert answer.status_code == 400
        (said,) = said_of(answer)["__all__"]
        assert "and two terms cannot share a day" in said
        assert dean.post(path, {"text": sent["text"]}).status_code == 302  # the others go

    def test_an_example_can_be_downloaded_and_is_read(self, dean: Client, path: str):
        answer = dean.get(f"{KARURA}calendars/example.csv")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.content.decode().startswith("kind,name,from,from_weekday,to,to_weekday")


class TestEnrolments:
    COUNT = {"counted_on": "2026-09-30", "students": "8412", "source": "Facts and figures"}

    def test_a_count_is_added_corrected_and_removed(self, dean: Client, cast: Cast):
        answer = dean.post(f"{KARURA}enrolments/", self.COUNT, follow=True)
        assert messages(answer) == ["The count is kept."]
        assert "8,412 students Facts and figures" in text(answer)
        path = f"{KARURA}enrolments/{cast.karura.enrolments.get().pk}/"
        dean.post(path, {**self.COUNT, "students": "8400", "do": "change"}, follow=True)
        assert cast.karura.enrolments.get().students == 8400
        assert messages(dean.post(path, {"do": "remove"}, follow=True)) == ["The count is removed."]
        assert not Enrolment.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "field"), [({"students": "0"}, "students"), ({"counted_on": "2027-01-01"}, "counted_on")]
    )
    def test_what_cannot_be_is_refused_and_nothing_is_lost(self, dean: Client, wrong: dict[str, str], field: str):
        answer = dean.post(f"{KARURA}enrolments/", {**self.COUNT, **wrong})
        assert (answer.status_code, list(said_of(answer))) == (400, [field])
        assert entered(answer, "source") == "Facts and figures"

    def test_one_of_elsewhere_is_not_here(self, dean: Client, cast: Cast):
        theirs = cast.other.enrolments.create(counted_on=date(2026, 9, 1), students=9, source="X", entered_at=NOW)
        assert dean.get(f"{KARURA}enrolments/{theirs.pk}/").status_code == 404


class TestHolidayRegion:
    def test_it_is_kept_in_capitals_and_dates_follow(self, dean: Client, cast: Cast):
        names = ("name", "city", "zone", "small_number", "keep_attendance_months", "keep_audit_months")
        same = {name: str(getattr(cast.karura, name)) for name in names}
        dean.post(f"{KARURA}settings/", {**same, "domains": "karura.example", "holiday_region": "es-md"})
        cast.karura.refresh_from_db()
        assert cast.karura.holiday_region == "MD"
        assert Job.objects.filter(kind="replan").count() == 1
        answer = dean.post(f"{KARURA}settings/", {**same, "holiday_region": "M D!"})
        assert list(said_of(answer)) == ["holiday_region"]


def test_a_university_without_calendars_is_told_what_to_do(cast: Cast):
    home = factories.university("Tana University", slug="tana")
    Term.objects.filter(university=home).delete()
    home.calendars.all().delete()
    factories.office(cast.dean, "staff", university=home)
    said = text(as_person(cast.dean).get("/review/tana/terms/"))
    assert "One is enough for most" in said
