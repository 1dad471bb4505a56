"""A small world for the machine that does everything to persons in any order, and what must hold of its rows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from campus.checkin.models import Attendance, Credit, TermParticipation
from campus.directory.models import Society, Term, University
from campus.membership.models import Claim, Membership
from campus.outbox.models import Notice
from campus.people.models import Consent, Merge, Person
from tests import factories
from tests import factories_checkin as make
from tests.factories import NOW

ADDRESSES = ("amina@karura.example", "brian@karura.example", "fatuma@karura.example", "zola@mzizi.example")
PHONES = ("phone one", "phone two")
DAYS = (date(2026, 3, 10), date(2026, 10, 13), date(2026, 10, 20))  # of two reporting terms

Sums = dict[tuple[int, int, int], tuple[int, date, date]]


class World:
    """Two societies of one university and one of another, their doors, and one officer of the first two."""

    def __init__(self) -> None:
        home, other = factories.university(), factories.university("Mzizi University", zone="Africa/Johannesburg")
        self.societies = [
            factories.society(home),
            factories.society(home, "Film Circle"),
            factories.society(other, "HeForShe Mzizi"),
        ]
        self.universities = [home, other]
        self.officer = factories.person("Kofi Mensah", email="kofi@karura.example")
        for society in self.societies[:2]:
            factories.office(self.officer, "president", society=society)
        self.doors = [door for society in self.societies for door in doors_of(society)]


def doors_of(society: Society) -> list[make.Door]:
    series = make.series(society)
    code = make.code(series)
    return [make.Door(series, make.occurrence(series, day), code) for day in DAYS]


@dataclass
class Member:
    """A membership as the test keeps it."""

    person: int
    society: int
    joined_on: date
    left_on: date | None = None


class Members:
    """Memberships in plain Python: what joining, leaving, merging and parting make of them."""

    def __init__(self) -> None:
        self.rows: list[Member] = []
        self._merges: dict[int, tuple[list[Member], list[tuple[Member, date, Member]]]] = {}

    def standing(self, person: int, society: int) -> Member | None:
        mine = (row for row in self.rows if (row.person, row.society, row.left_on) == (person, society, None))
        return next(mine, None)

    def join(self, person: int, society: int, day: date) -> None:
        if self.standing(person, society) is None:
            self.rows.append(Member(person, society, day))

    def leave(self, person: int, society: int, day: date) -> None:
        row = self.standing(person, society)
        if row is not None:
            row.left_on = max(row.joined_on, day)

    def merge(self, merge: Merge) -> None:
        survivor, moved, doubles = merge.survivor_id, [], []
        for row in [row for row in self.rows if row.person == merge.other_id]:
            kept = self.standing(survivor, row.society) if row.left_on is None else None
            if kept is None:
                row.person = survivor
                moved.append(row)
            else:
                doubles.append((kept, kept.joined_on, row))
                kept.joined_on = min(kept.joined_on, row.joined_on)
                self.rows.remove(row)
        self._merges[merge.pk] = moved, doubles

    def unmerge(self, merge: Merge) -> None:
        moved, doubles = self._merges.pop(merge.pk)
        for row in moved:
            row.person = merge.other_id
        for kept, own_day, row in doubles:
            kept.joined_on = own_day
            self.rows.append(row)

    def end(self, person: int, at: datetime) -> None:
        zones = {society.pk: society.university.zone for society in Society.objects.select_related("university")}
        for row in self.rows:
            if row.person == person and row.left_on is None:
                row.left_on = max(row.joined_on, local_day(zones[row.society], at))


def local_day(zone: str, at: datetime) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def tiles() -> dict[int, list[tuple[int, date, date]]]:
    """The reporting terms of each university: from the first active day to the day before the next one's."""
    found: dict[int, list[tuple[int, date, date]]] = defaultdict(list)
    for university in University.objects.all():
        terms = list(Term.objects.filter(calendar__university=university).order_by("active_from"))
        starts = [term.active_from for term in terms]
        ends = [start - timedelta(days=1) for start in starts[1:]] + [date.max]
        starts[0] = date.min
        found[university.pk] = [
            (term.pk, *span) for term, span in zip(terms, zip(starts, ends, strict=True), strict=True)
        ]
    return found


def sums_of_rows() -> Sums:
    """By society, term and person: visits, first and last date, counted one by one."""
    spans, days = tiles(), defaultdict(list)
    rows = {row["id"]: row for row in Attendance.objects.values("id", "person", "voided_at")}
    for credit in Credit.objects.values("attendance", "society", "university", "date"):
        row = rows[credit["attendance"]]
        if row["person"] is None or row["voided_at"] is not None:
            continue
        term = next(pk for pk, first, last in spans[credit["university"]] if first <= credit["date"] <= last)
        days[credit["society"], term, row["person"]].append(credit["date"])
    return {key: (len(dates), min(dates), max(dates)) for key, dates in days.items()}


def sums_kept() -> Sums:
    fields = ("society", "term", "person", "visits", "first_on", "last_on")
    return {row[:3]: row[3:] for row in TermParticipation.objects.values_list(*fields)}


def members_kept() -> list[tuple[Any, ...]]:
    return sorted(Membership.objects.values_list("person", "society", "joined_on", "left_on"), key=str)


def everything() -> list[Any]:
    """Who everything points at and how it stands, so that two moments can be compared."""
    return [
        list(Attendance.objects.order_by("pk").values_list("pk", "person", "voided_at", "void_reason", "receipt_hash")),
        list(Claim.objects.order_by("pk").values_list("pk", "person")),
        list(Consent.objects.order_by("pk").values_list("pk", "person", "withdrawn_at")),
        # What tells the owner of the change is the only thing that stays of both.
        list(Notice.objects.exclude(kind="account_changed").order_by("pk").values_list("pk", "person")),
        list(Person.objects.order_by("pk").values_list("pk", "merged_into", "is_active", "email", "name")),
        members_kept(),
        sums_kept(),
    ]


def check_rows() -> None:
    """What holds of attendances, whatever was done."""
    by_visit: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row in Attendance.objects.exclude(person=None).select_related("person"):
        assert row.person is not None
        assert row.person.merged_into_id is None, "a row points at somebody merged away"
        by_visit[row.occurrence_id, row.person.pk].append(row.void_reason)
    for reasons in by_visit.values():
        assert reasons.count("") <= 1, "somebody is counted twice"
        assert set(reasons) != {"merged"}, "a visit was lost: both rows say that the other one counts"


def check_persons() -> None:
    """What holds of persons: no chains, nothing left of who was erased, each address leads to somebody."""
    for person in Person.objects.select_related("merged_into"):
        if person.merged_into is not None:
            assert (person.merged_into.merged_into_id, person.is_active) == (None, False)
            assert person.merged_into.erased_at == person.erased_at
        if person.erased_at is not None:
            check_erased(person)
    for merge in Merge.objects.filter(undone_at=None):
        assert merge.other.merged_into_id is not None
        numbers = [number for area in merge.moved.values() for rows in area.values() for number in rows]
        assert all(type(number) is int for number in numbers)


def check_erased(person: Person) -> None:
    assert (person.email, person.name, person.language, person.is_active) == (None, "", "", False)
    assert not Claim.objects.filter(person=person).exists()
    assert not Attendance.objects.filter(person=person).exclude(receipt_hash="").exists()
    assert not Membership.objects.filter(person=person, left_on=None).exists()
    assert not Notice.objects.filter(person=person, sent_at=None, dropped_at=None).exists()
    assert not Merge.objects.filter(survivor=person).exclude(moved={}).exists()


__all__ = ["ADDRESSES", "DAYS", "NOW", "PHONES", "Members", "World"]
