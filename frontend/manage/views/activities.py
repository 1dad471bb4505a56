"""A new activity: from a template, from an observance or from nothing, with its real dates before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from campus.activities import actions
from campus.activities.models import Observance
from campus.activities.queries import Preview, preview
from campus.activities.templates import TEMPLATES, Template
from campus.base import clock
from campus.directory.models import Society
from campus.directory.rules import Right
from frontend.forms import form_page, refusals_on
from frontend.manage.activity_form import ActivityForm, chosen_template, initial_for, initial_of
from frontend.manage.scope import Desk, desk_for
from frontend.manage.when_form import RHYTHMS


@dataclass(frozen=True)
class Shelf:
    """Templates that serve one purpose."""

    title: str | Promise
    templates: Sequence[Template]


@login_required
@require_safe
def templates(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """What societies like this do, to start from."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    return render(request, "manage/plan_templates.html", desk.page("manage_plan", shelves=_shelves()))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_activity(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The form of a new activity; "preview" shows its real dates and saves nothing, "more" has room for more."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    here, at = desk.society, clock.now()
    if request.method != "POST":
        return _page(request, desk, ActivityForm(initial=_beforehand(request, here, at), society=here))
    do, is_part = request.POST.get("do"), getattr(request, "htmx", False)
    form = ActivityForm(_named(request.POST) if is_part else request.POST, society=here)
    if do in {"preview", "more"}:
        return _previewed(request, desk, form, is_patient=do == "more")
    if form.is_valid():
        with refusals_on(form):
            activity = actions.plan_activity(by=desk.person, society=here, plan=form.plan(here), at=at)
            dates = activity.occurrences.count()
            sentence = ngettext("%(name)s is planned: %(count)d date.", "%(name)s is planned: %(count)d dates.", dates)
            messages.success(request, sentence % {"name": activity.name, "count": dates})
            return redirect("manage_series", university=university, society=society, pk=activity.series_id)
    return _page(request, desk, form)


def _beforehand(request: HttpRequest, society: Society, at: datetime) -> dict[str, Any]:
    """What stands in a fresh form: by ?template=, or by ?observance= and ?date=."""
    in_a_week = clock.today(society.university.zone, at) + timedelta(days=7)
    template = chosen_template(request.GET.get("template", ""))
    observance = Observance.objects.filter(slug=request.GET.get("observance", "")[:40]).first()
    day = _date(request.GET.get("date", ""))
    if observance is not None:
        return initial_for(observance, day or in_a_week, template)
    if template is not None:
        return initial_of(template, day or in_a_week, is_fixed=day is not None)
    return {"first_date": day or in_a_week}


def _date(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None


def _named(entered: QueryDict) -> QueryDict:
    """What was entered so far, with a name: dates can be shown before there is one."""
    named = entered.copy()
    named["name"] = named.get("name", "").strip() or "…"
    return named


def _previewed(request: HttpRequest, desk: Desk, form: ActivityForm, *, is_patient: bool) -> HttpResponse:
    """The dates a form would make. For htmx only that part of the page, and without complaints while one types."""
    is_whole, dates = form.is_valid(), None
    if is_whole:
        with refusals_on(form):
            dates = preview(desk.society, form.plan(desk.society, with_skipped=False), clock.now())
    if is_patient:
        form.errors.clear()
    if not getattr(request, "htmx", False):
        return _page(request, desk, form, preview=dates)
    refusals = [sentence for said in form.errors.values() for sentence in said] if is_whole else []
    return render(request, "manage/preview.html", {"preview": dates, "refusals": refusals, "form": form})


def _page(request: HttpRequest, desk: Desk, form: ActivityForm, preview: Preview | None = None) -> HttpResponse:
    template = chosen_template(str(form["template"].value() or ""))
    observance = Observance.objects.filter(slug=str(form["observance"].value() or "")).first()
    context = {"preview": preview, "template": template, "observance": observance, "rhythms": RHYTHMS}
    return form_page(request, "manage/plan_activity.html", form, desk.page("manage_plan", **context))


def _shelves() -> list[Shelf]:
    """The door for newcomers first, then what keeps a rhythm, what is held for a day, and the rest."""
    held_for = [each for each in TEMPLATES.values() if each.observance]
    welcoming = [each for each in TEMPLATES.values() if each.newcomer_friendly and each not in held_for]
    rest = [each for each in TEMPLATES.values() if each not in held_for and each not in welcoming]
    returning = [each for each in rest if each.rrule and "YEARLY" not in each.rrule]
    shelves = (
        Shelf(_("Good for newcomers"), welcoming),
        Shelf(_("Term after term"), returning),
        Shelf(_("For an observance"), held_for),
        Shelf(_("Now and then"), [each for each in rest if each not in returning]),
    )
    return [shelf for shelf in shelves if shelf.templates]
