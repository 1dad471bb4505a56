"""Pages on who I am: visits to decide, two accounts put together, what officers ask and put together."""

import re

import pytest
import time_machine
from django.test import Client

from campus.checkin.models import Attendance
from campus.custody.actions import merge, offer_merge, take_address
from campus.membership.models import Claim, MergeOffer
from campus.outbox.models import Notice
from campus.people.models import Merge, Person
from campus.people.queries import owner_of
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.pages import as_person, messages, said_of, text

AMINA, OTHER, BRIAN = "amina@karura.example", "amina@home.example", "brian@karura.example"
DESK = "/manage/karura/heforshe-karura/people/"


@pytest.fixture(autouse=True)
def _the_clock_of_the_story():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def amina(cast: Cast) -> Client:
    return as_person(cast.amina)


@pytest.fixture
def kofi(cast: Cast) -> Client:
    return as_person(cast.kofi)


def codes() -> dict[str, str]:
    """The codes that were mailed, the newest by recipient."""
    sent = Notice.objects.filter(kind="merge_code").select_related("person").order_by("pk")
    return {(notice.person.email or "") if notice.person else notice.address: notice.context["code"] for notice in sent}


class TestTwoAccounts:
    def begin(self, client: Client, address: str = OTHER) -> dict[str, str]:
        assert client.post("/me/merge/", {"email": address}).headers["Location"] == "/me/merge/codes/"
        return codes()

    def test_a_code_goes_to_each_address_and_both_put_the_accounts_together(self, cast: Cast, amina: Client) -> None:
        sent = self.begin(amina, "grace@karura.example")
        answer = amina.post(
            "/me/merge/codes/", {"own": sent[AMINA], "other": sent["grace@karura.example"]}, follow=True
        )
        assert messages(answer) == ["Done. Both addresses lead here now, and everything is in one place."]
        assert owner_of("grace@karura.example") == cast.amina
        assert "grace@karura.example, added on Tue 20 Oct" in text(answer)

    @pytest.mark.parametrize("right", ["own", "other", ""])
    def test_one_right_code_is_not_enough_and_is_not_told_from_none(self, right: str, amina: Client) -> None:
        sent = self.begin(amina)
        typed = {"own": "BBBB-BBBB", "other": "BBBB-BBBB"}
        typed |= {right: sent[AMINA if right == "own" else OTHER]} if right else {}
        answer = amina.post("/me/merge/codes/", typed)
        assert said_of(answer) == {
            "__all__": ["These are not the two codes we sent. Look for the newest mail in each mailbox."]
        }
        assert not Merge.objects.exists()

    def test_the_answer_is_the_same_for_known_and_unknown_addresses(self, cast: Cast, amina: Client) -> None:
        pages = []
        for address in ("grace@karura.example", "nobody@home.example", "dean@karura.example"):
            self.begin(amina, address)
            pages.append(text(amina.get("/me/merge/codes/")).replace(address, "…"))
        assert len(set(pages)) == 1

    def test_three_wrong_tries_end_it(self, amina: Client) -> None:
        sent = self.begin(amina)
        for _try in range(3):
            answer = amina.post("/me/merge/codes/", {"own": "BBBB-BBBB", "other": "BBBB-BBBB"})
        assert answer.headers["Location"] == "/me/merge/"
        assert amina.post("/me/merge/codes/", {"own": sent[AMINA], "other": sent[OTHER]}).status_code == 302
        assert not Merge.objects.exists()

    def test_a_quarter_of_an_hour_ends_it(self, amina: Client) -> None:
        sent = self.begin(amina)
        with time_machine.travel(NOW.replace(minute=46), tick=False):
            amina.post("/me/merge/codes/", {"own": sent[AMINA], "other": sent[OTHER]})
        assert not Merge.objects.exists()

    def test_somebody_else_in_the_same_browser_finds_nothing_waiting(self, cast: Cast, amina: Client) -> None:
        sent = self.begin(amina)
        amina.force_login(cast.grace)
        amina.post("/me/merge/codes/", {"own": sent[AMINA], "other": sent[OTHER]})
        assert not Merge.objects.exists()

    def test_ones_own_address_is_said_so(self, amina: Client) -> None:
        answer = amina.post("/me/merge/", {"email": AMINA})
        assert (answer.status_code, "yours already" in text(answer)) == (409, True)

    def test_an_account_with_a_second_step_stays_apart(self, cast: Cast, amina: Client) -> None:
        sent = self.begin(amina, "dean@karura.example")
        answer = amina.post("/me/merge/codes/", {"own": sent[AMINA], "other": sent["dean@karura.example"]})
        assert (answer.status_code, "second step" in text(answer)) == (409, True)

    def test_who_was_merged_away_is_signed_in_nowhere(self, cast: Cast, amina: Client) -> None:
        grace = as_person(cast.grace)
        assert grace.get("/me/").status_code == 200
        take_address(by=cast.amina, address="grace@karura.example", at=NOW)
        assert grace.get("/me/").headers["Location"] == "/sign-in/?next=/me/"

    def test_it_can_be_taken_apart_on_my_page(self, cast: Cast, amina: Client) -> None:
        made = take_address(by=cast.amina, address=OTHER, at=NOW)
        assert OTHER in text(amina.get(f"/me/merges/{made.pk}/undo/"))
        assert Merge.objects.get().undone_at is None
        amina.post(f"/me/merges/{made.pk}/undo/")
        assert Merge.objects.get().undone_at == NOW

    def test_nobody_else_takes_it_apart(self, cast: Cast) -> None:
        made = take_address(by=cast.amina, address=OTHER, at=NOW)
        for person in (cast.kofi, cast.zola):
            assert as_person(person).post(f"/me/merges/{made.pk}/undo/").status_code == 404


class TestVisits:
    @pytest.fixture
    def visit(self, cast: Cast) -> Attendance:
        """Typed with an address that Amina proves afterwards."""
        make.open_door(cast.society).typed(OTHER)
        take_address(by=cast.amina, address=OTHER, at=NOW)
        return Attendance.objects.get()

    def test_my_page_says_that_some_wait(self, amina: Client, visit: Attendance) -> None:
        assert "1 visit was typed with your address before you signed in with it." in text(amina.get("/me/"))

    @pytest.mark.parametrize(("said", "outcome"), [("mine", ""), ("not_mine", "not_me")])
    def test_what_i_say_of_it_is_done(
        self, said: str, outcome: str, cast: Cast, amina: Client, visit: Attendance
    ) -> None:
        amina.post("/me/visits/", {f"visit-{visit.pk}": said})
        visit.refresh_from_db()
        assert (visit.person, visit.void_reason) == (cast.amina, outcome)

    def test_all_of_them_at_once(self, cast: Cast, amina: Client, visit: Attendance) -> None:
        assert amina.post("/me/visits/", {"all": "mine"}).headers["Location"] == "/me/"
        visit.refresh_from_db()
        assert (visit.person, visit.voided_at) == (cast.amina, None)

    def test_to_look_changes_nothing(self, cast: Cast, amina: Client, visit: Attendance) -> None:
        assert "Tuesday Circle" in text(amina.get("/me/visits/"))
        visit.refresh_from_db()
        assert visit.person != cast.amina

    def test_signing_in_says_that_some_wait_wherever_it_leads(self, cast: Cast) -> None:
        make.open_door(cast.society).typed(BRIAN)
        client = Client()
        client.post("/sign-in/", {"email": BRIAN})
        code = Notice.objects.get(kind="sign_in_code").context["code"]
        answer = client.post("/sign-in/code/", {"code": code, "next": "/universities/"}, follow=True)
        assert messages(answer) == ["Your address was typed at a door before. Say on My page whether it was you."]

    def test_nobody_else_sees_them(self, cast: Cast, visit: Attendance) -> None:
        assert "Nothing to decide" in text(as_person(cast.grace).get("/me/visits/"))


class TestOfficers:
    @pytest.fixture
    def pair(self, cast: Cast) -> list[Person]:
        door = make.open_door(cast.society)
        for number, name in enumerate(("Brian Ochieng", "BRIAN OCHIENG")):
            door.typed(f"brian{number}@karura.example", name=name, phone=f"phone {number}")
        return [claim.person for claim in Claim.objects.order_by("pk").select_related("person")]

    def compare(self, pair: list[Person]) -> str:
        return f"{DESK}compare/?person={pair[0].pk}&person={pair[1].pk}"

    def test_the_same_name_twice_is_found_whatever_its_case(self, kofi: Client, pair: list[Person]) -> None:
        page = text(kofi.get(DESK))
        assert ("Brian Ochieng" in page, "BRIAN OCHIENG" in page) == (True, True)

    def test_who_was_elsewhere_too_is_not_listed(self, cast: Cast, kofi: Client, pair: list[Person]) -> None:
        make.attendance(make.open_door(cast.other_society).occurrence, pair[1])
        assert "No name stands here twice" in text(kofi.get(DESK))
        assert kofi.get(self.compare(pair)).status_code == 404

    def test_before_it_is_done_the_page_says_what_changes(self, kofi: Client, pair: list[Person]) -> None:
        page = text(kofi.get(self.compare(pair)))
        assert "At 1 date both were counted: the later check-in is taken back, 2 visits become 1." in page
        assert not Merge.objects.exists()

    def test_the_chosen_name_stays_and_it_can_be_undone(self, kofi: Client, pair: list[Person]) -> None:
        answer = kofi.post(self.compare(pair), {"keep": pair[1].pk}, follow=True)
        made = Merge.objects.get()
        assert (made.survivor, made.other) == (pair[1], pair[0])
        assert "can be undone until" in text(answer)
        kofi.post(f"{DESK}merges/{made.pk}/undo/")
        assert Merge.objects.get().undone_at == NOW

    def test_somebody_with_an_address_of_their_own_is_asked(
        self, cast: Cast, kofi: Client, amina: Client, pair: list[Person]
    ) -> None:
        make.open_door(cast.society).signed_in(cast.amina, phone="her own")
        answer = kofi.post(self.compare([cast.amina, pair[0]]), follow=True)
        assert messages(answer) == ["We asked Amina Otieno. Nothing changes until they say yes."]
        assert "Are you “Brian Ochieng” at HeForShe Karura?" in text(amina.get("/me/"))
        amina.post(f"/me/offers/{MergeOffer.objects.get().pk}/", {"answer": "yes"})
        assert Merge.objects.get().survivor == cast.amina

    def test_a_no_leaves_them_two(self, cast: Cast, amina: Client, pair: list[Person]) -> None:
        make.open_door(cast.society).signed_in(cast.amina, phone="her own")
        offer = offer_merge(by=cast.kofi, society=cast.society, unproven=pair[0], proven=cast.amina, at=NOW)
        amina.post(f"/me/offers/{offer.pk}/", {"answer": "no"})
        assert not Merge.objects.exists()
        assert amina.post(f"/me/offers/{offer.pk}/", {"answer": "yes"}).status_code == 404

    @pytest.mark.parametrize("who", ["grace", "dean", "amina", "zola"])
    def test_nobody_else_finds_it(self, who: str, cast: Cast, pair: list[Person]) -> None:
        client = as_person(getattr(cast, who))
        made = merge(by=cast.kofi, survivor=pair[0], other=pair[1], society=cast.society, at=NOW)
        found = [client.get(DESK), client.get(self.compare(pair)), client.post(f"{DESK}merges/{made.pk}/undo/")]
        assert {answer.status_code for answer in found} == {404}

    def test_names_are_found_by_a_part(self, kofi: Client, pair: list[Person]) -> None:
        page = kofi.get(f"{DESK}?name=ochiéng").content.decode()
        assert len(re.findall(r'id="found-\d+"', page)) == 2
