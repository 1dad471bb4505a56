"""The other faces of pages about the rhythm: the plan at odds or bare, observances, versions of a calendar."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

from django.urls import reverse

from campus.activities.actions import follow
from campus.activities.actions.observances import follow_observance, observe_on
from campus.activities.models import CoHost, Observance, Occurrence, Series
from campus.directory.actions import accept_revision, discard_revision, propose_revision
from campus.directory.calendar_content import Content, content_of, without_term
from campus.directory.models import Calendar, CalendarRevision, Term
from campus.directory.queries import open_proposal
from tests import factories
from tests import factories_checkin as make
from tests.backend import operations
from tests.factories import NOW
from tests.frontend.face import Face, at, page
from tests.frontend.routes import address_of
from tests.stage import LAST_WEEK, Stage

AT_ODDS = date(2026, 11, 10)


def _series(stage: Stage, name: str) -> Series:
    return stage.cast.society.series.filter(name=name).first() or make.series(stage.cast.society, name)


def at_odds(name: str, query: str = "") -> Callable[[Stage], str]:
    """The plan when another date of the society is at the same time in the same room."""

    def address(stage: Stage) -> str:
        choir = _series(stage, "Choir")
        if not choir.occurrences.exists():
            make.occurrence(choir, AT_ODDS, time(17, 30), place="Common Room, Block C")
        return address_of(name, stage) + query

    return address


def ended(stage: Stage) -> str:
    old = _series(stage, "Chess Hour")
    Series.objects.filter(pk=old.pk).update(ended_at=LAST_WEEK)
    return reverse("manage_series", args=("karura", "heforshe-karura", old.pk))


def observed(name: str, query: str = "") -> Callable[[Stage], str]:
    """The page when the society follows 8 March and marks it two days later, and Amina follows it too."""

    def address(stage: Stage) -> str:
        operations.observances(stage)
        day = Observance.objects.get(slug="iwd")
        follow_observance(by=stage.cast.kofi, society=stage.cast.society, observance=day, at=NOW)
        days = {"official_on": date(2027, 3, 8), "observed_on": date(2027, 3, 10)}
        observe_on(by=stage.cast.kofi, society=stage.cast.society, observance=day, at=NOW, **days)
        follow(by=stage.cast.amina, thing=day, at=NOW)
        return address_of(name, stage) + query

    return address


def asked_to_hold(stage: Stage) -> str:
    """The society is asked by another to hold a series with it."""
    if not Series.objects.filter(name="Asked Evening").exists():
        host = factories.society(stage.cast.karura, "Asking Circle")
        series = make.series(host, "Asked Evening")
        CoHost.objects.create(
            university=host.university,
            society=host,
            guest=stage.cast.society,
            series=series,
            invited_at=LAST_WEEK,
        )
    return address_of("manage_together", stage)


def dates_of_the_circle(stage: Stage) -> str:
    return f"{address_of('plan_dates', stage)}?series={stage.activity.series_id}"


def changed(stage: Stage) -> str:
    """The form of the dates that were ticked, one of which is cancelled."""
    coming = Occurrence.objects.get(activity=stage.activity, date=AT_ODDS)
    return f"{reverse('change_dates', args=('karura', 'heforshe-karura'))}?date={coming.pk}&date={stage.cancelled.pk}"


def _proposed(stage: Stage, content: Callable[[Stage, Content], Content]) -> CalendarRevision:
    calendar = Calendar.objects.get(pk=stage.term.calendar_id)
    return propose_revision(
        by=stage.cast.dean,
        calendar=calendar,
        content=content(stage, content_of(calendar)),
        instead_of=open_proposal(calendar),
        source="Registrar’s page",
        at=NOW,
    )


def without_the_term(stage: Stage, content: Content) -> Content:
    return without_term(content, [term.id for term in content.terms].index(stage.term.pk))


def earlier_end(stage: Stage, content: Content) -> Content:
    """Teaching ends two weeks earlier, so that dates of the circle fall away; and weeks are counted from 0."""
    terms = [
        replace(term, teaching_to=term.teaching_to - timedelta(days=14)) if term.id == stage.term.pk else term
        for term in content.terms
    ]
    return replace(content, terms=tuple(terms), first_week=0)


def proposed(name: str, content: Callable[[Stage, Content], Content]) -> Callable[[Stage], str]:
    """A page about the calendar while a version of it waits."""

    def address(stage: Stage) -> str:
        _proposed(stage, content)
        return address_of(name, stage)

    return address


def version(becomes: str) -> Callable[[Stage], str]:
    """The page of a version that waits, or became something else."""

    def address(stage: Stage) -> str:
        made = _proposed(stage, earlier_end)
        if becomes == "discarded":
            discard_revision(by=stage.cast.dean, revision=made, at=NOW)
        elif becomes == "accepted":
            accept_revision(by=stage.cast.dean, revision=made, at=NOW)
        elif becomes == "left behind":
            Term.objects.filter(pk=stage.term.pk).update(name="Autumn term")
        return reverse("review_revision", args=("karura", made.pk))

    return address


# The versions come last: what they become changes the calendar.
RHYTHM_FACES = {
    "manage_plan, at odds": Face("kofi", at_odds("manage_plan")),
    "plan_month, at odds": Face("kofi", at_odds("plan_month", "?month=2026-11")),
    "plan_month, bare": Face("kofi", page("plan_month", "?month=2028-02")),
    "plan_dates, of a series": Face("kofi", dates_of_the_circle),
    "change_dates, chosen": Face("kofi", changed),
    "manage_series, ended": Face("kofi", ended),
    "manage_observances, all": Face("kofi", observed("manage_observances", "?show=all")),
    "manage_observance, on another day": Face("kofi", observed("manage_observance")),
    "observances, of a country": Face("amina", observed("observances", "?country=KE")),
    "manage_together, asked": Face("kofi", asked_to_hold),
    "embed, a society": Face(None, page("embed", "?society=heforshe-karura")),
    "embed, empty": Face(None, at("/embed/mzizi/")),
    "my_calendar, none": Face("wanjiru", at("/me/calendar/")),
    "review_term, a break": Face("dean", page("review_term", "?break=2026-11-02")),
    "review_term, taken out": Face("dean", proposed("review_term", without_the_term)),
    "remove_term, taken out": Face("dean", proposed("remove_term", without_the_term)),
    "review_calendar, a version waits": Face("dean", proposed("review_calendar", earlier_end)),
    "calendar_weeks, a version waits": Face("dean", proposed("calendar_weeks", earlier_end)),
    "review_revision, dates move": Face("dean", version("waits")),
    "review_revision, discarded": Face("dean", version("discarded")),
    "review_revision, accepted": Face("dean", version("accepted")),
    "review_revision, left behind": Face("dean", version("left behind")),
    "review_calendar, left behind": Face("dean", page("review_calendar")),
}
