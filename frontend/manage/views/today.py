"""Where officers begin: what is next, the code for the door, and what waits for them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from campus.activities.queries import code_in_force, upcoming
from campus.base import clock
from campus.checkin.queries import counts_at
from campus.checkin.rules import may_see_counts
from campus.directory.queries import reporting_term_on, societies_for
from campus.directory.rules import Right, may
from campus.reports.figures import newcomers
from frontend.activities.views import door
from frontend.figures import newcomer_tiles
from frontend.manage.scope import society_for, with_tabs
from frontend.people import person_of


@login_required
@require_GET
def manage(request: HttpRequest) -> HttpResponse:
    """The societies in which this person holds an office or a draft."""
    return render(request, "manage/manage.html", {"societies": societies_for(person_of(request))})


@login_required
@require_GET
def today(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The next date with its code, who came to it so far, and the newest figures."""
    here = society_for(request, university, society)
    at = clock.now()
    dates = list(upcoming(at=at, society=here)[:5])
    code = code_in_force(dates[0].series) if dates else None
    term = reporting_term_on(here.university, clock.today(here.university.zone, at))
    person = person_of(request)
    context = {
        "next": dates[0] if dates else None,
        "later": dates[1:],
        "may_plan": may(person, Right.RUN_ACTIVITIES, here),
        **door(person, here, code),
    }
    if may_see_counts(person, here):
        context["counts"] = counts_at(dates[0], person, at) if dates else None
        context["term"] = term
        context["tiles"] = newcomer_tiles(newcomers(person, here, term, at)) if term else None
    return render(request, "manage/today.html", with_tabs(request, here, "manage_today", **context))
