"""Periodic work at its instants, each once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from campus.outbox import kinds
from campus.outbox.carrying import carry_out
from campus.outbox.kinds import SlotKind
from campus.outbox.models import Job, Slot
from campus.outbox.slots import slots_until, tick
from tests.factories import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AT_2 = NOW.replace(hour=2, minute=0)


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The slots that the only work of this test was done for: daily at 02:00."""
    done: list[datetime] = []
    monkeypatch.setattr(kinds, "SLOTS", kinds.SLOTS)
    monkeypatch.setitem(kinds.SLOTS, "daily", SlotKind("daily", done.append, every=DAY, offset=2 * HOUR))
    for name in set(kinds.SLOTS) - {"daily"}:
        monkeypatch.delitem(kinds.SLOTS, name)
    return done


def carry_out_all() -> None:
    with time_machine.travel(NOW, tick=False):
        for job in Job.objects.order_by("pk"):
            carry_out(job.pk)


def hours(kind: SlotKind, at: datetime) -> list[int]:
    return [slot_at.hour for slot_at in slots_until(kind, at)]


def test_a_due_slot_is_taken_once_and_its_work_is_done(db: None, worked: list[datetime]) -> None:
    assert [tick(NOW), tick(NOW), tick(NOW + HOUR)] == [1, 0, 0]
    carry_out_all()
    assert worked == [AT_2]


def test_the_next_day_is_another_slot(db: None, worked: list[datetime]) -> None:
    assert [tick(NOW), tick(AT_2 + DAY - HOUR), tick(AT_2 + DAY)] == [1, 0, 1]


def test_a_slot_that_another_clock_took_is_left_to_it(db: None, worked: list[datetime]) -> None:
    Slot.objects.create(name="daily", slot_at=AT_2)
    assert (tick(NOW), Job.objects.count()) == (0, 0)


def test_after_a_stop_of_a_week_only_the_last_24_hours_are_made_up(db: None, worked: list[datetime]) -> None:
    tick(NOW)
    assert tick(NOW + 7 * DAY) == 1
    assert list(Slot.objects.order_by("slot_at").values_list("slot_at", flat=True)) == [AT_2, AT_2 + 7 * DAY]


@pytest.mark.pure
def test_every_missed_slot_of_the_last_24_hours_counts_the_one_right_now_included() -> None:
    six_hourly = SlotKind("x", print, every=6 * HOUR)
    assert hours(six_hourly, datetime(2026, 10, 20, 12, 0, tzinfo=UTC)) == [18, 0, 6, 12]
    assert hours(six_hourly, datetime(2026, 10, 20, 11, 59, tzinfo=UTC)) == [12, 18, 0, 6]


@pytest.mark.pure
def test_a_weekly_slot_is_due_within_a_day_of_its_instant_only() -> None:
    weekly = SlotKind("x", print, every=7 * DAY, offset=4 * DAY)  # 1 January 1970 was a Thursday: Mondays
    monday = datetime(2026, 10, 19, tzinfo=UTC)
    assert list(slots_until(weekly, monday)) == [monday]
    assert list(slots_until(weekly, monday + 23 * HOUR)) == [monday]
    assert list(slots_until(weekly, monday + 24 * HOUR)) == []
