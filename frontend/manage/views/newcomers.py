"""New this term: who is new, who came back, whom to greet next time."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campus.base import clock
from campus.base.errors import not_here
from campus.directory.rules import Right
from campus.reports import figures
from frontend.figures import newcomer_chart, newcomer_tiles
from frontend.manage.scope import Desk, desk_for
from frontend.terms import TermChoice, chosen_term

GREETED_FIRST = 8


@login_required
@require_safe
def newcomers(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The figures of a term and its newcomers by week; for who sees names also the first-timers to greet."""
    desk = desk_for(request, university, society)
    if not desk.is_officer:
        raise not_here()
    choice, page = _figures(request, desk)
    context: dict[str, Any] = {"choice": choice, "page": page}
    if page is not None:
        greet = page.to_greet or []
        context |= {
            "tiles": newcomer_tiles(page),
            "chart": newcomer_chart(page),
            "may_see_names": page.to_greet is not None,
            "greet": greet[:GREETED_FIRST],
            "greet_more": greet[GREETED_FIRST:],
        }
    return render(request, "manage/newcomers.html", desk.page("manage_newcomers", **context))


@login_required
@require_safe
def newcomers_csv(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The people to greet, as CSV."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    _choice, page = _figures(request, desk)
    text = figures.newcomers_csv(page) if page is not None else ""
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="greet-{desk.society.slug}.csv"'
    return answer


def _figures(request: HttpRequest, desk: Desk) -> tuple[TermChoice, figures.Newcomers | None]:
    """The term asked for and its figures; None while no term has begun."""
    at = clock.now()
    choice = chosen_term(desk.society.university, request.GET.get("term", ""), at)
    if choice.term is None:
        return choice, None
    return choice, figures.newcomers(desk.person, desk.society, choice.term, at)
