"""Which university a reviewer's page is about, and what its shell needs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campus.base.errors import not_here
from campus.directory.models import University
from campus.directory.queries import university_by_slug
from campus.directory.rules import may_keep
from frontend.people import signed_in

# What is needed now and then stands on the page of a tab: accounts, webhooks and record on settings.
TABS = (
    ("review_registrations", _("Registrations")),
    ("review_waiting", _("Waiting")),
    ("review_participation", _("Participation")),
    ("review_societies", _("Societies")),
    ("review_terms", _("Terms")),
    ("review_reports", _("Reports")),
    ("review_offices", _("Staff")),
    ("review_settings", _("Settings")),
)


def university_for(request: HttpRequest, slug: str) -> University:
    """The university of a reviewer's page. Raises NotFound for everybody who does not keep it."""
    person = signed_in(request)
    found = university_by_slug(person, slug)
    if not may_keep(person, found):
        raise not_here()
    return found


def with_tabs(university: University, current: str, **context: Any) -> dict[str, Any]:
    """The context of a reviewer's page: the university, its tabs, and which one is open."""
    tabs = [
        {"url": reverse(page, kwargs={"university": university.slug}), "name": name, "is_current": page == current}
        for page, name in TABS
    ]
    return {"university": university, "tabs": tabs, **context}
