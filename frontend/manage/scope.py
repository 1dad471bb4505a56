"""Whose desk an officer's page is: the society, who asks, and what they may do there."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campus.activities.queries.order import hidden_of
from campus.base.errors import not_here
from campus.directory.models import Office, Society
from campus.directory.queries import society_by_slugs
from campus.directory.rules import Right, offices_in_force, offices_shadowed, rights_of
from campus.people.models import Person
from frontend.people import signed_in

# What is needed now and then stands on the page of a tab: the hand-over on offices; picture, webhooks and record on
# settings.
TABS = (
    ("manage_today", _("Today"), Right.TAKE_PAPERS),
    ("manage_plan", _("Plan"), Right.RUN_ACTIVITIES),
    ("manage_newcomers", _("Newcomers"), Right.TAKE_PAPERS),
    ("manage_attendance", _("Attendance"), Right.SEE_NAMES),
    ("manage_members", _("Members"), Right.SEE_NAMES),
    ("manage_letters", _("Letters"), Right.SEE_NAMES),
    ("manage_offices", _("Offices"), Right.TAKE_PAPERS),
    ("manage_posters", _("Posters"), Right.TAKE_PAPERS),
    ("manage_registration", _("Registration"), Right.KEEP_SOCIETY),
    ("manage_settings", _("Settings"), Right.KEEP_SOCIETY),
)
OFFICERS_ONLY = {"manage_newcomers"}  # exact figures stay in the society: its university's staff read rounded ones


@dataclass(frozen=True)
class Desk:
    """A person at work in a society, with all their rights there: asked once, however many buttons a page has."""

    society: Society
    person: Person
    rights: frozenset[Right]
    is_officer: bool  # and not only on the staff of its university
    shadowed: Office | None = None  # the office that is going to be theirs, while they look on

    def may(self, right: Right) -> bool:
        return right in self.rights

    def page(self, current: str, **context: Any) -> dict[str, Any]:
        """The context of an officer's page: the society, the tabs this person may open, and which one is open."""
        address = {"university": self.society.university.slug, "society": self.society.slug}
        tabs = [
            {"url": reverse(page, kwargs=address), "name": name, "is_current": page == current}
            for page, name, right in TABS
            if self.may(right) and (self.is_officer or page not in OFFICERS_ONLY)
        ]
        shell = {"society": self.society, "tabs": tabs, "hidden": hidden_of(self.society), "shadowed": self.shadowed}
        return {**shell, **context}


def desk_for(request: HttpRequest, university: str, society: str, right: Right = Right.TAKE_PAPERS) -> Desk:
    """The desk of an officer's page. Raises NotFound for everybody without `right`, as for what is not there."""
    person = signed_in(request)
    found = society_by_slugs(person, university, society)
    offices = offices_in_force(person)
    is_officer = any(office.society_id == found.pk for office in offices)
    shadowed = [] if is_officer else [office for office in offices_shadowed(person) if office.society_id == found.pk]
    desk = Desk(
        society=found,
        person=person,
        rights=rights_of(offices, found, shadowed),
        is_officer=is_officer,
        shadowed=shadowed[0] if shadowed else None,
    )
    if not desk.may(right):
        raise not_here()
    return desk
