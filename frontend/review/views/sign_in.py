"""How people sign in with accounts of a university: set up by its staff and by operators, who also confirm domains."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base import clock
from campus.base.errors import CampusError, not_here
from campus.base.links import absolute
from campus.directory import actions
from campus.directory.models import IdentityProvider, University
from campus.directory.queries import domains_to_confirm, providers_of, university_by_slug
from campus.directory.rules import is_operator, may_keep, may_keep_sign_in
from frontend.forms import form_page, refusals_on
from frontend.links import next_page
from frontend.people import signed_in
from frontend.review.provider_forms import FORMS
from frontend.review.scope import with_tabs

Protocol = IdentityProvider.Protocol
DOMAINS_SHOWN = 50


@login_required
@require_safe
def sign_in(request: HttpRequest, university: str) -> HttpResponse:
    """What is set up, and for which domains the university may vouch."""
    here = _university(request, university)
    context = {
        "providers": providers_of(here, signed_in(request)),
        "domains": here.domains.all(),
        "protocols": Protocol.choices,
        "is_operator": is_operator(signed_in(request)),
    }
    return render(request, "review/sign_in.html", _shell(request, here, **context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_provider(request: HttpRequest, university: str, protocol: str) -> HttpResponse:
    """Set one up; it is off until somebody tried it."""
    here = _university(request, university)
    if protocol not in FORMS:
        raise not_here()
    form = FORMS[protocol](data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            entered = form.entered()
            made = actions.add_identity_provider(
                by=signed_in(request), university=here, protocol=protocol, at=clock.now(), **entered
            )
            messages.success(request, _("Kept. Now enter the addresses below at the university’s provider."))
            return redirect("review_provider", university=university, pk=made.pk)
    context = {"name": Protocol(protocol).label}
    return form_page(request, "review/new_provider.html", form, _shell(request, here, **context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def provider(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """One of them: our addresses to copy, on or off, and what was entered, but for the secret."""
    here = _university(request, university)
    found = _provider(request, here, pk)
    form = FORMS[found.protocol](found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.change_identity_provider(by=signed_in(request), provider=found, at=clock.now(), **form.entered())
            messages.success(request, _("Saved."))
            return redirect(request.path)
    context = {"provider": found, "addresses": _addresses(found)}
    return form_page(request, "review/provider.html", form, _shell(request, here, **context))


@login_required
@require_POST
def switch_provider(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """On or off."""
    found, person = _provider(request, _university(request, university), pk), signed_in(request)
    try:
        if request.POST.get("to") == "on":
            actions.activate_identity_provider(by=person, provider=found, at=clock.now())
            messages.success(request, _("People can sign in with it now. Try it in a private window."))
        else:
            actions.deactivate_identity_provider(by=person, provider=found, at=clock.now())
            messages.success(request, _("Nobody can sign in with it any more. Whoever is signed in stays so."))
    except CampusError as refusal:
        messages.error(request, str(refusal))
    return redirect("review_provider", university=university, pk=pk)


@login_required
@require_POST
def domain(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """An operator confirms that a domain is the university's, or takes that back."""
    here, person = _university(request, university), signed_in(request)
    row = here.domains.filter(pk=pk).first()
    if row is None:
        raise not_here()
    try:
        if request.POST.get("to") == "confirmed":
            actions.confirm_domain(by=person, domain=row, at=clock.now())
            messages.success(request, _("The university may vouch for addresses there."))
        else:
            actions.withdraw_domain(by=person, domain=row, at=clock.now())
            messages.success(request, _("The university vouches for nobody there any more."))
    except CampusError as refusal:
        messages.error(request, str(refusal))
    return redirect(next_page(request, reverse("review_sign_in", args=[university])))


@login_required
@require_safe
def domains(request: HttpRequest) -> HttpResponse:
    """Every domain that waits for an operator, wherever it is."""
    person = signed_in(request)
    if not is_operator(person):
        raise not_here()
    page = Paginator(domains_to_confirm(person), DOMAINS_SHOWN).get_page(request.GET.get("page"))
    return render(request, "review/domains.html", {"page": page})


def _university(request: HttpRequest, slug: str) -> University:
    person = signed_in(request)
    found = university_by_slug(person, slug)
    if not may_keep_sign_in(person, found):
        raise not_here()
    return found


def _provider(request: HttpRequest, university: University, pk: int) -> IdentityProvider:
    found = providers_of(university, signed_in(request)).filter(pk=pk).first()
    if found is None:
        raise not_here()
    return found


def _shell(request: HttpRequest, university: University, **context: Any) -> dict[str, Any]:
    """The tabs of the university's staff; operators have no others there, so they get none."""
    shell = with_tabs(university, "review_settings", **context)
    return shell if may_keep(signed_in(request), university) else {**shell, "tabs": []}


def _addresses(provider: IdentityProvider) -> list[tuple[str, str]]:
    """What the university enters at its provider, with its name there."""
    pages = (
        [("openid_connect_callback", _("Redirect URI"))]
        if provider.protocol == Protocol.OIDC
        else [
            ("saml_metadata", _("Entity ID, which is also where our metadata is")),
            ("saml_acs", _("Assertion consumer service (ACS) URL, HTTP-POST")),
        ]
    )
    return [(name, absolute(reverse(page, args=[provider.slug]))) for page, name in pages]
