"""Renewals, windows, who waits for whom, and two societies that become one: the pages."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from campus.directory.models import Society
from campus.membership.actions import (
    add_template,
    approve_registration,
    change_window,
    return_registration,
    submit_registration,
)
from campus.membership.models import Registration, RegistrationWindow
from campus.outbox.models import Notice
from tests.campus.test_registration_windows import draft, window
from tests.campus.test_renewal import renew, renewing
from tests.campus.test_waiting import applied
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.pages import as_person, messages, said_of, text

REVIEW = "/review/karura/"
RENEWAL = "/manage/karura/heforshe-karura/registration/"
WORDS = {"name": "HeForShe Karura", "purpose": "Everybody is welcome.", "first_time": "", "message": "As agreed."}


@pytest.fixture(autouse=True)
def _now(cast: Cast) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def dean(cast: Cast) -> Client:
    return as_person(cast.dean)


@pytest.fixture
def kofi(cast: Cast) -> Client:
    return as_person(cast.kofi)


DAYS = {
    "name": "2026/27",
    "new_from": "2026-09-01",
    "new_to": "2026-09-30",
    "renew_from": "2026-10-01",
    "renew_to": "2026-12-04",
    "officers": "3",
    "members": "10",
    "roles": ["president", "treasurer"],
}


def test_staff_open_a_window(dean: Client) -> None:
    answer = dean.post(f"{REVIEW}windows/", DAYS, follow=True)
    made = RegistrationWindow.objects.get()
    assert (made.officers, made.members, made.roles) == (3, 10, ["president", "treasurer"])
    assert answer.redirect_chain == [(f"{REVIEW}windows/{made.pk}/", 302)]


def test_a_refused_window_keeps_what_was_entered(dean: Client) -> None:
    answer = dean.post(f"{REVIEW}windows/", {**DAYS, "renew_to": "2025-12-04", "members": "3"})
    assert (answer.status_code, set(said_of(answer))) == (400, {"renew_to", "members"})
    assert 'value="2025-12-04"' in answer.content.decode()


def test_questions_are_added_and_removed_one_by_one(dean: Client, cast: Cast) -> None:
    path = f"{REVIEW}windows/{window(cast).pk}/"
    for label in ("Who advises you?", "Where do you meet?"):
        dean.post(path, {"do": "ask", "label": label, "required": "on"})
    dean.post(path, {"do": "drop", "key": "q1"})
    assert RegistrationWindow.objects.get().questions == [
        {"key": "q2", "label": "Where do you meet?", "required": True}
    ]


def test_a_window_is_changed_and_removed(dean: Client, cast: Cast) -> None:
    path = f"{REVIEW}windows/{window(cast).pk}/"
    dean.post(path, {**DAYS, "do": "change", "officers": "5"})
    assert RegistrationWindow.objects.get().officers == 5
    dean.post(f"{path}remove/")
    assert not RegistrationWindow.objects.exists()


def test_a_chosen_sentence_stands_in_the_message_without_a_script(dean: Client, cast: Cast) -> None:
    sentence = add_template(by=cast.dean, university=cast.karura, name="Second", text="Name a second one.", at=NOW)
    path = f"{REVIEW}registrations/{applied(cast).pk}/"
    answer = dean.post(path, {"do": "insert", "template": sentence.pk, "reason": "Nearly.", "why_purpose": "Shorter."})
    form = answer.context["form"]
    assert (form["reason"].value(), form["why_purpose"].value()) == ("Nearly.\nName a second one.", "Shorter.")
    assert Registration.objects.get().decision == ""


def test_reasons_of_single_answers_stand_beside_their_fields(dean: Client, cast: Cast) -> None:
    registration = applied(cast)
    path = f"{REVIEW}registrations/{registration.pk}/"
    dean.post(path, {"do": "return", "reason": "Two things.", "why_purpose": "Say who may come."})
    page = as_person(cast.amina).get("/universities/karura/register/men-who-listen/")
    assert "Your university says: Say who may come." in text(page)
    assert 'aria-describedby="id_purpose_helptext id_purpose_asked"' in page.content.decode()


def test_a_president_renews_and_the_page_stays_as_it_was(kofi: Client, cast: Cast) -> None:
    renewing(cast)
    answer = kofi.post(RENEWAL, {**WORDS, "name": "HeForShe of Karura"}, follow=True)
    assert messages(answer) == ["Handed in. You get a mail when the university has decided."]
    assert "HeForShe of Karura" in text(answer)
    assert "HeForShe of Karura" not in text(Client().get("/societies/karura/heforshe-karura/"))


def test_what_renewing_takes_stands_beside_the_form(kofi: Client, cast: Cast) -> None:
    renewing(cast, officers=5)
    page = text(kofi.get(RENEWAL))
    assert "Not met 5 officers in office There are 4 today." in page
    answer = kofi.post(RENEWAL, WORDS)
    assert (answer.status_code, said_of(answer)["__all__"]) == (
        409,
        ["Karura University asks for this first: 5 officers in office."],
    )


def test_a_returned_renewal_comes_back_with_what_was_written(kofi: Client, cast: Cast) -> None:
    renewing(cast)
    first = renew(cast, purpose="A new purpose.")
    return_registration(by=cast.dean, registration=first, reason="Say who.", field_reasons={"purpose": "Who?"}, at=NOW)
    page = kofi.get(RENEWAL)
    assert page.context["form"]["purpose"].value() == "A new purpose."
    assert "Your university says: Who?" in text(page)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "Renew for 2026/27"),
        (60, "Renewing closed on 4 December 2026."),
        (-30, "The next renewal, 2026/27, is open"),
    ],
)
def test_the_page_says_where_the_renewal_stands(days: int, said: str, kofi: Client, cast: Cast) -> None:
    renewing(cast)
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        assert said in text(as_person(cast.kofi).get(RENEWAL))


def test_reviewers_read_what_changed_word_by_word(dean: Client, cast: Cast) -> None:
    renewing(cast)
    Society.objects.filter(pk=cast.society.pk).update(purpose="Men against violence.")
    registration = renew(cast, purpose="Men and women against violence.")
    page = dean.get(f"{REVIEW}registrations/{registration.pk}/").content.decode()
    assert re.search(r"<ins><span class=\"off\">\[new: </span>\s*and women\s*<span class=\"off\">\]</span></ins>", page)


def test_reviewers_read_names_like_the_one_applied_for(dean: Client, cast: Cast) -> None:
    registration = submit_registration(
        by=cast.amina, society=draft(cast, "The HeForShe Karura Club"), message="", at=NOW
    )
    page = dean.get(f"{REVIEW}registrations/{registration.pk}/")
    assert page.context["alike"] == [cast.society]


def test_who_waits_for_whom_with_one_click_to_remind(dean: Client, cast: Cast) -> None:
    renewing(cast)
    assert "Waits for: Its president and secretary." in text(dean.get(f"{REVIEW}waiting/"))
    click = {"society": cast.society.pk, "remind": f"renewal-{cast.society.pk}"}
    answer = dean.post(f"{REVIEW}waiting/", click, follow=True)
    assert messages(answer) == ["Reminded: Its president and secretary. There is one reminder a day."]
    assert "Kofi Mensah, Wanjiru Kamau got a reminder on Tue 20 Oct, 17:30." in text(answer)
    again = dean.post(f"{REVIEW}waiting/", click, follow=True)
    assert messages(again) == ["There was a reminder of this today. Try again tomorrow."]
    assert Notice.objects.filter(kind="waiting_reminder").count() == 2


@pytest.mark.parametrize("society", ["", "x", "9" * 30, "0"])
def test_a_society_that_is_not_theirs_is_not_reminded(society: str, dean: Client) -> None:
    assert dean.post(f"{REVIEW}waiting/", {"society": society, "remind": "renewal-1"}).status_code == 404


def test_a_society_reminds_its_university_and_is_not_told_who_that_is(kofi: Client, cast: Cast) -> None:
    renewing(cast)
    line = renew(cast)
    kofi.post(RENEWAL, {"remind": f"decision-{line.pk}"})
    page = text(kofi.get(RENEWAL))
    assert "Reminded on Tue 20 Oct, 17:30." in page
    assert cast.dean.name not in page


def test_what_is_not_renewed_is_said_to_staff(dean: Client, cast: Cast) -> None:
    change_window(by=cast.dean, window=renewing(cast), renew_to=NOW.date() - timedelta(days=1), at=NOW)
    assert "Not renewed" in text(dean.get(f"{REVIEW}societies/"))
    assert "Not renewed." in text(dean.get(f"{REVIEW}societies/{cast.society.pk}/"))


def test_outside_its_window_a_draft_is_kept_and_not_submitted(cast: Cast) -> None:
    window(cast)
    society = draft(cast)
    amina = as_person(cast.amina)
    path = f"/universities/karura/register/{society.slug}/"
    assert "takes no new societies at the moment" in text(amina.get(path))
    amina.post(path, {**WORDS, "name": "Men Who Hear", "answer": "save"})
    society.refresh_from_db()
    assert (society.name, society.status) == ("Men Who Hear", "draft")


def test_staff_rename_a_society(dean: Client, cast: Cast) -> None:
    path = f"{REVIEW}societies/{cast.society.pk}/"
    answer = dean.post(path, {"do": "rename", "name": "Allies", "reason": "A mix-up."}, follow=True)
    assert messages(answer) == ["It is called Allies now. Its officers get a mail."]
    moved = Client().get("/societies/karura/heforshe-karura/")
    assert (moved.status_code, moved["Location"]) == (301, "/societies/karura/allies/")


def test_staff_throw_away_what_is_no_society(dean: Client, cast: Cast) -> None:
    registration = applied(cast)
    dean.post(f"{REVIEW}registrations/{registration.pk}/remove/", {"reason": "A test."})
    assert not Society.objects.filter(pk=registration.society_id).exists()


def test_an_approved_registration_cannot_be_thrown_away(dean: Client, cast: Cast) -> None:
    registration = approve_registration(by=cast.dean, registration=applied(cast), at=NOW)
    assert dean.post(f"{REVIEW}registrations/{registration.pk}/remove/", {}).status_code == 404


def test_two_societies_become_one_and_the_old_address_leads_there(dean: Client, cast: Cast) -> None:
    approve_registration(by=cast.dean, registration=applied(cast), at=NOW)
    path = f"{REVIEW}societies/men-who-listen/join/"
    entered = {"into": cast.society.pk, "reason": "Same people."}
    refused = dean.post(path, {**entered, "typed_name": "Men"})
    assert (refused.status_code, list(said_of(refused))) == (400, ["typed_name"])
    answer = dean.post(path, {**entered, "typed_name": "Men Who Listen"}, follow=True)
    assert messages(answer) == ["Done. Men Who Listen is part of HeForShe Karura now."]
    moved = Client().get("/societies/karura/men-who-listen/")
    assert (moved.status_code, moved["Location"]) == (301, "/societies/karura/heforshe-karura/")


def test_small_numbers_of_people_are_held_back_before_societies_become_one(dean: Client, cast: Cast) -> None:
    assert "Members who move fewer than 5" in text(dean.get(f"{REVIEW}societies/heforshe-karura/join/"))
