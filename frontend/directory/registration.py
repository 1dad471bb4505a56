"""Registering a society: draft, edit, submit, and see what the university decided."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.base.errors import not_here
from campus.directory import rules
from campus.directory.actions import change_society, draft_society, remove_draft
from campus.directory.models import Society
from campus.directory.queries import society_by_slugs, university_by_slug
from campus.membership.actions import submit_registration
from campus.people.models import Person
from frontend.directory.forms import RegistrationForm, SocietyForm
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
    """A society on its way to being approved, for its drafter: change it, submit it, or throw the draft away."""
    person = signed_in(request)
    found = society_by_slugs(person, university, society)
    if found.approved_at is not None:
        return redirect("society", university, found.slug)
    if not rules.is_drafter(person, found):
        raise not_here()
    if request.method == "POST" and request.POST.get("answer") == "remove":
        remove_draft(by=person, society=found, at=clock.now())
        messages.success(request, _("The draft is gone."))
        return redirect("university", university)
    form = RegistrationForm(request.POST if request.method == "POST" else None, initial=_as_it_stands(found))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return _saved(request, person, found, form)
    context = {"society": found, "university": found.university, "is_waiting": found.status == Status.SUBMITTED}
    return form_page(request, "directory/registration.html", form, context)


def _saved(request: HttpRequest, person: Person, society: Society, form: RegistrationForm) -> HttpResponse:
    """Keep what was entered and, when asked, put it before the university."""
    values, at = dict(form.cleaned_data), clock.now()
    message = values.pop("message")
    society = change_society(by=person, society=society, at=at, **values)
    if request.POST.get("answer") == "submit":
        submit_registration(by=person, society=society, message=message, at=at)
        messages.success(request, _("Submitted. You get a mail when the university has decided."))
    else:
        messages.success(request, _("Saved. Nobody but you sees it yet."))
    return redirect("registration", society.university.slug, society.slug)


def _as_it_stands(society: Society) -> dict[str, str]:
    return {"name": society.name, "purpose": society.purpose, "first_time": society.first_time}
