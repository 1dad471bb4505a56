"""A member asks for a society that nobody leads; the university decides."""

from datetime import date

import pytest

from campus.base.errors import Conflict, Invalid, NotAllowed, NotFound
from campus.directory.models import Office
from campus.directory.queries import officers_of
from campus.membership.actions import ask_for_office, decline_office_request, give_office, join
from campus.membership.models import OfficeRequest
from campus.membership.personal import export_membership, forget_membership
from campus.membership.queries import office_request_by_number, office_requests_of
from campus.outbox.models import Notice
from campus.people.models import AuditEvent, Person
from tests import factories
from tests.campus.rights import COORDINATOR, STAFF, Line, cells
from tests.conftest import Cast
from tests.factories import NOW

TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _nobody_leads(cast: Cast) -> None:
    """Every office of the society has ended; Amina and Brian are members."""
    join(by=cast.amina, society=cast.society, at=NOW)
    cast.society.offices.update(ended_at=NOW)


def ask(cast: Cast, by: Person | None = None, message: str = "I was at every circle.") -> OfficeRequest:
    return ask_for_office(by=by or cast.amina, society=cast.society, message=message, at=NOW)


def test_a_member_asks_and_the_university_is_told(cast: Cast) -> None:
    request = ask(cast)
    assert ask(cast, message="Again") == request
    notice = Notice.objects.get()
    assert (notice.kind, notice.person, notice.context["link"]) == (
        "office_asked_for",
        cast.dean,
        "http://testserver/review/karura/office-requests/",
    )
    assert list(office_requests_of(cast.karura, cast.dean)) == [request]
    assert list(office_requests_of(cast.karura, cast.zolas_dean)) == []


def test_who_is_no_member_asks_for_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        ask(cast, factories.person("Passer-by"))


def test_a_society_that_somebody_leads_is_not_asked_for(cast: Cast) -> None:
    factories.office(factories.person(), "events", society=cast.society)
    with pytest.raises(Conflict) as refusal:
        ask(cast)
    assert refusal.value.code == "society_led"


@pytest.mark.parametrize("message", [" ", "x" * 1001])
def test_a_message_says_something_and_not_too_much(cast: Cast, message: str) -> None:
    with pytest.raises(Invalid) as refusal:
        ask(cast, message=message)
    assert list(refusal.value.fields) == ["message"]


def test_given_they_are_president_from_today_on_and_others_hear_no(cast: Cast) -> None:
    brian = factories.person("Brian Ochieng")
    join(by=brian, society=cast.society, at=NOW)
    request, other = ask(cast), ask(cast, brian)
    give_office(by=cast.dean, request=request, at=NOW)
    office = officers_of(cast.society, NOW).get()
    assert (office.person, office.role, office.starts_on, office.accepted_at) == (cast.amina, "president", TODAY, NOW)
    other.refresh_from_db()
    assert (other.decision, other.reason) == ("declined", "Somebody else leads the society now. Offer your help.")
    mails = Notice.objects.exclude(kind="office_asked_for").values_list("kind", "person")
    assert set(mails) == {("office_given_to_you", cast.amina.pk), ("office_request_declined", brian.pk)}


def test_given_twice_is_given_once(cast: Cast) -> None:
    request = ask(cast)
    for _ in range(2):
        give_office(by=cast.dean, request=request, at=NOW)
    assert Office.objects.filter(person=cast.amina).count() == 1
    with pytest.raises(Conflict):
        decline_office_request(by=cast.dean, request=request, reason="Too late.", at=NOW)


def test_what_somebody_leads_meanwhile_is_not_given(cast: Cast) -> None:
    request = ask(cast)
    factories.office(factories.person(), "president", society=cast.society)
    with pytest.raises(Conflict) as refusal:
        give_office(by=cast.dean, request=request, at=NOW)
    assert refusal.value.code == "society_led"


def test_declined_with_why_they_may_ask_again(cast: Cast) -> None:
    request = decline_office_request(by=cast.dean, request=ask(cast), reason="Find a second officer.", at=NOW)
    assert (request.reason, AuditEvent.objects.latest("pk").verb) == (
        "Find a second officer.",
        "office_request_declined",
    )
    assert Notice.objects.get(kind="office_request_declined").context["reason"] == "Find a second officer."
    assert ask(cast).pk != request.pk


def test_a_request_is_found_by_who_asked_and_who_decides(cast: Cast) -> None:
    request = ask(cast)
    for who in (cast.amina, cast.dean):
        assert office_request_by_number(who, request.pk) == request
    with pytest.raises(NotFound):
        office_request_by_number(cast.zolas_dean, request.pk)


def test_what_they_wrote_is_theirs_to_read_and_goes_with_them(cast: Cast) -> None:
    decline_office_request(by=cast.dean, request=ask(cast), reason="No.", at=NOW)
    ask(cast)
    assert [row["message"] for row in export_membership(cast.amina)["office_requests"]] == [
        "I was at every circle."
    ] * 2
    forget_membership(cast.amina, NOW)
    kept = OfficeRequest.objects.get()
    assert (kept.decision, kept.message, kept.reason) == ("declined", "", "")


def decline(cast: Cast, by: Person) -> object:
    return decline_office_request(by=by, request=ask(cast), reason="No.", at=NOW)


def give(cast: Cast, by: Person) -> object:
    return give_office(by=by, request=ask(cast), at=NOW)


@cells(Line("give a society", give, STAFF), Line("decline a request", decline, STAFF))
def test_may(cast: Cast, line: Line, who: str) -> None:
    line.check(cast, who)


@cells(Line("give a society", give, COORDINATOR), Line("decline a request", decline, COORDINATOR))
def test_may_where_the_university_is_unclaimed(cast: Cast, line: Line, who: str) -> None:
    cast.dean.offices.update(ended_at=NOW)
    line.check(cast, who)
