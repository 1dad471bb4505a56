"""The plan of the term, a new activity with its real dates before it is saved, and one date: cancel and restore."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from campus.activities import actions
from campus.activities.queries import occurrence_by_id, preview
from campus.base import clock
from campus.base.errors import CampusError, not_here
from campus.directory.models import Society
from campus.directory.rules import Right
from frontend.forms import form_page, refusals_on
from frontend.manage.forms import ActivityForm, CancelForm
from frontend.manage.scope import society_for, with_tabs
from frontend.manage.term_sheet import term_sheet
from frontend.people import person_of


@login_required
@require_GET
def plan(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The running term as weeks, with every date of the society in it."""
    here = society_for(request, university, society, Right.RUN_ACTIVITIES)
    sheet = term_sheet(here, clock.now(), request.GET.get("term", ""))
    return render(request, "manage/plan.html", with_tabs(request, here, "manage_plan", sheet=sheet))


@login_required
@require_http_methods(["GET", "POST"])
def plan_activity(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The form of a new activity; "preview" shows its real dates and saves nothing."""
    here = society_for(request, university, society, Right.RUN_ACTIVITIES)
    at = clock.now()
    if request.method == "GET":
        first = clock.today(here.university.zone, at) + timedelta(days=7)
        form = ActivityForm(initial={"first_date": first, "start_time": "18:00", "minutes": 60})
        return _activity_page(request, here, form)
    form = ActivityForm(request.POST)
    if request.POST.get("do") == "preview":
        return _preview(request, here, form)
    if form.is_valid():
        with refusals_on(form):
            activity = actions.plan_activity(by=request.user, society=here, plan=form.plan(here), at=at)
            dates = activity.occurrences.count()
            sentence = ngettext("%(name)s is planned: %(count)d date.", "%(name)s is planned: %(count)d dates.", dates)
            messages.success(request, sentence % {"name": activity.name, "count": dates})
            return redirect("manage_series", university=university, society=society, pk=activity.series_id)
    return _activity_page(request, here, form)


@login_required
@require_http_methods(["GET", "POST"])
def occurrence(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """One date: cancel it with a reason everybody sees, or take the cancelling back."""
    here = society_for(request, university, society, Right.RUN_ACTIVITIES)
    found = occurrence_by_id(person_of(request), pk)
    if found.society_id != here.pk:
        raise not_here()
    form = CancelForm(request.POST if request.POST.get("do") == "cancel" else None)
    if request.method == "POST":
        with refusals_on(form):
            if request.POST.get("do") == "restore":
                actions.restore_occurrence(by=request.user, occurrence=found, at=clock.now())
                messages.success(request, _("The date is on again."))
                return redirect(request.path)
            if form.is_valid():
                reason = form.cleaned_data["reason"]
                actions.cancel_occurrence(by=request.user, occurrence=found, reason=reason, at=clock.now())
                messages.success(request, _("The date is cancelled. Its page says why."))
                return redirect(request.path)
    context = with_tabs(request, here, "manage_plan", occurrence=found)
    return form_page(request, "manage/occurrence.html", form, context)


def _preview(request: HttpRequest, here: Society, form: ActivityForm) -> HttpResponse:
    """The dates a form would make. For htmx only that part of the page, and without complaints while one types."""
    dates, refusal = None, None
    if form.is_valid():
        try:
            dates = preview(here, form.plan(here), clock.now())
        except CampusError as error:
            refusal = error
    if request.htmx:
        return render(request, "manage/preview.html", {"preview": dates, "refusal": refusal, "society": here})
    if refusal:
        form.add_error(None, str(refusal.sentence))
    return _activity_page(request, here, form, preview=dates)


def _activity_page(request: HttpRequest, here: Society, form: ActivityForm, **context: object) -> HttpResponse:
    return form_page(request, "manage/plan_activity.html", form, with_tabs(request, here, "manage_plan", **context))
