"""A meeting that is going on right now, so that whoever opens the demo can scan its poster and be counted."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from campus.activities.actions import ActivityPlan, plan_activity
from campus.activities.models import Activity, Code, Occurrence, Series
from campus.activities.queries import code_in_force
from campus.checkin.actions import Browser, check_in_signed_in
from campus.directory.models import Office, Society
from campus.management.demo.home import SEED
from campus.management.demo.programme import settle
from campus.membership.models import Membership
from campus.people.models import Person

UNIVERSITY, SOCIETY = "karura", "heforshe-karura"
STAYS_OPEN = timedelta(minutes=30)  # a door that closes sooner does not count as open
FIRST_FEW = 9
NAME = "Open Circle"


@dataclass(frozen=True)
class OpenDoor:
    """A meeting that takes check-ins now, with the code on its poster; `is_new` when it was only just planned."""

    occurrence: Occurrence
    code: Code
    is_new: bool


@transaction.atomic
def keep_a_door_open(now: datetime) -> OpenDoor:
    """The meeting of HeForShe Karura whose check-in is open; another one is planned when there is none."""
    society = _society()
    occurrence = _open_now(society, now)
    if occurrence is not None:
        return _door(occurrence, is_new=False)
    occurrence = _plan(society, now)
    door = _door(occurrence, is_new=True)
    _let_some_in(door, now)
    return door


def _society() -> Society:
    """By its address of the first day, also after somebody renamed it."""
    here = Society.objects.filter(university__slug=UNIVERSITY).select_related("university")
    return here.get(Q(slug=SOCIETY) | Q(former_addresses__slug=SOCIETY))


def _open_now(society: Society, now: datetime) -> Occurrence | None:
    standing = society.occurrences.filter(cancelled_at__isnull=True, series__ended_at__isnull=True)
    return standing.filter(opens_at__lte=now, closes_at__gte=now + STAYS_OPEN).order_by("starts_at").last()


def _door(occurrence: Occurrence, *, is_new: bool) -> OpenDoor:
    code = code_in_force(occurrence) or code_in_force(occurrence.series)
    if code is None:
        raise LookupError("A series in force always has a code.")
    return OpenDoor(occurrence, code, is_new)


def _plan(society: Society, now: datetime) -> Occurrence:
    """One more meeting of the drop-in, from the last quarter of an hour on."""
    start = _last_quarter(now.astimezone(ZoneInfo(society.university.zone)))
    plan = ActivityPlan(
        name=NAME,
        description="Drop in whenever you like: in this demonstration there is always one going on.",
        rrule="",
        first_date=start.date(),
        start_time=start.time(),
        minutes=90,
        zone=society.university.zone,
        window=Activity.Window.ALWAYS,
        place="Common Room, Block C",
        for_newcomers=True,
    )
    series = Series.objects.filter(society=society, name=NAME, ended_at__isnull=True).first()
    activity = plan_activity(by=_president(society), society=society, plan=plan, at=now, series=series)
    if series is None:
        settle(activity, now)
    return activity.series.occurrences.get(activity=activity)


def _last_quarter(local: datetime) -> datetime:
    return datetime.combine(local.date(), time(local.hour, local.minute // 15 * 15))


def _president(society: Society) -> Person:
    """Whoever was appointed last; whether they still may is the action's question."""
    return Person.objects.filter(offices__society=society, offices__role=Office.Role.PRESIDENT).latest(
        "offices__starts_on", "offices__pk"
    )


def _let_some_in(door: OpenDoor, now: datetime) -> None:
    """A few members are there already."""
    occurrence = door.occurrence
    rng = Random(f"{SEED}:door:{occurrence.starts_at}")  # noqa: S311 - a story, not a secret
    members = list(Membership.objects.filter(society=occurrence.society, left_on__isnull=True).select_related("person"))
    for member in rng.sample(members, min(FIRST_FEW, len(members))):
        waited = (now - occurrence.opens_at) * rng.random()
        check_in_signed_in(
            by=member.person,
            occurrence=occurrence,
            code=door.code,
            at=now - waited,
            browser=Browser(secret=str(rng.getrandbits(128)), receipt=""),
        )
