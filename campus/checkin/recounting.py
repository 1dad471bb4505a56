"""Keeping TermParticipation equal to the rows it is derived from.

A check-in adds one; a void, a merge and changed terms recount. All of them lock the person first, so that no two ever
write the same person's rows at once, and then hold the reporting calendar, so that no term goes or moves meanwhile.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F
from django.db.models.functions import Greatest, Least

from campus.base.alike import NOBODY, insert_if
from campus.base.rows import held
from campus.checkin.models import Credit, TermParticipation
from campus.directory.calendar import ReportingTerm
from campus.directory.models import Calendar, Society, University
from campus.directory.queries import reporting_terms
from campus.people.locking import lock_persons
from campus.people.models import Person

__all__ = ["add_visit", "held_terms", "lock_persons", "recount", "recount_in"]


def held_terms(university: University) -> list[ReportingTerm]:
    """The reporting terms of a university; whoever changes its calendar waits until the transaction ends.

    So a change finds, and recounts, whatever was counted by the terms before it.
    """
    calendar = Calendar.objects.filter(university=university, is_reporting=True).first()
    if calendar is None:
        return []
    held(calendar)
    return reporting_terms(university)


def add_visit(*, person: Person, society: Society, day: date, when: bool = True) -> None:
    """Count one more visit of `person` (locked by the caller) to `society` on a local date.

    The statements are the same for the first visit of a term and for later ones, and with `when` false, which counts
    none. A date of a university without terms is counted once terms are there: setting them rebuilds.
    """
    tile = next((tile for tile in held_terms(society.university) if tile.holds(day)), None)
    if tile is None:
        return
    row = TermParticipation(
        university=society.university,
        society=society,
        term=tile.term,
        person=person,
        visits=1,
        first_on=day,
        last_on=day,
    )
    is_first = insert_if(when, row)
    comes_again = person.pk if when and not is_first else NOBODY
    TermParticipation.objects.filter(society=society, term=tile.term, person=comes_again).update(
        visits=F("visits") + 1, first_on=Least("first_on", day), last_on=Greatest("last_on", day)
    )


def recount(persons: Collection[int], societies: Iterable[Society]) -> None:
    """Make the rows of these persons (locked by the caller) in these societies from their standing credits."""
    for society in societies:
        recount_in(society, held_terms(society.university), persons)


def recount_in(society: Society, tiles: Sequence[ReportingTerm], persons: Collection[int]) -> None:
    """Make the rows of these persons (locked by the caller) in one society, by its university's reporting terms."""
    sums = _sums(society, tiles, persons)
    kept = TermParticipation.objects.filter(society=society, person__in=persons)
    gone = [pk for pk, term, person in kept.values_list("pk", "term", "person") if (term, person) not in sums]
    TermParticipation.objects.filter(pk__in=gone).delete()
    TermParticipation.objects.bulk_create(
        [
            TermParticipation(
                university_id=society.university_id,
                society=society,
                term_id=term,
                person_id=person,
                visits=total.visits,
                first_on=total.first_on,
                last_on=total.last_on,
            )
            for (term, person), total in sorted(sums.items())
        ],
        update_conflicts=True,
        unique_fields=["society", "term", "person"],
        update_fields=["university", "visits", "first_on", "last_on"],
    )


@dataclass
class _Sum:
    visits: int
    first_on: date
    last_on: date

    def add(self, visits: int, day: date) -> None:
        self.visits += visits
        self.first_on, self.last_on = min(self.first_on, day), max(self.last_on, day)


def _sums(society: Society, tiles: Sequence[ReportingTerm], persons: Collection[int]) -> dict[tuple[int, int], _Sum]:
    """Visits, first and last date by (term, person)."""
    days = (
        Credit.objects.filter(
            society=society,
            attendance__person__in=persons,
            attendance__voided_at__isnull=True,
            attendance__occurrence__cancelled_at__isnull=True,
        )
        .values_list("attendance__person", "date")
        .annotate(visits=Count("pk"))
        .order_by()
    )
    sums: dict[tuple[int, int], _Sum] = {}
    for person, day, visits in days:
        tile = next((tile for tile in tiles if tile.holds(day)), None)
        if tile is None:
            continue
        total = sums.setdefault((tile.term.pk, person), _Sum(0, day, day))
        total.add(visits, day)
    return sums
