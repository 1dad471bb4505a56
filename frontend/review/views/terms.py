"""The calendars of a university: terms and breaks. Changing them re-plans dates and recounts figures."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions
from campus.directory.models import Break, Term, University
from frontend.forms import form_page, refusals_on
from frontend.review.forms import BreakForm, CalendarForm, TermForm
from frontend.review.scope import university_for, with_tabs

DATES = ("teaching_from", "teaching_to", "active_from", "active_to")


@login_required
@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, university: str) -> HttpResponse:
    """Every calendar with its terms; a form for one more calendar."""
    here = university_for(request, university)
    form = CalendarForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            is_first = not here.calendars.exists()
            actions.add_calendar(
                by=request.user, university=here, is_reporting=is_first, at=clock.now(), **form.cleaned_data
            )
            messages.success(request, _("The calendar is there. Now add its terms."))
            return redirect(request.path)
    calendars = here.calendars.prefetch_related("terms__breaks")
    return form_page(request, "review/terms.html", form, with_tabs(here, "review_terms", calendars=calendars))


@login_required
@require_http_methods(["GET", "POST"])
def new_term(request: HttpRequest, university: str) -> HttpResponse:
    """One more term of a calendar."""
    here = university_for(request, university)
    form = TermForm(here, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = actions.add_term(by=request.user, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("The term is there. Add its breaks, if it has any."))
            return redirect("review_term", university=university, pk=made.pk)
    return form_page(request, "review/new_term.html", form, with_tabs(here, "review_terms"))


@login_required
@require_http_methods(["GET", "POST"])
def term(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """One term: its dates and its breaks."""
    here = university_for(request, university)
    found = _term_of(here, pk)
    adding = request.POST.get("do") == "add_break"
    initial = {"calendar": found.calendar, "name": found.name, **{name: getattr(found, name) for name in DATES}}
    form = TermForm(here, request.POST if request.POST and not adding else None, initial=initial)
    break_form = BreakForm(request.POST if adding else None, prefix="break")
    del form.fields["calendar"]
    if request.method == "POST":
        at = clock.now()
        if adding and break_form.is_valid():
            with refusals_on(break_form):
                actions.add_break(by=request.user, term=found, at=at, **break_form.cleaned_data)
                messages.success(request, _("The break is there. Dates inside it are re-planned."))
                return redirect(request.path)
        elif not adding and form.is_valid():
            with refusals_on(form):
                actions.change_term(by=request.user, term=found, at=at, **form.cleaned_data)
                messages.success(request, _("Saved. Dates are re-planned and figures recounted."))
                return redirect(request.path)
    context = with_tabs(here, "review_terms", term=found, breaks=found.breaks.all(), break_form=break_form)
    return form_page(request, "review/term.html", break_form if adding else form, {**context, "term_form": form})


@login_required
@require_http_methods(["GET", "POST"])
def remove_term(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """Remove a term: asks first."""
    here = university_for(request, university)
    found = _term_of(here, pk)
    if request.method == "POST":
        actions.remove_term(by=request.user, term=found, at=clock.now())
        messages.success(request, _("The term is removed."))
        return redirect("review_terms", university=university)
    return render(request, "review/remove_term.html", with_tabs(here, "review_terms", term=found))


@login_required
@require_http_methods(["POST"])
def remove_break(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """Remove a break from its term."""
    here = university_for(request, university)
    found = Break.objects.filter(term__university=here, pk=pk).select_related("term__calendar__university").first()
    if found is None:
        raise not_here()
    actions.remove_break(by=request.user, brk=found, at=clock.now())
    messages.success(request, _("The break is removed."))
    return redirect("review_term", university=university, pk=found.term_id)


def _term_of(university: University, pk: int) -> Term:
    found = Term.objects.filter(university=university, pk=pk).select_related("calendar__university").first()
    if found is None:
        raise not_here()
    return found
