"""Who blocks what, and the one reminder a day."""

from datetime import timedelta
from typing import Any

import pytest

from campus.base.errors import Conflict
from campus.directory.actions import draft_society, invite_to_office
from campus.directory.models import Office
from campus.membership.actions import remind, return_registration, submit_registration
from campus.membership.models import Registration
from campus.membership.waiting import Kind, Line, not_renewed, waiting_at, waiting_in
from campus.outbox.models import Notice
from campus.people.models import AuditEvent
from tests import factories
from tests.campus.rights import PRESIDENT_AND_SECRETARY, STAFF, cells
from tests.campus.rights import Line as RightsLine
from tests.campus.test_renewal import AFTER, renew, renewing
from tests.conftest import Cast
from tests.factories import NOW

TOMORROW = NOW + timedelta(days=1)


def lines(cast: Cast, at: Any = NOW) -> dict[Kind, Line]:
    return {line.kind: line for line in waiting_at(cast.karura, cast.dean, at)}


def applied(cast: Cast) -> Registration:
    society = draft_society(by=cast.amina, university=cast.karura, name="Men Who Listen", purpose="To.", at=NOW)
    return submit_registration(by=cast.amina, society=society, message="", at=NOW)


def invited(cast: Cast) -> Office:
    return invite_to_office(
        by=cast.kofi, role="events", address="new@karura.example", society=cast.society, starts_on=NOW.date(), at=NOW
    )


def due(cast: Cast, at: Any = NOW) -> Line:
    return lines(cast, at)[Kind.RENEWAL]


def test_a_renewal_that_was_not_handed_in_waits_for_its_president(cast: Cast) -> None:
    renewing(cast)
    line = due(cast)
    assert (line.society, set(line.persons), line.is_late) == (cast.society, {cast.kofi, cast.wanjiru}, False)
    assert line.what == "The renewal for 2026/27 is to be handed in by 4 December 2026."


def test_after_its_window_it_is_not_renewed(cast: Cast) -> None:
    renewing(cast)
    assert due(cast, AFTER).what == "Not renewed for 2026/27; renewing closed on 4 December 2026."
    assert not_renewed(cast.karura, cast.dean, AFTER) == {cast.society.pk}
    assert not_renewed(cast.karura, cast.kofi, AFTER) == set()


def test_what_was_handed_in_waits_for_staff_since_then(cast: Cast) -> None:
    renewing(cast)
    renew(cast, at=TOMORROW)
    line = lines(cast, TOMORROW)[Kind.DECISION]
    assert (line.persons, line.since, line.waits_for) == ((cast.dean,), TOMORROW, "The university’s staff")


def test_what_was_returned_waits_for_its_society(cast: Cast) -> None:
    renewing(cast, new_to=NOW.date())
    return_registration(by=cast.dean, registration=renew(cast), reason="Say more.", at=TOMORROW)
    return_registration(by=cast.dean, registration=applied(cast), reason="Say more.", at=TOMORROW)
    returned = [line for line in waiting_at(cast.karura, cast.dean, TOMORROW) if line.kind == Kind.CHANGES]
    assert [(line.society.name, line.persons[0]) for line in returned] == [
        ("Men Who Listen", cast.amina),
        ("HeForShe Karura", cast.kofi),
    ]


def test_an_open_invitation_waits_for_whoever_was_invited(cast: Cast) -> None:
    office = invited(cast)
    line = lines(cast)[Kind.INVITATION]
    assert (line.number, line.since, line.what) == (office.pk, NOW, "An invitation is open: Events officer.")


def test_an_office_that_must_be_filled_waits_while_nobody_holds_it(cast: Cast) -> None:
    renewing(cast, roles=["president", "treasurer"])
    assert Kind.OFFICES not in lines(cast)
    Office.objects.filter(role="treasurer").update(ends_on=NOW.date() - timedelta(days=1))
    assert lines(cast)[Kind.OFFICES].what == "Nobody is in office as: Treasurer."


def test_what_waits_is_read_by_the_university_and_by_the_society_itself(cast: Cast) -> None:
    renewing(cast)
    assert [line.kind for line in waiting_in(cast.society, cast.kofi, NOW)] == [Kind.RENEWAL]
    for stranger in (None, cast.amina, cast.grace, cast.zola, cast.zolas_dean, cast.olga):
        assert waiting_at(cast.karura, stranger, NOW) == []
        assert waiting_in(cast.society, stranger, NOW) == []


@cells(
    RightsLine(
        "remind",
        lambda cast, by: (
            renewing(cast),
            remind(by=by, society=cast.society, key=f"renewal-{cast.society.pk}", at=NOW),
        ),
        STAFF | PRESIDENT_AND_SECRETARY,
    )
)
def test_staff_president_and_secretary_remind(cast: Cast, line: RightsLine, who: str) -> None:
    line.check(cast, who)


def test_a_reminder_says_what_waits_and_where_to_go_on(cast: Cast) -> None:
    renewing(cast)
    remind(by=cast.dean, society=cast.society, key=due(cast).key, at=NOW)
    notice = Notice.objects.get(kind="waiting_reminder", person=cast.kofi)
    assert notice.context == {
        "society": "HeForShe Karura",
        "matter": "The renewal for 2026/27 is to be handed in by 4 December 2026.",
        "sender": "Ruth Wekesa",
        "link": "http://testserver/manage/karura/heforshe-karura/registration/",
    }
    assert AuditEvent.objects.latest("pk").verb == "renewal_reminded"


def test_the_line_says_who_was_reminded_and_when(cast: Cast) -> None:
    renewing(cast)
    remind(by=cast.dean, society=cast.society, key=due(cast).key, at=NOW)
    reminder = due(cast, TOMORROW).reminder
    assert reminder is not None
    assert (reminder.at, set(reminder.persons)) == (NOW, {cast.kofi, cast.wanjiru})


def test_a_line_is_reminded_of_once_a_day_whoever_asks(cast: Cast) -> None:
    renewing(cast)
    remind(by=cast.dean, society=cast.society, key=due(cast).key, at=NOW)
    assert not due(cast).may_be_reminded
    with pytest.raises(Conflict, match="Try again tomorrow"):
        remind(by=cast.kofi, society=cast.society, key=due(cast).key, at=NOW)
    remind(by=cast.kofi, society=cast.society, key=due(cast).key, at=TOMORROW)
    assert Notice.objects.filter(kind="waiting_reminder", person=cast.wanjiru).count() == 2


def test_who_reminds_gets_no_mail_themself(cast: Cast) -> None:
    renewing(cast)
    remind(by=cast.kofi, society=cast.society, key=due(cast).key, at=NOW)
    assert [notice.person for notice in Notice.objects.filter(kind="waiting_reminder")] == [cast.wanjiru]


def test_a_society_reminds_its_university(cast: Cast) -> None:
    renewing(cast)
    registration = renew(cast)
    remind(by=cast.kofi, society=cast.society, key=f"decision-{registration.pk}", at=NOW)
    notice = Notice.objects.get(kind="waiting_reminder")
    assert (notice.person, notice.context["link"]) == (
        cast.dean,
        f"http://testserver/review/karura/registrations/{registration.pk}/",
    )


def test_an_invitation_is_mailed_once_more_and_not_again(cast: Cast) -> None:
    office = invited(cast)
    remind(by=cast.dean, society=cast.society, key=f"invitation-{office.pk}", at=NOW)
    assert Notice.objects.get(kind="office_reminder").address == "new@karura.example"
    assert not lines(cast, TOMORROW)[Kind.INVITATION].may_be_reminded
    with pytest.raises(Conflict):
        remind(by=cast.dean, society=cast.society, key=f"invitation-{office.pk}", at=TOMORROW)


def test_what_does_not_wait_any_more_is_not_reminded_of(cast: Cast) -> None:
    renewing(cast)
    renew(cast)
    with pytest.raises(Conflict, match="does not wait any more"):
        remind(by=cast.dean, society=cast.society, key=f"renewal-{cast.society.pk}", at=NOW)


def test_three_societies_are_read_with_as_few_queries_as_one(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for name in ("One", "Two"):
        factories.office(cast.amina, "president", society=factories.society(cast.karura, name))
    invited(cast)
    applied(cast)
    renewing(cast)
    remind(by=cast.dean, society=cast.society, key=f"renewal-{cast.society.pk}", at=NOW)
    with django_assert_max_num_queries(14):
        waiting = waiting_at(cast.karura, cast.dean, NOW)
        read = [(line.what, line.waits_for, line.link, line.society.university.name) for line in waiting]
    assert len(read) == 5
