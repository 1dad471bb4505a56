"""Registering a society: draft, edit, submit, and see what the university decided."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.base.errors import Conflict, Sentence, not_here
from campus.directory import rules
from campus.directory.actions import change_society, draft_society
from campus.directory.models import Society
from campus.directory.queries import society_by_slugs, university_by_slug
from campus.membership.actions import delete_draft, submit_registration
from campus.membership.actions.registrations import window_to_apply_in
from campus.membership.models import Registration, RegistrationWindow
from campus.membership.queries import registrations_of
from campus.people.models import Person
from frontend.directory.answers import AnswersForm, as_it_stands
from frontend.directory.forms import SocietyForm
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in

Status = Society.Status


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def register_society(request: HttpRequest, university: str) -> HttpResponse:
    """Begin a draft that only its drafter sees."""
    person = signed_in(request)
    home = university_by_slug(person, university)
    form = SocietyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            drafted = draft_society(by=person, university=home, at=clock.now(), **form.cleaned_data)
            return redirect("registration", university, drafted.slug)
    return form_page(request, "directory/register_society.html", form, {"university": home})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def registration(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """A society on its way to being approved, for its drafter: change it, submit it, or throw it away."""
    person, at = signed_in(request), clock.now()
    found = society_by_slugs(person, university, society)
    if found.approved_at is not None:
        return redirect("society", university, found.slug)
    if not rules.is_drafter(person, found):
        raise not_here()
    if request.method == "POST" and request.POST.get("answer") == "remove":
        delete_draft(by=person, society=found, at=at)
        messages.success(request, _("It is gone, and its name is free again."))
        return redirect("university", university)
    window, closed = _window(found, at)
    last = registrations_of(found).last()
    returned = last if last is not None and last.decision == Registration.Decision.RETURNED else None
    form = AnswersForm(
        window,
        request.POST if request.method == "POST" else None,
        initial=as_it_stands(found, returned) | as_it_stands(found),
        reasons=returned.field_reasons if returned else None,
    )
    if request.POST.get("answer") != "submit":
        form.no_answer_needed()
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return _saved(request, person, found, form)
    context = {
        "society": found,
        "university": found.university,
        "is_waiting": found.status == Status.SUBMITTED,
        "last": last,
        "window": window,
        "closed": closed,
    }
    return form_page(request, "directory/registration.html", form, context)


def _window(society: Society, at: datetime) -> tuple[RegistrationWindow | None, Sentence]:
    """The window in which it would apply now, or the sentence that says when one opens."""
    if society.status == Status.SUBMITTED:
        return None, ""
    try:
        return window_to_apply_in(society, at), ""
    except Conflict as refusal:
        return None, refusal.sentence


def _saved(request: HttpRequest, person: Person, society: Society, form: AnswersForm) -> HttpResponse:
    """Keep what was entered and, when asked, put it before the university."""
    values, at = form.entered, clock.now()
    message, questions = values.pop("message"), values.pop("questions")
    society = change_society(by=person, society=society, at=at, **values)
    if request.POST.get("answer") == "submit":
        submit_registration(by=person, society=society, message=message, questions=questions, at=at)
        messages.success(request, _("Submitted. You get a mail when the university has decided."))
    else:
        messages.success(request, _("Saved. Nobody but you sees it yet."))
    return redirect("registration", society.university.slug, society.slug)
