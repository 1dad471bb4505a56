"""Sign-in for apps: allauth's headless API, cut down to what one door needs. Mounted at /api/auth/.

An app asks for a code, sends it back, and gets a session token for the header X-Session-Token. Passwords, sign-up and
changes of address have no route here.
"""

from typing import Any

from allauth.account.forms import BaseConfirmCodeForm
from allauth.headless.account.views import SessionView
from allauth.headless.base.response import AuthenticationResponse, ConflictResponse
from allauth.headless.base.views import APIView
from allauth.headless.constants import Client
from allauth.headless.internal.restkit.inputs import EmailField, Input
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import path

from backend.accounts import AccountAdapter, SignIn
from backend.problems import CONTENT_TYPE, problem_response
from campus.base.errors import CampusError


class AddressInput(Input):
    email = EmailField()


class CodeInput(BaseConfirmCodeForm, Input):
    """The code typed, compared with the one that was sent."""


class Answers(APIView):
    """Tells a refusal of the domain as problem details, as the rest of the API does."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except CampusError as refusal:
            return _problem(refusal)


class RequestCode(Answers):
    """POST {email}: 401 with the pending flow and a session token in `meta`, whosever the address is."""

    input_class = AddressInput

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        SignIn.begin(request, self.input.cleaned_data["email"])
        return AuthenticationResponse(request)


class ConfirmCode(Answers):
    """POST {code} with the session token: 200 and signed in, 400 for a wrong code, 409 when no code is waited for."""

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


def _problem(refusal: CampusError) -> HttpResponse:
    shaped = problem_response(refusal, {})
    assert shaped is not None  # noqa: S101 - only for what is no refusal
    plain = JsonResponse(shaped.data, status=shaped.status_code, content_type=CONTENT_TYPE)
    if "Retry-After" in shaped:
        plain["Retry-After"] = shaped["Retry-After"]
    return plain


urlpatterns = [
    path("app/v1/auth/session", SessionView.as_api_view(client=Client.APP), name="auth_session"),
    path("app/v1/auth/code/request", RequestCode.as_api_view(client=Client.APP), name="auth_request_code"),
    path("app/v1/auth/code/confirm", ConfirmCode.as_api_view(client=Client.APP), name="auth_confirm_code"),
]
