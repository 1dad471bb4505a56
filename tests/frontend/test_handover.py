"""The pages of a hand-over, of a successor's invitation, and of a society that nobody leads."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from campus.directory.actions import add_task, begin_handover
from campus.directory.models import Handover, Office
from campus.directory.queries import open_handover
from campus.membership.actions import join
from campus.membership.models import OfficeRequest
from campus.outbox.models import Notice
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.pages import as_person, messages, said_of, text

DESK, HANDOVER = "/manage/karura/heforshe-karura/", "/manage/karura/heforshe-karura/handover/"
SOCIETY, REVIEW = "/societies/karura/heforshe-karura/", "/review/karura/"
DAYS = {"takes_over_on": date(2027, 7, 1), "shadow_from": date(2027, 5, 1)}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def kofi(cast: Cast) -> Client:
    return as_person(cast.kofi)


@pytest.fixture
def prepared(cast: Cast) -> Handover:
    return begin_handover(by=cast.kofi, society=cast.society, notes="Ask the porter.", at=NOW, **DAYS)


@pytest.fixture
def heir(cast: Cast) -> Client:
    """The browser of who takes over in a month and looks on."""
    person = factories.person("Heir Apparent")
    office = factories.office(person, "events", society=cast.society)
    Office.objects.filter(pk=office.pk).update(starts_on=date(2026, 11, 20), shadow_from=date(2026, 10, 1))
    return as_person(person)


class TestHandover:
    def test_it_is_begun_and_the_next_committee_invited(self, kofi: Client, cast: Cast):
        kofi.post(HANDOVER, {"takes_over_on": "2027-07-01", "shadow_from": "2027-05-01", "notes": ""})
        entered = {"president": "next@karura.example", "events": "", "ends_on": "2028-06-30"}
        answer = kofi.post(f"{HANDOVER}committee/", entered, follow=True)
        assert messages(answer) == [
            "The hand-over is being prepared. Invite the next committee.",
            "1 invitation is on its way.",
        ]
        assert "President Kofi Mensah until Wed 30 Jun 2027 Invited next@karura.example from Thu 1 Jul 2027" in text(
            answer
        )

    def test_a_day_that_has_passed_is_said_beside_it(self, kofi: Client):
        answer = kofi.post(HANDOVER, {"takes_over_on": "2026-10-01", "shadow_from": "2026-10-01"})
        assert (answer.status_code, said_of(answer)) == (
            400,
            {"takes_over_on": ["Choose a day that is still to come."]},
        )

    def test_an_address_that_is_none_is_said_beside_its_office(self, kofi: Client, prepared: Handover):
        answer = kofi.post(f"{HANDOVER}committee/", {"treasurer": "grace"})
        assert list(said_of(answer)) == ["treasurer"]
        assert not Office.objects.filter(accepted_at=None).exists()

    def test_tasks_are_added_and_ticked(self, kofi: Client, prepared: Handover):
        kofi.post(f"{HANDOVER}tasks/", {"text": "Sign at the bank"})
        task = prepared.tasks.get()
        assert "Sign at the bank Done" in text(kofi.post(f"{HANDOVER}tasks/{task.pk}/", {"done": "yes"}, follow=True))
        kofi.post(f"{HANDOVER}tasks/{task.pk}/", {"done": "no"})
        assert prepared.tasks.get().done_at is None

    def test_a_task_of_another_society_is_not_here(self, cast: Cast, prepared: Handover):
        task = add_task(by=cast.kofi, handover=prepared, text="Ours", at=NOW)
        address = f"/manage/mzizi/heforshe-mzizi/handover/tasks/{task.pk}/"
        assert as_person(cast.zola).post(address).status_code == 404

    def test_days_are_moved_by_who_appoints_and_notes_written_by_all(
        self, kofi: Client, cast: Cast, prepared: Handover
    ):
        change = f"{HANDOVER}change/"
        kofi.post(change, {"takes_over_on": "2027-08-01", "shadow_from": "2027-05-01", "notes": "New."})
        as_person(cast.grace).post(change, {"takes_over_on": "2027-09-01", "notes": "Grace’s."})
        prepared.refresh_from_db()
        assert (prepared.takes_over_on, prepared.notes) == (date(2027, 8, 1), "Grace’s.")

    def test_it_is_called_off_after_asking(self, kofi: Client, cast: Cast, prepared: Handover):
        assert "Call the hand-over off?" in text(kofi.get(f"{HANDOVER}close/"))
        assert messages(kofi.post(f"{HANDOVER}close/", follow=True)) == ["The hand-over is called off."]
        assert open_handover(cast.society) is None

    def test_the_treasurer_reads_it_and_invites_nobody(self, cast: Cast, prepared: Handover):
        grace = as_person(cast.grace)
        assert "Invite the next committee" not in text(grace.get(HANDOVER))
        assert grace.get(f"{HANDOVER}committee/").status_code == 404

    def test_the_pack_is_a_pdf(self, kofi: Client):
        answer = kofi.get(f"{HANDOVER}pack.pdf")
        assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")


class TestLookingOn:
    def test_a_banner_says_since_when_and_that_nothing_changes(self, heir: Client):
        said = text(heir.get(DESK))
        assert "You look on: your office begins on Friday 20 November (Events officer)." in said
        assert "people came for the first time" not in said

    def test_they_open_the_pages_without_names_and_no_other(self, heir: Client):
        tabs = [str(tab["name"]) for tab in heir.get(DESK).context["tabs"]]
        assert tabs == ["Today", "Offices", "Posters"]
        closed = ("plan/", "newcomers/", "attendance/", "members/", "settings/", "audit/")
        assert {heir.get(f"{DESK}{page}").status_code for page in closed} == {404}

    def test_they_change_nothing(self, heir: Client, prepared: Handover):
        assert heir.post(f"{HANDOVER}tasks/", {"text": "Mine"}).status_code == 403
        assert heir.post(f"{HANDOVER}change/", {"notes": "Mine"}).status_code == 403

    def test_the_day_it_begins_the_banner_is_gone(self, heir: Client):
        with time_machine.travel(NOW + timedelta(days=31), tick=False):
            assert "You look on" not in text(heir.get(DESK))


class TestSuccessor:
    NEXT = {"role": "president", "address": "next@karura.example", "starts_on": "2027-07-01"}

    def test_inviting_one_offers_to_end_the_holder_the_day_before(self, kofi: Client):
        answer = kofi.post(f"{DESK}offices/", self.NEXT)
        assert answer.status_code == 409
        assert "Kofi Mensah holds this office with no last day." in text(answer)
        assert "End the office of Kofi Mensah on 30 June 2027, the day before" in text(answer)

    def test_when_it_is_ticked_the_invitation_goes_out(self, kofi: Client, cast: Cast):
        answer = kofi.post(f"{DESK}offices/", {**self.NEXT, "ends_holder": "on"})
        assert (answer.status_code, cast.kofi.offices.get().ends_on) == (302, date(2027, 6, 30))
        assert Notice.objects.get().kind == "office_invitation"

    def test_where_nobody_holds_it_there_is_nothing_to_end(self, kofi: Client):
        answer = kofi.post(f"{DESK}offices/", {**self.NEXT, "role": "events", "address": "x"})
        assert "ends_holder" not in answer.context["form"].fields


class TestNobodyLeads:
    @pytest.fixture(autouse=True)
    def _orphan(self, cast: Cast):
        join(by=cast.amina, society=cast.society, at=NOW)
        cast.society.offices.update(ended_at=NOW)

    def test_members_read_it_on_the_page_and_others_do_not(self, cast: Cast):
        said = "Nobody leads this society at the moment."
        assert said in text(as_person(cast.amina).get(SOCIETY))
        assert said not in text(Client().get(SOCIETY))

    def test_a_member_asks_and_the_university_gives(self, cast: Cast):
        amina, dean = as_person(cast.amina), as_person(cast.dean)
        amina.post(f"{SOCIETY}lead/", {"message": "I know everybody."})
        assert "You asked for it." in text(amina.get(f"{SOCIETY}lead/"))
        assert "1 member asks to lead a society" in text(dean.get(f"{REVIEW}societies/"))
        address = f"{REVIEW}office-requests/{OfficeRequest.objects.get().pk}/"
        assert "I know everybody." in text(dean.get(address))
        answer = dean.post(address, {"do": "give"}, follow=True)
        assert messages(answer) == ["Amina Otieno leads HeForShe Karura from today on."]
        assert amina.get(DESK).status_code == 200

    def test_it_is_declined_with_a_message_and_not_without(self, cast: Cast):
        as_person(cast.amina).post(f"{SOCIETY}lead/", {"message": "I know everybody."})
        address = f"{REVIEW}office-requests/{OfficeRequest.objects.get().pk}/"
        dean = as_person(cast.dean)
        assert dean.post(address, {"do": "decline", "reason": ""}).status_code == 400
        dean.post(address, {"do": "decline", "reason": "Find a second one."})
        assert OfficeRequest.objects.get().reason == "Find a second one."

    def test_who_is_no_member_is_told_to_join(self, cast: Cast):
        assert "Members can ask for it." in text(as_person(cast.dean).get(f"{SOCIETY}lead/"))

    def test_the_university_sees_which_societies_need_it(self, cast: Cast):
        assert "Nobody holds an office." in text(as_person(cast.dean).get(f"{REVIEW}societies/"))
