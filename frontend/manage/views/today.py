"""Where officers begin: what is next, the code for the door, and what waits for them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campus.activities.queries import code_in_force, coming
from campus.activities.queries.nudges import nudges_for
from campus.base import clock
from campus.checkin.queries import counts_at
from campus.directory.queries import reporting_term_on, societies_for, worries_about
from campus.directory.rules import Right
from campus.reports.figures import newcomers
from frontend.activities.door import door
from frontend.figures import newcomer_tiles
from frontend.manage.scope import desk_for
from frontend.people import signed_in

DATES_SHOWN = 5


@login_required
@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    """The societies in which this person holds an office or a draft."""
    return render(request, "manage/manage.html", {"societies": societies_for(signed_in(request))})


@login_required
@require_safe
def today(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The next date with its code, who came to it so far, and the newest figures."""
    desk = desk_for(request, university, society)
    here, at = desk.society, clock.now()
    dates = list(coming(at=at, society=here)[:DATES_SHOWN])
    following = dates[0] if dates else None
    may_plan = desk.may(Right.RUN_ACTIVITIES)
    context: dict[str, Any] = {"next": following, "later": dates[1:], "may_plan": may_plan}
    context["worries"] = worries_about([here], at).get(here.pk)
    if may_plan:
        context["nudges"] = nudges_for(here, at)
    if may_plan and following:
        context |= door(code_in_force(following.series))
    if desk.is_officer:
        term = reporting_term_on(here.university, clock.today(here.university.zone, at))
        context |= {
            "counts": counts_at(following, desk.person, at) if following else None,
            "term": term,
            "tiles": newcomer_tiles(newcomers(desk.person, here, term, at)) if term else None,
        }
    return render(request, "manage/today.html", desk.page("manage_today", **context))
