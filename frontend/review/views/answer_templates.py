"""The sentences that a university's reviewers say often."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.membership import actions
from campus.membership.reviewing import template_by_number, templates_of
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.review.registration_forms import TemplateForm
from frontend.review.scope import university_for, with_tabs

TAB = "review_registrations"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest, university: str) -> HttpResponse:
    """All of them, and a form for one more."""
    here, person = university_for(request, university), signed_in(request)
    form = TemplateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.add_template(by=person, university=here, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Saved. You find it where you return a registration."))
            return redirect(request.path)
    return form_page(request, "review/templates.html", form, with_tabs(here, TAB, templates=templates_of(here, person)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """One of them: say it otherwise, or remove it."""
    here, person = university_for(request, university), signed_in(request)
    found, do = template_by_number(person, here, pk), request.POST.get("do")
    if do == "remove":
        actions.remove_template(by=person, template=found, at=clock.now())
        messages.success(request, _("The sentence is gone; what was said with it stays."))
        return redirect("review_templates", university=university)
    form = TemplateForm.of(found, request.POST if do == "change" else None)
    if form.is_valid():
        with refusals_on(form):
            actions.change_template(by=person, template=found, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("review_templates", university=university)
    return form_page(request, "review/template.html", form, with_tabs(here, TAB, template=found))
