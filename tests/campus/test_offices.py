"""Somebody is invited to an office, accepts or declines, and the office ends."""

import re
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from campus.base.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from campus.directory import rules
from campus.directory.actions import (
    accept_office,
    decline_office,
    end_office,
    invite_first_operator,
    invite_to_office,
    remind_of_offices,
    show_office,
    suspend_society,
)
from campus.directory.models import Office
from campus.directory.queries import (
    invitation_by_token,
    officers_of,
    officers_shown,
    offices_of,
    offices_of_society,
    offices_of_university,
)
from campus.directory.rules import Right, may
from campus.outbox.models import Notice
from campus.people.models import AuditEvent
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

TODAY = date(2026, 10, 20)
LATER = NOW + timedelta(days=1)


def invite(cast: Cast, **fields: Any) -> Office:
    """Kofi invites Amina to look after the society's events."""
    entered = {"by": cast.kofi, "role": "events", "address": "amina@karura.example", "starts_on": TODAY, "at": NOW}
    return invite_to_office(**{**entered, "society": cast.society, **fields})


def mailed_token(kind: str = "office_invitation") -> str:
    """The token in the newest mail: it stands nowhere else."""
    link = Notice.objects.filter(kind=kind).latest("pk").context["link"]
    match = re.fullmatch(r"http://testserver/invitations/([\w-]{32})/", link)
    assert match, link
    return match[1]


def test_an_invitation_goes_out_by_mail_and_gives_no_right_yet(cast: Cast) -> None:
    office = invite(cast, ends_on=date(2027, 6, 30))
    notice = Notice.objects.get()
    assert (notice.kind, notice.person, notice.address) == ("office_invitation", cast.amina, "")
    assert {**notice.context, "link": ""} == {
        "role": "Events officer",
        "scope": "HeForShe Karura",
        "inviter": "Kofi Mensah",
        "link": "",
        "ends_on": "2027-06-30",
    }
    assert (office.accepted_at, office.invited_by, office.university) == (None, cast.kofi, cast.karura)
    assert not may(cast.amina, Right.RUN_ACTIVITIES, cast.society, NOW)


def test_an_address_nobody_proved_gets_the_mail_itself(cast: Cast) -> None:
    invite(cast, address=" New@Karura.EXAMPLE ")
    notice = Notice.objects.get()
    assert (notice.person, notice.address) == (None, "new@karura.example")


def test_the_row_keeps_no_token(cast: Cast) -> None:
    office = invite(cast)
    assert mailed_token() not in {str(value) for value in vars(office).values()}
    assert invitation_by_token(mailed_token()) == office


def test_accepting_gives_the_rights_of_the_office(cast: Cast) -> None:
    invite(cast)
    office = factories.accept(cast.amina, mailed_token(), at=NOW)
    assert (office.person, office.accepted_at, office.invited_address) == (cast.amina, NOW, "")
    assert may(cast.amina, Right.RUN_ACTIVITIES, cast.society, NOW)
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", "actor")
    assert list(verbs) == [("office_invited", cast.kofi.pk), ("office_accepted", cast.amina.pk)]


def test_accepting_twice_is_accepting_once(cast: Cast) -> None:
    invite(cast)
    first = factories.accept(cast.amina, mailed_token(), at=NOW)
    assert factories.accept(cast.amina, mailed_token(), at=LATER) == first
    assert Office.objects.get(pk=first.pk).accepted_at == NOW


def test_whoever_holds_the_mail_accepts_with_an_address_of_theirs(cast: Cast) -> None:
    invite(cast, address="amina@private.example")
    assert factories.accept(cast.amina, mailed_token(), at=NOW).person == cast.amina


def test_an_unproven_person_accepts_nothing(cast: Cast) -> None:
    invite(cast)
    with pytest.raises(NotAllowed):
        factories.accept(factories.person("Typed Only", proven=False), mailed_token(), at=NOW)


def test_an_accepted_invitation_is_nobody_elses(cast: Cast) -> None:
    invite(cast)
    factories.accept(cast.amina, mailed_token(), at=NOW)
    with pytest.raises(Conflict) as refusal:
        factories.accept(cast.zola, mailed_token(), at=NOW)
    assert refusal.value.code == "invitation_answered"


def test_a_token_of_nothing_is_not_known(cast: Cast) -> None:
    with pytest.raises(NotFound):
        accept_office(by=cast.amina, token="x" * 32, checklist="", confirmed=(), at=NOW)
    with pytest.raises(NotFound):
        decline_office(by=cast.amina, token="x" * 32, at=NOW)


def test_a_declined_invitation_is_over(cast: Cast) -> None:
    invite(cast)
    office = decline_office(by=None, token=mailed_token(), at=NOW)
    assert (office.ended_at, office.invited_address) == (NOW, "")
    assert decline_office(by=None, token=mailed_token(), at=LATER).ended_at == NOW
    with pytest.raises(Conflict) as refusal:
        factories.accept(cast.amina, mailed_token(), at=NOW)
    assert refusal.value.code == "invitation_withdrawn"


def test_a_withdrawn_invitation_cannot_be_accepted(cast: Cast) -> None:
    end_office(by=cast.wanjiru, office=invite(cast), at=NOW)
    with pytest.raises(Conflict):
        factories.accept(cast.amina, mailed_token(), at=NOW)
    assert AuditEvent.objects.latest("pk").verb == "invitation_withdrawn"


def test_an_office_whose_last_day_is_over_is_not_accepted_any_more(cast: Cast) -> None:
    invite(cast, ends_on=TODAY)
    with pytest.raises(Conflict) as refusal:
        factories.accept(cast.amina, mailed_token(), at=LATER)
    assert refusal.value.code == "invitation_over"


def test_rights_begin_and_end_with_the_days_of_the_office_where_the_university_is(cast: Cast) -> None:
    invite(cast, starts_on=TODAY + timedelta(days=1), ends_on=TODAY + timedelta(days=1))
    factories.accept(cast.amina, mailed_token(), at=NOW)
    nairobi_midnight = NOW.replace(hour=21, minute=0)
    for instant, allowed in ((-1, False), (0, True), (86399, True), (86400, False)):
        at = nairobi_midnight + timedelta(seconds=instant)
        assert may(cast.amina, Right.RUN_ACTIVITIES, cast.society, at) is allowed


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"address": "amina"}, "address"),
        ({"ends_on": date(2026, 2, 9)}, "ends_on"),
        ({"starts_on": date(1066, 1, 1)}, "starts_on"),
        ({"role": "treasure"}, "role"),
        ({"role": "staff"}, "role"),
    ],
)
def test_what_cannot_be_invited_is_said_beside_its_input(cast: Cast, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        invite(cast, **fields)
    assert list(refusal.value.fields) == [field]


def test_a_last_day_that_has_passed_offers_the_next_year(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        invite(cast, ends_on=date(2026, 2, 9))
    assert str(refusal.value).endswith("Did you mean 9 February 2027?")


def test_one_invitation_to_an_office_waits_per_address(cast: Cast) -> None:
    invite(cast)
    with pytest.raises(Conflict) as refusal:
        invite(cast, by=cast.wanjiru, address="AMINA@karura.example")
    assert refusal.value.code == "already_invited"
    next_year = {"starts_on": date(2027, 7, 1), "ends_holder": True}
    assert invite(cast, role="treasurer", **next_year).role == "treasurer"


def test_nobody_is_invited_to_what_they_hold_longer(cast: Cast) -> None:
    with pytest.raises(Conflict) as refusal:
        invite(cast, address="dennis@karura.example")
    assert refusal.value.code == "already_in_office"


def test_a_second_year_in_office_is_a_second_office(cast: Cast) -> None:
    invite(cast, ends_on=date(2027, 6, 30))
    factories.accept(cast.amina, mailed_token(), at=NOW)
    assert invite(cast, starts_on=date(2027, 7, 1), ends_on=date(2028, 6, 30)).starts_on == date(2027, 7, 1)


def test_the_twenty_first_invitation_of_a_day_is_too_many_for_one_society(cast: Cast) -> None:
    for number in range(20):
        invite(cast, address=f"student{number}@karura.example")
    with pytest.raises(TooMany):
        invite(cast, by=cast.wanjiru, address="one.more@karura.example")
    assert Notice.objects.count() == 20


def test_a_society_that_waits_for_approval_has_no_officers_yet(cast: Cast) -> None:
    waiting = factories.society(cast.karura, "Waiting", status="submitted", approved_at=None)
    with pytest.raises(Conflict):
        invite(cast, by=cast.dean, society=waiting)


def test_staff_appoint_in_a_suspended_society(cast: Cast) -> None:
    suspend_society(by=cast.dean, society=cast.society, reason="No officers answer.", at=NOW)
    end_office(by=cast.dean, office=cast.kofi.offices.get(), at=NOW)
    assert invite(cast, by=cast.dean, role="president").role == "president"


def test_one_resigns_from_this_moment_on(cast: Cast) -> None:
    office = cast.society.offices.get(person=cast.dennis)
    ended = end_office(by=cast.dennis, office=office, at=NOW)
    assert (ended.ended_at, ended.ended_by) == (NOW, cast.dennis)
    assert not may(cast.dennis, Right.RUN_ACTIVITIES, cast.society, NOW)


def test_the_last_office_of_a_society_may_end_and_staff_appoint_anew(cast: Cast) -> None:
    for office in officers_of(cast.society, NOW):
        end_office(by=cast.dean, office=office, at=NOW)
    assert list(officers_of(cast.society, NOW)) == []
    assert invite(cast, by=cast.dean, role="president").role == "president"


def test_ending_twice_keeps_the_first_moment(cast: Cast) -> None:
    office = cast.society.offices.get(person=cast.dennis)
    end_office(by=cast.kofi, office=office, at=NOW)
    assert end_office(by=cast.dean, office=office, at=LATER).ended_at == NOW


def test_an_officer_without_that_right_dismisses_nobody(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        end_office(by=cast.grace, office=cast.society.offices.get(person=cast.kofi), at=NOW)


def test_a_stranger_finds_no_office_to_end(cast: Cast) -> None:
    for stranger in (cast.amina, cast.zola, cast.zolas_dean):
        with pytest.raises(NotFound):
            end_office(by=stranger, office=cast.society.offices.get(person=cast.kofi), at=NOW)


def test_an_invitation_that_waited_a_week_is_mailed_once_more_with_a_new_link(cast: Cast) -> None:
    invite(cast)
    first = mailed_token()
    remind_of_offices(NOW + timedelta(days=6))
    assert not Notice.objects.filter(kind="office_reminder").exists()
    for days in (7, 8):
        remind_of_offices(NOW + timedelta(days=days))
    assert Notice.objects.filter(kind="office_reminder").count() == 1
    with pytest.raises(NotFound):
        invitation_by_token(first)
    assert factories.accept(cast.amina, mailed_token("office_reminder"), at=NOW).person == cast.amina


def test_nobody_is_reminded_of_an_office_that_was_answered(cast: Cast) -> None:
    invite(cast)
    factories.accept(cast.amina, mailed_token(), at=NOW)
    end_office(by=cast.kofi, office=invite(cast, address="new@karura.example"), at=NOW)
    remind_of_offices(NOW + timedelta(days=8))
    assert not Notice.objects.filter(kind="office_reminder").exists()


def test_officers_are_those_in_office_on_the_day(cast: Cast) -> None:
    invite(cast)
    Office.objects.filter(person=cast.grace).update(ends_on=TODAY - timedelta(days=1))
    names = [office.person.name for office in officers_of(cast.society, NOW) if office.person]
    assert names == ["Kofi Mensah", "Wanjiru Kamau", "Dennis Mutua"]
    assert len(offices_of_society(cast.society)) == 5


def test_staff_offices_are_apart_from_those_of_societies(cast: Cast) -> None:
    assert [office.person for office in offices_of_university(cast.karura)] == [cast.dean]


def test_ones_own_offices_are_those_not_over(cast: Cast) -> None:
    factories.office(cast.kofi, "treasurer", society=cast.other_society)
    Office.objects.filter(person=cast.kofi, role="treasurer").update(ends_on=date(2025, 12, 1))
    assert [office.role for office in offices_of(cast.kofi)] == ["president"]
    assert list(offices_of(None)) == []


def test_officers_are_named_to_the_public_only_when_they_choose_so(cast: Cast) -> None:
    assert list(officers_shown(cast.amina, cast.society, NOW)) == []
    show_office(by=cast.kofi, office=cast.kofi.offices.get(), is_public=True, at=NOW)
    assert [office.person for office in officers_shown(cast.amina, cast.society, NOW)] == [cast.kofi]
    show_office(by=cast.kofi, office=cast.kofi.offices.get(), is_public=False, at=NOW)
    assert list(officers_shown(None, cast.society, NOW)) == []


@pytest.mark.parametrize(("who", "named"), [("kofi", 4), ("dean", 4), ("lucia", 4), ("olga", 4), ("zola", 0)])
def test_officers_university_and_movement_see_all_officers(who: str, named: int, cast: Cast) -> None:
    assert len(officers_shown(getattr(cast, who), cast.society, NOW)) == named


def test_nobody_shows_the_name_of_another(cast: Cast) -> None:
    with pytest.raises(NotFound):
        show_office(by=cast.wanjiru, office=cast.kofi.offices.get(), is_public=True, at=NOW)


def test_officers_come_in_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert len([office.person.name for office in officers_of(cast.society, NOW) if office.person]) == 4


def start(*arguments: str) -> str:
    out = StringIO()
    call_command("start_installation", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_fresh_installation_invites_its_operator() -> None:
    said = start("--email", "Olga@Campus.example")
    assert said.startswith("Invited olga@campus.example as operator.")
    olga = factories.person("Olga Lind", email="olga@campus.example")
    factories.accept(olga, mailed_token(), at=LATER)
    assert not rules.is_operator(olga)
    factories.second_factor(olga)
    assert rules.is_operator(olga)


@pytest.mark.django_db
def test_a_second_start_is_refused_unless_asked_for_again() -> None:
    start("--email", "olga@campus.example")
    first = mailed_token()
    with pytest.raises(CommandError, match="--again"):
        start("--email", "olga@campus.example")
    start("--email", "olga@campus.example", "--again")
    assert mailed_token() != first
    assert AuditEvent.objects.filter(verb="invitation_withdrawn").count() == 1
    assert [office.invited_address for office in Office.objects.exclude(ended_at=None)] == [""]
    with pytest.raises(Conflict):
        factories.accept(factories.person(), first, at=NOW)


def test_an_installation_with_an_operator_has_one(cast: Cast) -> None:
    with pytest.raises(Conflict):
        invite_first_operator(address="another@campus.example", at=NOW)
    with pytest.raises(Invalid):
        invite_first_operator(address="another", at=NOW, again=True)
