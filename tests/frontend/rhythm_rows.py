"""Rows of lists about the rhythm, as tests.frontend.test_lists makes them: the number-th row, and what it shows."""

from dataclasses import replace
from datetime import date, timedelta

from campus.activities.actions import ActivityPlan, plan_activity
from campus.activities.actions.observances import follow_observance
from campus.activities.models import Activity, Observance, Series
from campus.directory.actions import propose_revision
from campus.directory.calendar_content import content_of
from campus.directory.models import Calendar
from campus.directory.queries import open_proposal
from tests import factories
from tests import factories_checkin as make
from tests.conftest import Cast
from tests.factories import NOW

DESK, REVIEW = "/manage/karura/heforshe-karura/", "/review/karura/"


def circle(cast: Cast) -> Series:
    """The one series of the society, made when first asked for."""
    return cast.society.series.first() or make.series(cast.society)


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


def _with_another(cast: Cast, number: int, day: date) -> list[str]:
    host = factories.society(cast.karura, f"Host {number}")
    held = make.occurrence(make.series(host, f"Evening {number}"), day)
    before = {"invited_at": NOW - timedelta(days=9), "accepted_at": NOW - timedelta(days=9)}
    held.cohosts.create(university=cast.karura, society=host, guest=cast.society, **before)
    return [host.name, held.name]


def date_with_another(cast: Cast, number: int) -> list[str]:
    return _with_another(cast, number, make.TODAY - timedelta(days=number + 1))


def coming_with_another(cast: Cast, number: int) -> list[str]:
    """The first one is a card that names no host."""
    return _with_another(cast, number, make.TODAY + timedelta(days=number + 1))[1:]


def guest_of_the_circle(cast: Cast, number: int) -> list[str]:
    guest = factories.society(cast.karura, f"Guest {number}")
    of = circle(cast)
    of.cohosts.create(university=cast.karura, society=cast.society, guest=guest, invited_at=NOW, accepted_at=NOW)
    return [guest.name]


def date_of_the_term(cast: Cast, number: int) -> list[str]:
    name = f"Evening {number}"
    make.occurrence(circle(cast), make.TODAY + timedelta(days=number), name=name)
    return [name]


def in_the_way(cast: Cast, number: int) -> list[str]:
    """A date of the circle, and one of another society at the same time in the same room."""
    day, place = make.TODAY + timedelta(days=number + 1), f"Room {number}"
    make.occurrence(circle(cast), day, place=place)
    make.occurrence(make.series(factories.society(cast.karura, f"Rival {number}"), f"Clash {number}"), day, place=place)
    return [f"Clash {number}"]


def day_to_mark(cast: Cast, number: int) -> list[str]:
    """An observance that every society's plan shows, on a day of its own."""
    made = Observance.objects.create(
        slug=f"day-{number}",
        name=f"Day {number} of the Circle",
        kind=Observance.Kind.DAY,
        rrule=f"FREQ=YEARLY;BYMONTH=11;BYMONTHDAY={number + 2}",
        tier=Observance.Tier.CORE,
        shows_by_default=True,
    )
    return [made.name]


def followed_day(cast: Cast, number: int) -> list[str]:
    """One that the society follows, near, with nothing planned for it: the plan says so."""
    shown = day_to_mark(cast, number)
    followed = Observance.objects.get(slug=f"day-{number}")
    follow_observance(by=cast.kofi, society=cast.society, observance=followed, at=NOW)
    return shown


def society_that_moves(cast: Cast, number: int) -> list[str]:
    """A society whose dates a waiting version of the calendar moves."""
    club = factories.society(cast.karura, f"Moved {number}")
    factories.office(cast.kofi, "president", society=club)
    plan = ActivityPlan(
        name=f"Moving {number}",
        description="",
        rrule="FREQ=WEEKLY;BYDAY=TU",
        first_date=make.TODAY,
        start_time=make.EVENING,
        minutes=90,
        zone=cast.karura.zone,
        window=Activity.Window.TEACHING,
    )
    plan_activity(by=cast.kofi, society=club, plan=plan, at=NOW)
    return [club.name]


def chosen_dates(cast: Cast) -> str:
    numbers = circle(cast).occurrences.values_list("pk", flat=True)
    return f"{DESK}plan/dates/change/?" + "&".join(f"date={number}" for number in numbers)


def waiting_version(cast: Cast) -> str:
    """Teaching of the running term ends two weeks earlier in it."""
    calendar = Calendar.objects.get(university=cast.karura)
    waiting = open_proposal(calendar)
    if waiting is None:
        content = content_of(calendar)
        shorter = [
            replace(term, teaching_to=term.teaching_to - timedelta(days=14)) if "1, 2026/27" in term.name else term
            for term in content.terms
        ]
        content = replace(content, terms=tuple(shorter))
        waiting = propose_revision(by=cast.dean, calendar=calendar, content=content, at=NOW)
    return f"{REVIEW}revisions/{waiting.pk}/"
