"""The queue of societies that ask to be registered, and the decision on one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.base import clock
from campus.base.errors import not_here
from campus.membership import actions
from campus.membership.models import Registration
from campus.membership.queries import registration_by_number, registrations_decided, registrations_waiting
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.review.forms import ReasonForm
from frontend.review.scope import university_for, with_tabs

DECIDED_SHOWN = 20


@login_required
@require_safe
def queue(request: HttpRequest, university: str) -> HttpResponse:
    """Who waits, longest first; and what was decided lately."""
    here, person = university_for(request, university), signed_in(request)
    context = {
        "waiting": registrations_waiting(here, person),
        "decided": registrations_decided(here, person)[:DECIDED_SHOWN],
    }
    return render(request, "review/registrations.html", with_tabs(here, "review_registrations", **context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """One application: approve it, or return it with a message. Once decided, what was decided."""
    here, person = university_for(request, university), signed_in(request)
    found = registration_by_number(person, pk)
    if found.university_id != here.pk:
        raise not_here()
    do, name, at = request.POST.get("do"), {"name": found.society.name}, clock.now()
    form = ReasonForm(request.POST if do == "return" else None)
    with refusals_on(form):
        if do == "approve":
            actions.approve_registration(by=person, registration=found, at=at)
            messages.success(request, _("Approved: %(name)s.") % name)
            return redirect("review_registrations", university=university)
        if form.is_valid():
            actions.return_registration(by=person, registration=found, at=at, **form.cleaned_data)
            messages.success(request, _("Returned with your message: %(name)s.") % name)
            return redirect("review_registrations", university=university)
    is_waiting = found.decision == Registration.Decision.WAITING
    context = with_tabs(here, "review_registrations", registration=found, is_waiting=is_waiting)
    return form_page(request, "review/registration.html", form, context)
