"""The counts of a university's reporting term by society, and the cells in which its staff may read them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet

from campus.directory.calendar import ReportingTerm
from campus.directory.models import University
from campus.reports.disclosure import Audience, Shown, shown, shown_visits
from campus.reports.rows import credits_in, joined_in, new_to_society, new_to_university, participants_in

AUDIENCE = Audience.UNIVERSITY


@dataclass(frozen=True)
class Cells:
    """The figures of one society, or of all together, in one reporting term."""

    visits: Shown
    participants: Shown
    new_participants: Shown
    new_members: Shown

    @property
    def in_order(self) -> tuple[Shown, ...]:
        return (self.visits, self.participants, self.new_participants, self.new_members)


class TermCounts:
    """The true counts of a university's term by society, in as many queries however many societies there are."""

    def __init__(self, university: University, term: ReportingTerm) -> None:
        self._small_number = university.small_number
        self._visits = credits_in(term).filter(university=university)
        self._came = participants_in(term).filter(university=university)
        self._joined = joined_in(term).filter(university=university)
        self._by_society = [
            _grouped(self._visits, "pk"),
            _grouped(self._came, "person"),
            _grouped(new_to_society(self._came), "person"),
            _grouped(self._joined, "person"),
        ]

    def of(self, society: int) -> Cells:
        return self._cells(*(counts.get(society, 0) for counts in self._by_society))

    def total(self) -> Cells:
        """All societies together: a person, or a visit credited to several societies, counts once."""
        return self._cells(
            _distinct(self._visits, "attendance"),
            _distinct(self._came, "person"),
            _distinct(new_to_university(self._came), "person"),
            _distinct(self._joined, "person"),
        )

    def new_people_by_day(self) -> Counter[date]:
        """How many people came to any society for the first time, by local date."""
        firsts = new_to_university(self._came).values("person").annotate(day=Min("first_on"))
        return Counter(firsts.values_list("day", flat=True))

    def _cells(self, visits: int, participants: int, new_participants: int, new_members: int) -> Cells:
        small = self._small_number
        return Cells(
            visits=shown_visits(visits, participants, AUDIENCE, small),
            participants=shown(participants, AUDIENCE, small),
            new_participants=shown(new_participants, AUDIENCE, small),
            new_members=shown(new_members, AUDIENCE, small),
        )


def _grouped(rows: QuerySet, counted: str) -> dict[int, int]:
    return dict(rows.values_list("society").annotate(Count(counted, distinct=True)).order_by())


def _distinct(rows: QuerySet, counted: str) -> int:
    return int(rows.aggregate(found=Count(counted, distinct=True))["found"])
