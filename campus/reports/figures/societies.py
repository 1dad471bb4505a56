"""The figures of one society and one reporting term."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from campus.base import clock
from campus.checkin.models import TermParticipation
from campus.checkin.participation import Figures, Ratio, figures, retention
from campus.checkin.queries import is_recounting
from campus.directory.calendar import ReportingTerm, week_start
from campus.directory.models import Society, Term
from campus.directory.queries import reporting_term_on
from campus.reports.disclosure import Audience, Shown, shown
from campus.reports.rows import DatedVisit, joined_in, meetings_in, new_to_society, participants_in, visits_in


@dataclass(frozen=True)
class SocietyFigures:
    """The exact figures of a society in a reporting term. They may leave the society through disclosure only.

    `last_term` is the latest earlier term in which anybody came. `newcomers` holds the numbers of the persons who came
    for the first time ever; `new_members` counts who joined in the term: `rejoined` of them had been members before,
    `new_in_both` are newcomers too.
    """

    society: Society
    term: ReportingTerm
    visits: list[DatedVisit]
    newcomers: frozenset[int]
    figures: Figures
    last_term: Term | None
    retention: Ratio | None
    new_members: int
    rejoined: int
    new_in_both: int
    is_recounting: bool


def society_figures(society: Society, term: ReportingTerm, at: datetime) -> SocietyFigures:
    """Count a society's term as of the instant `at`. Asks no permission: callers do."""
    visits = visits_in(society, term)
    came = participants_in(term).filter(society=society)
    present = set(came.values_list("person", flat=True))
    newcomers = frozenset(new_to_society(came).values_list("person", flat=True))
    last_term = _last_active_term(society, term)
    before = set(TermParticipation.objects.filter(society=society, term=last_term).values_list("person", flat=True))
    joined = set(joined_in(term).filter(society=society).values_list("person", flat=True))
    return SocietyFigures(
        society=society,
        term=term,
        visits=visits,
        newcomers=newcomers,
        figures=figures(
            visits, meetings_in(society, term, at), seen_before=present - newcomers, seen_last_term=before & present
        ),
        last_term=last_term,
        retention=retention(last_term=before, this_term=present),
        new_members=len(joined),
        rejoined=_rejoined(society, term),
        new_in_both=len(joined & newcomers),
        is_recounting=is_recounting(society.university, society),
    )


def public_participants(society: Society, at: datetime) -> Shown | None:
    """How many people came in the running term until last week, as the public may read it; None without a term.

    Not until now: whoever saw it change with one typed address would know that its owner had not been there before.
    """
    university = society.university
    today = clock.today(university.zone, at)
    term = reporting_term_on(university, today)
    if term is None:
        return None
    last_week = week_start(term.term.calendar, today) - timedelta(days=1)
    came = participants_in(term, until=last_week).filter(society=society)
    return shown(came.count(), Audience.PUBLIC, university.small_number)


def _last_active_term(society: Society, term: ReportingTerm) -> Term | None:
    if term.starts_on is None:
        return None
    earlier = TermParticipation.objects.filter(society=society, first_on__lt=term.starts_on)
    latest = earlier.select_related("term").order_by("-first_on", "-pk").first()
    return latest.term if latest else None


def _rejoined(society: Society, term: ReportingTerm) -> int:
    """How many of those who joined in the term had joined at another time before."""
    joined = joined_in(term).filter(society=society)
    earlier = Q(person__memberships__society=society, person__memberships__joined_on__lt=F("joined_on"))
    return joined.filter(earlier).aggregate(persons=Count("person", distinct=True))["persons"] or 0
