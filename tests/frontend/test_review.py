"""The pages of a university's staff, and of those who approve universities: each action through its form."""

import csv
from datetime import date, time, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.test import Client

from campus.directory.actions import draft_society
from campus.directory.models import Calendar, Office, Society, Term, University
from campus.membership.actions import submit_registration
from campus.membership.models import Membership, Registration
from campus.outbox.models import Notice
from tests import factories
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.pages import as_person, entered, messages, said_of, text
from tests.stage import Stage

KARURA = "/review/karura/"
LAST_TERM = date(2026, 2, 10)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def dean(cast: Cast) -> Client:
    """The browser of somebody on the staff."""
    return as_person(cast.dean)


class TestReview:
    def test_staff_sees_the_university_it_keeps(self, dean: Client):
        answer = dean.get("/review/")
        assert [university.name for university in answer.context["universities"]] == ["Karura University"]

    def test_whoever_keeps_nothing_is_told_what_this_is(self, cast: Cast):
        assert "Nothing waits for you" in text(as_person(cast.amina).get("/review/"))


class TestProposals:
    @pytest.fixture
    def path(self, stage: Stage) -> str:
        return f"/review/universities/{stage.proposal.pk}/"

    @pytest.mark.parametrize("who", ["lucia", "olga"])
    def test_coordinator_and_operator_have_it_in_their_list(self, stage: Stage, who: str):
        answer = as_person(getattr(stage.cast, who)).get("/review/")
        assert list(answer.context["proposals"]) == [stage.proposal]
        assert "Mara College" in text(answer)

    def test_approved_it_is_listed_and_its_proposer_told(self, stage: Stage, path: str):
        answer = as_person(stage.cast.lucia).post(path, {"do": "approve"}, follow=True)
        assert messages(answer) == ["Approved: Mara College."]
        assert "Mara College" in text(Client().get("/universities/"))
        assert Notice.objects.filter(kind="university_approved", person=stage.cast.amina).count() == 1

    def test_declined_it_says_why(self, stage: Stage, path: str):
        answer = as_person(stage.cast.lucia).post(path, {"do": "decline", "reason": "It is listed."}, follow=True)
        assert messages(answer) == ["Declined. The proposer is told why."]
        proposers = text(as_person(stage.cast.amina).get(f"/universities/{stage.proposal.slug}/"))
        assert "This proposal was declined. It is listed." in proposers

    def test_declining_needs_a_reason(self, stage: Stage, path: str):
        answer = as_person(stage.cast.lucia).post(path, {"do": "decline", "reason": " "})
        assert answer.status_code == 400
        assert said_of(answer) == {"reason": ["Say why, so that they know what to do."]}

    def test_asked_twice_it_leads_to_what_was_decided(self, stage: Stage, path: str):
        lucia = as_person(stage.cast.lucia)
        lucia.post(path, {"do": "approve"})
        assert lucia.post(path, {"do": "approve"})["Location"] == "/universities/mara-college/"

    def test_somebody_else_finds_nothing(self, stage: Stage, path: str):
        others = (stage.cast.dean, stage.cast.amina, stage.cast.zola)
        assert [as_person(who).get(path).status_code for who in others] == [404] * 3


class TestRegistrations:
    @pytest.fixture
    def registration(self, cast: Cast) -> Registration:
        society = draft_society(by=cast.grace, university=cast.karura, name="Film Circle", purpose="Films.", at=NOW)
        return submit_registration(by=cast.grace, society=society, message="We are ready.", at=NOW)

    @pytest.fixture
    def path(self, registration: Registration) -> str:
        return f"{KARURA}registrations/{registration.pk}/"

    def test_who_waits_stands_in_the_queue(self, dean: Client, registration: Registration):
        answer = dean.get(KARURA)
        assert list(answer.context["waiting"]) == [registration]
        assert "1 waits" in text(answer)

    def test_what_was_asked_for_is_read_in_one_page(self, dean: Client, path: str):
        said = text(dean.get(path))
        assert "Submitted by Grace Njeri Tue 20 Oct, 17:30 Who becomes president Grace Njeri" in said
        assert "What it is for Films." in said
        assert "Message to you We are ready." in said

    def test_approved_it_is_public_and_its_president_manages_it(self, dean: Client, cast: Cast, path: str):
        answer = dean.post(path, {"do": "approve"}, follow=True)
        assert messages(answer) == ["Approved: Film Circle."]
        assert Client().get("/societies/karura/film-circle/").status_code == 200
        assert as_person(cast.grace).get("/manage/karura/film-circle/plan/").status_code == 200

    def test_returned_it_says_why(self, dean: Client, cast: Cast, path: str):
        answer = dean.post(path, {"do": "return", "reason": "Add a second officer."}, follow=True)
        assert messages(answer) == ["Returned with your message: Film Circle."]
        assert "Add a second officer." in text(as_person(cast.grace).get("/universities/karura/register/film-circle/"))

    @pytest.mark.parametrize(
        ("reason", "said"),
        [
            ("", "Say why, so that they know what to do."),
            ("x" * 501, "This is too long: 500 characters at most, and it has 501."),
        ],
    )
    def test_returning_needs_a_reason_of_some_length(
        self, dean: Client, path: str, registration: Registration, reason: str, said: str
    ):
        answer = dean.post(path, {"do": "return", "reason": reason})
        assert (answer.status_code, said_of(answer)) == (400, {"reason": [said]})
        assert reason in answer.content.decode()
        assert Registration.objects.get().decision == Registration.Decision.WAITING

    def test_once_decided_the_page_says_what_and_by_whom(self, dean: Client, path: str):
        dean.post(path, {"do": "return", "reason": "Add a second officer."})
        said = text(dean.get(path))
        assert "Returned. Decided by Ruth Wekesa, Tue 20 Oct, 17:30. Add a second officer." in said
        assert "Approve" not in said

    def test_asked_twice_it_is_a_success(self, dean: Client, path: str):
        dean.post(path, {"do": "approve"})
        assert messages(dean.post(path, {"do": "approve"}, follow=True)) == ["Approved: Film Circle."] * 2

    def test_a_decision_is_not_turned_round(self, dean: Client, path: str):
        dean.post(path, {"do": "approve"})
        answer = dean.post(path, {"do": "return", "reason": "On second thoughts, no."})
        assert answer.status_code == 409
        assert "This registration was decided already. Look at the newest one." in text(answer)

    def test_what_was_decided_lately_stands_below(self, dean: Client, path: str):
        dean.post(path, {"do": "approve"})
        answer = dean.get(KARURA)
        assert [row.society.name for row in answer.context["decided"]] == ["Film Circle"]
        assert "Nobody waits" in text(answer)

    def test_one_of_another_university_is_not_here(self, cast: Cast, registration: Registration):
        theirs = as_person(cast.zolas_dean)
        assert theirs.get(f"/review/mzizi/registrations/{registration.pk}/").status_code == 404


class TestSocieties:
    def path(self, cast: Cast) -> str:
        return f"{KARURA}societies/{cast.society.pk}/"

    def test_all_that_ever_asked_are_listed(self, dean: Client, cast: Cast):
        factories.society(cast.karura, "Film Circle", status=Society.Status.DRAFT, approved_at=None)
        factories.society(cast.karura, "Old Guard", status=Society.Status.ARCHIVED)
        names = [society.name for society in dean.get(f"{KARURA}societies/").context["page"]]
        assert names == ["HeForShe Karura", "Old Guard"]

    def test_suspended_its_page_says_so_and_its_officers_read_why(self, dean: Client, cast: Cast):
        answer = dean.post(self.path(cast), {"do": "suspend", "reason": "No return this year."}, follow=True)
        assert messages(answer) == ["Saved. Its officers read your message."]
        assert "Suspended since Tue 20 Oct, 17:30, by Ruth Wekesa No return this year." in text(answer)
        public = text(Client().get("/societies/karura/heforshe-karura/"))
        assert "The society is closed at the moment." in public
        assert "No return this year." not in public
        desk = text(as_person(cast.kofi).get("/manage/karura/heforshe-karura/"))
        assert "The society is suspended. No return this year." in desk

    @pytest.mark.parametrize("closed", ["suspend", "archive"])
    def test_it_can_be_opened_again(self, dean: Client, cast: Cast, closed: str):
        dean.post(self.path(cast), {"do": closed, "reason": "No return this year."})
        answer = dean.post(self.path(cast), {"do": "reopen"}, follow=True)
        assert messages(answer)[-1] == "HeForShe Karura is open again."
        assert cast.society in Client().get("/universities/karura/").context["page"].object_list

    @pytest.mark.parametrize("do", ["suspend", "archive"])
    def test_closing_needs_a_reason(self, dean: Client, cast: Cast, do: str):
        answer = dean.post(self.path(cast), {"do": do, "reason": ""})
        assert answer.status_code == 400
        assert said_of(answer) == {"reason": ["Say why, so that they know what to do."]}

    def test_what_cannot_be_is_said_on_the_page(self, dean: Client, cast: Cast):
        waiting = factories.society(cast.karura, "Film Circle", status=Society.Status.SUBMITTED, approved_at=None)
        answer = dean.post(f"{KARURA}societies/{waiting.pk}/", {"do": "reopen"})
        assert answer.status_code == 409
        assert "Only a suspended or archived society can be reopened." in text(answer)


class TestStaff:
    INVITED = {"address": "registrar@karura.example", "starts_on": "2026-10-20", "ends_on": ""}

    def test_somebody_is_invited(self, dean: Client):
        answer = dean.post(f"{KARURA}offices/", self.INVITED, follow=True)
        assert messages(answer) == ["The invitation is on its way. It is listed here until it is accepted."]
        assert "registrar@karura.example University staff, since 20 October 2026 Invited" in text(answer)

    @pytest.mark.parametrize("wrong", [{"address": "x"}, {"starts_on": ""}, {"ends_on": "2020-01-01"}])
    def test_what_is_wrong_is_said_and_nothing_is_lost(self, dean: Client, wrong: dict[str, str]):
        answer = dean.post(f"{KARURA}offices/", {**self.INVITED, **wrong})
        assert (answer.status_code, list(said_of(answer))) == (400, list(wrong))
        assert entered(answer, "address") == wrong.get("address", "registrar@karura.example")

    def test_an_invitation_is_withdrawn(self, dean: Client):
        dean.post(f"{KARURA}offices/", self.INVITED)
        office = Office.objects.get(invited_address="registrar@karura.example")
        answer = dean.post(f"{KARURA}offices/{office.pk}/end/", follow=True)
        assert messages(answer)[-1] == "The invitation is withdrawn."

    def test_whoever_resigns_lands_where_they_still_may_be(self, dean: Client, cast: Cast):
        path = f"{KARURA}offices/{cast.dean.offices.get().pk}/end/"
        assert "End the office of Ruth Wekesa (University staff)?" in text(dean.get(path))
        assert dean.post(path)["Location"] == "/review/"
        assert dean.get(KARURA).status_code == 404

    def test_an_office_in_a_society_is_not_ended_here(self, dean: Client, cast: Cast):
        assert dean.get(f"{KARURA}offices/{cast.kofi.offices.get().pk}/end/").status_code == 404


class TestSettings:
    SAME = {
        "name": "Karura University",
        "city": "Nairobi",
        "zone": "Africa/Nairobi",
        "domains": "karura.example",
        "small_number": "5",
        "keep_attendance_months": "24",
        "keep_audit_months": "24",
    }

    def test_they_are_kept(self, dean: Client, cast: Cast):
        sent = {**self.SAME, "domains": "karura.example, students.karura.example", "requires_domain": "on"}
        answer = dean.post(f"{KARURA}settings/", {**sent, "small_number": "10"}, follow=True)
        assert messages(answer) == ["Saved."]
        cast.karura.refresh_from_db()
        assert (cast.karura.city, cast.karura.requires_domain, cast.karura.small_number) == ("Nairobi", True, 10)
        domains = sorted(row.domain for row in cast.karura.domains.all())
        assert domains == ["karura.example", "students.karura.example"]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"small_number": "4"}, "small_number"),
            ({"small_number": "many"}, "small_number"),
            ({"domains": "karura"}, "domains"),
            ({"domains": "", "requires_domain": "on"}, "domains"),
            ({"zone": "Mars/Olympus"}, "zone"),
            ({"name": "mzizi university"}, "name"),
            ({"keep_attendance_months": "0"}, "keep_attendance_months"),
            ({"keep_audit_months": "5"}, "keep_audit_months"),
            ({"keep_audit_months": "121"}, "keep_audit_months"),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_is_lost(self, dean: Client, wrong: dict[str, str], field: str):
        answer = dean.post(f"{KARURA}settings/", {**self.SAME, **wrong})
        assert (answer.status_code, list(said_of(answer))) == (400, [field])
        assert entered(answer, "city") == "Nairobi"

    def test_the_form_stands_as_it_is(self, dean: Client, cast: Cast):
        University.objects.filter(pk=cast.karura.pk).update(zone="UTC", city="Nairobi")
        answer = dean.get(f"{KARURA}settings/")
        assert entered(answer, "city") == "Nairobi"
        assert '<option value="UTC" selected>' in answer.content.decode()


def people(number: int) -> list[Any]:
    return [factories.person(f"Person {index}") for index in range(number)]


@pytest.fixture
def two_terms(cast: Cast) -> Society:
    """Thirty people last term; 28 of them and 34 new ones this term; a film circle of six, all of them known."""
    known, new = people(30), people(34)
    circle, film = make.series(cast.society), make.series(film_circle := factories.society(cast.karura, "Film Circle"))
    earlier, now_on, films = (
        make.occurrence(circle, LAST_TERM),
        make.occurrence(circle),
        make.occurrence(film, at=time(12)),
    )
    for person in known:
        make.attendance(earlier, person)
    for person in (*known[:28], *new, None, None):
        make.attendance(now_on, person)
    for person in known[:6]:
        make.attendance(films, person)
    for person in new[:11]:
        Membership.objects.create(
            university=cast.karura, society=cast.society, person=person, joined_on=NOW.date(), joined_at=NOW
        )
    return film_circle


class TestParticipation:
    PAGE, SHEET = f"{KARURA}participation/", f"{KARURA}participation.csv"

    def names(self, client: Client, query: str = "") -> list[str]:
        return [row.society.name for row in client.get(f"{self.PAGE}{query}").context["table"].rows]

    @pytest.mark.usefixtures("two_terms")
    def test_the_same_cell_is_the_same_on_page_csv_and_api(self, dean: Client, cast: Cast):
        """True are 64 visits, 62 participants, 34 of them new, 11 new members; 30 came last term, all new then."""
        expected = {"participants": "60", "new_participants": "35", "visits": "65", "new_members": "10"}
        labels = {
            "participants": "People",
            "new_participants": "New people",
            "visits": "Visits",
            "new_members": "New members",
        }
        page = dean.get(self.PAGE).content.decode()
        line = page[page.index("HeForShe Karura</a></th>") :]
        on_page = {name: line.split(f'data-l="{label}">')[1].split("<")[0] for name, label in labels.items()}
        (row,) = [
            row
            for row in csv.DictReader(StringIO(dean.get(self.SHEET).content.decode()))
            if row["Society"] == "HeForShe Karura"
        ]
        term = "Semester 1, 2026/27"
        in_csv = {
            "participants": row[f"Participants, {term}"],
            "new_participants": row[f"New participants, {term}"],
            "visits": row[f"Visits, {term}"],
            "new_members": row[f"New members, {term}"],
        }
        told = dean.get(f"/api/v1/universities/{cast.karura.pk}/participation/").json()
        (cells,) = [row["now"] for row in told["rows"] if row["society"]["id"] == cast.society.pk]
        in_api = {name: cells[name]["text"] for name in labels}
        assert [on_page, in_csv, in_api] == [expected] * 3

    @pytest.mark.usefixtures("two_terms")
    def test_what_is_held_back_is_held_back_everywhere(self, dean: Client, cast: Cast):
        """The film circle: six people, none of them new in the university, but all new in the circle; nobody joined."""
        page = dean.get(self.PAGE).context["table"]
        (shown,) = [row.now for row in page.rows if row.society.name == "Film Circle"]
        (row,) = [row for row in csv.reader(StringIO(dean.get(self.SHEET).content.decode())) if row[0] == "Film Circle"]
        told = dean.get(f"/api/v1/universities/{cast.karura.pk}/participation/").json()
        (cells,) = [row["now"] for row in told["rows"] if row["society"]["name"] == "Film Circle"]
        expected = ["5", "5", "5", "fewer than 5"]
        assert [str(cell.text) for cell in shown.in_order] == expected
        assert row[2:6] == expected
        assert [
            cells[name]["text"] for name in ("visits", "participants", "new_participants", "new_members")
        ] == expected

    @pytest.mark.usefixtures("two_terms")
    def test_the_total_counts_each_person_once(self, dean: Client):
        answer = dean.get(self.PAGE)
        assert [str(cell.text) for cell in answer.context["table"].total.in_order] == ["70", "60", "35", "10"]
        assert "All, each person once 60 35 70 10 30 30" in text(answer)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["Film Circle", "HeForShe Karura"]),
            ("?order=participants", ["HeForShe Karura", "Film Circle"]),
            ("?order=new_members", ["HeForShe Karura", "Film Circle"]),
            ("?q=FÍLM", ["Film Circle"]),
            ("?q=chess", []),
        ],
    )
    @pytest.mark.usefixtures("two_terms")
    def test_rows_are_sorted_and_narrowed_alike_on_page_and_csv(self, dean: Client, query: str, found: list[str]):
        rows = list(csv.reader(StringIO(dean.get(f"{self.SHEET}{query}").content.decode())))
        assert self.names(dean, query) == found
        assert [row[0] for row in rows[1:-1]] == found

    @pytest.mark.usefixtures("two_terms")
    def test_a_filter_leaves_every_figure_as_it_is(self, dean: Client):
        of_all, of_one = (dean.get(f"{self.PAGE}{query}").context["table"] for query in ("", "?q=film"))
        assert (of_one.total, of_one.rows[0]) == (of_all.total, of_all.rows[0])

    @pytest.mark.usefixtures("two_terms")
    def test_the_term_before_stands_beside_unless_it_is_not_wanted(self, dean: Client):
        assert dean.get(self.PAGE).context["table"].beside.term.name == "Semester 2, 2025/26"
        alone = dean.get(f"{self.PAGE}?beside=nothing")
        assert alone.context["table"].beside is None
        assert "People, term before" not in text(alone)

    @pytest.mark.usefixtures("two_terms")
    def test_an_earlier_term_can_be_looked_at(self, dean: Client, cast: Cast):
        term = Term.objects.get(calendar__university=cast.karura, name="Semester 2, 2025/26")
        answer = dean.get(f"{self.PAGE}?term={term.pk}")
        assert [str(row.now.participants.text) for row in answer.context["table"].rows] == ["fewer than 5", "30"]
        assert f'<option value="{term.pk}" selected>' in answer.content.decode()

    @pytest.mark.usefixtures("two_terms")
    def test_the_link_to_the_csv_keeps_what_was_chosen(self, dean: Client):
        page = dean.get(f"{self.PAGE}?order=visits&q=film").content.decode()
        assert f'href="{self.SHEET}?order=visits&amp;q=film"' in page

    def test_an_order_that_is_none_is_said(self, dean: Client, cast: Cast):
        answer = dean.get(f"{self.PAGE}?order=gender")
        assert answer.status_code == 400
        assert "Choose one of: name, visits, participants, new_participants, new_members." in text(answer)

    @pytest.mark.parametrize("query", ["?term=x", "?term=0", f"?term={'9' * 30}", "?q=%00", "?beside=x"])
    def test_what_is_not_there_is_the_running_term(self, dean: Client, query: str):
        assert dean.get(f"{self.PAGE}{query}").context["table"].term.term.name == "Semester 1, 2026/27"

    def test_without_terms_it_says_what_is_missing(self, dean: Client, cast: Cast):
        Calendar.objects.filter(university=cast.karura).update(is_reporting=False)
        assert "No term has begun" in text(dean.get(self.PAGE))
        assert dean.get(self.SHEET).content == b""


@pytest.mark.parametrize("page", ["", "participation/", "societies/", "terms/", "offices/", "settings/"])
def test_a_fresh_university_has_a_word_on_every_page(cast: Cast, page: str):
    fresh = University.objects.create(
        name="Mara College",
        name_key="mara college",
        slug="mara",
        country="KE",
        zone="UTC",
        status="approved",
        status_at=NOW,
    )
    factories.office(cast.amina, "staff", university=fresh)
    assert as_person(cast.amina).get(f"/review/mara/{page}").status_code == 200


def test_a_coordinator_keeps_a_university_until_it_has_staff_of_its_own(cast: Cast):
    lucia = as_person(cast.lucia)
    assert lucia.get(KARURA).status_code == 404
    Office.objects.filter(person=cast.dean).update(ends_on=NOW.date() - timedelta(days=1))
    assert lucia.get(KARURA).status_code == 200
