"""What protects my sign-in: passkeys, the authenticator app, accounts at universities."""

from allauth.mfa.adapter import get_adapter as get_factors
from allauth.socialaccount.adapter import get_adapter as get_universities
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campus.base.errors import Invalid
from campus.base.qr import qr_path
from campus.directory.rules import SECOND_FACTOR_ROLES, offices_held
from frontend.accounts.factor_forms import AppForm, PasskeyForm
from frontend.accounts.proof import proof_required
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in


@require_safe
@never_cache
@login_required
def security(request: HttpRequest) -> HttpResponse:
    """What is set up, and what could be."""
    person = signed_in(request)
    context = {"factors": get_factors().factors_of(person), "accounts": get_universities().accounts_of(person)}
    return render(request, "accounts/security.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@proof_required
def new_passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey. Asked for `options`, answer with what the browser needs to make one."""
    if "options" in request.POST:
        return JsonResponse(get_factors().passkey_offer(signed_in(request)))
    form = PasskeyForm(request.POST or None, initial={"name": get_factors().name_for(request)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            get_factors().add_passkey(request, **form.cleaned_data)
            messages.success(request, _("The passkey is added. From now on you can sign in with it."))
            return _after_adding(request)
    return form_page(request, "accounts/new_passkey.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@proof_required
def authenticator_app(request: HttpRequest) -> HttpResponse:
    """Set an authenticator app up: a picture to scan, and the first code back."""
    person = signed_in(request)
    if get_factors().factors_of(person).app is not None:
        return redirect("security")
    setup = get_factors().new_app(person)
    form = AppForm(request.POST or None, initial={"setup": setup.token})
    if request.method == "POST":
        try:
            setup = get_factors().app_setup(person, request.POST.get("setup", ""))
        except Invalid as refusal:  # its time is over: begin anew, with another secret
            messages.error(request, str(refusal))
            return redirect("authenticator_app")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            get_factors().add_app(request, setup, form.cleaned_data["code"])
            messages.success(request, _("The app is set up. From now on signing in asks for its code, after the mail."))
            return _after_adding(request)
    return form_page(request, "accounts/authenticator_app.html", form, {"setup": setup, "qr": qr_path(setup.url)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@proof_required
def remove_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a passkey or the app; before the last one, say what goes with it and which offices fall asleep."""
    person = signed_in(request)
    factor, is_last = get_factors().removable(person, pk), get_factors().factors_of(person).count == 1
    if request.method == "POST":
        get_factors().remove(request, pk)
        messages.success(request, _("Removed."))
        return redirect("security")
    sleeping = [office for office in offices_held(person) if is_last and office.role in SECOND_FACTOR_ROLES]
    return render(
        request, "accounts/remove_factor.html", {"factor": factor, "is_last": is_last, "offices_that_sleep": sleeping}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@proof_required
def unlink_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Unlink an account at a university: from then on it is only the address that says who somebody is."""
    person = signed_in(request)
    account = get_universities().account_of(person, pk)
    if request.method == "POST":
        get_universities().unlink(person, pk)
        messages.success(request, _("Unlinked. The code by mail goes on signing you in."))
        return redirect("security")
    return render(request, "accounts/unlink_account.html", {"account": account})


def _after_adding(request: HttpRequest) -> HttpResponse:
    """Where new recovery codes were made, to them: they are shown this once."""
    return redirect("recovery_codes" if get_factors().fresh_codes(request) else "security")
