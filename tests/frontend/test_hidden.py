"""What is hidden after a report is nowhere to be found, but for its people and those who keep order."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campus.activities.actions import hide_page, lift_hiding
from campus.activities.subjects import Subject
from campus.directory.models import Hiding, Society, University
from campus.membership.models import Membership
from tests import factories_checkin as make
from tests.frontend.pages import as_person, text
from tests.frontend.routes import PAGES, Audience, address_of
from tests.stage import Stage

# To whoever holds these links they speak of what that person was invited to, or was counted at.
OF_ONE_PERSON = {"invitation", "not_me", "undo_check_in"}
WALKED = [
    name
    for name, page in PAGES.items()
    if page.audience is Audience.PUBLIC and not page.post_only and name not in OF_ONE_PERSON
]
NAMES = {"society": "HeForShe Karura", "series": "Tuesday Circle", "university": "Karura University"}
ABOUT = {
    "society": {"society", "series", "occurrence"},
    "series": {"series", "occurrence"},
    "university": {"university", "society", "series", "occurrence"},
}


def subject(stage: Stage, kind: str) -> Subject:
    cast = stage.cast
    subjects: dict[str, Subject] = {
        "society": cast.society,
        "series": stage.activity.series,
        "university": cast.karura,
    }
    return subjects[kind]


def hide(stage: Stage, kind: str) -> Hiding:
    by = stage.cast.lucia if kind == "university" else stage.cast.dean
    return hide_page(by=by, subject=subject(stage, kind), reason="Private photographs.", at=stage.attendance.at)


def found(stage: Stage, name: str, client: Client) -> set[str]:
    """The public pages on which a name stands."""
    return {page for page in WALKED if name.encode() in client.get(address_of(page, stage)).getvalue()}


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("who", [None, "amina", "zola"])
def test_no_public_page_names_what_is_hidden(kind: str, who: str | None, stage: Stage) -> None:
    client = as_person(getattr(stage.cast, who)) if who else Client()
    assert found(stage, NAMES[kind], client) >= {kind, "home"}
    hide(stage, kind)
    assert found(stage, NAMES[kind], client) == set()
    statuses = {page: client.get(address_of(page, stage)).status_code for page in ABOUT[kind]}
    assert statuses == dict.fromkeys(ABOUT[kind], 404)


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("search", ["/?q=karura", "/?q=circle", "/?where=karura&when=all", "/universities/?q=karura"])
def test_no_search_finds_what_is_hidden(kind: str, search: str, stage: Stage) -> None:
    hide(stage, kind)
    assert kind == "series" or "HeForShe Karura" not in text(Client().get(search))
    assert "Tuesday Circle" not in text(Client().get(search))


@pytest.mark.parametrize("kind", NAMES)
def test_lifted_it_is_where_it_was(kind: str, stage: Stage) -> None:
    found(stage, NAMES[kind], Client())  # what some pages show is made when they are first asked for
    before = found(stage, NAMES[kind], Client())
    lift_hiding(by=stage.cast.lucia, hiding=hide(stage, kind), answer="Thank you.", at=stage.attendance.at)
    assert found(stage, NAMES[kind], Client()) == before


@pytest.mark.parametrize("kind", NAMES)
def test_its_code_counts_nobody_and_says_why(kind: str, stage: Stage) -> None:
    hide(stage, kind)
    address = f"/c/{stage.code.code}"
    for answer in (Client().get(address), Client().post(address, {"how": "anonymous"})):
        assert "This is not shown at the moment. Nobody is counted here." in text(answer)
    assert Client().post(address, {"how": "anonymous"}).status_code == 409


@pytest.mark.parametrize("who", ["kofi", "grace", "dean", "lucia", "olga"])
def test_its_people_and_those_who_keep_order_still_see_it_with_the_reason(who: str, stage: Stage) -> None:
    hide(stage, "society")
    page = as_person(getattr(stage.cast, who)).get(address_of("society", stage))
    assert "Hidden from everybody but its people. The reason: Private photographs." in text(page)
    assert '<meta name="robots" content="noindex">' in page.content.decode()


@pytest.mark.parametrize("kind", NAMES)
def test_officers_read_on_each_of_their_pages_what_is_hidden(kind: str, stage: Stage) -> None:
    hide(stage, kind)
    page = text(as_person(stage.cast.kofi).get(address_of("manage_settings", stage)))
    assert f"{NAMES[kind]} is hidden from everybody but its people. Private photographs." in page
    assert ("See why, and appeal" in page) == (kind != "university")


def test_officers_go_on_with_their_plan(stage: Stage) -> None:
    hide(stage, "society")
    assert "Tuesday Circle" in text(as_person(stage.cast.kofi).get(address_of("manage_today", stage)))


def test_a_member_of_what_is_hidden_can_leave(stage: Stage) -> None:
    hide(stage, "society")
    client = as_person(stage.cast.amina)
    assert "HeForShe Karura" in text(client.get("/me/"))
    assert client.post(address_of("membership", stage), {"answer": "leave"}).headers["Location"] == "/me/"
    assert not Membership.objects.filter(person=stage.cast.amina, left_on__isnull=True).exists()


def test_who_was_counted_there_keeps_the_receipt_and_can_take_it_back(stage: Stage) -> None:
    phone = Client()
    phone.post(f"/c/{stage.code.code}", {"how": "anonymous"})
    hide(stage, "society")
    assert phone.get(f"/receipt/{stage.occurrence.pk}/").status_code == 200
    assert phone.post(f"/receipt/{stage.occurrence.pk}/undo/").status_code == 200
    assert Client().get(f"/receipt/{stage.occurrence.pk}/undo/").status_code == 404


def test_a_hidden_university_takes_no_new_society(stage: Stage) -> None:
    hide(stage, "university")
    assert as_person(stage.cast.amina).get("/universities/karura/register/").status_code == 404
    assert University.objects.get(slug="karura").societies.filter(name="New").count() == 0


def test_staff_see_beside_a_society_that_it_is_hidden(stage: Stage) -> None:
    hide(stage, "society")
    assert "Approved Hidden" in text(as_person(stage.cast.dean).get(address_of("review_societies", stage)))


@pytest.mark.parametrize("name", ["registration", "society"])
def test_what_was_never_approved_is_not_for_search_engines(name: str, stage: Stage) -> None:
    address = reverse(name, args=("karura", "rugby-for-respect"))
    page = as_person(stage.cast.grace if name == "registration" else stage.cast.dean).get(address)
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert "noindex" not in Client().get(address_of("society", stage)).content.decode()


def api(client: Any, address: str) -> str:
    return client.get(f"/api/v1/{address}").content.decode()


@pytest.mark.parametrize("kind", NAMES)
def test_no_list_of_the_api_holds_what_is_hidden(kind: str, stage: Stage) -> None:
    lists = ("societies/", "series/", "occurrences/", "universities/")
    named = [address for address in lists if NAMES[kind] in api(Client(), address)]
    assert named != []
    hide(stage, kind)
    assert [address for address in lists if NAMES[kind] in api(Client(), address)] == []


@pytest.mark.parametrize("kind", NAMES)
def test_the_api_finds_nothing_hidden_by_its_number(kind: str, stage: Stage) -> None:
    hide(stage, kind)
    numbers = {
        "societies": stage.cast.society.pk,
        "series": stage.activity.series_id,
        "activities": stage.activity.pk,
        "occurrences": stage.occurrence.pk,
        "universities": stage.cast.karura.pk,
    }
    left = {"series": {"societies", "universities"}, "society": {"universities"}, "university": set()}[kind]
    answers = {name: Client().get(f"/api/v1/{name}/{number}/").status_code for name, number in numbers.items()}
    assert {name for name, status in answers.items() if status != 404} == left


def test_the_api_counts_nobody_there(stage: Stage) -> None:
    hide(stage, "series")
    body = {"code": stage.code.code, "anonymous": True}
    answer = Client().post("/api/v1/check-ins/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "hidden")
    assert NAMES["series"] not in api(Client(), f"codes/{stage.code.code}/")


def test_another_society_is_untouched(stage: Stage) -> None:
    make.open_door(stage.cast.other_society)
    hide(stage, "society")
    assert "HeForShe Mzizi" in text(Client().get("/?where=&when=all"))
    assert Society.objects.filter(hidden_at__isnull=False).count() == 1
