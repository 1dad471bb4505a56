"""One way in for everybody: type an address, get a code by mail, be signed in."""

from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.custody.queries import undecided_visits
from frontend.accounts.forms import AddressForm, CodeForm
from frontend.forms import form_page, refusals_on
from frontend.links import next_page
from frontend.offices import sleeping_offices
from frontend.people import person_of
from frontend.site.preferences import keep_language


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the address; the answer is the same whether we know it or not."""
    goal = next_page(request, "me")
    if person_of(request):
        return redirect(goal)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            get_adapter().begin_sign_in(request, form.cleaned_data["email"])
            return redirect(with_next("sign_in_code", goal))
    return form_page(request, "accounts/sign_in.html", form, {"next": goal})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code. Three wrong ones end it, and so does a quarter of an hour."""
    goal = next_page(request, "me")
    if person_of(request):
        return redirect(goal)
    waiting = get_adapter().pending_sign_in(request)
    if waiting is None:
        return redirect(with_next("sign_in", goal))
    form = CodeForm(request.POST or None, expected=waiting.code)
    if request.method == "POST":
        if form.is_valid():
            return welcome(request, waiting.finish(goal))
        if request.POST.get("code") and not waiting.record_invalid_attempt():
            messages.error(request, _("That was not the code either, so it counts no more. Ask for a new one."))
            return redirect(with_next("sign_in", goal))
    return form_page(request, "accounts/sign_in_code.html", form, {"next": goal, "address": waiting.address})


@require_safe
@never_cache
def welcome_from_university(request: HttpRequest) -> HttpResponse:
    """Whoever comes from their university: the same welcome as after a code."""
    goal = next_page(request, "me")
    if person_of(request) is None:
        return redirect(with_next("sign_in", goal))
    return welcome(request, redirect(goal))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget in this browser who is here."""
    get_adapter().logout(request)
    return redirect("home")


def welcome(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Lead on: in the language that the person chose on whatever device, and knowing what waits for them on My page.

    Nobody is signed in yet when a second step follows; then only lead on. Where the way leads through the page that
    welcomes, that one says what waits.
    """
    person, goal = person_of(request), urlsplit(answer.headers.get("Location", "")).path
    if person and person.language:
        keep_language(answer, person.language)
    if person and goal not in (reverse("me"), reverse("welcome")):
        if sleeping_offices(person):
            sleeps = _("An office of yours sleeps until signing in takes you a second step. See My page.")
            messages.warning(request, sleeps)
        if undecided_visits(person).exists():
            messages.info(request, _("Your address was typed at a door before. Say on My page whether it was you."))
    return answer


def with_next(page: str, goal: str) -> str:
    """The address of the page `page`, from where the way leads on to `goal`."""
    return f"{reverse(page)}?{urlencode({'next': goal})}"
