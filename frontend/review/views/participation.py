"""Participation: the societies of a university side by side. Page and CSV show the same table."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from campus.base import clock
from campus.directory.models import University
from campus.reports import figures
from campus.reports.figures import ParticipationTable
from frontend.figures import new_people_chart, participation_tiles
from frontend.people import signed_in
from frontend.review.scope import university_for, with_tabs
from frontend.terms import TermChoice, chosen_term

ORDERS = (
    ("name", _("Name")),
    ("participants", _("People")),
    ("new_participants", _("New people")),
    ("visits", _("Visits")),
    ("new_members", _("New members")),
)


@login_required
@require_safe
def participation(request: HttpRequest, university: str) -> HttpResponse:
    """The table with its tiles and chart, filtered by name and sorted as asked."""
    here = university_for(request, university)
    choice, table = _table(request, here)
    context: dict[str, Any] = {"choice": choice, "table": table, "orders": ORDERS, "query": request.GET.urlencode()}
    if table is not None:
        context |= {"tiles": participation_tiles(table), "chart": new_people_chart(table)}
    return render(request, "review/participation.html", with_tabs(here, "review_participation", **context))


@login_required
@require_safe
def participation_csv(request: HttpRequest, university: str) -> HttpResponse:
    """The same table as CSV."""
    here = university_for(request, university)
    _choice, table = _table(request, here)
    text = figures.participation_csv(table) if table else ""
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="participation-{here.slug}.csv"'
    return answer


def _table(request: HttpRequest, university: University) -> tuple[TermChoice, ParticipationTable | None]:
    """The term asked for and its table; None while no term has begun."""
    at = clock.now()
    choice = chosen_term(university, request.GET.get("term", ""), at)
    if choice.term is None:
        return choice, None
    table = figures.participation(
        signed_in(request),
        university,
        choice.term,
        beside=None if request.GET.get("beside") == "nothing" else choice.before,
        order=request.GET.get("order") or "name",
        name_filter=request.GET.get("q", ""),
        at=at,
    )
    return choice, table
