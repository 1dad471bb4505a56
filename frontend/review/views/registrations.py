"""The queue of societies that ask to be registered, and the decision on one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from campus.base import clock
from campus.base.errors import not_here
from campus.membership import actions
from campus.membership.queries import registrations_decided, registrations_waiting
from frontend.forms import form_page, refusals_on
from frontend.people import person_of
from frontend.review.forms import ReasonForm
from frontend.review.scope import university_for, with_tabs


@login_required
@require_GET
def queue(request: HttpRequest, university: str) -> HttpResponse:
    """Who waits, longest first; and what was decided lately."""
    here = university_for(request, university)
    context = {
        "waiting": registrations_waiting(here, person_of(request)),
        "decided": registrations_decided(here, person_of(request))[:20],
    }
    return render(request, "review/registrations.html", with_tabs(here, "review_registrations", **context))


@login_required
@require_http_methods(["GET", "POST"])
def registration(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """One application: approve it, or return it with a message."""
    here = university_for(request, university)
    found = registrations_waiting(here, person_of(request)).filter(pk=pk).first()
    if found is None:
        raise not_here()
    form = ReasonForm(request.POST if request.POST.get("do") == "return" else None)
    if request.method == "POST":
        with refusals_on(form):
            if request.POST.get("do") == "approve":
                actions.approve_registration(by=request.user, registration=found, at=clock.now())
                messages.success(request, _("Approved: %(name)s.") % {"name": found.society.name})
                return redirect("review_registrations", university=university)
            if form.is_valid():
                reason = form.cleaned_data["reason"]
                actions.return_registration(by=request.user, registration=found, reason=reason, at=clock.now())
                messages.success(request, _("Returned with your message: %(name)s.") % {"name": found.society.name})
                return redirect("review_registrations", university=university)
    context = with_tabs(here, "review_registrations", registration=found)
    return form_page(request, "review/registration.html", form, context)
