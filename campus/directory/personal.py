"""What this area keeps about a person, and what becomes of it when they ask for it, leave, or turn out to be another.

"own": exported and forgotten, moved when persons are merged. "actor": who did it; stays with the row that says so.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from campus.base import clock
from campus.directory import rules
from campus.directory.actions.offices import end
from campus.directory.actions.states import record_society
from campus.directory.models import Flag, Office, Society, University
from campus.outbox.actions import leave_out
from campus.people.models import Person
from campus.people.moving import Belonging, Moved, give, give_back

PERSONAL = {
    "University.proposed_by": "own",
    "University.status_by": "actor",
    "Society.created_by": "own",
    "Society.status_by": "actor",
    "Office.person": "own",
    "Office.invited_by": "actor",
    "Office.ended_by": "actor",
    "Handover.opened_by": "actor",
    "Handover.closed_by": "actor",
    "HandoverTask.added_by": "actor",
    "HandoverTask.done_by": "actor",
    "Flag.reporter": "own",
    "Flag.decided_by": "actor",
    "Hiding.hidden_by": "actor",
    "Hiding.appealed_by": "actor",
    "Hiding.answered_by": "actor",
    "Hiding.lifted_by": "actor",
    "CalendarRevision.made_by": "actor",
    "CalendarRevision.decided_by": "actor",
    "Enrolment.entered_by": "actor",
}
BELONGINGS = (
    Belonging(University, field="proposed_by"),
    Belonging(Society, field="created_by"),
    Belonging(Office),
    Belonging(Flag, field="reporter"),
)


def export_directory(person: Person) -> dict[str, Any]:
    """What they proposed, drafted and held, as JSON values."""
    return {
        "universities_proposed": [
            {"name": university.name, "status": university.status}
            for university in University.objects.filter(proposed_by=person)
        ],
        "societies_drafted": [
            {"name": society.name, "university": society.university.name, "created_at": society.created_at.isoformat()}
            for society in Society.objects.filter(created_by=person).select_related("university")
        ],
        "reports": [_report(flag) for flag in Flag.objects.filter(reporter=person).order_by("pk")],
        "offices": [
            _office(office)
            for office in Office.objects.filter(_of(person)).select_related("university", "society").order_by("pk")
        ],
    }


def forget_directory(person: Person, at: datetime) -> None:
    """End their offices, take their name out of invitations still to be mailed, remove societies never approved.

    An office that was held keeps its row: that somebody held it belongs to the society's history. A society that was
    never approved has nobody but its drafter, so that nobody could go on with it.
    """
    for office in Office.objects.filter(person=person, ended_at__isnull=True).select_related("university"):
        if office.ends_on is None or office.ends_on >= clock.today(rules.office_zone(office), at):
            end(office, "office_ended", by=person, at=at)
    sent = Office.objects.filter(invited_by=person).values_list("pk", flat=True)
    leave_out(value="inviter", subject_keys=[f"office:{pk}" for pk in sent])
    for society in Society.objects.filter(created_by=person, approved_at__isnull=True):
        record_society("draft_removed", society, by=person, at=at)
        society.delete()
    Society.objects.filter(created_by=person).update(created_by=None)
    University.objects.filter(proposed_by=person).update(proposed_by=None)
    Flag.objects.filter(reporter=person).update(reporter=None, text="")


def forget_address_directory(address: str, at: datetime) -> None:
    """Withdraw the invitations that wait at the address; no other keeps it either."""
    for office in Office.objects.filter(invited_address=address, ended_at__isnull=True):
        end(office, "invitation_withdrawn", by=None, at=at)
    Office.objects.filter(invited_address=address).update(invited_address="")


def merge_directory(survivor: Person, other: Person, at: datetime) -> Moved:
    """What `other` proposed, drafted, held and reported is the survivor's."""
    return give(BELONGINGS, survivor, other)


def unmerge_directory(survivor: Person, other: Person, moved: Mapping[str, list[int]], at: datetime) -> None:
    """What a merge moved is the other's again."""
    give_back(BELONGINGS, survivor, other, moved)


def _of(person: Person) -> Q:
    """Their offices, and the invitations to the address they proved."""
    return Q(person=person) | Q(invited_address=person.email) if person.email else Q(person=person)


def _report(flag: Flag) -> dict[str, Any]:
    """What somebody reported. The note of who decided is not about them."""
    return {
        "about": flag.subject,
        "reason": flag.reason,
        "text": flag.text,
        "at": flag.at.isoformat(),
        "decision": flag.decision,
    }


def _office(office: Office) -> dict[str, Any]:
    return {
        "role": office.role,
        "country": str(office.country),
        "university": office.university.name if office.university else "",
        "society": office.society.name if office.society else "",
        "shadow_from": office.shadow_from.isoformat() if office.shadow_from else None,
        "starts_on": office.starts_on.isoformat(),
        "ends_on": office.ends_on.isoformat() if office.ends_on else None,
        "accepted_at": office.accepted_at.isoformat() if office.accepted_at else None,
        "ended_at": office.ended_at.isoformat() if office.ended_at else None,
        "is_public": office.is_public,
    }
