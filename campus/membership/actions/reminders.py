"""Remind whoever is waited for."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, NotAllowed, not_here
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.actions import remind_of_office
from campus.directory.models import Society
from campus.membership.waiting import REMINDER, Kind, Line, subject_key, waiting_in
from campus.outbox.actions import notify
from campus.people.audit import record
from campus.people.models import Person


@transaction.atomic
def remind(*, by: Person, society: Society, key: str, at: datetime) -> Line:
    """Mail whoever blocks one line (`campus.membership.waiting.Line.key`) of a society; returns the line as it was.

    For the society's president, secretary or drafter and for its university. At most once a day for a line, whoever
    asks; an open invitation once in all. Raises Conflict when nobody else can be reminded, or nothing waits any more.
    """
    society = locked(society)
    if not rules.may_see(by, society, at):
        raise not_here()
    if not rules.may_edit(by, society, at) and not rules.may_keep(by, society.university, at):
        raise NotAllowed("not_theirs", _("Only its president and secretary and its university can remind somebody."))
    line = next((line for line in waiting_in(society, by, at) if line.key == key), None)
    if line is None:
        raise Conflict("waits_no_more", _("This does not wait any more. Look at the page anew."))
    if line.is_reminded_today:
        raise Conflict("reminded_today", _("There was a reminder of this today. Try again tomorrow."))
    if line.kind == Kind.INVITATION and line.office is not None:
        remind_of_office(line.office, at=at)
    else:
        _mail(line, by=by, at=at)
    record(
        verb={
            Kind.DECISION: "decision_reminded",
            Kind.CHANGES: "changes_reminded",
            Kind.RENEWAL: "renewal_reminded",
            Kind.OFFICES: "offices_reminded",
            Kind.INVITATION: "invitation_reminded",
        }[line.kind],
        object=line.object,
        by=by,
        at=at,
        university=society.university_id,
        society=society.pk,
    )
    return line


def _mail(line: Line, *, by: Person, at: datetime) -> None:
    """To everybody else who is waited for, each in their language."""
    others = [person for person in line.persons if person.pk != by.pk]
    if not others:
        raise Conflict("nobody_else", _("There is nobody else to remind."))
    for person in others:
        with translation.override(person.language or settings.LANGUAGE_CODE):
            matter = line.what
        notify(
            kind=REMINDER,
            subject_key=subject_key(line.key, line.society.university.zone, at),
            person=person,
            at=at,
            context={"society": line.society.name, "matter": matter, "sender": by.name, "link": line.link},
        )
