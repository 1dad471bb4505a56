"""The second step of signing in, after the mail; and the one step of whoever has a passkey."""

from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_factors
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campus.base.errors import Invalid
from frontend.accounts.factor_forms import FactorForm
from frontend.accounts.sign_in import welcome, with_next
from frontend.forms import form_page, refusals_on
from frontend.links import next_page
from frontend.people import person_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask whoever typed the code from the mail for a code of their app, a recovery code, or a passkey."""
    if person_of(request):
        return redirect("me")
    waiting = get_adapter().pending_second_factor(request)
    if waiting is None:
        return redirect("sign_in")
    person = waiting.login.user
    if "options" in request.POST:
        return JsonResponse(get_factors().passkey_request(request, person))
    form = FactorForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return welcome(request, waiting.finish(form.factor()))
    return form_page(request, "accounts/second_factor.html", form, {"factors": form.factors})


@require_POST
@never_cache
def sign_in_passkey(request: HttpRequest) -> HttpResponse:
    """Sign in by a passkey alone. Asked for `options`, answer with what the browser needs to ask it."""
    goal = next_page(request, "me")
    if person_of(request):
        return redirect(goal)
    if "options" in request.POST:
        return JsonResponse(get_factors().passkey_request(request))
    try:
        return welcome(request, get_factors().sign_in_by_passkey(request, request.POST.get("credential", ""), goal))
    except Invalid as refusal:
        messages.error(request, str(refusal))
        return redirect(with_next("sign_in", goal))
