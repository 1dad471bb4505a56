"""The row an action is about, locked, when the person may do it; else the refusal that fits what they may see."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from campus.base.errors import NotAllowed, not_here
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.models import Society, University
from campus.people.models import Person


def kept_university(university: University, *, by: Person, at: datetime) -> University:
    """The university, locked, when the person keeps it."""
    university = locked(university)
    if not rules.may_see_university(by, university, at):
        raise not_here()
    if not rules.may_keep(by, university, at):
        raise NotAllowed("not_staff", _("Only the university’s own staff can do this."))
    return university


def proposal(university: University, *, by: Person, at: datetime) -> University:
    """The university, locked, when the person may decide about it."""
    university = locked(university)
    if not rules.may_see_university(by, university, at):
        raise not_here()
    if not rules.may_approve(by, university, at):
        raise NotAllowed("not_approver", _("An operator or the coordinator of its country decides about a university."))
    return university


def visible_society(society: Society, *, by: Person, at: datetime) -> Society:
    """The society, locked, when the person may see it."""
    society = locked(society)
    if not rules.may_see(by, society, at):
        raise not_here()
    return society


def kept_society(society: Society, *, by: Person, at: datetime) -> Society:
    """The society, locked, when the person keeps its university."""
    society = visible_society(society, by=by, at=at)
    if not rules.may_keep(by, society.university, at):
        raise NotAllowed("not_staff", _("Only the university’s own staff can do this."))
    return society


def refuse_unless_officer_may(by: Person, right: rules.Right, society: Society, at: datetime) -> None:
    """Raise NotFound for who may not see the society, NotAllowed for whom no office there gives this right.

    For rights of the president, the secretary and the events officer. Locks nothing.
    """
    if rules.may(by, right, society, at):
        return
    if not rules.may_see(by, society, at):
        raise not_here()
    raise NotAllowed("not_an_officer", _("Only the society’s president, secretary and events officer can do this."))
