"""The last term that ended, in a handful of figures without names: exact for officers, disclosed for the university."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from campus.base import clock
from campus.checkin.rules import may_see_counts
from campus.directory.calendar import ReportingTerm
from campus.directory.models import Society
from campus.directory.queries import reporting_terms
from campus.directory.rules import may_keep
from campus.people.models import Person
from campus.reports.disclosure import Audience, Shown, Text, shown
from campus.reports.figures.cells import TermCounts
from campus.reports.figures.societies import society_figures

NAMES = (_("visits"), _("people"), _("people for the first time"), _("new members"))


@dataclass(frozen=True)
class LastTerm:
    """Visits, participants, new participants and new members of the latest reporting term that is over."""

    term: ReportingTerm
    cells: tuple[Shown, Shown, Shown, Shown]

    @property
    def lines(self) -> list[tuple[Text, Text]]:
        """Each figure as text, and what it counts."""
        return [(cell.text, name) for cell, name in zip(self.cells, NAMES, strict=True)]


def last_term(person: Person | None, society: Society, at: datetime) -> LastTerm | None:
    """For the society’s officers and who keeps its university; None for others, and while no term is over."""
    term = _last_over(society, at)
    if term is None:
        return None
    if may_see_counts(person, society, at):
        counted = society_figures(society, term, at)
        figures = counted.figures
        exact = (figures.visits, figures.participants, figures.first_time, counted.new_members)
        visits, participants, new, joined = (shown(count, Audience.COMMITTEE) for count in exact)
        return LastTerm(term, (visits, participants, new, joined))
    if may_keep(person, society.university, at):
        cells = TermCounts(society.university, term).of(society.pk)
        return LastTerm(term, (cells.visits, cells.participants, cells.new_participants, cells.new_members))
    return None


def _last_over(society: Society, at: datetime) -> ReportingTerm | None:
    today = clock.today(society.university.zone, at)
    over = [term for term in reporting_terms(society.university) if term.ends_on is not None and term.ends_on < today]
    return over[-1] if over else None
