"""Members ask for a society that nobody leads: who asks, and the decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.base import clock
from campus.base.errors import not_here
from campus.membership import actions
from campus.membership.models import OfficeRequest
from campus.membership.queries import office_request_by_number, office_requests_of
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.review.forms import ReasonForm
from frontend.review.scope import university_for, with_tabs

TAB = "review_societies"
DECIDED_SHOWN = 20
WAITING = OfficeRequest.Decision.WAITING


@login_required
@require_safe
def office_requests(request: HttpRequest, university: str) -> HttpResponse:
    """Who waits, longest first; and what was decided lately."""
    here = university_for(request, university)
    asked = office_requests_of(here, signed_in(request))
    context = {
        "waiting": asked.filter(decision=WAITING).order_by("at", "pk"),
        "decided": asked.exclude(decision=WAITING)[:DECIDED_SHOWN],
    }
    return render(request, "review/office_requests.html", with_tabs(here, TAB, **context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def office_request(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """One request: give the society, or decline with a message. Once decided, what was decided."""
    here, person, at = university_for(request, university), signed_in(request), clock.now()
    found = office_request_by_number(person, pk)
    if found.university_id != here.pk:
        raise not_here()
    do = request.POST.get("do")
    form = ReasonForm(request.POST if do == "decline" else None)
    with refusals_on(form):
        if do == "give":
            actions.give_office(by=person, request=found, at=at)
            said = _("%(person)s leads %(society)s from today on.")
            messages.success(request, said % {"person": found.person, "society": found.society.name})
            return redirect("office_requests", university=university)
        if form.is_valid():
            actions.decline_office_request(by=person, request=found, at=at, **form.cleaned_data)
            messages.success(request, _("Declined with your message."))
            return redirect("office_requests", university=university)
    context = with_tabs(here, TAB, asked=found, is_waiting=found.decision == WAITING)
    return form_page(request, "review/office_request.html", form, context)
