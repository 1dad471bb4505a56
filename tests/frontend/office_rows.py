"""What the pages of hand-overs, and of who asks for a society, are about."""

from datetime import date
from typing import Any

from campus.directory.actions import add_task, begin_handover
from campus.directory.models import Handover
from campus.directory.queries import open_handover
from campus.membership.actions import ask_for_office, join
from campus.membership.models import OfficeRequest
from tests import factories
from tests.factories import NOW
from tests.stage import Stage

DAYS = {"takes_over_on": date(2027, 8, 1), "shadow_from": date(2027, 6, 1)}


def a_handover(stage: Stage) -> Handover:
    """One that is being prepared in the society of the story."""
    society = stage.cast.society
    return open_handover(society) or begin_handover(
        by=stage.cast.kofi, society=society, notes="Ask the porter.", at=NOW, **DAYS
    )


def prepared(stage: Stage) -> dict[str, Any]:
    """Where the hand-over is prepared."""
    society = a_handover(stage).society
    return {"university": society.university.slug, "society": society.slug}


def a_task(stage: Stage) -> int:
    return add_task(by=stage.cast.kofi, handover=a_handover(stage), text="Book the room", at=NOW).pk


def a_request(stage: Stage) -> int:
    """Amina asks for a society that nobody leads."""
    found = OfficeRequest.objects.first()
    if found is None:
        orphan = factories.society(stage.cast.karura, "Film Circle of 1998")
        join(by=stage.cast.amina, society=orphan, at=NOW)
        found = ask_for_office(by=stage.cast.amina, society=orphan, message="I would go on.", at=NOW)
    return found.pk


def asked_for(stage: Stage) -> dict[str, Any]:
    """The university whose staff decide about it."""
    a_request(stage)
    return {"university": stage.cast.karura.slug}
