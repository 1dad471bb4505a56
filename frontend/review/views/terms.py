"""The terms of a university and their breaks. Changing them re-plans dates and recounts figures."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions
from campus.directory.models import Break, Term, University
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.review.forms import BreakForm, NewTermForm, TermForm
from frontend.review.scope import university_for, with_tabs


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_term(request: HttpRequest, university: str) -> HttpResponse:
    """One more term of a calendar."""
    here = university_for(request, university)
    form = NewTermForm(here, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = actions.add_term(by=signed_in(request), at=clock.now(), **form.cleaned_data)
            messages.success(request, _("The term is there. Add its breaks, if it has any."))
            return redirect("review_term", university=university, pk=made.pk)
    return form_page(request, "review/new_term.html", form, with_tabs(here, "review_terms"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """One term with two forms: its own dates, and one more break in it."""
    here, person, at = university_for(request, university), signed_in(request), clock.now()
    found = _term_of(here, pk)
    do = request.POST.get("do")
    term_form = TermForm.of(found, request.POST if do == "change" else None)
    break_form = BreakForm(request.POST if do == "add_break" else None, prefix="break")
    if term_form.is_valid():
        with refusals_on(term_form):
            actions.change_term(by=person, term=found, at=at, **term_form.cleaned_data)
            messages.success(request, _("Saved. Dates are re-planned and figures recounted."))
            return redirect(request.path)
    if break_form.is_valid():
        with refusals_on(break_form):
            actions.add_break(by=person, term=found, at=at, **break_form.cleaned_data)
            messages.success(request, _("The break is there. Dates inside it are re-planned."))
            return redirect(request.path)
    context = with_tabs(here, "review_terms", term=found, breaks=found.breaks.all(), break_form=break_form)
    sent = break_form if do == "add_break" else term_form
    return form_page(request, "review/term.html", sent, {**context, "term_form": term_form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_term(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """Remove a term: asks first."""
    here = university_for(request, university)
    found = _term_of(here, pk)
    if request.method == "POST":
        actions.remove_term(by=signed_in(request), term=found, at=clock.now())
        messages.success(request, _("The term is removed."))
        return redirect("review_terms", university=university)
    return render(request, "review/remove_term.html", with_tabs(here, "review_terms", term=found))


@login_required
@require_POST
def remove_break(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """Remove a break from its term."""
    here = university_for(request, university)
    found = Break.objects.filter(term__university=here, pk=pk).select_related("term__calendar__university").first()
    if found is None:
        raise not_here()
    actions.remove_break(by=signed_in(request), brk=found, at=clock.now())
    messages.success(request, _("The break is removed."))
    return redirect("review_term", university=university, pk=found.term_id)


def _term_of(university: University, pk: int) -> Term:
    found = Term.objects.filter(university=university, pk=pk).select_related("calendar__university").first()
    if found is None:
        raise not_here()
    return found
