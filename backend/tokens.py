"""A machine with a token: who it acts for, and what its scopes allow. Rights are those of its holder at the moment."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from campus.base import clock, limits
from campus.people.models import ApiToken, Person
from campus.people.tokens import used_token

KEYWORD = "bearer"
Scope = ApiToken.Scope
INCLUDED = {Scope.READ: {Scope.READ, Scope.WRITE}, Scope.WRITE: {Scope.WRITE}, Scope.DOOR: {Scope.DOOR, Scope.WRITE}}


class TokenNotValid(exceptions.AuthenticationFailed):
    default_code = "token_not_valid"
    default_detail = _("This token does not work: it was never made, was revoked, or its time is over.")


class ScopeMissing(exceptions.PermissionDenied):
    """For a token that was made for less (RFC 6750 has the words of the header)."""

    default_code = "scope_missing"

    def __init__(self, scope: str) -> None:
        super().__init__(_("This takes a token with the scope %(scope)s. Make one on your page.") % {"scope": scope})
        self.auth_header = f'Bearer error="insufficient_scope", scope="{scope}"'


class NotByToken(exceptions.PermissionDenied):
    default_code = "not_by_token"
    default_detail = _("No token may do this: sign in yourself.")


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer hfsc_…`. Whoever tries many that do not work is asked to wait."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        keyword, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if keyword.lower() != KEYWORD:
            return None
        token = used_token(secret.strip(), clock.now())
        if token is None:
            limits.spend("wrong_token", request.META.get("REMOTE_ADDR", ""))
            raise TokenNotValid
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class HasScope(BasePermission):
    """Whether the token that asks may do what is asked. Whoever asks without one is not concerned."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, ApiToken):
            return True
        scope = view.required_scope(view.action, request.method)
        if scope is None:
            raise NotByToken
        if INCLUDED[scope].isdisjoint(request.auth.scopes):
            raise ScopeMissing(scope)
        return True
