"""Is it you? Asked before what protects a sign-in is changed, unless it was shown in the last quarter of an hour."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_factors
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campus.people.models import Person
from frontend.accounts.factor_forms import FactorForm
from frontend.accounts.forms import CodeForm
from frontend.accounts.sign_in import with_next
from frontend.forms import form_page, refusals_on
from frontend.links import next_page
from frontend.people import signed_in

View = Callable[..., HttpResponse]


def proof_required(view: View) -> View:
    """For signed-in people who lately showed that it is them; everybody else shows it first and comes back."""

    @login_required
    @wraps(view)
    def proven(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not get_adapter().has_recent_proof(request):
            return redirect(with_next("prove", request.path))
        return view(request, *args, **kwargs)

    return proven


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def prove(request: HttpRequest) -> HttpResponse:
    """Show that it is you: by a second factor, when you have one, else by a code that comes by mail."""
    person, goal = signed_in(request), next_page(request, "security")
    by_factor = get_factors().factors_of(person).count > 0
    return _by_factor(request, person, goal) if by_factor else _by_mail(request, person, goal)


def _by_factor(request: HttpRequest, person: Person, goal: str) -> HttpResponse:
    if "options" in request.POST:
        return JsonResponse(get_factors().passkey_request(request, person))
    form = FactorForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            get_factors().prove(request, form.factor())
            return redirect(goal)
    return form_page(request, "accounts/prove.html", form, {"factors": form.factors, "next": goal})


def _by_mail(request: HttpRequest, person: Person, goal: str) -> HttpResponse:
    if "send" in request.POST:
        return _send_code(request, person, goal)
    waiting = get_adapter().pending_sign_in(request)
    if waiting is None or waiting.address != person.email:
        return form_page(request, "accounts/prove.html", forms.Form(), {"next": goal})
    form = CodeForm(request.POST or None, expected=waiting.code)
    if request.method == "POST":
        if form.is_valid():
            waiting.prove()
            return redirect(goal)
        if request.POST.get("code") and not waiting.record_invalid_attempt():
            messages.error(request, _("That was not the code either, so it counts no more. Ask for a new one."))
            return redirect(with_next("prove", goal))
    return form_page(request, "accounts/prove.html", form, {"next": goal, "is_sent": True})


def _send_code(request: HttpRequest, person: Person, goal: str) -> HttpResponse:
    form = forms.Form()
    with refusals_on(form):
        get_adapter().begin_sign_in(request, person.email)
        return redirect(with_next("prove", goal))
    return form_page(request, "accounts/prove.html", form, {"next": goal})
