"""How the description tells of the ways in: a browser's session, an app's, a machine's token."""

from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from backend.schema.operations import CampusSchema


class BrowserSessionScheme(SessionScheme):
    """How the schema describes a browser's session."""

    target_class = "backend.authentication.SessionAuthentication"
    name = "session"


class SessionTokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes an app's session token."""

    target_class = "backend.authentication.SessionTokenAuthentication"
    name = "sessionToken"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "X-Session-Token",
            "description": "The session token that /api/auth/app/v1/ hands out when an app signs somebody in.",
        }


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes a machine's token, and which scope an operation takes."""

    target_class = "backend.tokens.TokenAuthentication"
    name = "token"

    def get_security_requirement(self, auto_schema: AutoSchema) -> Any:
        scope = auto_schema.token_scope() if isinstance(auto_schema, CampusSchema) else None
        return {self.name: [scope.value]} if scope else None

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that somebody made on their page, for a machine that acts in their name. Its "
            "scopes are `read`, `write` (which includes the others) and `door`; each operation names the one it takes.",
        }
