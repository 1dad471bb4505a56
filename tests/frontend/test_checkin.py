"""Checking in by a poster's code: every state of a code, every way to be counted, the receipt and its undoing."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from campus.activities.actions import cancel_occurrence, replace_code
from campus.base import limits
from campus.checkin.actions import void_attendance
from campus.checkin.models import Attendance
from campus.directory.actions import suspend_society
from campus.directory.models import University
from campus.membership.actions import refuse_claim
from campus.people.models import Consent, Person
from frontend.checkin.browser import LARGEST_COOKIE, RECEIPTS_COOKIE, SECRET_COOKIE
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW
from tests.factories_checkin import Door
from tests.frontend.pages import as_person, entered, said_of, text, writes

BRIAN = {"how": "typed", "name": "Brian Ochieng", "email": "brian@karura.example"}
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def door(cast: Cast) -> Door:
    return make.open_door(cast.society)


def at(after: timedelta):
    return time_machine.travel(NOW + after, tick=False)


def page(door: Door) -> str:
    return f"/c/{door.code.code}"


def receipt(door: Door) -> str:
    return f"/receipt/{door.occurrence.pk}/"


def send(client: Client, door: Door, **more: Any) -> Any:
    return client.post(page(door), {"occurrence": door.occurrence.pk, **more})


def just_counted(client: Client, door: Door) -> Any:
    return send(client, door, how="anonymous")


def standing() -> list[tuple[str, str]]:
    """Who is counted, in order: how, and as whom."""
    counted = Attendance.objects.filter(voided_at=None).order_by("pk").select_related("person")
    return [(row.identity, row.person.name if row.person else "") for row in counted]


class TestStates:
    def test_an_open_code_shows_what_and_until_when(self, client: Client, door: Door):
        said = text(client.get(page(door)))
        assert "HeForShe Karura Tuesday Circle Tue 20 Oct, 18:00 to 19:30" in said
        assert "Your code is good. You can check in until 20:00, so take your time." in said

    def test_before_the_doors_open_it_says_when(self, client: Client, door: Door):
        with at(-HOUR):
            answer = client.get(page(door))
        assert answer.status_code == 200
        assert "Doors open on Tue 20 Oct, 17:30 (Nairobi). Come back then; your code stays good." in text(answer)

    def test_after_they_closed_it_says_since_when_and_what_to_do(self, client: Client, door: Door):
        with at(3 * HOUR):
            answer = client.get(page(door))
        assert answer.status_code == 200
        assert "Check-in closed on Tue 20 Oct, 20:00 (Nairobi). Were you there? Tell the officers" in text(answer)

    def test_a_cancelled_date_says_why(self, client: Client, door: Door, cast: Cast):
        cancel_occurrence(by=cast.kofi, occurrence=door.occurrence, reason="The projector is out.", at=NOW)
        answer = client.get(page(door))
        assert answer.status_code == 200
        assert "This date is cancelled. The projector is out." in text(answer)

    def test_a_cancelled_date_says_when_the_next_one_opens(self, client: Client, door: Door, cast: Cast):
        make.occurrence(door.series, make.TODAY + timedelta(days=7))
        cancel_occurrence(by=cast.kofi, occurrence=door.occurrence, reason="The projector is out.", at=NOW)
        said = text(client.get(page(door)))
        assert "Your code stays good: doors open next on Tue 27 Oct, 17:30 (Nairobi)." in said

    def test_a_replaced_code_says_that_there_is_a_new_one(self, client: Client, door: Door, cast: Cast):
        replace_code(by=cast.kofi, code=door.code, at=NOW)
        answer = client.get(page(door))
        assert answer.status_code == 410
        assert "This poster is out of date. The society has a new one." in text(answer)

    def test_an_unknown_code_says_how_one_looks(self, client: Client, db: None):
        answer = client.get("/c/ABCD-EFGH")
        assert answer.status_code == 404
        assert said_of(answer) == {"code": ["We do not know this code. Eight letters and digits, like K7M2-PX4D."]}
        assert entered(answer, "code") == "ABCD-EFGH"

    def test_a_code_without_dates_says_so(self, client: Client, cast: Cast):
        code = make.code(make.series(cast.society))
        answer = client.get(f"/c/{code.code}")
        assert answer.status_code == 200
        assert "Nothing is planned for this code." in text(answer)

    def test_a_suspended_society_counts_nobody_and_says_so(self, client: Client, door: Door, cast: Cast):
        suspend_society(by=cast.dean, society=cast.society, reason="No return this year.", at=NOW)
        said = text(client.get(page(door)))
        assert "HeForShe Karura This code opens no door now The society is closed at the moment." in said

    def test_what_else_is_on_stands_below(self, client: Client, door: Door, cast: Cast):
        film = make.occurrence(make.series(cast.society, "Film night"), make.TODAY + timedelta(days=3))
        with at(3 * HOUR):
            answer = client.get(page(door))
        assert list(answer.context["next_dates"]) == [film]

    @pytest.mark.parametrize(("after", "status"), [(-HOUR, 409), (3 * HOUR, 409)])
    def test_a_form_sent_at_a_closed_door_counts_nobody(
        self, client: Client, door: Door, after: timedelta, status: int
    ):
        with at(after):
            answer = send(client, door, **BRIAN)
        assert (answer.status_code, standing()) == (status, [])

    def test_a_form_sent_with_a_replaced_code_counts_nobody(self, client: Client, door: Door, cast: Cast):
        replace_code(by=cast.kofi, code=door.code, at=NOW)
        assert (just_counted(client, door).status_code, standing()) == (410, [])

    @pytest.mark.parametrize("written", ["{0}", "{1}-{2}", "{1}–{2}", "{1} {2}"])
    def test_case_hyphen_and_space_do_not_matter(self, client: Client, door: Door, written: str):
        code = door.code.code
        shapes = (written.format(code, code[:4], code[4:]), written.format(code, code[:4], code[4:]).lower())
        assert [client.get("/c/", {"code": typed})["Location"] for typed in shapes] == [page(door)] * 2

    def test_the_upper_case_address_of_the_qr_is_the_same_page(self, client: Client, door: Door):
        assert "Your code is good." in text(client.get(f"/C/{door.code.code}"))


class TestTyping:
    def test_whoever_types_name_and_address_is_counted(self, client: Client, door: Door):
        answer = send(client, door, **BRIAN)
        assert (answer.status_code, answer["Location"]) == (302, receipt(door))
        assert standing() == [("typed", "Brian Ochieng")]
        assert "You are in, Brian. Tuesday Circle Checked in on Tue 20 Oct, 17:30." in text(client.get(receipt(door)))

    def test_what_was_agreed_to_is_kept(self, client: Client, door: Door):
        send(client, door, **BRIAN)
        consent = Consent.objects.get()
        assert (consent.person.name, consent.version) == ("Brian Ochieng", Attendance.objects.get().privacy_version)

    def test_the_sentence_on_privacy_stands_before_the_button(self, client: Client, door: Door):
        said = text(client.get(page(door)))
        sentence = said.index("The officers of HeForShe Karura see your name; nobody else does.")
        assert sentence < said.index("Check in Rather not say who you are?")

    def test_a_second_time_is_a_success(self, client: Client, door: Door):
        send(client, door, **BRIAN)
        with at(timedelta(minutes=12)):
            answer = client.post(page(door), BRIAN, follow=True)
        assert "You are already in, since 17:30." in text(answer)
        assert standing() == [("typed", "Brian Ochieng")]

    def test_a_mended_address_is_not_called_a_second_time(self, client: Client, door: Door):
        send(client, door, **{**BRIAN, "email": "bran@karura.example"})
        answer = client.post(page(door), BRIAN, follow=True)
        assert "You are in, Brian." in text(answer)

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"name": " "}, {"name": ["Write your name, as people call you."]}),
            ({"email": ""}, {"email": ["Write your e-mail address, so that you are counted once."]}),
            ({"email": "brian"}, {"email": ["An e-mail address looks like amina@karura.example."]}),
            (
                {"name": "B" * 10_000},
                {"name": ["This is too long: 120 characters at most, and it has 10000."]},
            ),
            (
                {"name": "Bri\0an"},
                {"name": ["There is a sign in here that cannot be kept. Write it once more."]},
            ),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
        self, client: Client, door: Door, wrong: dict[str, str], said: dict[str, list[str]]
    ):
        answer = send(client, door, **{**BRIAN, **wrong})
        assert (answer.status_code, said_of(answer), standing()) == (400, said, [])
        kept = {name: value for name, value in BRIAN.items() if name not in {"how", *wrong}}
        assert {name: entered(answer, name) for name in kept} == kept

    def test_ten_kilobytes_of_something_else_are_no_reason_to_fall(self, client: Client, door: Door):
        answer = client.post(page(door), b"\xff\xfe" * 5000, content_type="application/x-www-form-urlencoded")
        assert (answer.status_code, standing()) == (400, [])
        assert client.get("/c/" + "x" * 5000).status_code == 404

    @pytest.mark.parametrize("name", ["N" * 120, "👩🏽‍🎓" * 24, "Ọlá", "山田太郎"])
    def test_every_name_is_taken_as_it_is(self, client: Client, door: Door, name: str):
        send(client, door, **{**BRIAN, "name": name})
        assert standing() == [("typed", name)]
        assert client.get(receipt(door)).status_code == 200

    def test_a_name_with_html_in_it_is_text(self, client: Client, door: Door):
        answer = client.post(page(door), {**BRIAN, "name": "<b>Brian</b>"}, follow=True)
        assert "You are in, &lt;b&gt;Brian&lt;/b&gt;." in answer.content.decode()

    def test_html_in_a_refused_form_is_text(self, client: Client, door: Door):
        answer = send(client, door, how="typed", name='"><script>x</script>', email="")
        assert "<script>x" not in answer.content.decode()
        assert entered(answer, "name") == '"><script>x</script>'

    def test_elsewhere_is_refused_where_the_university_asks_for_its_domain(
        self, client: Client, door: Door, cast: Cast
    ):
        University.objects.filter(pk=cast.karura.pk).update(requires_domain=True)
        assert "Yours at karura.example, so that you are counted once." in text(client.get(page(door)))
        answer = send(client, door, **{**BRIAN, "email": "brian@elsewhere.example"})
        assert (answer.status_code, standing()) == (400, [])
        assert said_of(answer) == {
            "email": [
                "Karura University counts addresses at karura.example only. Use yours there, or choose “Just count me”."
            ]
        }

    def test_too_many_new_addresses_from_one_network_are_said_on_the_form(
        self, client: Client, door: Door, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setitem(limits.LIMITS, "new_unproven_person", limits.Limit(1, HOUR))
        send(client, door, **BRIAN)
        answer = send(client, door, **{**BRIAN, "email": "fatuma@karura.example"})
        assert answer.status_code == 429
        assert said_of(answer) == {
            "__all__": ["That was too often in a short time. Wait up to 1 hour, then try again."]
        }


class TestSignedIn:
    def test_one_button_is_enough(self, door: Door, cast: Cast):
        amina = as_person(cast.amina)
        assert "Check in as Amina Otieno" in text(amina.get(page(door)))
        answer = amina.post(page(door), {"how": "signed_in"}, follow=True)
        assert "You are in, Amina." in text(answer)
        assert "Your first time here. Welcome!" in text(answer)
        assert standing() == [("signed_in", "Amina Otieno")]

    def test_somebody_who_was_here_before_is_not_welcomed_as_new(self, door: Door, cast: Cast):
        make.attendance(make.occurrence(door.series, make.TODAY - timedelta(days=7)), cast.amina)
        answer = as_person(cast.amina).post(page(door), {"how": "signed_in"}, follow=True)
        assert "You are in, Amina." in text(answer)
        assert "Your first time here." not in text(answer)

    def test_counted_elsewhere_they_hear_since_when(self, door: Door, cast: Cast):
        door.signed_in(cast.amina)
        with at(timedelta(minutes=5)):
            answer = as_person(cast.amina).post(page(door), {"how": "signed_in"}, follow=True)
        assert "You are already in, since 17:30." in text(answer)
        assert standing() == [("signed_in", "Amina Otieno")]

    def test_after_an_officer_took_it_back_they_are_in_anew(self, door: Door, cast: Cast):
        amina = as_person(cast.amina)
        amina.post(page(door), {"how": "signed_in"})
        void_attendance(by=cast.kofi, attendance=Attendance.objects.get(), reason="left", at=NOW)
        with at(timedelta(minutes=5)):
            answer = amina.post(page(door), {"how": "signed_in"}, follow=True)
        assert "You are in, Amina. Tuesday Circle Checked in on Tue 20 Oct, 17:35." in text(answer)

    def test_they_may_be_counted_without_a_name(self, door: Door, cast: Cast):
        just_counted(as_person(cast.amina), door)
        assert standing() == [("anonymous", "")]

    def test_an_address_of_elsewhere_is_refused_on_the_page(self, door: Door, cast: Cast):
        University.objects.filter(pk=cast.karura.pk).update(requires_domain=True)
        answer = as_person(cast.zola).post(page(door), {"how": "signed_in"})
        assert (answer.status_code, standing()) == (400, [])
        assert "Karura University counts addresses at karura.example only." in text(answer)
        assert "Just count me" in text(answer)

    def test_whose_session_ended_meanwhile_types_instead(self, client: Client, door: Door):
        answer = send(client, door, how="signed_in")
        assert (answer.status_code, sorted(said_of(answer)), standing()) == (400, ["email", "name"], [])


class TestAnonymous:
    def test_one_more_is_counted_once_per_browser(self, client: Client, door: Door):
        just_counted(client, door)
        answer = client.post(page(door), {"how": "anonymous"}, follow=True)
        assert "You are already in, since 17:30." in text(answer)
        assert "We counted one more person and kept no name and no address." in text(answer)
        assert standing() == [("anonymous", "")]
        assert Person.objects.filter(name="").count() == 0

    def test_two_browsers_are_two(self, door: Door):
        just_counted(Client(), door)
        just_counted(Client(), door)
        assert standing() == [("anonymous", "")] * 2

    def test_a_browser_without_any_cookie_gets_them_with_the_answer(self, client: Client, door: Door):
        answer = just_counted(client, door)
        assert {name: (kept["httponly"], kept["samesite"]) for name, kept in answer.cookies.items()} == {
            SECRET_COOKIE: (True, "Lax"),
            RECEIPTS_COOKIE: (True, "Lax"),
        }

    def test_a_form_that_does_not_say_how_counts_nobody(self, client: Client, door: Door):
        assert (send(client, door).status_code, standing()) == (400, [])


class TestSchools:
    @pytest.fixture(autouse=True)
    def _school(self, cast: Cast):
        University.objects.filter(pk=cast.karura.pk).update(kind=University.Kind.SCHOOL)

    def test_only_just_count_me_is_offered(self, client: Client, door: Door):
        answer = client.get(page(door))
        assert "no name, no address" in text(answer)
        assert 'name="email"' not in answer.content.decode()
        just_counted(client, door)
        assert standing() == [("anonymous", "")]

    def test_the_same_to_whoever_is_signed_in(self, door: Door, cast: Cast):
        assert "Check in as" not in text(as_person(cast.amina).get(page(door)))

    @pytest.mark.parametrize("how", [BRIAN, {"how": "signed_in"}])
    def test_a_name_is_not_taken(self, door: Door, cast: Cast, how: dict[str, str]):
        answer = as_person(cast.amina).post(page(door), how)
        assert (answer.status_code, standing()) == (409, [])
        assert said_of(answer) == {"__all__": ["Schools count without names here. Choose “Just count me”."]}


def test_under_18_is_asked_for_where_the_university_says_so(client: Client, door: Door, cast: Cast):
    assert "Under 18?" not in text(client.get(page(door)))
    University.objects.filter(pk=cast.karura.pk).update(asks_under_18=True)
    assert "Under 18? Choose this one. Just count me" in text(client.get(page(door)))


class TestSeveralOpenDates:
    @pytest.fixture
    def late(self, door: Door):
        """A second meeting of the same series, open at the same time."""
        return make.occurrence(door.series, at=make.EVENING.replace(minute=20), name="Late Circle", opens_at=NOW)

    def test_the_page_names_one_and_offers_the_other(self, client: Client, door: Door, late):
        answer = client.get(page(door))
        assert answer.context["occurrence"] == late
        assert [row.name for row in answer.context["others"]] == ["Tuesday Circle"]

    def test_the_other_one_can_be_chosen(self, client: Client, door: Door, late):
        answer = client.get(f"{page(door)}?occurrence={door.occurrence.pk}")
        assert answer.context["occurrence"] == door.occurrence
        just_counted(client, door)
        assert Attendance.objects.get().occurrence == door.occurrence

    def test_when_the_chosen_one_closed_meanwhile_nobody_is_counted_at_the_other(
        self, client: Client, door: Door, late
    ):
        door.occurrence.closes_at = NOW - timedelta(seconds=1)
        door.occurrence.save()
        answer = send(client, door, **BRIAN)
        assert (answer.status_code, standing()) == (409, [])
        assert "The doors you came to have closed. These here are open" in text(answer)
        assert (entered(answer, "name"), entered(answer, "email")) == ("Brian Ochieng", "brian@karura.example")

    @pytest.mark.parametrize("asked", ["0", "x", "9" * 30, "\0"])
    def test_a_number_of_nothing_is_nothing(self, client: Client, door: Door, asked: str):
        assert client.get(page(door), {"occurrence": asked}).context["occurrence"] == door.occurrence
        assert client.post(page(door), {"how": "anonymous", "occurrence": asked}).status_code == 409


class TestReceipt:
    def test_it_survives_a_reload(self, client: Client, door: Door):
        send(client, door, **BRIAN)
        first = text(client.get(receipt(door)))
        with at(2 * HOUR):
            assert text(client.get(receipt(door))) == first

    def test_the_page_of_the_code_leads_back_to_it(self, client: Client, door: Door):
        send(client, door, **BRIAN)
        assert "You are already in, since 17:30. Show my receipt" in text(client.get(page(door)))

    def test_another_browser_has_none(self, client: Client, door: Door):
        send(client, door, **BRIAN)
        answer = Client().get(receipt(door))
        assert answer.status_code == 404
        assert "This receipt is not kept in this browser." in text(answer)

    def test_it_offers_to_join_unless_one_is_a_member(self, door: Door, cast: Cast):
        amina = as_person(cast.amina)
        amina.post(page(door), {"how": "signed_in"})
        assert "Join HeForShe Karura" in text(amina.get(receipt(door)))
        cast.society.memberships.create(university=cast.karura, person=cast.amina, joined_on=NOW.date(), joined_at=NOW)
        assert "Join HeForShe Karura" not in text(amina.get(receipt(door)))

    def test_the_next_dates_stand_on_it(self, client: Client, door: Door):
        following = make.occurrence(door.series, make.TODAY + timedelta(days=7))
        just_counted(client, door)
        assert list(client.get(receipt(door)).context["next_dates"]) == [following]

    def test_the_last_ones_are_kept_however_long_the_names(self, client: Client, door: Door):
        for minute in range(1, 9):
            here = make.occurrence(door.series, opens_at=NOW, at=make.EVENING.replace(minute=minute))
            client.post(page(door), {**BRIAN, "name": "🎓" * 120, "occurrence": here.pk})
            assert len(client.cookies[RECEIPTS_COOKIE].value) <= LARGEST_COOKIE
        assert client.get(f"/receipt/{here.pk}/").status_code == 200
        assert client.get(receipt(door)).status_code == 404

    @pytest.mark.parametrize("value", ["", "x", "x" * 4000, "W10:1abc:def", "é:ü:ß"])
    def test_a_tampered_receipt_is_none(self, client: Client, door: Door, value: str):
        send(client, door, **BRIAN)
        client.cookies[RECEIPTS_COOKIE] = value
        assert client.get(receipt(door)).status_code == 404
        assert "Your code is good." in text(client.get(page(door)))

    def test_a_receipt_with_another_occurrence_written_in_is_none(self, client: Client, door: Door):
        send(client, door, **BRIAN)
        body, _dot, signature = client.cookies[RECEIPTS_COOKIE].value.partition(":")
        client.cookies[RECEIPTS_COOKIE] = f"{body[:-2]}AA:{signature}"
        assert client.get(receipt(door)).status_code == 404

    @pytest.mark.parametrize("value", ["x", "x" * 3000, "é", '"'])
    def test_whatever_the_browser_calls_itself_it_is_counted_once(self, client: Client, door: Door, value: str):
        client.cookies[SECRET_COOKIE] = value
        just_counted(client, door)
        just_counted(client, door)
        assert standing() == [("anonymous", "")]


class TestUndoing:
    def undo(self, client: Client, door: Door) -> Any:
        return client.post(f"{receipt(door)}undo/")

    def test_it_asks_first(self, client: Client, door: Door):
        send(client, door, **BRIAN)
        assert "Undo this check-in?" in text(client.get(f"{receipt(door)}undo/"))
        assert standing() == [("typed", "Brian Ochieng")]

    def test_the_browser_that_did_it_takes_it_back(self, client: Client, door: Door):
        send(client, door, **BRIAN)
        assert "Taken back What this browser counted at “Tuesday Circle” is undone." in text(self.undo(client, door))
        assert standing() == []
        assert client.get(receipt(door)).status_code == 404

    def test_another_browser_takes_nothing_back_and_learns_nothing(self, client: Client, door: Door):
        send(client, door, **BRIAN)
        own, other = text(self.undo(client, make.open_door(door.occurrence.society))), Client()
        assert text(self.undo(other, door)) == own
        assert standing() == [("typed", "Brian Ochieng")]

    def test_whoever_types_a_counted_address_cannot_undo_it(self, client: Client, door: Door):
        send(Client(), door, **BRIAN)
        send(client, door, **BRIAN)
        self.undo(client, door)
        assert standing() == [("typed", "Brian Ochieng")]

    def test_afterwards_one_can_check_in_again(self, client: Client, door: Door):
        just_counted(client, door)
        self.undo(client, door)
        answer = client.post(page(door), {"how": "anonymous"}, follow=True)
        assert "You are in." in text(answer)
        assert standing() == [("anonymous", "")]


class TestEnteringACode:
    def test_without_one_it_asks_for_it(self, client: Client, db: None):
        answer = client.get("/c/")
        assert (answer.status_code, said_of(answer)) == (200, {})

    @pytest.mark.parametrize("typed", ["", "   "])
    def test_nothing_typed_is_said(self, client: Client, db: None, typed: str):
        answer = client.get("/c/", {"code": typed})
        assert answer.status_code == 400
        assert said_of(answer) == {"code": ["Type the code of the poster: eight letters and digits, like K7M2-PX4D."]}

    @pytest.mark.parametrize("typed", ["///", "..", "hello world!", "/c/ABCD", "é" * 8, "K7M2+PX4D"])
    def test_what_is_no_code_is_unknown(self, client: Client, db: None, typed: str):
        answer = client.get("/c/", {"code": typed})
        assert answer.status_code == 404
        assert list(said_of(answer)) == ["code"]

    def test_a_sign_that_nobody_can_type_is_said(self, client: Client, db: None):
        answer = client.get("/c/", {"code": "K7M2\0PX4D"})
        assert answer.status_code == 400
        assert said_of(answer) == {"code": ["There is a sign in here that cannot be kept. Write it once more."]}

    def test_ten_kilobytes_are_no_code(self, client: Client, db: None):
        answer = client.get("/c/", {"code": "A" * 10_000})
        assert answer.status_code == 400
        assert said_of(answer) == {"code": ["We do not know this code. Eight letters and digits, like K7M2-PX4D."]}

    def test_guessing_ends_in_a_pause_and_good_codes_never_do(self, client: Client, door: Door):
        statuses = [client.get(f"/c/WRNG000{number % 8}").status_code for number in range(31)]
        assert statuses == [404] * 30 + [429]
        assert client.get("/c/WRNG0000")["Retry-After"] == "600"
        assert client.get(page(door)).status_code == 200
        assert just_counted(client, door).status_code == 302


def test_get_and_head_never_write(client: Client, door: Door):
    just_counted(client, door)
    paths = ["/c/", f"/c/?code={door.code.code}", page(door), receipt(door), f"{receipt(door)}undo/"]
    assert [writes(ask, path) for path in paths for ask in (client.get, client.head)] == [[]] * 10


class TestAStranger:
    """Typing an address tells nothing of whose it is: pages, headers and cookies are the same, byte for byte."""

    ADDRESSES = {
        "known": "amina@karura.example",
        "unknown": "never@karura.example",
        "counted": "brian@karura.example",
        "refused": "not.me@karura.example",
    }

    @pytest.fixture(autouse=True)
    def _what_came_before(self, door: Door, cast: Cast):
        assert cast.amina.email == self.ADDRESSES["known"]
        door.typed(self.ADDRESSES["counted"], phone="another phone")
        door.typed(self.ADDRESSES["refused"], phone="a third phone")
        Attendance.objects.filter(person__claims__address=self.ADDRESSES["refused"]).update(
            voided_at=NOW, void_reason="not_me"
        )
        refuse_claim(university=cast.karura, address=self.ADDRESSES["refused"], at=NOW)

    def seen(self, door: Door, whose: str) -> list[Any]:
        """Everything a browser gets that types this address: answer, receipt, the code's page, again, undone."""
        browser = Client(enforce_csrf_checks=False)
        entered = {**BRIAN, "name": "Sam Kip", "email": self.ADDRESSES[whose]}
        asked = [
            lambda: browser.get(page(door)),
            lambda: send(browser, door, **entered),
            lambda: browser.get(receipt(door)),
            lambda: browser.get(page(door)),
            lambda: send(browser, door, **entered),
            lambda: browser.get(receipt(door)),
            lambda: browser.post(f"{receipt(door)}undo/"),
            lambda: browser.get(receipt(door)),
        ]
        return [self.told(ask()) for ask in asked]

    def told(self, answer: Any) -> Any:
        body = answer.content.decode()
        if answer.context and "csrf_token" in answer.context:
            body = body.replace(str(answer.context["csrf_token"]), "")
        cookies = {
            name: (len(kept.value), {key: value for key, value in kept.items() if key != "expires"})
            for name, kept in answer.cookies.items()
        }
        return answer.status_code, dict(answer.headers), cookies, body

    @pytest.mark.parametrize("whose", ["known", "counted", "refused"])
    def test_sees_the_same_as_with_an_address_nobody_ever_typed(self, door: Door, whose: str):
        assert self.seen(door, whose) == self.seen(door, "unknown")

    def test_sees_what_was_typed_and_not_whose_it_is(self, client: Client, door: Door):
        answer = client.post(page(door), {**BRIAN, "name": "Sam Kip", "email": "amina@karura.example"}, follow=True)
        assert "You are in, Sam." in text(answer)
        assert "Amina" not in answer.content.decode()
        assert Person.objects.get(email="amina@karura.example").name == "Amina Otieno"
        assert "_auth_user_id" not in client.session


def test_a_receipt_outlives_the_society(client: Client, door: Door, cast: Cast):
    just_counted(client, door)
    suspend_society(by=cast.dean, society=cast.society, reason="No return this year.", at=NOW)
    assert "You are in." in text(client.get(receipt(door)))
