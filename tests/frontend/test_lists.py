"""Every page with a list: as many queries for three rows as for one, and all three stand there with what is theirs."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campus.activities.actions import hide_page, report_page
from campus.activities.models import Code
from campus.custody.actions import merge, take_address
from campus.membership.actions import add_template, block_person, remind
from campus.membership.models import Claim, MergeOffer
from tests import factories
from tests import factories_checkin as make
from tests.backend import rows
from tests.campus.test_registration_windows import window
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.pages import as_person, text
from tests.frontend.rhythm_rows import (
    DESK,
    REVIEW,
    chosen_dates,
    circle,
    coming_with_another,
    date_of_the_circle,
    date_of_the_term,
    date_with_another,
    day_to_mark,
    followed_day,
    guest_of_the_circle,
    in_the_way,
    open_date,
    past_date,
    society_that_moves,
    waiting_version,
)
from tests.idp import oidc_row

Row = Callable[[Cast, int], list[str]]


def each(*makers: Row) -> Row:
    """One more of several kinds of row that stand on the same page."""
    return lambda cast, number: [shown for maker in makers for shown in maker(cast, number)]


def asking(cast: Cast, number: int) -> list[str]:
    member = factories.person(f"Member {number}")
    society = factories.society(cast.karura, f"Orphan {number}")
    society.office_requests.create(university=cast.karura, person=member, message="Me.", at=NOW)
    return [society.name, member.name]


def task_of_a_handover(cast: Cast, number: int) -> list[str]:
    handover, _is_new = cast.society.handovers.get_or_create(
        university=cast.karura,
        opened_at=NOW,
        takes_over_on=make.TODAY + timedelta(days=200),
        shadow_from=make.TODAY,
    )
    return [handover.tasks.create(text=f"Task {number}", added_at=NOW).text]


def karuras_society(cast: Cast, number: int) -> list[str]:
    return [factories.society(cast.karura, f"Club {number}").name]


def poster_of_a_date(cast: Cast, number: int) -> list[str]:
    held = make.occurrence(circle(cast), make.TODAY + timedelta(days=number), name=f"Evening {number}")
    made = Code.objects.create(university=cast.karura, society=cast.society, occurrence=held)
    return [held.name, str(made)]


def poster_of_a_series(cast: Cast, number: int) -> list[str]:
    made = make.code(make.series(cast.society, f"Series {number}"))
    return [f"Series {number}", str(made)]


def decided(cast: Cast, number: int) -> list[str]:
    (_applicant,) = rows.registration_of_one(cast, number)
    return [cast.society.name]


def decided_before(cast: Cast, number: int) -> list[str]:
    made = rows.registration_of_one(cast, number)
    cast.society.registrations.update(reason="Decided before.")
    return made and ["Decided before."]


def participating(cast: Cast, number: int) -> list[str]:
    club = factories.society(cast.karura, f"Club {number}")
    held = make.occurrence(make.series(club))
    for _guest in range(6):
        make.attendance(held, factories.person())
    return [club.name]


def reported(cast: Cast, number: int) -> list[str]:
    """A series and a society that wait for a decision."""
    club = factories.society(cast.karura, f"Club {number}")
    for subject in (club, make.series(club, f"Series {number}")):
        report_page(by=cast.amina, subject=subject, reason="spam", text="", at=NOW)
    return [f"Club {number}", f"Series {number}"]


def reports_of_one(cast: Cast, number: int) -> list[str]:
    report_page(by=None, subject=cast.society, reason="spam", text=f"Text {number}", at=NOW)
    return [f"Text {number}"]


def hidden(cast: Cast, number: int) -> list[str]:
    club = factories.society(cast.karura, f"Club {number}")
    for subject in (club, make.series(club, f"Series {number}")):
        hide_page(by=cast.dean, subject=subject, reason="Advertising.", at=NOW)
    return [f"Club {number}", f"Series {number}"]


def reported_university(cast: Cast, number: int) -> list[str]:
    shown = rows.university(cast, number)[:1]
    university = factories.University.objects.get(name=shown[0])
    report_page(by=cast.amina, subject=university, reason="spam", text="", at=NOW)
    return shown


def blocked(cast: Cast, number: int) -> list[str]:
    person = factories.person(f"Visitor {number}")
    block_person(by=cast.kofi, society=cast.society, person=person, reason=f"Reason {number}", at=NOW)
    return [f"Visitor {number}", f"Reason {number}"]


def hidden_series(cast: Cast, number: int) -> list[str]:
    loud = make.series(cast.society, f"Loud {number}")
    hide_page(by=cast.dean, subject=loud, reason="Advertising.", at=NOW)
    return [f"Loud {number}"]


def renewal_due(cast: Cast, number: int) -> list[str]:
    """A society that is to renew, and one that applied."""
    if not cast.karura.registration_windows.exists():
        window(cast, new_to=make.TODAY, roles=["president"])
    club = factories.society(cast.karura, f"Due {number}", approved_at=NOW - timedelta(days=365))
    factories.office(factories.person(f"President {number}"), "president", society=club)
    remind(by=cast.dean, society=club, key=f"renewal-{club.pk}", at=NOW)
    return [f"Due {number}", *rows.registration(cast, number)[:1]]


def registration_window(cast: Cast, number: int) -> list[str]:
    year = 2030 + number
    first, last = date(year, 9, 1), date(year, 9, 9)
    window(cast, name=f"Year {year}", new_from=first, new_to=last, renew_from=first, renew_to=last)
    return [f"Year {year}"]


def answer_template(cast: Cast, number: int) -> list[str]:
    add_template(by=cast.dean, university=cast.karura, name=f"Template {number}", text=f"Text {number}", at=NOW)
    return [f"Template {number}", f"Text {number}"]


def undecided_visit(cast: Cast, number: int) -> list[str]:
    """Typed with Amina's address before she proved it."""
    held = make.occurrence(circle(cast), make.TODAY - timedelta(days=number + 1), name=f"Evening {number}")
    unproven = factories.person(proven=False)
    address = str(cast.amina.email)
    if not Claim.objects.filter(address=address).exists():
        Claim.objects.create(university=cast.karura, person=unproven, address=address, created_at=NOW)
    make.attendance(held, Claim.objects.get(address=address).person, identity="typed")
    return [held.name]


def offer_to_amina(cast: Cast, number: int) -> list[str]:
    held = make.occurrence(circle(cast), make.TODAY - timedelta(days=number + 1), name=f"Evening {number}")
    unproven = factories.person(f"Stranger {number}", proven=False)
    make.attendance(held, unproven, identity="typed")
    MergeOffer.objects.create(
        university=cast.karura, society=cast.society, unproven=unproven, proven=cast.amina, at=NOW, by=cast.kofi
    )
    return [f"Stranger {number}", held.name]


def own_address(cast: Cast, number: int) -> list[str]:
    take_address(by=cast.amina, address=f"amina{number}@home.example", at=NOW)
    return [f"amina{number}@home.example"]


def same_name(cast: Cast, number: int) -> list[str]:
    held = make.occurrence(circle(cast), make.TODAY - timedelta(days=number + 1))
    for _twice in range(2):
        make.attendance(held, factories.person(f"Stranger {number}", proven=False), identity="typed")
    return [f"Stranger {number}"]


def merged_pair(cast: Cast, number: int) -> list[str]:
    held = make.occurrence(circle(cast), make.TODAY - timedelta(days=number + 1))
    pair = [factories.person(f"{name} {number}", proven=False) for name in ("Kept", "Gone")]
    for person in pair:
        make.attendance(held, person, identity="typed")
    merge(by=cast.kofi, survivor=pair[0], other=pair[1], society=cast.society, at=NOW)
    return [f"Kept {number}", f"Gone {number}"]


def kept_university(cast: Cast, number: int) -> list[str]:
    shown = rows.university(cast, number)
    university = factories.University.objects.get(name=shown[0])
    factories.office(cast.dean, "staff", university=university)
    return [shown[0]]


def proposal(cast: Cast, number: int) -> list[str]:
    return rows.proposal(cast, number)[:1]


def listed(cast: Cast, number: int) -> list[str]:
    return rows.university(cast, number)[:1]


def domain_to_confirm(cast: Cast, number: int) -> list[str]:
    university = factories.university(f"Campus {number}", slug=f"campus-{number}")
    university.domains.create(domain=f"number{number}.example")
    return [university.name, f"number{number}.example"]


def account_of_amina(cast: Cast, number: int) -> list[str]:
    """The account at a university with which she signs in, too."""
    university = factories.university(f"Campus {number}", slug=f"campus-{number}")
    SocialAccount.objects.create(user=cast.amina, provider=oidc_row(university, "https://sso.example").slug, uid="1")
    return [university.name]


def code_of_the_circle(cast: Cast) -> str:
    found = circle(cast).codes.first() or make.code(circle(cast))
    return f"/c/{found.code}"


def series_page(cast: Cast) -> str:
    return f"/series/{circle(cast).pk}/"


def occurrence_page(cast: Cast) -> str:
    found = circle(cast).occurrences.filter(place="").first() or make.occurrence(circle(cast))
    return f"/occurrences/{found.pk}/"


def a_date(cast: Cast) -> int:
    return circle(cast).occurrences.earliest("pk").pk


def first_term(cast: Cast) -> str:
    return f"/review/karura/terms/{rows.numbers(cast)['term']}/"


def at(path: str) -> Callable[[Cast], str]:
    return lambda cast: path


def at_calendar(page: str) -> Callable[[Cast], str]:
    return lambda cast: f"{REVIEW}calendars/{rows.numbers(cast)['calendar']}/{page}"


LISTS: dict[str, tuple[str | None, Callable[[Cast], str], Row]] = {
    "home: dates": (None, at("/"), rows.occurrence),
    "home: societies": (None, at("/"), rows.society),
    "universities": (None, at("/universities/"), listed),
    "university: societies": (None, at("/universities/karura/"), karuras_society),
    "university: dates": (None, at("/universities/karura/"), date_of_the_circle),
    "society: next dates": (None, at("/societies/karura/heforshe-karura/"), date_of_the_circle),
    "society: series and officers": (
        None,
        at("/societies/karura/heforshe-karura/"),
        each(rows.officer, lambda cast, number: [make.series(cast.society, f"Series {number}").name]),
    ),
    "series": ("kofi", series_page, date_of_the_circle),
    "occurrence: more dates": ("kofi", occurrence_page, date_of_the_circle),
    "check_in: others open": (None, code_of_the_circle, open_date),
    "check_in: next dates": (None, code_of_the_circle, date_of_the_circle),
    "me: memberships": ("amina", at("/me/"), rows.own_membership),
    "me: counted": ("amina", at("/me/"), lambda cast, number: rows.own_attendance(cast, number)[::2]),
    "me: answers": ("amina", at("/me/"), lambda cast, number: rows.own_answer(cast, number)[::2]),
    "me: follows": ("amina", at("/me/"), rows.own_follow),
    "manage_occurrence: answers": ("kofi", lambda cast: f"{DESK}occurrences/{a_date(cast)}/", rows.answer),
    "me: offices": ("amina", at("/me/"), rows.own_society),
    "me: addresses": ("amina", at("/me/"), own_address),
    "me: offers": ("amina", at("/me/"), offer_to_amina),
    "my_visits": ("amina", at("/me/visits/"), undecided_visit),
    "security: university accounts": ("amina", at("/me/security/"), account_of_amina),
    "domains": ("olga", at("/review/domains/"), domain_to_confirm),
    "manage_people: same names": ("kofi", at(f"{DESK}people/"), same_name),
    "manage_people: merges": ("kofi", at(f"{DESK}people/"), merged_pair),
    "manage_people: asked": ("kofi", at(f"{DESK}people/"), lambda cast, number: offer_to_amina(cast, number)[:1]),
    "manage": ("amina", at("/manage/"), rows.own_society),
    "manage_today": ("kofi", at(DESK), date_of_the_circle),
    "manage_plan": ("kofi", at(f"{DESK}plan/"), date_of_the_term),
    "manage_plan: in the way": ("kofi", at(f"{DESK}plan/"), in_the_way),
    "manage_plan: nothing planned for": ("kofi", at(f"{DESK}plan/"), followed_day),
    "plan_month: in the way": ("kofi", at(f"{DESK}plan/month/"), in_the_way),
    "plan_month: days to mark": ("kofi", at(f"{DESK}plan/month/?month=2026-11"), day_to_mark),
    "change_dates": ("kofi", chosen_dates, date_of_the_term),
    "observances": ("amina", at("/observances/"), day_to_mark),
    "manage_observances": ("kofi", at(f"{DESK}plan/observances/"), day_to_mark),
    "embed": (None, at("/embed/karura/"), in_the_way),
    "embed: a society": (None, at("/embed/karura/?society=heforshe-karura"), date_of_the_circle),
    "review_revision: societies": ("dean", waiting_version, society_that_moves),
    "plan_month": ("kofi", at(f"{DESK}plan/month/"), date_of_the_term),
    "plan_dates": ("kofi", at(f"{DESK}plan/dates/"), date_of_the_term),
    "plan_dates: past": ("kofi", at(f"{DESK}plan/dates/?when=past"), past_date),
    "manage_series": ("kofi", lambda cast: f"{DESK}series/{circle(cast).pk}/", date_of_the_circle),
    "manage_newcomers": ("kofi", at(f"{DESK}newcomers/"), rows.attendance),
    "manage_attendance: dates": ("kofi", at(f"{DESK}attendance/"), past_date),
    "manage_attendance: names": ("kofi", at(f"{DESK}attendance/"), rows.attendance),
    "manage_members": ("kofi", at(f"{DESK}members/"), rows.member),
    "manage_letters": ("kofi", at(f"{DESK}letters/"), rows.letter),
    "manage_together": ("kofi", at(f"{DESK}together/"), rows.cohost),
    "manage_together: dates": ("kofi", at(f"{DESK}together/"), date_with_another),
    "manage_series: hosts": ("kofi", lambda cast: f"{DESK}series/{circle(cast).pk}/", guest_of_the_circle),
    "society: dates of others": (None, at("/societies/karura/heforshe-karura/"), coming_with_another),
    "manage_offices": ("kofi", at(f"{DESK}offices/"), each(rows.officer, rows.society_invitation)),
    "manage_handover": (
        "kofi",
        at(f"{DESK}handover/"),
        each(rows.officer, rows.society_invitation, poster_of_a_series, task_of_a_handover),
    ),
    "manage_posters": ("kofi", at(f"{DESK}posters/"), each(poster_of_a_date, poster_of_a_series)),
    "review_waiting": ("dean", at(f"{REVIEW}waiting/"), renewal_due),
    "review_windows": ("dean", at(f"{REVIEW}windows/"), registration_window),
    "review_templates": ("dean", at(f"{REVIEW}templates/"), answer_template),
    "manage_registration: earlier": ("kofi", at(f"{DESK}registration/"), decided_before),
    "review: proposals": ("olga", at("/review/"), proposal),
    "review: universities": ("dean", at("/review/"), kept_university),
    "review_reports: waiting": ("dean", at(f"{REVIEW}reports/"), reported),
    "review_reports: hidden": ("dean", at(f"{REVIEW}reports/"), hidden),
    "review_report": ("dean", lambda cast: f"{REVIEW}reports/society/{cast.society.pk}/", reports_of_one),
    "reports: universities": ("lucia", at("/review/reports/"), reported_university),
    "reports: hidden": ("olga", at("/review/reports/"), hidden),
    "manage_blocks": ("kofi", at(f"{DESK}blocks/"), blocked),
    "manage_settings: hidden": ("kofi", at(f"{DESK}settings/"), hidden_series),
    "review_registrations: waiting": ("dean", at(REVIEW), rows.registration),
    "review_registrations: decided": ("dean", at(REVIEW), decided),
    "review_participation": ("dean", at(f"{REVIEW}participation/"), participating),
    "review_societies": ("dean", at(f"{REVIEW}societies/"), karuras_society),
    "office_requests": ("dean", at(f"{REVIEW}office-requests/"), asking),
    "review_terms": ("dean", at(f"{REVIEW}terms/"), rows.term),
    "calendar_history": ("dean", at_calendar("history/"), rows.revision),
    "review_calendar": ("dean", at_calendar(""), lambda cast, number: rows.term(cast, number)[:1]),
    "review_enrolments": ("dean", at(f"{REVIEW}enrolments/"), rows.enrolment),
    "review_terms: calendars": ("dean", at(f"{REVIEW}terms/"), rows.calendar),
    "review_term: breaks": ("dean", first_term, rows.pause),
    "review_offices": ("dean", at(f"{REVIEW}offices/"), each(rows.staff, rows.university_invitation)),
}


def asked(client: Client, address: str) -> tuple[str, int]:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return text(answer), len(queries)


@pytest.mark.parametrize("name", LISTS)
def test_three_rows_take_as_many_queries_as_one(name: str, cast: Cast):
    who, address, one_more = LISTS[name]
    client = as_person(getattr(cast, who)) if who else Client()
    with time_machine.travel(NOW, tick=False):
        shown = one_more(cast, 0)
        client.get(address(cast))
        _page, for_one = asked(client, address(cast))
        shown += one_more(cast, 1) + one_more(cast, 2)
        page, for_three = asked(client, address(cast))
    assert [word for word in shown if word not in page] == []
    assert for_three == for_one
