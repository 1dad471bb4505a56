"""How many students there were on the census dates of a university."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions
from campus.directory.queries import enrolments_of
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.review.calendar_forms import EnrolmentForm
from frontend.review.scope import university_for, with_tabs


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enrolments(request: HttpRequest, university: str) -> HttpResponse:
    """Every count, and a form for one more."""
    here = university_for(request, university)
    form = EnrolmentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            actions.add_enrolment(by=signed_in(request), university=here, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("The count is kept."))
            return redirect(request.path)
    context = with_tabs(here, "review_terms", enrolments=enrolments_of(here))
    return form_page(request, "review/enrolments.html", form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enrolment(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """Correct or remove one count."""
    here, person, at = university_for(request, university), signed_in(request), clock.now()
    found = enrolments_of(here).filter(pk=pk).select_related("university").first()
    if found is None:
        raise not_here()
    do = request.POST.get("do")
    if do == "remove":
        actions.remove_enrolment(by=person, enrolment=found, at=at)
        messages.success(request, _("The count is removed."))
        return redirect("review_enrolments", university=university)
    form = EnrolmentForm.of(found, request.POST if do == "change" else None)
    if form.is_valid():
        with refusals_on(form):
            actions.change_enrolment(by=person, enrolment=found, at=at, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("review_enrolments", university=university)
    return form_page(request, "review/enrolment.html", form, with_tabs(here, "review_terms", enrolment=found))
