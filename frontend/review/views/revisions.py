"""A version of a calendar: what it changes, what that does to the dates of societies, and the decision."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.activities.edits import Changes
from campus.activities.queries.replans import preview_replan
from campus.activities.queries.timetables import timetable_with
from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions
from campus.directory.calendar import Week, weeks
from campus.directory.calendar_content import Content, as_calendar, as_terms, from_json
from campus.directory.calendar_differences import differences
from campus.directory.models import Calendar, CalendarRevision, Society, Term, University
from campus.directory.versions import came_before, changed_since
from campus.directory.words import week_label
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.review.calendar_forms import SourceForm
from frontend.review.drafts import draft_of, propose
from frontend.review.scope import university_for, with_tabs

State = CalendarRevision.State


@dataclass(frozen=True)
class WeekRow:
    """A week as it would be called, and what it was called before when that is another name."""

    week: Week
    was: str


@dataclass(frozen=True)
class TermRow:
    """A term of a version with its weeks; `position` is its place there."""

    position: int
    term: Term
    weeks: list[WeekRow]

    @property
    def changes(self) -> bool:
        """Whether any of its weeks has another name than before."""
        return any(row.was for row in self.weeks)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revision(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """Look at a version; accept or discard it while it is a proposal, propose it anew when it is an earlier one."""
    here, person, at = university_for(request, university), signed_in(request), clock.now()
    found = _revision_of(here, pk)
    do = request.POST.get("do")
    form = SourceForm.of(found, request.POST if do else None)
    if do and form.is_valid():
        with refusals_on(form):
            if do == "accept":
                actions.accept_revision(by=person, revision=found, at=at, **form.cleaned_data)
                messages.success(request, _("Accepted. Dates are re-planned and figures recounted."))
                return redirect("review_calendar", university=university, pk=found.calendar_id)
            if do == "discard":
                actions.discard_revision(by=person, revision=found, at=at)
                messages.success(request, _("Discarded. The calendar stays as it is."))
                return redirect("review_calendar", university=university, pk=found.calendar_id)
            if do == "again":
                draft = draft_of(found.calendar)
                content = from_json(found.content)
                return redirect(propose(request, draft, content, source=found.source, read_on=found.read_on))
    return form_page(request, "review/revision.html", form, with_tabs(here, "review_terms", **_shown(found, at)))


def _shown(found: CalendarRevision, at: datetime) -> dict[str, object]:
    """What there is to see of a version; only a proposal is planned through."""
    before, after = came_before(found), from_json(found.content)
    is_open = found.state == State.PROPOSED
    is_stale = is_open and changed_since(found)
    return {
        "revision": found,
        "calendar": found.calendar,
        "is_open": is_open,
        "is_stale": is_stale,
        "differences": differences(before, after),
        "terms": _terms(found.calendar, before, after),
        "societies": _societies(found, after, at) if is_open and not is_stale else None,
    }


def _terms(calendar: Calendar, before: Content, after: Content) -> list[TermRow]:
    labels = {week.starts_on: week_label(week) for _term, found in _weeks(calendar, before) for week in found}
    rows = []
    for position, (term, found) in enumerate(_weeks(calendar, after)):
        shown = []
        for week in found:
            was = labels.get(week.starts_on, "")
            shown.append(WeekRow(week, was if was != week_label(week) else ""))
        rows.append(TermRow(position, term, shown))
    return rows


def _weeks(calendar: Calendar, content: Content) -> list[tuple[Term, list[Week]]]:
    counted = as_calendar(calendar, content)
    terms, breaks = as_terms(counted, content)
    return [(term, weeks(counted, term, breaks[term.pk])) for term in terms]


def _societies(found: CalendarRevision, content: Content, at: datetime) -> list[tuple[Society, Changes]]:
    """The societies whose dates would change, and how."""
    counted = as_calendar(found.calendar, content)
    terms, breaks = as_terms(counted, content)
    return preview_replan(found.university, {counted.pk: timetable_with(counted, terms, breaks)}, at)


def _revision_of(university: University, pk: int) -> CalendarRevision:
    rows = CalendarRevision.objects.filter(university=university, pk=pk)
    found = rows.select_related("calendar__university", "university", "made_by", "decided_by").first()
    if found is None:
        raise not_here()
    return found
