"""Which society an officer's page is about, and what its shell needs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from campus.base.errors import not_here
from campus.directory.models import Society
from campus.directory.queries import society_by_slugs
from campus.directory.rules import Right, may
from frontend.people import person_of

TABS = (
    ("manage_today", lazy("Today"), None),
    ("manage_plan", lazy("Plan"), Right.RUN_ACTIVITIES),
    ("manage_newcomers", lazy("Newcomers"), Right.SEE_NAMES),
    ("manage_attendance", lazy("Attendance"), Right.SEE_NAMES),
    ("manage_members", lazy("Members"), Right.SEE_NAMES),
    ("manage_offices", lazy("Offices"), None),
    ("manage_posters", lazy("Posters"), Right.TAKE_PAPERS),
    ("manage_settings", lazy("Settings"), Right.KEEP_SOCIETY),
)


def society_for(request: HttpRequest, university: str, society: str, right: Right = Right.TAKE_PAPERS) -> Society:
    """The society of an officer's page. Raises NotFound for everybody without `right` in it, like for what is not there."""
    found = society_by_slugs(person_of(request), university, society)
    if not may(person_of(request), right, found):
        raise not_here()
    return found


def with_tabs(request: HttpRequest, society: Society, current: str, **context: Any) -> dict[str, Any]:
    """The context of an officer's page: the society, the tabs this person may open, and which one is open."""
    person = person_of(request)
    address = {"university": society.university.slug, "society": society.slug}
    tabs = [
        {"url": reverse(page, kwargs=address), "name": name, "is_current": page == current}
        for page, name, right in TABS
        if right is None or may(person, right, society)
    ]
    return {"society": society, "tabs": tabs, **context}
