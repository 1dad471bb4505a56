"""The windows in which societies apply and renew, what they are asked, and the sentences that reviewers say often."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.base.errors import not_here
from campus.directory.models import University
from campus.membership import actions
from campus.membership.models import RegistrationWindow
from campus.membership.requirements import asked_in_words
from campus.membership.windows import windows_of
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.review.registration_forms import QuestionForm, WindowForm
from frontend.review.scope import university_for, with_tabs

TAB = "review_registrations"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def windows(request: HttpRequest, university: str) -> HttpResponse:
    """Every window, and a form for one more."""
    here, at = university_for(request, university), clock.now()
    form = WindowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = actions.add_window(by=signed_in(request), university=here, at=at, **form.cleaned_data)
            messages.success(request, _("The window is there. Now add questions, if you have any."))
            return redirect("review_window", university=university, pk=made.pk)
    rows = [(window, asked_in_words(window)) for window in windows_of(here)]
    context = with_tabs(here, TAB, windows=rows, today=clock.today(here.zone, at))
    return form_page(request, "review/windows.html", form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def window(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """One window: its days and what it asks; its questions are added and taken away one by one."""
    here, person, at = university_for(request, university), signed_in(request), clock.now()
    found, do = _window(here, pk), request.POST.get("do")
    form = WindowForm.of(found, request.POST if do == "change" else None)
    question = QuestionForm(request.POST if do == "ask" else None)
    if form.is_valid():
        with refusals_on(form):
            actions.change_window(by=person, window=found, at=at, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("review_windows", university=university)
    if question.is_valid():
        with refusals_on(question):
            actions.add_question(by=person, window=found, at=at, **question.cleaned_data)
            messages.success(request, _("The question is asked from now on."))
            return redirect(request.path)
    if do == "drop":
        actions.remove_question(by=person, window=found, key=request.POST.get("key", ""), at=at)
        messages.success(request, _("The question is not asked any more."))
        return redirect(request.path)
    context = with_tabs(here, TAB, window=found, window_form=form)
    return form_page(
        request, "review/window.html", question if do == "ask" else form, {**context, "question": question}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_window(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """Take a window out: asks first."""
    here = university_for(request, university)
    found = _window(here, pk)
    if request.method == "POST":
        actions.remove_window(by=signed_in(request), window=found, at=clock.now())
        messages.success(request, _("The window is gone."))
        return redirect("review_windows", university=university)
    return render(request, "review/remove_window.html", with_tabs(here, TAB, window=found))


def _window(university: University, pk: int) -> RegistrationWindow:
    found = windows_of(university).filter(pk=pk).first()
    if found is None:
        raise not_here()
    return found
