"""Check-ins beside everything that changes what they count for: the sums end as the rows say, and nobody is refused
for having come at the same moment."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from campus.activities.actions import cancel_occurrence, restore_occurrence
from campus.activities.models import Occurrence
from campus.base.errors import Conflict, NotFound
from campus.checkin.actions import not_me, rebuild_participation, void_attendance
from campus.checkin.actions.counting import at_the_door
from campus.checkin.models import Attendance, Credit, TermParticipation
from campus.checkin.tokens import not_me_token
from campus.directory.actions import add_term, change_term, remove_term
from campus.directory.models import Calendar, Term
from campus.directory.queries import reporting_terms
from campus.people.models import Person
from tests import factories
from tests import factories_checkin as make
from tests.campus.threads import meanwhile
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS, TURNS = 6, 15


class Campus:
    """Two societies with two open doors each, six people, an officer and the university's office."""

    def __init__(self) -> None:
        self.home = factories.university()
        self.dean = factories.person("Ruth Wekesa")
        factories.office(self.dean, "staff", university=self.home)
        self.officer = factories.person("Kofi Mensah")
        self.people = [factories.person(f"Person {number}") for number in range(6)]
        self.doors = []
        for name in ("HeForShe Karura", "Film Circle"):
            society = factories.society(self.home, name)
            factories.office(self.officer, "president", society=society)
            series = make.series(society)
            code = make.code(series)
            self.doors += [make.Door(series, make.occurrence(series, at=at), code) for at in (time(17, 45), time(18))]

    def rebuild(self) -> None:
        rebuild_participation(university=self.home, progress=lambda done, total: None)


def together(turns: Sequence[Callable[[], Any]]) -> list[Exception]:
    """Do all of it, each turn in a thread of its own that begins with the others; what went wrong and is no refusal."""
    gate = threading.Barrier(len(turns))

    def go(turn: Callable[[], Any]) -> Exception | None:
        gate.wait(timeout=30)
        try:
            turn()
        except Exception as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(turns)) as threads:
        return [error for error in threads.map(go, turns) if error is not None]


def sums() -> dict[tuple[int, int, int], tuple[Any, ...]]:
    rows = TermParticipation.objects.values_list("society", "term", "person", "visits", "first_on", "last_on")
    return {row[:3]: row[3:] for row in rows}


def sums_of_rows(campus: Campus) -> dict[tuple[int, int, int], tuple[Any, ...]]:
    """Counted anew, another way than the program does."""
    standing = Credit.objects.filter(
        attendance__voided_at=None, attendance__person__isnull=False, attendance__occurrence__cancelled_at=None
    )
    days: dict[tuple[int, int, int], list[Any]] = {}
    for society, person, day in standing.values_list("society", "attendance__person", "date"):
        term = next(tile.term.pk for tile in reporting_terms(campus.home) if tile.holds(day))
        days.setdefault((society, term, person), []).append(day)
    return {key: (len(dates), min(dates), max(dates)) for key, dates in days.items()}


def counting(campus: Campus, random: Random) -> None:
    """One of the things that people at doors do."""
    door, person = random.choice(campus.doors), random.choice(campus.people)
    phone = f"phone {random.randrange(8)}"
    match random.choice(["signed in", "signed in", "typed", "new", "nameless", "undo", "void", "not me", "rebuild"]):
        case "signed in":
            door.signed_in(person, phone=phone)
        case "typed":
            door.typed(person.email, phone=phone)
        case "new":
            door.typed(f"stranger{random.randrange(4)}@karura.example", phone=phone)
        case "nameless":
            door.anonymous(phone)
        case "undo":
            door.undo(phone)
        case "void":
            row = Attendance.objects.filter(occurrence=door.occurrence, voided_at=None).order_by("?").first()
            if row:
                void_attendance(by=campus.officer, attendance=row, reason="left", at=NOW)
        case "not me":
            not_me(token=not_me_token(person=person, university=campus.home, day=make.TODAY), at=NOW)
        case "rebuild":
            campus.rebuild()


def in_turns(act: Callable[[Campus, Random], None], campus: Campus, seed: int) -> Callable[[], None]:
    random = Random(seed)

    def work() -> None:
        for _turn in range(TURNS):
            try:
                act(campus, random)
            except Conflict:  # the date is cancelled just now
                continue

    return work


def test_check_ins_undoings_voids_and_rebuilds_at_once_leave_the_sums_of_the_rows():
    campus = Campus()
    assert together([in_turns(counting, campus, seed) for seed in range(WORKERS)]) == []
    assert sums() == sums_of_rows(campus)


def test_cancelled_dates_and_moved_terms_meanwhile_are_counted_right_by_the_rebuild_that_follows_them():
    """Whatever was counted by the old state has ended before the change does, so that the rebuild after it finds it."""
    campus = Campus()
    term = Term.objects.get(calendar__university=campus.home, name="Semester 1, 2026/27")

    def changing(campus: Campus, random: Random) -> None:
        occurrence = random.choice(campus.doors).occurrence
        match random.choice(["cancel", "restore", "move", "move"]):
            case "cancel":
                cancel_occurrence(by=campus.officer, occurrence=occurrence, reason="Flooded.", at=NOW)
            case "restore":
                restore_occurrence(by=campus.officer, occurrence=occurrence, at=NOW)
            case "move":
                begins = make.TODAY + timedelta(days=random.choice([-1, 1]))
                change_term(by=campus.dean, term=term, active_from=begins, teaching_from=begins, at=NOW)
        campus.rebuild()

    workers = [in_turns(counting, campus, seed) for seed in range(WORKERS - 2)]
    assert together([*workers, *(in_turns(changing, campus, 100 + seed) for seed in range(2))]) == []
    assert sums() == sums_of_rows(campus)


def test_people_may_check_in_while_a_term_is_taken_away_and_put_back():
    campus = Campus()
    calendar = Calendar.objects.get(university=campus.home)

    def replacing(campus: Campus, random: Random) -> None:
        term = Term.objects.get(calendar=calendar, name="Semester 1, 2026/27")
        dates = {name: getattr(term, name) for name in ("teaching_from", "teaching_to", "active_from", "active_to")}
        remove_term(by=campus.dean, term=term, at=NOW)
        add_term(by=campus.dean, calendar=calendar, name=term.name, **dates, at=NOW)
        campus.rebuild()

    workers = [in_turns(counting, campus, seed) for seed in range(WORKERS - 1)]
    assert together([*workers, in_turns(replacing, campus, 100)]) == []
    assert sums() == sums_of_rows(campus)


def test_one_person_at_two_doors_and_two_people_at_one_wait_for_nobody_in_a_circle():
    campus = Campus()
    first, second = campus.people[:2]
    here, there = campus.doors[:2]
    turns = [lambda d=door, p=person: d.signed_in(p) for door in (here, there) for person in (first, second)]
    assert together(turns * 3) == []
    assert Attendance.objects.count() == 4


def test_a_check_in_that_meets_a_cancelling_is_refused_with_its_reason():
    campus = Campus()
    door = campus.doors[0]
    refused = meanwhile(
        lambda: cancel_occurrence(by=campus.officer, occurrence=door.occurrence, reason="Flooded.", at=NOW),
        lambda: door.signed_in(campus.people[0]),
    )
    assert isinstance(refused, Conflict)
    assert (refused.code, Attendance.objects.count()) == ("occurrence_cancelled", 0)


def test_a_typed_check_in_that_meets_a_not_me_counts_nobody():
    campus = Campus()
    door, person = campus.doors[0], campus.people[0]
    token = not_me_token(person=person, university=campus.home, day=make.TODAY)
    assert meanwhile(lambda: not_me(token=token, at=NOW), lambda: door.typed(person.email)) is None
    assert Attendance.objects.count() == 0


def test_whoever_checks_in_at_a_pinned_date_lets_others_check_in_too():
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite one transaction writes at a time")
    campus = Campus()
    door = campus.doors[0]
    door.signed_in(campus.people[0])
    door.occurrence.refresh_from_db()
    with transaction.atomic():
        at_the_door(door.occurrence)
        assert together([lambda: door.signed_in(campus.people[1])]) == []


def test_a_date_that_went_while_somebody_typed_their_name_is_not_found():
    campus = Campus()
    door = campus.doors[0]
    Occurrence.objects.filter(pk=door.occurrence.pk).delete()
    with pytest.raises(NotFound):
        door.typed("brian@karura.example")
    assert not Person.objects.filter(email=None).exists()
