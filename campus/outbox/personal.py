"""What this area keeps about a person, and what becomes of it when they ask for it, leave, or turn out to be another.

"own": exported and forgotten, moved when persons are merged. "actor": who did it; stays with the row that says so.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from campus.outbox.models import Job, MailStop, Notice
from campus.people.models import Person
from campus.people.moving import Belonging, Moved, give, give_back

PERSONAL = {
    "Notice.person": "own",
    "MailStop.person": "own",
    "Job.owner": "own",
    "Webhook.created_by": "actor",
}
BELONGINGS = (
    Belonging(Notice, once=("kind", "subject_key")),
    Belonging(MailStop, once=("topic",)),
    Belonging(Job, field="owner"),
)


def export_outbox(person: Person) -> dict[str, Any]:
    """Everything this area holds about the person, as JSON values."""
    theirs = Q(person=person) | Q(person__isnull=True, address=person.email or "")
    notices = Notice.objects.filter(theirs).order_by("pk")
    stops = MailStop.objects.filter(theirs).order_by("pk")
    jobs = Job.objects.filter(owner=person).order_by("pk")
    return {
        "mails": [
            {"kind": notice.kind, "created_at": notice.created_at.isoformat(), "sent_at": _iso(notice.sent_at)}
            for notice in notices
        ],
        "stopped_mails": [{"kind": stop.topic, "at": stop.at.isoformat()} for stop in stops],
        "jobs": [{"kind": job.kind, "created_at": job.created_at.isoformat(), "state": job.state} for job in jobs],
    }


def forget_outbox(person: Person, at: datetime) -> None:
    """Send the person nothing more and remove what was made for them. That they stopped a kind of mail stays."""
    waiting = Notice.objects.filter(person=person, sent_at__isnull=True, dropped_at__isnull=True)
    waiting.update(dropped_at=at, outcome="person is gone", context={})
    for job in Job.objects.filter(owner=person):
        if job.result:
            job.result.delete(save=False)
        job.delete()


def forget_address_outbox(address: str, at: datetime) -> None:
    """Remove all mail to a typed address, and that mail to it was stopped: neither can be kept without the address."""
    Notice.objects.filter(person__isnull=True, address=address).delete()
    MailStop.objects.filter(person__isnull=True, address=address).delete()


def merge_outbox(survivor: Person, other: Person, at: datetime) -> Moved:
    """Mail, stops and work of `other` are the survivor's; where both have the same, each keeps their own."""
    return give(BELONGINGS, survivor, other)


def unmerge_outbox(survivor: Person, other: Person, moved: Mapping[str, list[int]], at: datetime) -> None:
    """What a merge moved is the other's again."""
    give_back(BELONGINGS, survivor, other, moved)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
