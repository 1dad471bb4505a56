"""Telling webhooks what becomes of a registration."""

from datetime import datetime

from campus.membership.models import Registration
from campus.outbox import webhooks


def announce(registration: Registration, at: datetime) -> None:
    """Tell of it as it stands: submitted, or decided."""
    state = registration.decision or "submitted"
    webhooks.announce(
        kind=f"registration.{state}",
        university_id=registration.university_id,
        society_id=registration.society_id,
        payload={
            "registration": registration.pk,
            "kind": registration.kind,
            "society": registration.society_id,
            "state": state,
        },
        at=at,
    )
