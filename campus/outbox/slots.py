"""The clock: periodic work at its instants, each once, however many clocks run."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import transaction

from campus.outbox.actions import enqueue_job
from campus.outbox.kinds import SLOTS, Progress, SlotKind
from campus.outbox.models import Job, Slot

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def tick(at: datetime) -> int:
    """Leave a job for every slot up to `at` that nobody has taken, missed ones included (SlotKind.made_up_for).

    Returns how many were taken.
    """
    longest = max((kind.made_up_for for kind in SLOTS.values()), default=timedelta())
    taken = set(Slot.objects.filter(slot_at__gt=at - longest).values_list("name", "slot_at"))
    due = ((kind.name, slot_at) for kind in list(SLOTS.values()) for slot_at in slots_until(kind, at))
    return sum(_take(name, slot_at, at) for name, slot_at in due if (name, slot_at) not in taken)


def slots_until(kind: SlotKind, at: datetime) -> Iterator[datetime]:
    """The instants at which the work is due and made up for, oldest first; `at` is the last that counts."""
    latest = EPOCH + kind.offset + (at - EPOCH - kind.offset) // kind.every * kind.every
    count = -((at - kind.made_up_for - latest) // kind.every)
    return (latest - back * kind.every for back in range(count - 1, -1, -1))


@transaction.atomic
def _take(name: str, slot_at: datetime, at: datetime) -> bool:
    _slot, is_ours = Slot.objects.get_or_create(name=name, slot_at=slot_at)
    if is_ours:
        arguments = {"name": name, "slot_at": slot_at.isoformat()}
        enqueue_job(kind="slot", arguments=arguments, key=f"{name} {slot_at:%Y-%m-%dT%H:%M:%S}", at=at)
    return is_ours


def carry_out_slot(job: Job, progress: Progress) -> None:
    """The job of kind "slot": the work of the slot that its arguments name."""
    SLOTS[job.arguments["name"]].work(datetime.fromisoformat(job.arguments["slot_at"]))
