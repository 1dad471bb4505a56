"""Who of a society's people may be one person, for its officers: the same name twice, and what a merge would change."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min

from campus.base.errors import not_here
from campus.base.text import name_key
from campus.checkin.models import Attendance, Credit
from campus.custody.queries import standing_visits
from campus.custody.rules import known_in, may_merge_in, only_known_in
from campus.directory.models import Society
from campus.people.models import Person

MOST = 40  # groups, or persons found by name, that a page shows


@dataclass(frozen=True)
class Known:
    """Somebody of the society: how often they came, first and last; the dates are None for who only joined."""

    person: Person
    visits: int = 0
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class Comparison:
    """Two who may be one: the visits of both in order, and those of them that would be voided as counted twice."""

    first: Known
    second: Known
    visits: list[tuple[Attendance, bool]]

    @property
    def doubles(self) -> int:
        return sum(is_double for _visit, is_double in self.visits)

    @property
    def visits_after(self) -> int:
        return len(self.visits) - self.doubles

    @property
    def asks(self) -> Person | None:
        """Who has to say yes, because they proved an address; None when both are unproven."""
        return next((known.person for known in (self.first, self.second) if known.person.is_proven), None)

    @property
    def is_for_them_alone(self) -> bool:
        """Whether both proved an address: then nobody else can put them together."""
        return self.first.person.is_proven and self.second.person.is_proven


def same_names(society: Society, person: Person | None, at: datetime) -> list[list[Known]]:
    """Groups of the same name, with somebody unproven in each, those with most visits first. Raises NotFound."""
    _refuse(society, person, at)
    by_name: dict[str, list[Person]] = defaultdict(list)
    for each in _people_of(society):
        by_name[name_key(each.name)].append(each)
    groups = [group for name, group in by_name.items() if name and _may_be_one(group)][:MOST]
    known = _known(society, [each for group in groups for each in group])
    made = [[known[each.pk] for each in group] for group in groups]
    return sorted(made, key=lambda group: -sum(one.visits for one in group))


def named_like(society: Society, person: Person | None, text: str, at: datetime) -> list[Known]:
    """Whose name holds `text`, whatever its case and accents, in order of names. Raises NotFound."""
    _refuse(society, person, at)
    found = [each for each in _people_of(society) if name_key(text) in name_key(each.name)]
    known = _known(society, found)
    return sorted(known.values(), key=lambda one: (name_key(one.person.name), one.person.pk))[:MOST]


def compare(society: Society, person: Person | None, numbers: Iterable[int], at: datetime) -> Comparison:
    """What becoming one would change for the two with these numbers. Raises NotFound for others than the society's."""
    _refuse(society, person, at)
    found = {each.pk: each for each in _people_of(society)}
    pair = [found[number] for number in dict.fromkeys(numbers) if number in found]
    if len(pair) != 2:
        raise not_here()
    known = _known(society, pair)
    rows = [row for mine in standing_visits(pair, society).values() for row in mine]
    earliest = {row.occurrence_id: row.pk for row in sorted(rows, key=lambda row: (row.at, row.pk), reverse=True)}
    rows.sort(key=lambda row: (row.occurrence.starts_at, row.at, row.pk))
    visits = [(row, earliest[row.occurrence_id] != row.pk) for row in rows]
    return Comparison(known[pair[0].pk], known[pair[1].pk], visits)


def _refuse(society: Society, person: Person | None, at: datetime) -> None:
    if not may_merge_in(person, society, at):
        raise not_here()


def _people_of(society: Society) -> list[Person]:
    return [*only_known_in(society), *known_in(society)]


def _may_be_one(group: list[Person]) -> bool:
    return len(group) > 1 and not all(each.is_proven for each in group)


def _known(society: Society, persons: Iterable[Person]) -> dict[int, Known]:
    by_number = {person.pk: person for person in persons}
    standing = Credit.objects.filter(
        society=society,
        attendance__society=society,
        attendance__person__in=list(by_number),
        attendance__voided_at__isnull=True,
    )
    sums = standing.values_list("attendance__person").annotate(Count("pk"), Min("date"), Max("date")).order_by()
    counted = {row[0]: row[1:] for row in sums}
    return {number: Known(person, *counted.get(number, ())) for number, person in by_number.items()}
