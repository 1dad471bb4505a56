"""The plan of the term, a new activity with its real dates before it is saved, and one date: cancel and restore."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from campus.activities import actions
from campus.activities.queries import Preview, occurrence_by_id, preview
from campus.base import clock
from campus.base.errors import not_here
from campus.directory.rules import Right
from frontend.forms import form_page, refusals_on
from frontend.manage.activity_form import ActivityForm
from frontend.manage.forms import CancelForm
from frontend.manage.scope import Desk, desk_for
from frontend.manage.term_sheet import term_sheet


@login_required
@require_safe
def plan(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The running term as weeks, with every date of the society in it."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    sheet = term_sheet(desk.society, clock.now(), request.GET.get("term", ""))
    return render(request, "manage/plan.html", desk.page("manage_plan", sheet=sheet))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_activity(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The form of a new activity; "preview" shows its real dates and saves nothing."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    here, at = desk.society, clock.now()
    if request.method != "POST":
        in_a_week = clock.today(here.university.zone, at) + timedelta(days=7)
        return _page(request, desk, ActivityForm(initial={"first_date": in_a_week}))
    form = ActivityForm(request.POST)
    if request.POST.get("do") == "preview":
        return _previewed(request, desk, form)
    if form.is_valid():
        with refusals_on(form):
            activity = actions.plan_activity(by=desk.person, society=here, plan=form.plan(here), at=at)
            dates = activity.occurrences.count()
            sentence = ngettext("%(name)s is planned: %(count)d date.", "%(name)s is planned: %(count)d dates.", dates)
            messages.success(request, sentence % {"name": activity.name, "count": dates})
            return redirect("manage_series", university=university, society=society, pk=activity.series_id)
    return _page(request, desk, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def occurrence(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """One date: cancel it with a reason everybody sees, or take the cancelling back."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    found, at = occurrence_by_id(desk.person, pk), clock.now()
    if found.society_id != desk.society.pk:
        raise not_here()
    do = request.POST.get("do")
    form = CancelForm(request.POST if do == "cancel" else None)
    with refusals_on(form):
        if do == "restore":
            actions.restore_occurrence(by=desk.person, occurrence=found, at=at)
            messages.success(request, _("The date is on again."))
            return redirect(request.path)
        if form.is_valid():
            actions.cancel_occurrence(by=desk.person, occurrence=found, at=at, **form.cleaned_data)
            messages.success(request, _("The date is cancelled. Its page says why."))
            return redirect(request.path)
    context = desk.page("manage_plan", occurrence=found, is_over=found.ends_at <= at)
    return form_page(request, "manage/occurrence.html", form, context)


def _previewed(request: HttpRequest, desk: Desk, form: ActivityForm) -> HttpResponse:
    """The dates a form would make. For htmx only that part of the page, and without complaints while one types."""
    is_whole, dates = form.is_valid(), None
    if is_whole:
        with refusals_on(form):
            dates = preview(desk.society, form.plan(desk.society), clock.now())
    if not getattr(request, "htmx", False):
        return _page(request, desk, form, preview=dates)
    refusals = [sentence for said in form.errors.values() for sentence in said] if is_whole else []
    return render(request, "manage/preview.html", {"preview": dates, "refusals": refusals})


def _page(request: HttpRequest, desk: Desk, form: ActivityForm, preview: Preview | None = None) -> HttpResponse:
    return form_page(request, "manage/plan_activity.html", form, desk.page("manage_plan", preview=preview))
