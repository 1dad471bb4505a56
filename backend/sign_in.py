"""Sign-in for apps: allauth's headless API, cut down to what one door needs. Mounted at /api/auth/.

An app asks for a code, sends it back, and gets a session token for the header X-Session-Token. Whoever has a second
factor sends a code of that, too, before the token signs them in. Passwords, sign-up, changes of address and of factors
have no route here.
"""

import json
from typing import Any

from allauth.account.forms import BaseConfirmCodeForm
from allauth.headless.account.views import SessionView
from allauth.headless.base.response import AuthenticationResponse, BaseAuthenticationResponse, ConflictResponse
from allauth.headless.base.views import APIView
from allauth.headless.constants import Client, Flow
from allauth.headless.internal.restkit.inputs import EmailField, Input
from allauth.headless.mfa.views import AuthenticateView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import path

from backend.accounts import AccountAdapter
from backend.factors import CodeCheck
from backend.problems import CONTENT_TYPE, problem_response
from backend.sign_in_steps import SignIn
from campus.base.errors import CampusError

FLOWS = (Flow.LOGIN_BY_CODE, Flow.MFA_AUTHENTICATE)  # those that have a route below


class AddressInput(Input):
    email = EmailField()


class CodeInput(BaseConfirmCodeForm, Input):
    """The code typed, compared with the one that was sent."""


class SecondFactorInput(CodeCheck, Input):
    """A code of the app, or a recovery code."""


class Answers(APIView):
    """Tells a refusal of the domain as problem details, as the rest of the API does; of flows, those with a route."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return _with_our_flows(super().dispatch(request, *args, **kwargs))
        except CampusError as refusal:
            return _problem(refusal)


class Session(Answers, SessionView):
    """GET: who is signed in, or 401 with the flows. DELETE: sign out."""


class RequestCode(Answers):
    """POST {email}: 401 with the pending flow and a session token in `meta`, whosever the address is."""

    input_class = AddressInput

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        SignIn.begin(request, self.input.cleaned_data["email"])
        return AuthenticationResponse(request)


class ConfirmCode(Answers):
    """POST {code} with the session token: 200 and signed in, 400 for a wrong code, 409 when no code is waited for.

    401 with the pending flow `mfa_authenticate` when a second factor is to follow.
    """

    input_class = CodeInput
    process: SignIn

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        waiting = AccountAdapter(request).pending_sign_in(request)
        if waiting is None:
            return ConflictResponse(request)
        self.process = waiting
        return super().handle(request, *args, **kwargs)

    def get_input_kwargs(self) -> dict[str, Any]:
        return {"code": self.process.code}

    def handle_invalid_input(self, input: Input) -> HttpResponse:  # noqa: A002 - allauth's name
        self.process.record_invalid_attempt()
        return super().handle_invalid_input(input)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return AuthenticationResponse.from_response(request, self.process.finish(None))


class ConfirmSecondFactor(Answers, AuthenticateView):
    """POST {code} with the session token: 200 and signed in, 400 for a wrong code, 401 when it is not waited for."""

    input_class = SecondFactorInput


def _with_our_flows(answer: HttpResponseBase) -> HttpResponseBase:
    """allauth names every way in that is set up, those of the pages too: an app has fewer."""
    if isinstance(answer, BaseAuthenticationResponse) and b'"flows"' in answer.content:
        said = json.loads(answer.content)
        said["data"]["flows"] = [flow for flow in said["data"]["flows"] if flow["id"] in FLOWS]
        answer.content = json.dumps(said).encode()
    return answer


def _problem(refusal: CampusError) -> HttpResponse:
    shaped = problem_response(refusal, {})
    assert shaped is not None  # noqa: S101 - only for what is no refusal
    plain = JsonResponse(shaped.data, status=shaped.status_code, content_type=CONTENT_TYPE)
    if "Retry-After" in shaped:
        plain["Retry-After"] = shaped["Retry-After"]
    return plain


urlpatterns = [
    path("app/v1/auth/session", Session.as_api_view(client=Client.APP), name="auth_session"),
    path("app/v1/auth/code/request", RequestCode.as_api_view(client=Client.APP), name="auth_request_code"),
    path("app/v1/auth/code/confirm", ConfirmCode.as_api_view(client=Client.APP), name="auth_confirm_code"),
    path(
        "app/v1/auth/2fa/authenticate",
        ConfirmSecondFactor.as_api_view(client=Client.APP),
        name="auth_confirm_second_factor",
    ),
]
