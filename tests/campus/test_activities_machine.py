"""Everything that is done to dates, in any order: nobody who answered or came is lost, and previews say what happens.

`EDIT_EXAMPLES` and `EDIT_STEPS` make it look further.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from campus.activities import actions
from campus.activities.actions.replan import extend_society, replan_society
from campus.activities.edits import Batch, Changes, Edit, Scope
from campus.activities.models import Code, CoHost, Occurrence, Rsvp, Series
from campus.activities.planning import instants
from campus.activities.queries import find_code, preview_batch, preview_edit, preview_end, preview_replan
from campus.activities.queries.timetables import timetable_of
from campus.activities.replanning import Timetables, replanned
from campus.base.errors import CampusError
from campus.checkin.actions import Browser, check_in_signed_in
from campus.checkin.models import Attendance
from campus.directory.models import Break, Term
from campus.outbox.models import Notice
from tests.campus.edit_world import answered, everything, nothing_written, what_happened, what_was_said
from tests.campus.plans import WEEKLY
from tests.conftest import gather
from tests.factories import NOW

EXAMPLES = int(os.environ.get("EDIT_EXAMPLES", "10"))
STEPS = int(os.environ.get("EDIT_STEPS", "20"))

PLANS = (
    WEEKLY,
    replace(WEEKLY, name="Twice", rrule="FREQ=WEEKLY;BYDAY=MO,TH", window="active", more_times=(time(20, 30),)),
    replace(
        WEEKLY, name="Monthly", rrule="FREQ=MONTHLY;BYDAY=2WE", window="always", timing="to_confirm", start_time=time(0)
    ),
)
RULES = (
    "FREQ=WEEKLY;BYDAY=TH", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=WEEKLY;BYDAY=WE,FR,SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    "FREQ=WEEKLY;COUNT=9;BYDAY=TU", "FREQ=MONTHLY;BYDAY=1MO,3FR", "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY", "",
)  # fmt: skip
BATCHES = (
    Batch("move", days=1), Batch("move", days=-3, start_time=time(9, 0)), Batch("move", days=8),
    Batch("cancel", reason="The room is being painted."), Batch("restore"), Batch("rename", name="Open evening"),
    Batch("place", place="Hall 2"),
)  # fmt: skip
MOVED = ("teaching_from", "teaching_to", "active_from", "active_to")  # of a term
numbers = st.integers(0, 60)
times = st.sampled_from([None, time(17, 30), time(18, 0), time(19, 15)])
edits = st.builds(
    Edit,
    name=st.sampled_from([None, None, "Circle of allies"]),
    place=st.sampled_from([None, None, "Room 7"]),
    minutes=st.sampled_from([None, None, 45]),
    start_time=times,
    rrule=st.sampled_from([None, None, *RULES]),
    window=st.sampled_from([None, None, "always", "teaching"]),
    more_times=st.sampled_from([None, None, (), (time(21, 0),)]),
)


@contextmanager
def may_be_refused() -> Iterator[None]:
    """A refusal is an answer, too; what was begun before it is taken back, as it is when a request ends."""
    try:
        with transaction.atomic():
            yield
    except CampusError:
        pass


class Editing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        cache.clear()
        self.database = transaction.atomic()
        self.database.__enter__()
        self.cast = gather()
        self.now = NOW
        self.came: dict[int, tuple[int, datetime]] = {}  # attendance: occurrence, and when that began
        self.answers: dict[int, int] = {}  # answer: occurrence
        self.cancelled: set[int] = set()
        for plan in PLANS:
            actions.plan_activity(by=self.cast.kofi, society=self.cast.society, plan=plan, at=self.now)
        self.codes = list(Code.objects.all())
        for number, row in enumerate(Occurrence.objects.order_by("starts_at")[:12]):
            self.say(row, number)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.database.__exit__(None, None, None)

    def row(self, number: int) -> Occurrence | None:
        """One of the dates around now, some that are over among them."""
        found = list(
            Occurrence.objects.filter(ends_at__gt=self.now - timedelta(days=10)).order_by("starts_at", "pk")[:60]
        )
        return found[number % len(found)] if found else None

    def say(self, row: Occurrence, number: int) -> None:
        person = (self.cast.amina, self.cast.dean, self.cast.zola)[number % 3]
        answer = ("yes", "maybe", "yes", "no")[number % 4]
        if not Rsvp.objects.filter(occurrence=row, person=person).exists():
            self.answers[answered(person, row, answer).pk] = row.pk

    def seen_and_done(self, see: Callable[[], Changes], do: Callable[[], object]) -> None:
        """Whatever is done was said by its preview, which changes nothing; what one refuses, so does the other."""
        before = everything(self.cast.society.pk)
        said = None
        with nothing_written():
            try:
                said = see()
            except CampusError as refusal:
                refused = refusal.code
        if said is None:
            with pytest.raises(CampusError) as raised, transaction.atomic():
                do()
            assert raised.value.code == refused
            return
        told = set(Notice.objects.values_list("pk", flat=True))
        do()
        after = everything(self.cast.society.pk)
        assert what_happened(before, after) == what_was_said(said)
        self.everybody_heard(before, after, told)

    def everybody_heard(self, before: dict[int, Occurrence], after: dict[int, Occurrence], told: set[int]) -> None:
        """Who had said yes or maybe to a coming date that is cancelled now got a mail about it."""
        gone = [pk for pk, row in after.items() if row.is_cancelled and pk in before and not before[pk].is_cancelled]
        for row in (after[pk] for pk in gone if after[pk].ends_at > self.now):
            for answer in row.rsvps.exclude(answer="no"):
                mails = Notice.objects.filter(kind="dates_changed", person=answer.person).exclude(pk__in=told)
                assert [mail.context["lines"] for mail in mails if row.cancel_reason in mail.context["lines"]
                        or mail.context["more"]] != []  # fmt: skip

    # People

    @rule(number=numbers)
    def answer(self, number: int) -> None:
        if (row := self.row(number)) and not row.is_cancelled and row.starts_at > self.now:
            self.say(row, number)

    @rule(number=numbers)
    def print_a_code(self, number: int) -> None:
        if row := self.row(number):
            with may_be_refused():
                self.codes.append(actions.code_for_occurrence(by=self.cast.kofi, occurrence=row, at=self.now))

    @rule(number=numbers)
    def ask_another_society(self, number: int) -> None:
        row = self.row(number)
        guest = self.cast.other_society
        if row and not row.cohosts.exists():
            CoHost.objects.create(
                university=row.university, society=row.society, occurrence=row, guest=guest, invited_at=self.now
            )

    @rule(who=st.integers(0, 2), early=st.booleans())
    def come_to_the_next_date(self, who: int, early: bool) -> None:
        row = Occurrence.objects.filter(closes_at__gt=self.now, cancelled_at__isnull=True).order_by("opens_at").first()
        if row is None:
            return
        self.it_is(max(self.now, row.opens_at if early else row.starts_at))
        person = (self.cast.amina, self.cast.dean, self.cast.zola)[who]
        code = Code.objects.get(series=row.series)
        with may_be_refused():
            browser = Browser(secret=f"{who}", receipt=f"{who}")
            found = check_in_signed_in(by=person, occurrence=row, code=code, at=self.now, browser=browser)
            self.came[found.attendance.pk] = (row.pk, row.starts_at)

    @rule(days=st.integers(1, 12))
    def time_passes(self, days: int) -> None:
        self.it_is(self.now + timedelta(days=days, hours=7))

    def it_is(self, now: datetime) -> None:
        """The clock goes on, and the work of the night is done."""
        self.now = now
        extend_society(self.cast.society, now)
        replan_society(self.cast.society, now)

    # Dates

    @rule(number=numbers, scope=st.sampled_from([Scope.FOLLOWING, Scope.ALL]), edit=edits)
    def edit(self, number: int, scope: Scope, edit: Edit) -> None:
        self.edit_one(number, scope, edit)

    @rule(number=numbers, days=st.sampled_from([None, 0, 2, 9]), start=times, name=st.sampled_from([None, "Special"]))
    def edit_this(self, number: int, days: int | None, start: time | None, name: str | None) -> None:
        if row := self.row(number):
            day = None if days is None else row.date + timedelta(days=days)
            self.edit_one(number, Scope.THIS, Edit(date=day, start_time=start, name=name))

    def edit_one(self, number: int, scope: Scope, edit: Edit) -> None:
        if row := self.row(number):
            asked: dict[str, Any] = {
                "by": self.cast.kofi,
                "occurrence": row,
                "scope": scope,
                "edit": edit,
                "at": self.now,
            }
            self.seen_and_done(lambda: preview_edit(**asked), lambda: actions.edit_dates(**asked))

    @rule(chosen=st.sets(numbers, min_size=1, max_size=4), batch=st.sampled_from(BATCHES))
    def change_several(self, chosen: set[int], batch: Batch) -> None:
        rows = [row for row in map(self.row, sorted(chosen)) if row]
        if rows:
            asked: dict[str, Any] = {"by": self.cast.kofi, "occurrences": rows, "batch": batch, "at": self.now}
            self.seen_and_done(lambda: preview_batch(**asked), lambda: actions.change_dates(**asked))

    @rule(number=st.integers(0, 40))
    def end(self, number: int) -> None:
        """Rarely: most series go on."""
        series = Series.objects.filter(ended_at__isnull=True, society=self.cast.society).order_by("pk")
        if number == 0 and series.count() > 1:
            asked: dict[str, Any] = {"by": self.cast.kofi, "series": series[0], "at": self.now}
            self.seen_and_done(lambda: preview_end(**asked), lambda: actions.end_series(**asked))

    # The calendar

    @rule(weeks=st.integers(-2, 2), which=st.integers(0, 1))
    def a_term_moves(self, weeks: int, which: int) -> None:
        """The term and all after it; breaks stay where they are."""
        terms = list(Term.objects.filter(calendar__university=self.cast.karura).order_by("active_from"))[2 + which :]
        for term in reversed(terms) if weeks > 0 else terms:
            for name in MOVED:
                setattr(term, name, getattr(term, name) + timedelta(weeks=weeks))
            before = Term.objects.filter(calendar=term.calendar, active_to__gte=term.active_from)
            if before.exclude(pk__in=[each.pk for each in terms]).exists():
                return

        def move() -> None:
            for term in reversed(terms) if weeks > 0 else terms:  # never onto one that is still there
                term.save()

        self.calendar_becomes(move)

    @rule(day=st.integers(0, 120), kind=st.sampled_from([Break.Kind.READING_WEEK, Break.Kind.EXAMS]))
    def a_break_comes(self, day: int, kind: str) -> None:
        monday = NOW.date() + timedelta(days=day - (NOW.date() + timedelta(days=day)).weekday())
        home = Term.objects.filter(calendar__university=self.cast.karura)
        term = home.filter(active_from__lte=monday, active_to__gte=monday + timedelta(days=4)).first()
        if term and not term.breaks.filter(starts_on=monday).exists():
            friday = monday + timedelta(days=4)
            self.calendar_becomes(lambda: Break.objects.create(term=term, kind=kind, starts_on=monday, ends_on=friday))

    @rule()
    def breaks_go(self) -> None:
        if Break.objects.exists():
            self.calendar_becomes(lambda: Break.objects.all().delete())

    def calendar_becomes(self, change: Callable[[], object]) -> None:
        """What the proposed calendar would do is said before it is saved, and done after."""
        calendar = self.cast.karura.calendars.get()
        with transaction.atomic():
            change()
            proposed = timetable_of(calendar)
            transaction.set_rollback(True)

        def see() -> Changes:
            said = preview_replan(self.cast.karura, {calendar.pk: proposed}, self.now)
            return said[0][1] if said else Changes()

        def do() -> None:
            change()
            replan_society(self.cast.society, self.now)

        self.seen_and_done(see, do)

    # What holds whatever was done

    @invariant()
    def nobody_who_came_is_lost_or_moved(self) -> None:
        rows = Attendance.objects.filter(pk__in=self.came).select_related("occurrence")
        assert {row.pk: (row.occurrence_id, row.occurrence.starts_at) for row in rows} == self.came

    @invariant()
    def nobody_who_answered_is_lost(self) -> None:
        assert dict(Rsvp.objects.filter(pk__in=self.answers).values_list("pk", "occurrence")) == self.answers

    @invariant()
    def codes_go_on_working(self) -> None:
        for code in [*self.codes[: len(PLANS)], *self.codes[-1:]]:
            found = find_code(code.code, self.now)
            assert found.state not in {"unknown", "replaced", "closed"}
            assert code.series_id is not None or found.occurrence is None or found.occurrence.pk == code.occurrence_id

    @invariant()
    def no_address_is_there_twice(self) -> None:
        """Not in an activity, which the database holds, nor in a series after splits."""
        rows = Occurrence.objects.filter(cancelled_at__isnull=True, series__ended_at__isnull=True)
        addresses = list(rows.values_list("series", "original_date", "original_time"))
        assert len(addresses) == len(set(addresses))

    @invariant()
    def times_are_those_of_the_address_or_set_by_hand(self) -> None:
        for row in Occurrence.objects.select_related("series"):
            assert (row.starts_at, row.ends_at) == instants(row.date, row.time, row.minutes, row.zone, row.timing)
            assert row.starts_at - row.opens_at == timedelta(minutes=row.series.opens_before)
            assert "date" in row.own or row.date == row.original_date
            assert "time" in row.own or row.time == row.original_time

    @invariant()
    def the_rows_are_what_the_plans_say(self) -> None:
        society = self.cast.society
        found = replanned([society], Timetables(), self.now, Occurrence.objects.all())[society.pk]
        assert [shape.outcomes for shape in found.shapes] == []


@pytest.mark.django_db
def test_whatever_is_done_to_dates_in_any_order_nobody_is_lost() -> None:
    run_state_machine_as_test(
        Editing,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize="EDIT_EXAMPLES" not in os.environ,
            phases=[Phase.explicit, Phase.generate] if "EDIT_EXAMPLES" in os.environ else list(Phase),
        ),
    )
