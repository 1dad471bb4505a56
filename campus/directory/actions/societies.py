"""Draft a society, change it, throw a draft away."""

from datetime import datetime
from enum import Enum

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import limits
from campus.base.errors import Conflict, Invalid, NotAllowed, not_here
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.base.text import name_key
from campus.directory import rules
from campus.directory.actions.permits import visible_society
from campus.directory.actions.states import record_society
from campus.directory.models import Calendar, Society, SocietyAddress, University
from campus.directory.names import checked_name, slug_of
from campus.outbox.actions import enqueue_job
from campus.people.models import Person

Status = Society.Status
TEXT_LENGTH = 2000


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
    _write(faults, society, name=name, purpose=purpose, first_time=first_time)
    faults.refuse()
    _take_name(society)
    limits.spend("registration", f"person:{by.pk}")
    society.save()
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
    former = society.slug
    faults = Faults()
    _write(faults, society, name=name, purpose=purpose, first_time=first_time)
    moved = calendar is not UNCHANGED and _move(faults, society, calendar)
    faults.refuse()
    if name is not None:
        _take_name(society)
    society.save()
    _keep_address(society, former)
    record_society("society_changed", society, by=by, at=at)
    if moved:
        arguments = {"university": society.university_id}
        enqueue_job(kind="replan", arguments=arguments, key=f"university:{society.university_id}", at=at)
    return society


@transaction.atomic
def remove_draft(*, by: Person, society: Society, at: datetime) -> None:
    """Throw a draft away that was never submitted; its name is free again."""
    society = visible_society(society, by=by, at=at)
    if not rules.may_edit(by, society, at):
        raise NotAllowed("not_officer", _("Only who drafted it can throw it away."))
    if society.status != Status.DRAFT:
        raise Conflict("not_a_draft", _("Only a draft that was never submitted can be thrown away."))
    record_society("draft_removed", society, by=by, at=at)
    society.delete()


def _write(faults: Faults, society: Society, *, name: str | None, purpose: str | None, first_time: str | None) -> None:
    if name is not None:
        society.name = checked_name(faults, "name", name, limit=120)
    if purpose is not None:
        missing = _("Say in a sentence or two what the society is for.")
        society.purpose = faults.text("purpose", purpose, limit=TEXT_LENGTH, missing=missing)
    if first_time is not None:
        society.first_time = faults.text("first_time", first_time, limit=TEXT_LENGTH)


def _take_name(society: Society) -> None:
    """Give the society the key and the address of its name; its university's row is locked."""
    key = name_key(society.name)
    others = Society.objects.filter(university=society.university).exclude(pk=society.pk)
    if others.filter(name_key=key).exists():
        sentence = _("%(university)s already has a society called %(name)s. Choose another name.") % {
            "university": society.university.name,
            "name": society.name,
        }
        raise Invalid("name_taken", sentence, fields={"name": sentence})
    if key == society.name_key:
        return
    former = SocietyAddress.objects.filter(university=society.university).exclude(society=society.pk)
    society.name_key = key
    society.slug = slug_of(
        society.name,
        taken=lambda slug: others.filter(slug=slug).exists() or former.filter(slug=slug).exists(),
        fallback="society",
    )


def _keep_address(society: Society, former: str) -> None:
    """Let the former address of a society that was public lead to it; one that is in use again leads nowhere else."""
    if society.slug == former:
        return
    society.former_addresses.filter(slug=society.slug).delete()
    if society.approved_at is not None:
        SocietyAddress.objects.create(university=society.university, society=society, slug=former)


def _move(faults: Faults, society: Society, calendar: Calendar | Unchanged | None) -> bool:
    """Plan by another calendar of the same university; says whether it is another one."""
    if isinstance(calendar, Calendar) and calendar.university_id != society.university_id:
        faults.add("calendar", "unknown_calendar", _("Choose a calendar of your university."))
        return False
    before = society.calendar_id
    society.calendar = calendar if isinstance(calendar, Calendar) else None
    return society.calendar_id != before
