"""Reporting a page, deciding about it, appealing; and the pages of blocks."""

from typing import Any

import pytest
from django.test import Client

from campus.activities.actions import appeal_hiding, uphold_hiding
from campus.directory.models import Flag, Hiding
from campus.membership.models import Block
from campus.outbox.models import Notice
from tests.factories import NOW
from tests.frontend.order_rows import a_block, a_hiding, a_report
from tests.frontend.pages import as_person, messages, said_of, text
from tests.frontend.routes import address_of
from tests.stage import Stage

SOCIETY = "/societies/karura/heforshe-karura/"
REVIEW = "/review/karura/reports/"


def about(stage: Stage) -> str:
    return f"/report/?about=society:{stage.cast.society.pk}"


def sent(stage: Stage, client: Client, **changes: str) -> Any:
    return client.post(about(stage), {"reason": "hurtful", "text": "The joke in the second line.", **changes})


@pytest.mark.parametrize("page", ["society", "series", "occurrence", "university"])
def test_every_public_page_of_people_can_be_reported(page: str, stage: Stage) -> None:
    found = Client().get(address_of(page, stage)).content.decode()
    kind = {"occurrence": "series"}.get(page, page)
    number = {
        "society": stage.cast.society.pk,
        "series": stage.activity.series_id,
        "university": stage.cast.karura.pk,
    }[kind]
    assert f'href="/report/?about={kind}:{number}"' in found
    assert Client().get(f"/report/?about={kind}:{number}").status_code == 200


def test_a_report_needs_no_account_and_says_what_happens_next(stage: Stage) -> None:
    answer = sent(stage, Client())
    assert answer.headers["Location"] == "/report/thanks/"
    assert "Somebody at the university looks at the page" in text(Client().get("/report/thanks/"))
    assert (Flag.objects.get().reporter, Flag.objects.get().text) == (None, "The joke in the second line.")


def test_a_form_that_is_refused_keeps_what_was_written(stage: Stage) -> None:
    answer = sent(stage, Client(), reason="")
    assert answer.status_code == 400
    assert said_of(answer) == {"reason": ["Choose what is the matter with it."]}
    assert "The joke in the second line." in answer.content.decode()


@pytest.mark.parametrize("key", ["society:0", "society:x", "society:", "person:1", "society:99999999999999999999", "x"])
def test_what_is_not_there_cannot_be_reported(key: str, stage: Stage) -> None:
    assert Client().get(f"/report/?about={key}").status_code == 404


@pytest.mark.parametrize("who", [None, "amina", "zola", "kofi"])
def test_what_is_not_public_is_not_there_to_report(who: str | None, stage: Stage) -> None:
    client = as_person(getattr(stage.cast, who)) if who else Client()
    assert client.get(f"/report/?about=society:{stage.draft.pk}").status_code == 404


def test_too_many_reports_of_a_network_wait_and_lose_nothing(stage: Stage) -> None:
    for _time in range(30):
        sent(stage, Client())
    answer = sent(stage, Client())
    assert answer.status_code == 429
    assert "The joke in the second line." in answer.content.decode()


def test_the_staff_read_what_was_said_and_not_by_whom(stage: Stage) -> None:
    a_report(stage)
    sent(stage, Client())
    dean = as_person(stage.cast.dean)
    queue = text(dean.get(REVIEW))
    assert "2 pages wait for a decision" in queue
    page = text(dean.get(address_of("review_report", stage)))
    assert "by somebody signed in" in page
    assert "by somebody without an account" in text(dean.get(f"{REVIEW}society/{stage.cast.society.pk}/"))
    assert "Amina" not in page + queue


def test_what_is_kept_leaves_the_queue(stage: Stage) -> None:
    sent(stage, Client())
    dean = as_person(stage.cast.dean)
    answer = dean.post(f"{REVIEW}society/{stage.cast.society.pk}/", {"do": "keep", "note": "A joke."}, follow=True)
    assert messages(answer) == ["It stays as it is: HeForShe Karura."]
    assert "Nothing was reported" in text(answer)


def test_what_is_hidden_needs_a_reason(stage: Stage) -> None:
    sent(stage, Client())
    dean, address = as_person(stage.cast.dean), f"{REVIEW}society/{stage.cast.society.pk}/"
    assert said_of(dean.post(address, {"do": "hide", "reason": ""})) == {
        "reason": ["Say why, so that its people can mend it."]
    }
    assert dean.post(address, {"do": "hide", "reason": "Change the second line."}).headers["Location"] == REVIEW
    assert Client().get(SOCIETY).status_code == 404


def test_a_university_is_decided_about_by_its_coordinator_and_not_by_itself(stage: Stage) -> None:
    number = stage.cast.karura.pk
    Client().post(f"/report/?about=university:{number}", {"reason": "false", "text": "It is none."})
    assert as_person(stage.cast.dean).get("/review/reports/").status_code == 404
    assert as_person(stage.cast.dean).get(f"{REVIEW}university/{number}/").status_code == 404
    lucia = as_person(stage.cast.lucia)
    assert "Karura University" in text(lucia.get("/review/reports/"))
    lucia.post(f"/review/reports/{number}/", {"do": "hide", "reason": "It is none."})
    assert Client().get("/universities/karura/").status_code == 404


def test_the_staff_of_a_hidden_university_appeal_on_their_own_page(stage: Stage) -> None:
    lucia, dean = as_person(stage.cast.lucia), as_person(stage.cast.dean)
    lucia.post(f"/review/reports/{stage.cast.karura.pk}/", {"do": "hide", "reason": "It is none."})
    hiding = Hiding.objects.get()
    page = dean.get(f"{REVIEW}hidden/{hiding.pk}/")
    assert ("Send the appeal" in text(page), "Show it again" in text(page)) == (True, False)
    dean.post(f"{REVIEW}hidden/{hiding.pk}/", {"do": "appeal", "text": "Look at our page."})
    assert "An appeal waits" in text(lucia.get("/review/reports/"))


def test_officers_appeal_once_and_read_the_answer(stage: Stage) -> None:
    hiding = a_hiding(stage)
    kofi, address = as_person(stage.cast.kofi), address_of("manage_hiding", stage)
    assert "Send the appeal" in text(kofi.get(address))
    answer = kofi.post(address, {"text": "The photographs are gone."}, follow=True)
    assert messages(answer) == ["Your appeal is sent. You get a mail when it is answered."]
    assert "Send the appeal" not in text(answer)
    assert kofi.post(address, {"text": "Please."}).status_code == 409
    uphold_hiding(by=stage.cast.dean, hiding=hiding, answer="Not all of them.", at=NOW)
    assert "Not all of them." in text(kofi.get(address))


def test_the_events_officer_reads_why_and_does_not_appeal(stage: Stage) -> None:
    address, dennis = address_of("manage_hiding", stage), as_person(stage.cast.dennis)
    assert "Private photographs." in text(dennis.get(address))
    assert "Send the appeal" not in text(dennis.get(address))
    assert dennis.post(address, {"text": "Please."}).status_code == 403


def test_staff_answer_an_appeal(stage: Stage) -> None:
    hiding = a_hiding(stage)
    appeal_hiding(by=stage.cast.kofi, hiding=hiding, text="The photographs are gone.", at=NOW)
    dean, address = as_person(stage.cast.dean), f"{REVIEW}hidden/{hiding.pk}/"
    assert "The photographs are gone." in text(dean.get(address))
    dean.post(address, {"do": "lift", "answer": "Thank you."})
    assert Client().get(f"/series/{hiding.subject.partition(':')[2]}/").status_code == 200
    assert Notice.objects.filter(kind="hiding_lifted", person=stage.cast.kofi).exists()


def test_the_reason_of_a_decision_is_asked_for(stage: Stage) -> None:
    answer = as_person(stage.cast.lucia).post(address_of("hiding_anywhere", stage), {"do": "lift", "answer": " "})
    assert said_of(answer) == {"answer": ["Say why, in a sentence; its people read it."]}


def test_officers_block_from_the_lists_and_lift_again(stage: Stage) -> None:
    kofi = as_person(stage.cast.kofi)
    asked = address_of("block_member", stage)
    assert asked in kofi.get(address_of("manage_members", stage)).content.decode()
    answer = kofi.post(asked, {"reason": "Shouted at a first-year."}, follow=True)
    assert "Amina Otieno Shouted at a first-year." in text(answer)
    kofi.post(f"/manage/karura/heforshe-karura/blocks/{Block.objects.get().pk}/lift/")
    assert "Nobody is blocked" in text(kofi.get("/manage/karura/heforshe-karura/blocks/"))


def test_a_block_asks_why(stage: Stage) -> None:
    answer = as_person(stage.cast.kofi).post(address_of("block_attendee", stage), {"reason": ""})
    assert said_of(answer) == {"reason": ["Say why, for the officers who come after you."]}


def test_nobody_is_blocked_by_a_number_of_another_society(stage: Stage) -> None:
    other = address_of("block_attendee", stage).replace("karura/heforshe-karura", "mzizi/heforshe-mzizi")
    assert as_person(stage.cast.zola).get(other).status_code == 404


def test_who_is_blocked_reads_on_the_check_in_page_why_nothing_happens(stage: Stage) -> None:
    kofi = as_person(stage.cast.kofi)
    kofi.post(address_of("block_member", stage), {"reason": "Shouted."})
    amina = as_person(stage.cast.amina)
    answer = amina.post(f"/c/{stage.code.code}", {"how": "signed_in"})
    assert answer.status_code == 409
    assert "The officers of HeForShe Karura do not count you by name" in text(answer)
    assert "Shouted" not in text(answer)


def test_a_typed_address_that_is_blocked_gets_the_same_answer(stage: Stage) -> None:
    assert a_block(stage).person.claims.get().address == "brian@karura.example"

    def receipt(address: str) -> str:
        phone = Client()
        entry = {"how": "typed", "name": "Brian", "email": address}
        page = text(phone.post(f"/c/{stage.code.code}", entry, follow=True))
        return page.replace(address, "")

    assert receipt("brian@karura.example") == receipt("new@karura.example")
