"""Every area that keeps something about persons: how it is exported, forgotten and merged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campus.activities import personal as activities
from campus.checkin import personal as checkin
from campus.directory import personal as directory
from campus.membership import personal as membership
from campus.outbox import personal as outbox
from campus.people import personal as people
from campus.people.models import Person
from campus.people.moving import Moved


@dataclass(frozen=True)
class Area:
    """What one area offers.

    `personal` maps each "Model.field" that points at a person to "own" (exported and forgotten, the survivor's after
    a merge) or "actor" (who did it: stays, and after an erasure points at a person without name or address).
    `merge(survivor, other, at)` gives what is the other's to the survivor and returns the numbers of what moved, from
    which `unmerge(survivor, other, moved, at)` gives it back. Both persons are locked by then.
    `forget_address` takes away what an area keeps under an address and not under a person.
    """

    name: str
    personal: Mapping[str, str]
    export: Callable[[Person], dict[str, Any]]
    forget: Callable[[Person, datetime], None]
    merge: Callable[[Person, Person, datetime], Moved]
    unmerge: Callable[[Person, Person, Mapping[str, list[int]], datetime], None]
    forget_address: Callable[[str, datetime], None] | None = None


# In the order of forgetting: from the rows that point at others down to the person.
AREAS = (
    Area(
        "checkin",
        checkin.PERSONAL,
        checkin.export_checkin,
        checkin.forget_checkin,
        checkin.merge_checkin,
        checkin.unmerge_checkin,
    ),
    Area(
        "activities",
        activities.PERSONAL,
        activities.export_activities,
        activities.forget_activities,
        activities.merge_activities,
        activities.unmerge_activities,
    ),
    Area(
        "membership",
        membership.PERSONAL,
        membership.export_membership,
        membership.forget_membership,
        membership.merge_membership,
        membership.unmerge_membership,
        membership.forget_address_membership,
    ),
    Area(
        "directory",
        directory.PERSONAL,
        directory.export_directory,
        directory.forget_directory,
        directory.merge_directory,
        directory.unmerge_directory,
        directory.forget_address_directory,
    ),
    Area(
        "outbox",
        outbox.PERSONAL,
        outbox.export_outbox,
        outbox.forget_outbox,
        outbox.merge_outbox,
        outbox.unmerge_outbox,
        outbox.forget_address_outbox,
    ),
    Area(
        "people",
        people.PERSONAL,
        people.export_people,
        people.forget_people,
        people.merge_people,
        people.unmerge_people,
    ),
)
