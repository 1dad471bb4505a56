"""The queue of societies that ask to be registered or renew, and the decision on one."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.base import clock
from campus.base.errors import not_here
from campus.directory.models import Society
from campus.membership import actions
from campus.membership.answers import differences, said_before
from campus.membership.models import AnswerTemplate, Registration
from campus.membership.queries import registration_by_number, registrations_decided, registrations_waiting
from campus.membership.requirements import met_in_words
from campus.membership.reviewing import societies_like, templates_of
from campus.people.models import Person
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.review.registration_forms import RemovalForm, ReturnForm
from frontend.review.scope import university_for, with_tabs

TAB = "review_registrations"
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
    return render(request, "review/registrations.html", with_tabs(here, TAB, **context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """One application or renewal: approve it, or return it with a message. Once decided, what was decided."""
    here, person, at = university_for(request, university), signed_in(request), clock.now()
    found = registration_by_number(person, pk)
    if found.university_id != here.pk:
        raise not_here()
    templates = list(templates_of(here, person))
    do = request.POST.get("do")
    form = _return_form(request, found, templates)
    with refusals_on(form):
        if do == "approve":
            actions.approve_registration(by=person, registration=found, at=at)
            messages.success(
                request, _("Approved: %(name)s.") % {"name": found.answers.get("name", found.society.name)}
            )
            return redirect(TAB, university=university)
        if form.is_valid():
            actions.return_registration(by=person, registration=found, at=at, **form.entered)
            messages.success(request, _("Returned with your message: %(name)s.") % {"name": found.society.name})
            return redirect(TAB, university=university)
    context = with_tabs(here, TAB, **_read(found, person), templates=templates)
    return form_page(request, "review/registration.html", form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_application(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """Throw away what a society applied with, when it was never approved: asks first."""
    here, person, at = university_for(request, university), signed_in(request), clock.now()
    found = registration_by_number(person, pk)
    if found.university_id != here.pk or found.society.approved_at is not None:
        raise not_here()
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            _remove(request, person, found.society, form.cleaned_data["reason"], at)
            return redirect(TAB, university=university)
    return form_page(request, "review/remove_application.html", form, with_tabs(here, TAB, registration=found))


def _remove(request: HttpRequest, person: Person, society: Society, reason: str, at: datetime) -> None:
    name = society.name
    actions.delete_draft(by=person, society=society, reason=reason, at=at)
    messages.success(request, _("Removed: %(name)s. Its name is free again.") % {"name": name})


def _return_form(request: HttpRequest, registration: Registration, templates: list[AnswerTemplate]) -> ReturnForm:
    """What was entered; with do=insert nothing is sent yet, and the chosen sentence stands in the message, too."""
    do = request.POST.get("do")
    if do != "insert":
        return ReturnForm(registration, request.POST if do == "return" else None)
    chosen = next((each.text for each in templates if str(each.pk) == request.POST.get("template")), "")
    written = [request.POST.get("reason", "").strip(), chosen]
    initial: dict[str, Any] = {**request.POST.dict(), "reason": "\n".join(part for part in written if part)}
    return ReturnForm(registration, initial=initial)


def _read(registration: Registration, person: Person) -> dict[str, Any]:
    """What a reviewer reads: what changed since which version, what was asked, and names that are like it."""
    before = said_before(registration)
    is_waiting = registration.decision == Registration.Decision.WAITING
    is_renewal = registration.kind == Registration.Kind.RENEWAL
    return {
        "registration": registration,
        "is_waiting": is_waiting,
        "is_renewal": is_renewal,
        "differences": differences(registration, before) if before else [],
        "alike": societies_like(registration, person) if is_waiting else [],
        "asked": met_in_words(registration),
    }
