"""Where the university sends people back to. What is refused leads to the sign-in page, which says why."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe
from requests import RequestException

from backend.university_sign_in.adapter import GOAL, not_taken, with_next
from backend.university_sign_in.arrivals import arrival
from backend.university_sign_in.oidc import OidcAdapter, OidcProvider
from backend.university_sign_in.saml import NotTakenError, SamlProvider, metadata
from campus.base.errors import CampusError, not_here
from campus.custody.actions import Statement
from campus.directory.models import IdentityProvider

COOKIE, SALT, COOKIE_SECONDS = "university_sign_in", "backend.university_sign_in", 120
View = Callable[[HttpRequest, str], HttpResponse]
logger = logging.getLogger(__name__)


def refusals_at_sign_in(view: View) -> View:
    """Lead whoever is refused to the sign-in page, where the code by mail is; why goes to the log without names.

    Their way is kept in the session, which a POST from elsewhere lacks; so one more step of our own finds it.
    """

    @wraps(view)
    def told(request: HttpRequest, slug: str) -> HttpResponse:
        try:
            return view(request, slug)
        except CampusError as refusal:
            return _refused(request, slug, refusal)
        except (NotTakenError, OAuth2Error, RequestException, PermissionDenied, KeyError) as error:
            logger.warning("sign-in refused", extra={"provider": slug, "reason": type(error).__name__})
            return _refused(request, slug, not_taken())

    return told


@require_GET
@never_cache
@refusals_at_sign_in
def callback(request: HttpRequest, slug: str) -> HttpResponse:
    """OpenID Connect: back with a code, in the browser that began and nowhere else, once."""
    _provider(request, slug, OidcProvider)
    return OAuth2CallbackView.adapter_view(OidcAdapter(request, slug))(request)


@csrf_exempt  # the university posts it; what counts is the signature, and at the next step this browser's session
@require_POST
@never_cache
@refusals_at_sign_in
def acs(request: HttpRequest, slug: str) -> HttpResponse:
    """SAML: back with a response. A POST from elsewhere comes without our session, so it is kept for one step."""
    said = _provider(request, slug, SamlProvider).read(request.POST.get("SAMLResponse", ""))
    answer = redirect("saml_finish", slug)
    answer.set_cookie(
        COOKIE,
        signing.dumps({"slug": slug, **vars(said), "statement": vars(said.statement)}, salt=SALT, compress=True),
        max_age=COOKIE_SECONDS,
        path=reverse("saml_finish", args=[slug]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@require_GET
@never_cache
@refusals_at_sign_in
def finish(request: HttpRequest, slug: str) -> HttpResponse:
    """SAML: the browser that began is signed in; one that did not begin, or did at the university, is not."""
    provider = _provider(request, slug, SamlProvider)
    try:
        said = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_SECONDS)
    except signing.BadSignature as error:
        raise NotTakenError("There is no response in this browser.") from error
    if said["slug"] != slug:
        raise NotTakenError("The response is of another provider.")
    arrived = arrival(provider, said["subject"], Statement(**said["statement"]))
    arrived.state = provider.unstash_redirect_state(request, said["request"])
    answer = complete_social_login(request, arrived)
    answer.delete_cookie(COOKIE, path=request.path)
    return answer


@require_safe
@never_cache
def refused(request: HttpRequest, slug: str) -> HttpResponse:
    """SAML: whoever was refused, in their own session again; a message says why."""
    return _back(request)


@require_safe
def saml_metadata(request: HttpRequest, slug: str) -> HttpResponse:
    """SAML: who we are, for the university to read in, before it lets anybody in, too."""
    row = IdentityProvider.objects.filter(slug=slug, protocol=IdentityProvider.Protocol.SAML).first()
    if row is None:
        raise not_here()
    return HttpResponse(metadata(row), content_type="application/samlmetadata+xml")


def _provider(request: HttpRequest, slug: str, kind: type) -> Any:
    provider = get_adapter().get_provider(request, slug)
    if not isinstance(provider, kind):
        raise not_here()
    return provider


def _refused(request: HttpRequest, slug: str, refusal: CampusError) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("university_refused", slug) if request.method == "POST" else _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    usual = reverse(settings.LOGIN_REDIRECT_URL)
    goal = request.session.pop(GOAL, usual)
    return redirect(settings.LOGIN_URL if goal == usual else with_next(settings.LOGIN_URL, goal))
