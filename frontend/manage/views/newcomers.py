"""New this term: who is new, who came back, whom to greet next time."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from campus.base import clock
from campus.directory.rules import Right
from campus.reports import figures
from frontend.figures import newcomer_chart, newcomer_tiles
from frontend.manage.scope import society_for, with_tabs
from frontend.people import person_of
from frontend.terms import chosen_term

GREETED_FIRST = 8


@login_required
@require_GET
def newcomers(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The figures of a term, its newcomers by week, and the first-timers who have not been back."""
    here = society_for(request, university, society, Right.SEE_NAMES)
    at = clock.now()
    choice = chosen_term(here.university, request.GET.get("term", ""), at)
    context = {"choice": choice}
    if choice.term is not None:
        page = figures.newcomers(person_of(request), here, choice.term, at)
        greet = page.to_greet or []
        context |= {
            "page": page,
            "tiles": newcomer_tiles(page),
            "chart": newcomer_chart(page),
            "greet": greet[:GREETED_FIRST],
            "greet_more": greet[GREETED_FIRST:],
        }
    return render(request, "manage/newcomers.html", with_tabs(request, here, "manage_newcomers", **context))


@login_required
@require_GET
def newcomers_csv(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The people to greet, as CSV."""
    here = society_for(request, university, society, Right.SEE_NAMES)
    at = clock.now()
    choice = chosen_term(here.university, request.GET.get("term", ""), at)
    text = figures.newcomers_csv(figures.newcomers(person_of(request), here, choice.term, at)) if choice.term else ""
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="greet-{here.slug}.csv"'
    return answer
