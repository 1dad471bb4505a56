"""The calendars of a university: its terms as weeks, how weeks are counted, and earlier versions."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.base import clock
from campus.directory import actions
from campus.directory.calendar import weeks
from campus.directory.queries import calendars_of, open_proposal, revisions_of, terms_of
from campus.directory.versions import changed_since
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.review.calendar_forms import CalendarForm, CalendarNameForm, WeeksForm
from frontend.review.drafts import calendar_for, draft_of, propose
from frontend.review.scope import university_for, with_tabs

TAB = "review_terms"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, university: str) -> HttpResponse:
    """Every calendar with its terms; a form for one more calendar."""
    here = university_for(request, university)
    form = CalendarForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = actions.add_calendar(by=signed_in(request), university=here, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("The calendar is there. Now add its terms."))
            return redirect("review_calendar", university=university, pk=made.pk)
    context = with_tabs(here, TAB, calendars=calendars_of(here))
    return form_page(request, "review/terms.html", form, context)


@login_required
@require_safe
def calendar(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """One calendar: its terms, each as the weeks that it is counted in."""
    here = university_for(request, university)
    found, today = calendar_for(here, pk), clock.today(here.zone)
    rows = [(term, weeks(found, term, list(term.breaks.all())), term.active_to < today) for term in terms_of(found)]
    waiting = open_proposal(found)
    context = with_tabs(
        here,
        TAB,
        calendar=found,
        terms=rows,
        waiting=waiting,
        is_stale=waiting is not None and changed_since(waiting),
        today=today,
    )
    return render(request, "review/calendar.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_weeks(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """How the weeks of a calendar are counted, which leads to a preview; its name, and whether the figures use it."""
    here = university_for(request, university)
    found, do = calendar_for(here, pk), request.POST.get("do")
    draft = draft_of(found)
    form = WeeksForm.of(draft.content, request.POST if do == "count" else None)
    name_form = CalendarNameForm(found, request.POST if do == "name" else None)
    if form.is_valid():
        with refusals_on(form):
            return redirect(propose(request, draft, replace(draft.content, **form.cleaned_data)))
    if name_form.is_valid():
        with refusals_on(name_form):
            actions.change_calendar(by=signed_in(request), calendar=found, at=clock.now(), **name_form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("review_calendar", university=university, pk=pk)
    context = with_tabs(here, TAB, calendar=found, weeks_form=form, name_form=name_form, draft=draft)
    return form_page(request, "review/calendar_weeks.html", name_form if do == "name" else form, context)


@login_required
@require_safe
def history(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """Every version of a calendar, with where its dates stood and when they were read there."""
    here = university_for(request, university)
    found = calendar_for(here, pk)
    context = with_tabs(here, TAB, calendar=found, revisions=revisions_of(found))
    return render(request, "review/calendar_history.html", context)
