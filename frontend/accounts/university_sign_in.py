"""Signing in with the account that one's university gave one: choose the university, see what it tells us, go there."""

from allauth.socialaccount.adapter import get_adapter
from csp.decorators import csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campus.directory.queries import active_provider, universities_with_accounts
from frontend.accounts.forms import FindUniversityForm
from frontend.links import next_page
from frontend.people import person_of

UNIVERSITIES_SHOWN = 20
# The form below leads on to the university, and from there perhaps further: browsers hold the whole way to this.
LEADS_ON = ["https:", "http:"] if settings.DEBUG else ["https:"]


@require_safe
@never_cache
def university_sign_in(request: HttpRequest) -> HttpResponse:
    """The universities whose accounts let people in."""
    goal = next_page(request, "me")
    if person_of(request):
        return redirect(goal)
    form = FindUniversityForm(request.GET)
    form.is_valid()
    found = universities_with_accounts(form.cleaned_data.get("q", ""))
    page = Paginator(found, UNIVERSITIES_SHOWN).get_page(request.GET.get("page"))
    return render(request, "accounts/university_sign_in.html", {"form": form, "page": page, "next": goal})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@csp_update({"form-action": LEADS_ON})  # type: ignore[arg-type] # it passes the slug on
def university_account(request: HttpRequest, slug: str) -> HttpResponse:
    """What the university tells us, before going there."""
    goal = next_page(request, "me")
    if person_of(request):
        return redirect(goal)
    if request.method == "POST":
        return get_adapter().begin(request, slug, goal)
    return render(request, "accounts/university_account.html", {"provider": active_provider(slug), "next": goal})
