"""Who did what: written once, through one function."""

import pytest

from campus.people import audit
from campus.people.models import AuditEvent
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture
def event(cast: Cast) -> AuditEvent:
    audit.record(
        verb="society_suspended",
        object=f"society:{cast.society.pk}",
        by=cast.dean,
        at=NOW,
        university=cast.karura.pk,
        society=cast.society.pk,
        reason="No return for Semester 2.",
    )
    return AuditEvent.objects.get()


def test_an_event_says_who_did_what_to_what_when_and_why(cast: Cast, event: AuditEvent) -> None:
    assert (event.actor, event.verb, event.object, event.at) == (
        cast.dean,
        "society_suspended",
        f"society:{cast.society.pk}",
        NOW,
    )
    assert (event.university_id, event.society_id, event.reason) == (
        cast.karura.pk,
        cast.society.pk,
        "No return for Semester 2.",
    )


def test_an_event_cannot_be_changed(event: AuditEvent) -> None:
    event.reason = "Another"
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        AuditEvent.objects.update(reason="Another")


def test_an_event_cannot_be_deleted(event: AuditEvent) -> None:
    with pytest.raises(TypeError):
        event.delete()
    with pytest.raises(TypeError):
        AuditEvent.objects.filter(verb="society_suspended").delete()


def test_what_the_clock_does_has_no_actor(cast: Cast) -> None:
    audit.record(verb="plans_extended", object=f"university:{cast.karura.pk}", by=None, at=NOW)
    assert AuditEvent.objects.get().actor is None
