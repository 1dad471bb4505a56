"""Draft a society, change it, rename it."""

from datetime import datetime
from enum import Enum

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import limits
from campus.base.errors import Conflict, NotAllowed, not_here
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.actions.permits import kept_society, visible_society
from campus.directory.actions.society_words import checked_words, put_words
from campus.directory.actions.states import record_society
from campus.directory.links import society_link
from campus.directory.models import Calendar, Society, University
from campus.directory.queries import officers_of
from campus.outbox.actions import enqueue_job, notify
from campus.people.models import Person

Status = Society.Status


class Unchanged(Enum):
    """Stands for a value that is not given, where None is one."""

    UNCHANGED = "unchanged"


UNCHANGED = Unchanged.UNCHANGED


@transaction.atomic
def draft_society(
    *, by: Person, university: University, name: str, purpose: str, first_time: str = "", at: datetime
) -> Society:
    """Begin a society: only its drafter sees it until it is submitted for registration."""
    if not by.is_proven:
        raise NotAllowed("sign_in_first", _("Sign in with an e-mail address of yours first, then register a society."))
    university = locked(university)
    if not rules.may_see_university(by, university, at):
        raise not_here()
    if university.status != University.Status.APPROVED:
        raise Conflict("university_not_approved", _("Societies can be registered once the university is approved."))
    society = Society(university=university, status=Status.DRAFT, status_at=at, status_by=by, created_by=by)
    faults = Faults()
    words = checked_words(faults, society, name=name, purpose=purpose, first_time=first_time)
    faults.refuse()
    limits.spend("registration", f"person:{by.pk}")
    put_words(society, **words)
    record_society("society_drafted", society, by=by, at=at)
    return society


@transaction.atomic
def change_society(
    *,
    by: Person,
    society: Society,
    at: datetime,
    name: str | None = None,
    purpose: str | None = None,
    first_time: str | None = None,
    calendar: Calendar | Unchanged | None = UNCHANGED,
) -> Society:
    """Change what a society says of itself, and by which calendar it plans (None: the reporting calendar).

    A renamed society gets an address of its new name; the former one stays as a redirect.
    """
    locked(society.university)  # names are taken per university
    society = visible_society(society, by=by, at=at)
    if not rules.may_edit(by, society, at):
        raise NotAllowed("not_officer", _("Only its president and secretary can change this."))
    if society.status == Status.SUBMITTED:  # what is approved is what was looked at
        sentence = _("%(university)s is looking at it. You can change it once that is decided.")
        raise Conflict("being_looked_at", sentence % {"university": society.university.name})
    if society.status in (Status.SUSPENDED, Status.ARCHIVED):
        sentence = _("%(society)s is closed for now; its university can reopen it.")
        raise Conflict("society_closed", sentence % {"society": society.name})
    faults = Faults()
    words = checked_words(faults, society, name=name, purpose=purpose, first_time=first_time)
    moved = calendar is not UNCHANGED and _move(faults, society, calendar)
    faults.refuse()
    put_words(society, **words)
    record_society("society_changed", society, by=by, at=at)
    if moved:
        arguments = {"university": society.university_id}
        enqueue_job(kind="replan", arguments=arguments, key=f"university:{society.university_id}", at=at)
    return society


@transaction.atomic
def rename_society(*, by: Person, society: Society, name: str, reason: str, at: datetime) -> Society:
    """Give a society that was approved another name, as who keeps its university; its officers get a mail with why.

    Its former address leads to the new one.
    """
    locked(society.university)  # names are taken per university
    society = kept_society(society, by=by, at=at)
    if society.approved_at is None:
        raise Conflict("never_approved", _("This society was not approved yet. Return its registration instead."))
    faults = Faults()
    reason = faults.text("reason", reason, limit=500, missing=_("Say why, so that the society knows."))
    words = checked_words(faults, society, name=name)
    faults.refuse()
    if words["name"] == society.name:
        return society
    former = society.name
    put_words(society, name=words["name"])
    record_society("society_renamed", society, by=by, at=at, reason=reason)
    for officer in {office.person for office in officers_of(society, at) if office.person is not None}:
        notify(
            kind="society_renamed",
            subject_key=f"society:{society.pk}:{at.isoformat(timespec='seconds')}",
            person=officer,
            at=at,
            context={"former": former, "society": society.name, "reason": reason, "link": society_link(society)},
        )
    return society


def _move(faults: Faults, society: Society, calendar: Calendar | Unchanged | None) -> bool:
    """Plan by another calendar of the same university; says whether it is another one."""
    if isinstance(calendar, Calendar) and calendar.university_id != society.university_id:
        faults.add("calendar", "unknown_calendar", _("Choose a calendar of your university."))
        return False
    before = society.calendar_id
    society.calendar = calendar if isinstance(calendar, Calendar) else None
    return society.calendar_id != before
