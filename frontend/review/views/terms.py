"""The terms of a university and their breaks. Every form leads to a preview; nothing moves before that is accepted."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from campus.base.errors import not_here
from campus.directory.calendar_checks import put_break, put_term
from campus.directory.calendar_content import BreakContent, TermContent, with_term, without_term
from campus.directory.models import CalendarRevision, Term, University
from frontend.forms import form_page, refusals_on
from frontend.review.calendar_forms import BreakForm, NewTermForm, TermForm
from frontend.review.drafts import Draft, calendar_for, draft_of, propose
from frontend.review.scope import university_for, with_tabs

TAB = "review_terms"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_term(request: HttpRequest, university: str) -> HttpResponse:
    """One more term of a calendar."""
    here = university_for(request, university)
    initial = {"calendar": request.GET.get("calendar", "")}
    form = NewTermForm(here, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            entered = dict(form.cleaned_data)
            draft = draft_of(calendar_for(here, entered.pop("calendar").pk))
            return redirect(propose(request, draft, put_term(draft.content, TermContent(**entered))))
    return form_page(request, "review/new_term.html", form, with_tabs(here, TAB))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """A term that has a row: its dates and breaks as they stand, or as the open proposal has them."""
    here = university_for(request, university)
    row = _term_of(here, pk)
    draft = draft_of(calendar_for(here, row.calendar_id))
    position = draft.position_of(pk)
    if position is None:
        return render(request, "review/term_leaves.html", with_tabs(here, TAB, term=row, revision=draft.revision))
    return _page(request, here, draft, position, row)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposed_term(request: HttpRequest, university: str, pk: int, position: int) -> HttpResponse:
    """A term of an open proposal by its place there: how a term is changed that has no row yet."""
    here = university_for(request, university)
    revision = CalendarRevision.objects.filter(university=here, pk=pk).first()
    if revision is None:
        raise not_here()
    draft = draft_of(calendar_for(here, revision.calendar_id))
    if draft.revision is None or draft.revision.pk != pk or position >= len(draft.content.terms):
        raise not_here()
    return _page(request, here, draft, position, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_term(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """Take a term out: asks first, and leads to a preview."""
    here = university_for(request, university)
    row = _term_of(here, pk)
    draft = draft_of(calendar_for(here, row.calendar_id))
    position = draft.position_of(pk)
    if position is None:
        return render(request, "review/term_leaves.html", with_tabs(here, TAB, term=row, revision=draft.revision))
    if request.method == "POST":
        return redirect(propose(request, draft, without_term(draft.content, position)))
    return render(request, "review/remove_term.html", with_tabs(here, TAB, term=row))


def _page(request: HttpRequest, here: University, draft: Draft, position: int, row: Term | None) -> HttpResponse:
    """Two forms: the term's own dates, and a break, a new one or that which ?break= names by its first day."""
    found, do = draft.content.terms[position], request.POST.get("do")
    asked = request.GET.get("break", "")
    pause = next((pause for pause in found.breaks if pause.starts_on.isoformat() == asked), None)
    term_form = TermForm.of(found, request.POST if do == "change" else None)
    break_form = BreakForm.of(pause, request.POST if do == "break" else None)
    if term_form.is_valid():
        with refusals_on(term_form):
            changed = put_term(draft.content, replace(found, **term_form.cleaned_data), position)
            return redirect(propose(request, draft, changed))
    if break_form.is_valid():
        with refusals_on(break_form):
            made = BreakContent(**break_form.cleaned_data, id=pause.id if pause else None)
            return redirect(propose(request, draft, put_break(draft.content, position, made, pause)))
    if do == "remove_break" and pause is not None:
        left = replace(found, breaks=tuple(other for other in found.breaks if other != pause))
        return redirect(propose(request, draft, with_term(draft.content, left, position)))
    if do == "remove_term":
        return redirect(propose(request, draft, without_term(draft.content, position)))
    context: dict[str, object] = {"term": found, "row": row, "draft": draft, "pause": pause, "calendar": draft.calendar}
    context |= {"term_form": term_form, "break_form": break_form}
    sent = break_form if do == "break" else term_form
    return form_page(request, "review/term.html", sent, with_tabs(here, TAB, **context))


def _term_of(university: University, pk: int) -> Term:
    found = Term.objects.filter(university=university, pk=pk).select_related("calendar__university").first()
    if found is None:
        raise not_here()
    return found
