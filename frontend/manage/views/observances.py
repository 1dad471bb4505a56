"""The days a society plans around: follow or hide one, mark it on another day, plan something for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from campus.activities.actions import observances as actions
from campus.activities.models import Observance
from campus.activities.observance_calendar import status_of
from campus.activities.queries.observances import Choosable, choosable, observance_by_slug
from campus.activities.templates import template_for
from campus.base import clock
from campus.base.errors import not_here
from campus.directory.models import Society
from campus.directory.rules import Right
from frontend.forms import form_page, refusals_on
from frontend.inputs import date_field
from frontend.manage.scope import Desk, desk_for
from frontend.sentences import PlainForm

CHOICES = {
    "follow": (actions.follow_observance, gettext_lazy("%(name)s: followed. You are reminded six weeks before.")),
    "hide": (actions.hide_observance, gettext_lazy("%(name)s: hidden from your plan.")),
    "clear": (actions.clear_observance_choice, gettext_lazy("%(name)s: your choice is taken back.")),
}


class AnotherDayForm(PlainForm):
    """On which day the society marks it, this once."""

    observed_on = date_field(
        gettext_lazy("The day you mark it"),
        help_text=gettext_lazy("At most 60 days before or after the official one."),
        error_messages={"required": gettext_lazy("Choose a day.")},
    )


@dataclass(frozen=True)
class Line:
    """An observance of the list, with whose day it is and where something is planned for it."""

    choosable: Choosable
    status: str
    plan_url: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def observances(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """What stands in the plan, by the next date; with ?show=all what could stand there, too."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    if request.method == "POST":
        _choose(request, desk)
        return redirect(request.get_full_path())
    found = _lines(desk.society)
    show_all = request.GET.get("show") == "all"
    context = {
        "lines": [line for line in found if show_all or line.choosable.is_shown],
        "show_all": show_all,
        "count": len(found),
    }
    return render(request, "manage/observances.html", desk.page("manage_plan", **context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def observance(request: HttpRequest, university: str, society: str, slug: str) -> HttpResponse:
    """One of them: what it is, and the day on which this society marks it next."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    here, at = desk.society, clock.now()
    line = next((line for line in _lines(here) if line.choosable.observance.slug == slug), None)
    if line is None:
        raise not_here()
    marked = line.choosable.marked
    asked: dict[str, Any] = {"by": desk.person, "society": here, "observance": marked.observance, "at": at}
    do = request.POST.get("do")
    suggested = line.choosable.teaching_day or marked.starts_on
    form = AnotherDayForm(request.POST if do == "move" else None, initial={"observed_on": suggested})
    with refusals_on(form):
        if do == "back":
            actions.observe_officially(official_on=marked.official_on, **asked)
            messages.success(request, _("It is marked on its official day."))
            return redirect(request.path)
        if form.is_valid():
            actions.observe_on(official_on=marked.official_on, **form.cleaned_data, **asked)
            messages.success(request, _("Saved. Your plan shows it on that day."))
            return redirect(request.path)
    return form_page(request, "manage/observance.html", form, desk.page("manage_plan", line=line))


def _choose(request: HttpRequest, desk: Desk) -> None:
    act, said = CHOICES.get(request.POST.get("do", ""), (None, ""))
    found: Observance = observance_by_slug(request.POST.get("observance", ""))
    if act is None:
        raise not_here()
    act(by=desk.person, society=desk.society, observance=found, at=clock.now())
    messages.success(request, str(said) % {"name": _(found.name)})


def _lines(society: Society) -> Sequence[Line]:
    today = clock.today(society.university.zone, clock.now())
    return [Line(each, status_of(each.observance), _plan_url(society, each)) for each in choosable(society, today)]


def _plan_url(society: Society, each: Choosable) -> str:
    """The builder, filled in for this observance on the day it is marked."""
    slug, template = each.observance.slug, template_for(each.observance.slug)
    asked = {"observance": slug, "date": each.marked.starts_on.isoformat(), "template": template.id if template else ""}
    address = reverse("plan_activity", args=(society.university.slug, society.slug))
    return f"{address}?{urlencode({name: value for name, value in asked.items() if value})}"
