"""New this term: what a society's officers see of who is new and who came back. Exact, and theirs only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext

from campus.base import clock
from campus.base.errors import not_here
from campus.checkin.models import Attendance, TermParticipation
from campus.checkin.participation import SecondVisits
from campus.checkin.queries import named_for
from campus.checkin.rules import may_see_counts, may_see_names
from campus.directory.calendar import ReportingTerm
from campus.directory.models import Society, Term
from campus.directory.queries import reporting_terms
from campus.membership.models import Membership
from campus.people.models import Person
from campus.reports.disclosure import Audience, Shown, shown_share
from campus.reports.figures.societies import SocietyFigures, society_figures
from campus.reports.figures.weeks import NewcomerWeek, newcomers_by_week
from campus.reports.rows import credits_in, joined_in, new_to_society, participants_in
from campus.reports.sheet import as_csv

GREET_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class Point:
    """The figures of a term up to one of its days."""

    first_time: int
    participants: int
    new_members: int
    visits: int


@dataclass(frozen=True)
class BesideTerm:
    """An earlier term beside the one that is looked at: up to the same point of it, and in all."""

    term: Term
    so_far: Point
    in_all: Point


@dataclass(frozen=True)
class ToGreet:
    """Somebody who came for the first time in the last two weeks and has not been back yet."""

    person: Person
    activity: str
    date: date
    is_member: bool


@dataclass(frozen=True)
class Newcomers:
    """A society's reporting term as its officers see it, as of `at`.

    `first_time`, `from_last_term` and `back_again` add up to `participants`. `to_greet` is None for an officer who
    may not see names, and empty for a term that does not run.
    """

    society: Society
    term: ReportingTerm
    at: datetime
    is_running: bool
    is_recounting: bool
    visits: int
    participants: int
    first_time: int
    from_last_term: int
    back_again: int
    second_visits: SecondVisits
    second_visit_share: Shown
    new_members: int
    rejoined: int
    new_in_both: int
    weeks: list[NewcomerWeek]
    to_greet: list[ToGreet] | None
    beside: BesideTerm | None


def newcomers(person: Person | None, society: Society, term: ReportingTerm, at: datetime) -> Newcomers:
    """Who is new in a reporting term. Raises NotFound for anybody but the society's officers in force."""
    if not may_see_counts(person, society, at):
        raise not_here()
    today = clock.today(society.university.zone, at)
    counted = society_figures(society, term, at)
    figures, second = counted.figures, counted.figures.second_visits
    return Newcomers(
        society=society,
        term=term,
        at=at,
        is_running=term.holds(today),
        is_recounting=counted.is_recounting,
        visits=figures.visits,
        participants=figures.participants,
        first_time=figures.first_time,
        from_last_term=figures.continuing,
        back_again=figures.reactivated,
        second_visits=second,
        second_visit_share=shown_share(second.came_again, second.could_have, Audience.COMMITTEE),
        new_members=counted.new_members,
        rejoined=counted.rejoined,
        new_in_both=counted.new_in_both,
        weeks=newcomers_by_week(term, counted.visits, counted.newcomers, today),
        to_greet=_to_greet(society, term, today) if may_see_names(person, society, at) else None,
        beside=_beside(counted, today),
    )


def newcomers_csv(page: Newcomers) -> str:
    """The list of people to greet, as CSV. Empty but for its heading where names may not be seen."""
    heading = [gettext("Name"), gettext("First came to"), gettext("Date"), gettext("Member")]
    rows = [
        [str(row.person), row.activity, row.date.isoformat(), gettext("yes") if row.is_member else gettext("no")]
        for row in page.to_greet or []
    ]
    return as_csv([heading, *rows])


def _to_greet(society: Society, term: ReportingTerm, today: date) -> list[ToGreet]:
    if not term.holds(today):
        return []
    lately = TermParticipation.objects.filter(society=society, first_on__gt=today - GREET_WITHIN, visits=1)
    other_terms = TermParticipation.objects.filter(society=society, person=OuterRef("person")).exclude(
        pk=OuterRef("pk")
    )
    once = lately.filter(~Exists(other_terms))
    rows = Attendance.objects.filter(
        named_for(society),
        voided_at__isnull=True,
        person__in=once.values("person"),
        person__erased_at__isnull=True,
    ).select_related("person", "occurrence")
    members = set(Membership.objects.filter(society=society, left_on__isnull=True).values_list("person", flat=True))
    return [
        ToGreet(row.person, row.occurrence.name, row.occurrence.date, row.person_id in members)
        for row in rows.order_by("-occurrence__starts_at", "person__name", "pk")
        if row.person is not None
    ]


def _beside(counted: SocietyFigures, today: date) -> BesideTerm | None:
    """The latest earlier active term; the same point of it is as many days after its first teaching day."""
    if counted.last_term is None:
        return None
    tile = _tile_of(counted.last_term, counted.society)
    if tile is None:
        return None
    passed = today - counted.term.term.teaching_from
    point = tile.term.teaching_from + passed
    return BesideTerm(
        term=tile.term,
        so_far=_point(counted.society, tile, point),
        in_all=_point(counted.society, tile, None),
    )


def _tile_of(term: Term, society: Society) -> ReportingTerm | None:
    return next((tile for tile in reporting_terms(society.university) if tile.term == term), None)


def _point(society: Society, term: ReportingTerm, until: date | None) -> Point:
    came = participants_in(term, until).filter(society=society)
    return Point(
        first_time=new_to_society(came).count(),
        participants=came.count(),
        new_members=joined_in(term, until).filter(society=society).aggregate(n=Count("person", distinct=True))["n"],
        visits=credits_in(term, until).filter(society=society).count(),
    )
