"""From a form to a proposed version: every change of a calendar is looked at before it is made."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions
from campus.directory.calendar_content import Content, content_of, from_json
from campus.directory.models import Calendar, CalendarRevision, University
from campus.directory.queries import open_proposal
from campus.directory.versions import changed_since
from frontend.people import signed_in


@dataclass(frozen=True)
class Draft:
    """What the next change of a calendar goes on from: the open proposal, else the calendar as it stands."""

    calendar: Calendar
    content: Content
    revision: CalendarRevision | None

    def position_of(self, term: int) -> int | None:
        """Where the term with this row stands; None when the proposal takes it out."""
        return next((n for n, found in enumerate(self.content.terms) if found.id == term), None)


def calendar_for(university: University, pk: int) -> Calendar:
    """A calendar of the university. Raises NotFound."""
    found = university.calendars.filter(pk=pk).select_related("university").first()
    if found is None:
        raise not_here()
    return found


def draft_of(calendar: Calendar) -> Draft:
    """A proposal that the calendar left behind is not gone on from."""
    waiting = open_proposal(calendar)
    if waiting is None or changed_since(waiting):
        return Draft(calendar, content_of(calendar), None)
    return Draft(calendar, from_json(waiting.content), waiting)


def propose(
    request: HttpRequest, draft: Draft, content: Content, *, source: str = "", read_on: date | None = None
) -> str:
    """Propose what became of a draft, and say where its preview is. What was said of the draft's source goes on."""
    before = draft.revision
    said: dict[str, Any] = {"source": source, "read_on": read_on}
    if before is not None:
        said = {"source": source or before.source, "read_on": read_on or before.read_on, "note": before.note}
    made = actions.propose_revision(
        by=signed_in(request), calendar=draft.calendar, content=content, instead_of=before, at=clock.now(), **said
    )
    return reverse("review_revision", kwargs={"university": draft.calendar.university.slug, "pk": made.pk})
