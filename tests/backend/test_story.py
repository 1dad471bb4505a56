"""The main job through the API alone, from a draft to the figures."""

from typing import Any

import pytest

from campus.directory import checklist
from campus.outbox.models import Notice
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

V1 = "/api/v1"
pytestmark = pytest.mark.usefixtures("the_moment")


@pytest.fixture
def society(cast: Cast, ask_as: Any) -> dict[str, Any]:
    """Drafted and submitted by Amina, returned once, approved by the dean."""
    amina, dean = ask_as(cast.amina), ask_as(cast.dean)
    draft = {"university": cast.karura.pk, "name": "Chess for Change", "purpose": "Chess, and talk."}
    made: dict[str, Any] = amina.post(f"{V1}/societies/", draft, format="json").json()
    address = f"{V1}/societies/{made['id']}/"
    first = amina.post(f"{address}registrations/", {"message": "Please."}, format="json").json()
    dean.post(f"{V1}/registrations/{first['id']}/returns/", {"reason": "Say when."}, format="json")
    amina.patch(address, {"purpose": "Chess and talk, Thursdays."}, format="json")
    second = amina.post(f"{address}registrations/", {}, format="json").json()
    dean.post(f"{V1}/registrations/{second['id']}/approvals/")
    return made


def accepting(token: str) -> dict[str, Any]:
    """The body that accepts an office in a society with every point confirmed."""
    points = list(checklist.WORDINGS[checklist.SOCIETY])
    return {"token": token, "checklist": checklist.SOCIETY, "confirmed": points}


def plan(society: dict[str, Any]) -> dict[str, Any]:
    return {
        "society": society["id"],
        "name": "Chess Night",
        "rrule": "FREQ=WEEKLY;BYDAY=TU",
        "first_date": "2026-10-20",
        "start_time": "18:00",
        "minutes": 90,
        "window": "teaching",
    }


def test_a_society_is_registered_returned_and_approved(society: dict[str, Any], cast: Cast, ask_as: Any) -> None:
    shown = ask_as(None).get(f"{V1}/societies/{society['id']}/").json()
    assert (shown["status"], shown["purpose"]) == ("approved", "Chess and talk, Thursdays.")
    officers = ask_as(cast.dean).get(f"{V1}/societies/{society['id']}/offices/").json()["results"]
    assert [(office["role"], office["holder"]) for office in officers] == [("president", "Amina Otieno")]
    decisions = ask_as(cast.amina).get(f"{V1}/societies/{society['id']}/registrations/").json()["results"]
    assert [(row["decision"], row["reason"]) for row in decisions] == [("returned", "Say when."), ("approved", "")]


def test_a_preview_shows_the_dates_that_planning_makes(society: dict[str, Any], cast: Cast, ask_as: Any) -> None:
    amina = ask_as(cast.amina)
    preview = amina.post(f"{V1}/activity-previews/", plan(society), format="json").json()
    amina.post(f"{V1}/activities/", plan(society), format="json")
    made = amina.get(f"{V1}/societies/{society['id']}/occurrences/?page_size=200").json()["results"]
    assert sorted(row["date"] for row in made) == [row["date"] for row in preview["dates"]]
    assert preview["in_words"] == "Every Tuesday at 18:00, in teaching weeks"
    assert preview["left_out"][0]["reason"]


def test_who_checks_in_is_new_this_term(society: dict[str, Any], cast: Cast, ask_as: Any) -> None:
    amina = ask_as(cast.amina)
    amina.post(f"{V1}/activities/", plan(society), format="json")
    (code,) = amina.get(f"{V1}/societies/{society['id']}/codes/").json()["results"]
    for number in range(6):
        body = {"code": code["printed"], "name": f"Visitor {number}", "email": f"visitor{number}@karura.example"}
        ask_as(None).post(f"{V1}/check-ins/", body, format="json")
    ask_as(cast.kofi).post(f"{V1}/societies/{society['id']}/memberships/")
    page = amina.get(f"{V1}/societies/{society['id']}/newcomers/").json()
    assert (page["visits"], page["participants"], page["first_time"], page["new_members"]) == (6, 6, 6, 1)
    assert [row["name"] for row in page["to_greet"]] == [f"Visitor {number}" for number in range(6)]
    table = ask_as(cast.dean).get(f"{V1}/universities/{cast.karura.pk}/participation/?name=chess").json()
    (row,) = table["rows"]
    assert {name: cell["value"] for name, cell in row["now"].items()} == {
        "visits": 5,
        "participants": 5,
        "new_participants": 5,
        "new_members": None,
    }


def test_the_cells_of_the_table_are_those_of_its_csv(society: dict[str, Any], cast: Cast, ask_as: Any) -> None:
    dean, address = ask_as(cast.dean), f"{V1}/universities/{cast.karura.pk}/participation"
    row = next(row for row in dean.get(f"{address}/").json()["rows"] if row["society"]["name"] == "Chess for Change")
    file = dean.get(f"{address}.csv")
    line = next(line for line in file.content.decode().splitlines() if line.startswith("Chess for Change"))
    assert line.split(",")[2:] == [row["now"][name]["text"] for name in row["now"]]
    assert file["Content-Type"] == "text/csv; charset=utf-8"


def test_a_treasurer_sees_the_figures_and_no_names(cast: Cast, ask_as: Any) -> None:
    page = ask_as(cast.grace).get(f"{V1}/societies/{cast.society.pk}/newcomers/").json()
    assert (page["participants"], page["to_greet"]) == (0, None)


@pytest.mark.parametrize("query", ["term=999999", "term=x", "beside=0", "order=gender", "name=%20", "term="])
def test_a_report_says_what_it_cannot_show(query: str, cast: Cast, ask_as: Any) -> None:
    answer = ask_as(cast.dean).get(f"{V1}/universities/{cast.karura.pk}/participation/?{query}")
    assert answer.status_code == (404 if query == "term=999999" else 400)


def test_a_csv_that_is_refused_is_a_problem_all_the_same(cast: Cast, ask_as: Any) -> None:
    answer = ask_as(cast.zola).get(f"{V1}/universities/{cast.karura.pk}/participation.csv")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"


def test_an_officer_is_invited_and_accepts(cast: Cast, ask_as: Any) -> None:
    body = {"role": "events", "society": cast.society.pk, "address": "amina@karura.example", "starts_on": "2026-10-20"}
    invited = ask_as(cast.kofi).post(f"{V1}/invitations/", body, format="json").json()
    token = Notice.objects.get(kind="office_invitation").context["link"].rstrip("/").rpartition("/")[2]
    accepted = ask_as(cast.amina).post(f"{V1}/invitation-acceptances/", accepting(token), format="json").json()
    assert (accepted["id"], accepted["holder"]) == (invited["id"], "Amina Otieno")
    assert token not in str(invited)


def test_a_university_is_proposed_and_approved(cast: Cast, ask_as: Any) -> None:
    body = {
        "name": "Mara College",
        "country": "KE",
        "zone": "Africa/Nairobi",
        "domains": ["karura.example"],
        "evidence_url": "https://mara.example",
    }
    made = ask_as(cast.amina).post(f"{V1}/universities/", body, format="json").json()
    address = f"{V1}/universities/{made['id']}/"
    assert ask_as(None).get(address).status_code == 404
    approved = ask_as(cast.lucia).post(f"{address}approvals/")
    assert (approved.status_code, approved.json()["status"]) == (201, "approved")
    factories.second_factor(cast.amina)
    assert ask_as(cast.amina).patch(address, {"city": "Narok"}, format="json").json()["city"] == "Narok"


def test_a_suspended_society_is_listed_no_more_until_it_is_reopened(cast: Cast, ask_as: Any) -> None:
    def listed() -> list[int]:
        return [row["id"] for row in ask_as(None).get(f"{V1}/societies/").json()["results"]]

    address = f"{V1}/societies/{cast.society.pk}/"
    ask_as(cast.dean).post(f"{address}suspensions/", {"reason": "A complaint."}, format="json")
    told = [ask_as(who).get(address).json() for who in (None, cast.zola, cast.kofi)]
    assert [society["status"] for society in told] == ["suspended"] * 3
    assert "A complaint." not in str(told)
    assert cast.society.pk not in listed()
    ask_as(cast.dean).post(f"{address}reopenings/")
    assert cast.society.pk in listed()


def test_whoever_leaves_a_society_is_no_member(cast: Cast, ask_as: Any) -> None:
    amina, address = ask_as(cast.amina), f"{V1}/societies/{cast.society.pk}/memberships/"
    assert amina.post(address).json()["joined_on"] == "2026-10-20"
    assert amina.delete(address).status_code == 204
    assert amina.get(f"{V1}/me/memberships/").json()["results"] == []


def test_terms_of_one_calendar_do_not_overlap(cast: Cast, ask_as: Any) -> None:
    term = factories.term(cast.karura.calendars.get(), "Block 9", NOW.date().replace(year=2030))
    dates = {name: str(getattr(term, name)) for name in ("teaching_from", "teaching_to", "active_from", "active_to")}
    address = f"{V1}/calendars/{term.calendar_id}/terms/"
    answer = ask_as(cast.dean).post(address, {"name": "Block 10", **dates}, format="json")
    assert answer.status_code in {400, 409}
    assert "Block 9" in answer.json()["detail"]
