"""Receipts in browsers, which let whoever holds one take a check-in back."""

from collections.abc import Iterable

from campus.checkin.models import Attendance
from campus.people.models import Person


def end_receipts(persons: Iterable[Person]) -> None:
    """Let no browser undo anything for these persons any more: somebody else showed that the address is theirs."""
    held = Attendance.objects.filter(person__in=persons).exclude(receipt_hash="")
    held.update(receipt_hash="")
