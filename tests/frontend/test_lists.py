"""Every page with a list: as many queries for three rows as for one, and all three stand there with what is theirs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campus.activities.models import Code, Series
from tests import factories
from tests import factories_checkin as make
from tests.backend import rows
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.pages import as_person, text

Row = Callable[[Cast, int], list[str]]


def each(*makers: Row) -> Row:
    """One more of several kinds of row that stand on the same page."""
    return lambda cast, number: [shown for maker in makers for shown in maker(cast, number)]


def circle(cast: Cast) -> Series:
    """The one series of the society, made when first asked for."""
    return cast.society.series.first() or make.series(cast.society)


def karuras_society(cast: Cast, number: int) -> list[str]:
    return [factories.society(cast.karura, f"Club {number}").name]


def date_of_the_circle(cast: Cast, number: int) -> list[str]:
    place = f"Room {number}"
    make.occurrence(circle(cast), make.TODAY + timedelta(days=7 * (number + 1)), place=place)
    return [place]


def open_date(cast: Cast, number: int) -> list[str]:
    name = f"Open {number}"
    make.occurrence(circle(cast), at=make.EVENING.replace(minute=number), name=name, opens_at=NOW)
    return [name]


def past_date(cast: Cast, number: int) -> list[str]:
    name = f"Evening {number}"
    held = make.occurrence(circle(cast), make.TODAY - timedelta(days=number + 1), name=name)
    make.attendance(held, factories.person(f"Visitor {number}"))
    return [name]


def date_of_the_term(cast: Cast, number: int) -> list[str]:
    name = f"Evening {number}"
    make.occurrence(circle(cast), make.TODAY + timedelta(days=number), name=name)
    return [name]


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


def participating(cast: Cast, number: int) -> list[str]:
    club = factories.society(cast.karura, f"Club {number}")
    held = make.occurrence(make.series(club))
    for _guest in range(6):
        make.attendance(held, factories.person())
    return [club.name]


def kept_university(cast: Cast, number: int) -> list[str]:
    shown = rows.university(cast, number)
    university = factories.University.objects.get(name=shown[0])
    factories.office(cast.dean, "staff", university=university)
    return [shown[0]]


def proposal(cast: Cast, number: int) -> list[str]:
    return rows.proposal(cast, number)[:1]


def listed(cast: Cast, number: int) -> list[str]:
    return rows.university(cast, number)[:1]


def code_of_the_circle(cast: Cast) -> str:
    found = circle(cast).codes.first() or make.code(circle(cast))
    return f"/c/{found.code}"


def series_page(cast: Cast) -> str:
    return f"/series/{circle(cast).pk}/"


def occurrence_page(cast: Cast) -> str:
    found = circle(cast).occurrences.filter(place="").first() or make.occurrence(circle(cast))
    return f"/occurrences/{found.pk}/"


def first_term(cast: Cast) -> str:
    return f"/review/karura/terms/{rows.numbers(cast)['term']}/"


def at(path: str) -> Callable[[Cast], str]:
    return lambda cast: path


DESK, REVIEW = "/manage/karura/heforshe-karura/", "/review/karura/"
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
    "me: offices": ("amina", at("/me/"), rows.own_society),
    "manage": ("amina", at("/manage/"), rows.own_society),
    "manage_today": ("kofi", at(DESK), date_of_the_circle),
    "manage_plan": ("kofi", at(f"{DESK}plan/"), date_of_the_term),
    "manage_series": ("kofi", lambda cast: f"{DESK}series/{circle(cast).pk}/", date_of_the_circle),
    "manage_newcomers": ("kofi", at(f"{DESK}newcomers/"), rows.attendance),
    "manage_attendance: dates": ("kofi", at(f"{DESK}attendance/"), past_date),
    "manage_attendance: names": ("kofi", at(f"{DESK}attendance/"), rows.attendance),
    "manage_members": ("kofi", at(f"{DESK}members/"), rows.member),
    "manage_offices": ("kofi", at(f"{DESK}offices/"), each(rows.officer, rows.society_invitation)),
    "manage_posters": ("kofi", at(f"{DESK}posters/"), each(poster_of_a_date, poster_of_a_series)),
    "review: proposals": ("olga", at("/review/"), proposal),
    "review: universities": ("dean", at("/review/"), kept_university),
    "review_registrations: waiting": ("dean", at(REVIEW), rows.registration),
    "review_registrations: decided": ("dean", at(REVIEW), decided),
    "review_participation": ("dean", at(f"{REVIEW}participation/"), participating),
    "review_societies": ("dean", at(f"{REVIEW}societies/"), karuras_society),
    "review_terms": ("dean", at(f"{REVIEW}terms/"), rows.term),
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
