"""Universities and societies as everybody sees them; proposing, registering, joining."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from campus.directory.actions import archive_society, change_society, suspend_society
from campus.directory.models import Society, University
from campus.membership.actions import approve_registration, join, return_registration
from campus.membership.models import Registration
from campus.people.models import Person
from tests import factories
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.queries import queries

KARURA = "/universities/karura/"
SOCIETY = "/societies/karura/heforshe-karura/"
REGISTER = "/universities/karura/register/"
DRAFT = f"{REGISTER}film-circle/"
PROPOSAL = {
    "name": "Mara College",
    "kind": "university",
    "country": "KE",
    "city": "Narok",
    "zone": "Africa/Nairobi",
    "domains": "mara.example, @students.mara.example",
    "evidence_url": "https://mara.example/about",
}
FILM_CIRCLE = {"name": "Film Circle", "purpose": "Films, and the argument after them.", "first_time": ""}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def amina(client: Client, cast: Cast) -> Client:
    client.force_login(cast.amina)
    return client


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def as_person(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


class TestUniversities:
    def names(self, client: Client, query: str = "") -> list[str]:
        return [university.name for university in client.get(f"/universities/{query}").context["page"]]

    def test_they_are_listed_by_name(self, client: Client, cast: Cast):
        assert self.names(client) == ["Karura University", "Mzizi University"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [("?q=MZÍZI", ["Mzizi University"]), ("?country=KE", ["Karura University"]), ("?q=nowhere", [])],
    )
    def test_the_filter_narrows(self, client: Client, cast: Cast, query: str, found: list[str]):
        assert self.names(client, query) == found

    def test_each_says_how_many_societies_are_public(self, client: Client, cast: Cast):
        factories.society(cast.karura, "Suspended Circle", status=Society.Status.SUSPENDED)
        counts = [university.society_count for university in client.get("/universities/").context["page"]]
        assert counts == [1, 1]

    def test_an_empty_list_offers_to_propose_one(self, client: Client, db: None):
        assert "No university of that name" in page(client, "/universities/")

    def test_a_university_shows_its_societies_term_and_dates(self, client: Client, cast: Cast):
        meeting = make.occurrence(make.series(cast.society))
        context = client.get(KARURA).context
        assert [society.name for society in context["page"]] == ["HeForShe Karura"]
        assert context["term"].term.name == "Semester 1, 2026/27"
        assert list(context["dates"]) == [meeting]

    def test_three_societies_take_as_many_queries_as_one(self, client: Client, cast: Cast):
        one = queries(client, KARURA)
        for name in ("Film Circle", "Debate Union"):
            factories.society(cast.karura, name)
        assert queries(client, KARURA) == one

    def test_three_universities_take_as_many_queries_as_two(self, client: Client, cast: Cast):
        two = queries(client, "/universities/")
        factories.university("Mara College")
        assert queries(client, "/universities/") == two


class TestProposing:
    def test_it_takes_signing_in(self, client: Client, db: None):
        assert client.get("/universities/propose/")["Location"] == "/sign-in/?next=/universities/propose/"

    def test_a_proposal_waits_and_only_its_people_see_it(self, amina: Client, cast: Cast):
        answer = amina.post("/universities/propose/", PROPOSAL)
        assert answer["Location"] == "/universities/mara-college/"
        assert "Waiting for approval." in page(amina, answer["Location"])
        assert "Decide about it" in page(as_person(cast.lucia), answer["Location"])
        strangers = (Client(), as_person(cast.zola), as_person(cast.dean))
        assert [client.get(answer["Location"]).status_code for client in strangers] == [404] * 3

    def test_its_domains_are_read_apart(self, amina: Client):
        amina.post("/universities/propose/", PROPOSAL)
        domains = University.objects.get(name="Mara College").domains.all()
        assert [row.domain for row in domains] == ["mara.example", "students.mara.example"]

    def test_a_taken_name_is_said_at_the_name_and_nothing_is_lost(self, amina: Client):
        answer = amina.post("/universities/propose/", {**PROPOSAL, "name": "KARURÁ university"})
        assert answer.status_code == 400
        assert list(answer.context["form"].errors) == ["name"]
        assert 'value="mara.example, @students.mara.example"' in answer.content.decode()

    def test_everything_at_fault_is_said_at_once(self, amina: Client):
        answer = amina.post("/universities/propose/", {**PROPOSAL, "name": "", "zone": "", "evidence_url": "mara"})
        assert sorted(answer.context["form"].errors) == ["evidence_url", "name", "zone"]
        assert "3 things need your attention" in answer.content.decode()


class TestRegistering:
    def draft(self, client: Client) -> Any:
        return client.post(REGISTER, FILM_CIRCLE)

    def submit(self, client: Client, **changes: str) -> Any:
        return client.post(DRAFT, {**FILM_CIRCLE, "message": "We meet in Lab 2.", "answer": "submit", **changes})

    def film_circle(self) -> Society:
        return Society.objects.get(name_key="film circle")

    def test_a_draft_is_seen_by_its_drafter_only(self, amina: Client, cast: Cast):
        assert self.draft(amina)["Location"] == DRAFT
        others = (as_person(cast.kofi), as_person(cast.dean), as_person(cast.zola))
        assert [client.get(DRAFT).status_code for client in (amina, *others)] == [200, 404, 404, 404]
        assert [client.get("/societies/karura/film-circle/").status_code for client in others] == [404] * 3

    def test_saving_keeps_what_was_written(self, amina: Client):
        self.draft(amina)
        amina.post(DRAFT, {**FILM_CIRCLE, "purpose": "Only short films.", "answer": "save"})
        society = self.film_circle()
        assert (society.purpose, society.status) == ("Only short films.", "draft")

    def test_submitting_puts_it_before_the_university(self, amina: Client):
        self.draft(amina)
        self.submit(amina)
        assert self.film_circle().status == "submitted"
        assert Registration.objects.get().answers["message"] == "We meet in Lab 2."
        assert "Karura University looks at it." in page(amina, DRAFT)

    def test_a_returned_one_says_why_and_can_be_submitted_again(self, amina: Client, cast: Cast):
        self.draft(amina)
        self.submit(amina)
        return_registration(
            by=cast.dean, registration=Registration.objects.get(), reason="Name a second officer.", at=NOW
        )
        assert "Name a second officer." in page(amina, DRAFT)
        self.submit(amina, purpose="Films. Brian is second officer.")
        assert self.film_circle().status == "submitted"

    def test_an_approved_one_is_public_and_its_registration_leads_there(self, amina: Client, cast: Cast):
        self.draft(amina)
        self.submit(amina)
        approve_registration(by=cast.dean, registration=Registration.objects.get(), at=NOW)
        assert amina.get(DRAFT)["Location"] == "/societies/karura/film-circle/"
        assert "Films, and the argument after them." in page(Client(), "/societies/karura/film-circle/")

    def test_a_taken_name_stays_on_the_form(self, amina: Client):
        answer = amina.post(REGISTER, {**FILM_CIRCLE, "name": "heforshe  karura"})
        assert answer.status_code == 400
        assert list(answer.context["form"].errors) == ["name"]
        assert "Films, and the argument after them." in answer.content.decode()

    def test_an_address_of_elsewhere_is_refused_where_domains_are_required(self, client: Client, cast: Cast):
        University.objects.filter(pk=cast.karura.pk).update(requires_domain=True)
        client.force_login(cast.zola)
        self.draft(client)
        answer = self.submit(client)
        assert answer.status_code == 400
        assert "takes registrations from addresses at karura.example" in answer.content.decode()

    def test_a_draft_can_be_thrown_away(self, amina: Client):
        self.draft(amina)
        assert amina.post(DRAFT, {"answer": "remove"})["Location"] == KARURA
        assert not Society.objects.filter(name="Film Circle").exists()


class TestSociety:
    def test_it_shows_dates_officers_and_rhythm(self, client: Client, cast: Cast):
        meeting = make.occurrence(make.series(cast.society))
        cast.kofi.offices.update(is_public=True)
        context = client.get(SOCIETY).context
        assert list(context["dates"]) == [meeting]
        assert [office.person.name for office in context["officers"]] == ["Kofi Mensah"]
        assert "Every Tuesday at 18:00" in page(client, SOCIETY)

    def test_its_officers_see_each_other_by_name(self, cast: Cast):
        named = [office.person.name for office in as_person(cast.grace).get(SOCIETY).context["officers"]]
        assert named == ["Kofi Mensah", "Wanjiru Kamau", "Dennis Mutua", "Grace Njeri"]

    def test_few_people_are_not_told_to_the_public(self, client: Client, cast: Cast):
        meeting = make.occurrence(make.series(cast.society), make.TODAY - timedelta(days=7))
        for _ in range(9):
            make.attendance(meeting, factories.person())
        assert "Too few to show" in page(client, SOCIETY)

    def test_many_people_are_told_rounded(self, client: Client, cast: Cast):
        meeting = make.occurrence(make.series(cast.society), make.TODAY - timedelta(days=7))
        for _ in range(13):
            make.attendance(meeting, factories.person())
        assert "About 15 people" in page(client, SOCIETY)

    def test_a_former_address_leads_to_the_new_one(self, client: Client, cast: Cast):
        change_society(by=cast.kofi, society=cast.society, name="Allies of Karura", at=NOW)
        answer = client.get(SOCIETY)
        assert (answer.status_code, answer["Location"]) == (301, "/societies/karura/allies-of-karura/")

    def test_a_suspended_one_says_that_it_is_closed_and_keeps_the_reason_to_its_people(
        self, client: Client, cast: Cast
    ):
        make.occurrence(make.series(cast.society))
        suspend_society(by=cast.dean, society=cast.society, reason="No return this year.", at=NOW)
        seen = page(client, SOCIETY)
        assert "The society is closed at the moment." in seen
        assert [word in seen for word in ("No return this year.", "Next dates", "Tuesday Circle")] == [False] * 3
        assert "No return this year." in page(as_person(cast.kofi), SOCIETY)

    def test_an_archived_one_says_that_it_is_over(self, client: Client, cast: Cast):
        archive_society(by=cast.dean, society=cast.society, reason="Dissolved.", at=NOW)
        assert "The society has come to its end." in page(client, SOCIETY)

    def test_a_member_may_leave_a_suspended_one(self, amina: Client, cast: Cast):
        join(by=cast.amina, society=cast.society, at=NOW)
        suspend_society(by=cast.dean, society=cast.society, reason="No return this year.", at=NOW)
        assert 'value="leave"' in page(amina, SOCIETY)
        assert 'value="join"' not in page(as_person(cast.grace), SOCIETY)

    def test_dates_of_a_suspended_one_say_so_and_offer_no_door(self, client: Client, cast: Cast):
        meeting = make.occurrence(make.series(cast.society))
        suspend_society(by=cast.dean, society=cast.society, reason="No return this year.", at=NOW)
        for address in (f"/occurrences/{meeting.pk}/", f"/series/{meeting.series_id}/"):
            seen = page(client, address)
            assert "The society is closed at the moment." in seen
            assert [word in seen for word in ("Doors are open", "Check-in opens", "I have a code")] == [False] * 3

    def test_three_dates_take_as_many_queries_as_one(self, client: Client, cast: Cast):
        series = make.series(cast.society)
        make.occurrence(series)
        one = queries(client, SOCIETY)
        for day in (27, 28):
            make.occurrence(series, make.TODAY.replace(day=day))
        assert queries(client, SOCIETY) == one


class TestMembership:
    PATH = f"{SOCIETY}membership/"

    def test_joining_shows_on_the_page(self, amina: Client, cast: Cast):
        answer = amina.post(self.PATH, {"answer": "join"}, follow=True)
        assert answer.redirect_chain == [(SOCIETY, 302)]
        assert answer.context["is_member"]
        assert "You are a member of HeForShe Karura now." in answer.content.decode()

    def test_leaving_shows_on_the_page(self, amina: Client, cast: Cast):
        amina.post(self.PATH, {"answer": "join"})
        assert not amina.post(self.PATH, {"answer": "leave"}, follow=True).context["is_member"]

    def test_a_stranger_signs_in_first_and_comes_back_to_the_society(self, client: Client, cast: Cast):
        assert client.post(self.PATH)["Location"] == f"/sign-in/?next={SOCIETY}"
        assert cast.society.memberships.count() == 0

    def test_opening_the_address_joins_nobody(self, amina: Client, cast: Cast):
        assert amina.get(self.PATH).status_code == 405
        assert cast.society.memberships.count() == 0
