"""What this area keeps about a person: what they answered and follow, and what they planned for a society."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from campus.activities.actions.answers import fill_later
from campus.activities.merging import give_answers, give_back_answers, give_back_follows, give_follows
from campus.activities.models import (
    Activity,
    CalendarAddress,
    Code,
    CoHost,
    Follow,
    ObservanceChoice,
    ObservedOn,
    Occurrence,
    Rsvp,
    Series,
)
from campus.activities.queries.answers import my_answers
from campus.people.models import Person
from campus.people.moving import Moved

PERSONAL = {
    "Series.created_by": "actor",
    "Activity.created_by": "actor",
    "Occurrence.cancelled_by": "actor",
    "Code.created_by": "actor",
    "ObservanceChoice.chosen_by": "actor",
    "ObservedOn.chosen_by": "actor",
    "CoHost.invited_by": "actor",
    "CoHost.accepted_by": "actor",
    "CoHost.ended_by": "actor",
    "Rsvp.person": "own",
    "Follow.person": "own",
    "CalendarAddress.person": "own",
}


def export_activities(person: Person) -> dict[str, Any]:
    """What the person said of dates, follows, and did here, as JSON values."""
    return {
        "answers": [_answer(row) for row in my_answers(person)],
        "follows": [_follow(row) for row in Follow.objects.filter(person=person).order_by("since", "pk")],
        "calendar_addresses": [
            {"made_at": row.made_at.isoformat(), "revoked_at": _iso(row.revoked_at)}
            for row in CalendarAddress.objects.filter(person=person)
        ],
        "series_begun": [
            {"name": series.name, "at": series.created_at.isoformat()}
            for series in Series.objects.filter(created_by=person)
        ],
        "activities_planned": [
            {"name": activity.name, "at": activity.created_at.isoformat()}
            for activity in Activity.objects.filter(created_by=person)
        ],
        "dates_cancelled": [
            {"name": row.name, "date": row.date.isoformat(), "reason": row.cancel_reason}
            for row in Occurrence.objects.filter(cancelled_by=person)
        ],
        "codes_made": [
            {"code": code.code, "at": code.created_at.isoformat()} for code in Code.objects.filter(created_by=person)
        ],
        "held_together": [
            {
                "activity": str(row.series or row.occurrence),
                "host": row.society.name,
                "guest": row.guest.name,
                "invited_at": row.invited_at.isoformat(),
            }
            for row in CoHost.objects.filter(Q(invited_by=person) | Q(accepted_by=person) | Q(ended_by=person))
            .select_related("society", "guest", "series", "occurrence")
            .order_by("pk")
        ],
        "observances_chosen": [
            {"name": row.observance.name, "choice": row.choice, "at": row.chosen_at.isoformat()}
            for row in ObservanceChoice.objects.filter(chosen_by=person).select_related("observance")
        ],
        "observances_moved": [
            {"name": row.observance.name, "date": row.observed_on.isoformat(), "at": row.chosen_at.isoformat()}
            for row in ObservedOn.objects.filter(chosen_by=person).select_related("observance")
        ],
    }


def forget_activities(person: Person, at: datetime) -> None:
    """Take away what they follow, and what they said of coming dates: others have their places.

    What they said of dates that have begun stays, as visits do, so that no figure changes; it points to a person who
    has no name or address any more, as do the rows that are the society's.
    """
    Follow.objects.filter(person=person).delete()
    CalendarAddress.objects.filter(person=person).delete()
    coming = Rsvp.objects.filter(person=person, occurrence__starts_at__gt=at).order_by("occurrence", "pk")
    rows = list(coming.select_for_update(of=("self",)))
    Rsvp.objects.filter(pk__in=[row.pk for row in rows]).delete()
    fill_later({row.occurrence_id for row in rows if row.answer == Rsvp.Answer.YES}, at)


def merge_activities(survivor: Person, other: Person, at: datetime) -> Moved:
    """What `other` answered and follows is the survivor's; where both did, `campus.activities.merging` says which."""
    return give_answers(survivor, other, at) | give_follows(survivor, other) | give_addresses(survivor, other)


def unmerge_activities(survivor: Person, other: Person, moved: Mapping[str, list[int]], at: datetime) -> None:
    """Each has their own answers again and follows their own things, as far as nothing changed since."""
    give_back_answers(survivor, other, moved, at)
    give_back_follows(survivor, other, moved)
    give_back_addresses(survivor, other, moved)


def give_addresses(survivor: Person, other: Person) -> Moved:
    """The addresses of calendars of `other` are the survivor's. Where both have one that works, the other's stays where
    it is and shows what the survivor's shows; revoking ends both.
    """
    rows = CalendarAddress.objects.filter(person=other)
    if CalendarAddress.objects.filter(person=survivor, revoked_at__isnull=True).exists():
        rows = rows.filter(revoked_at__isnull=False)
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    CalendarAddress.objects.filter(pk__in=numbers).update(person=survivor)
    return {"CalendarAddress.person": numbers}


def give_back_addresses(survivor: Person, other: Person, moved: Mapping[str, list[int]]) -> None:
    """What moved is the other's again; what the survivor replaced or revoked meanwhile works no more."""
    numbers = moved.get("CalendarAddress.person", [])
    CalendarAddress.objects.filter(pk__in=numbers, person=survivor).update(person=other)


def _iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def _answer(row: Rsvp) -> dict[str, Any]:
    return {
        "society": row.society.name,
        "activity": row.occurrence.name,
        "date": row.occurrence.date.isoformat(),
        "answer": row.answer,
        "is_waiting": row.is_waiting,
        "at": row.answered_at.isoformat(),
        "former_answer": row.former_answer,
        "former_at": row.former_at.isoformat() if row.former_at else None,
        "withdrawn_in_time": row.withdrawn_in_time,
    }


def _follow(row: Follow) -> dict[str, Any]:
    followed = row.society or row.series or row.observance
    return {"name": str(followed), "since": row.since.isoformat()}
