"""The calendars of a university with their terms: begin one, change how its weeks are counted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions
from campus.directory.queries import calendars_of
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.review.forms import CalendarForm, ChangedCalendarForm
from frontend.review.scope import university_for, with_tabs


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, university: str) -> HttpResponse:
    """Every calendar with its terms; a form for one more calendar."""
    here = university_for(request, university)
    form = CalendarForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.add_calendar(by=signed_in(request), university=here, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("The calendar is there. Now add its terms."))
            return redirect(request.path)
    context = with_tabs(here, "review_terms", calendars=calendars_of(here))
    return form_page(request, "review/terms.html", form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """One calendar: its name, how its weeks are counted, and whether the figures use it."""
    here = university_for(request, university)
    found = here.calendars.filter(pk=pk).select_related("university").first()
    if found is None:
        raise not_here()
    form = ChangedCalendarForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.change_calendar(by=signed_in(request), calendar=found, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Saved. Dates are re-planned and figures recounted."))
            return redirect("review_terms", university=university)
    return form_page(request, "review/calendar.html", form, with_tabs(here, "review_terms", calendar=found))
