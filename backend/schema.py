"""What the OpenAPI description says of every operation without each view repeating it."""

from typing import Any

from django_filters import ChoiceFilter, FilterSet
from django_filters.filters import Filter
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.drainage import get_override
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc
from drf_spectacular.utils import Direction, OpenApiParameter
from rest_framework import permissions, serializers

from backend import idempotency
from backend.fields import TextField
from backend.tokens import Scope

CONTENT_TYPE = "application/problem+json"
SUCCESSES = {"200": "Here it is.", "201": "It was made.", "204": "It is done; there is nothing to show."}
REFUSALS = {
    "400": "Something entered cannot be so: `fields` says what, by input.",
    "401": "Nobody is signed in, or the token does not work.",
    "403": "Signed in, but not allowed to do this; the token’s scope is too small; or the CSRF token is missing.",
    "404": "Not here, or not yours to see.",
    "406": "The answer is not to be had in any form that `Accept` names.",
    "409": "It was right, but the state of things does not allow it; or the first with its key is still at work.",
    "412": "`If-Match` names another version: somebody changed it meanwhile.",
    "413": "The body is larger than a mebibyte.",
    "415": "The body is not `application/json`.",
    "422": "The `Idempotency-Key` was sent before, with something else.",
    "429": "Too often in a short time: `Retry-After` says when to come back.",
    "503": "Not possible at this moment: try again a little later.",
}
LATER = {"429", "503"}
UNCHANGED = {"304": {"description": "You have this version already."}}
IDEMPOTENCY = OpenApiParameter(
    idempotency.HEADER,
    {"type": "string", "pattern": "^[\\x21-\\x7e]{1,200}$"},
    OpenApiParameter.HEADER,
    description="Your own name for this write. Sent again within 24 hours by the same person or token, it is not done "
    "again but answered as it was, with `Idempotency-Replayed: true`. A refusal is not kept. Ignored from strangers.",
)
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The `ETag` that you saw: only that version is changed."
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="The `ETag` that you have: 304 while it is current."
)
ETAG = {"ETag": {"description": "The version of what is shown.", "schema": {"type": "string"}}}
RETRY = {"Retry-After": {"description": "Seconds to wait.", "required": True, "schema": {"type": "integer"}}}


class ProblemSerializer(serializers.Serializer):
    """A refusal (RFC 9457): `code` is stable and for programs, `detail` is a sentence in the reader's language."""

    type = serializers.CharField(help_text="`urn:campus:problem:` and the code.")
    title = serializers.CharField(help_text="What the status stands for in HTTP.")
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    fields_ = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)

    def get_fields(self) -> dict[str, serializers.Field]:
        """`fields` is a property of every serializer, so the input named so is declared with an underscore."""
        return {name.rstrip("_"): field for name, field in super().get_fields().items()}


class CampusSchema(AutoSchema):
    """An action's docstring is its summary and description, and its refusals follow from what it takes."""

    def get_summary(self) -> str:
        return self._doc()[0].rstrip(".")

    def get_description(self) -> str:  # type: ignore[override] # drf-spectacular knows path and method
        return self._doc()[2].strip()

    def _doc(self) -> tuple[str, str, str]:
        """The docstring: its first line, the line's end, and what follows."""
        return get_doc(getattr(self.view, getattr(self.view, "action", None) or self.method.lower())).partition("\n")

    def _get_serializer_name(self, serializer: Any, direction: str, bypass_extensions: bool = False) -> str:
        name: str = super()._get_serializer_name(serializer, direction, bypass_extensions)
        return name.replace("InputRequest", "Input")

    def _postprocess_serializer_schema(self, schema: dict[str, Any], serializer: Any, direction: str) -> dict[str, Any]:
        """What DRF does without telling: rows are sent whole, whatever defaults their table has; texts hold no NUL.

        The bounds of a row's numbers are those of the database in use, so they are left out.
        """
        schema = super()._postprocess_serializer_schema(schema, serializer, direction)
        if direction == "response" and isinstance(serializer, serializers.ModelSerializer):
            schema["required"] = sorted(schema["properties"])
            for described in schema["properties"].values():
                for bound in {"minimum", "maximum", "format"} if described.get("type") == "integer" else ():
                    described.pop(bound, None)
        if direction == "request":
            for name, field in serializer.fields.items():
                _add_pattern(schema["properties"][name], field)
        return schema

    def _get_request_body(self, direction: Direction = "request") -> dict[str, Any] | None:
        """drf-spectacular gives DELETE no body; here it has one where a view names it."""
        if self.method != "DELETE" or not isinstance(self.get_request_serializer(), type):
            body: dict[str, Any] | None = super()._get_request_body(direction)
            return body
        self.method = "POST"
        try:
            return self._get_request_body(direction)
        finally:
            self.method = "DELETE"

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        responses = super()._get_response_bodies(direction)
        for status, response in responses.items():
            response["description"] = response["description"] or SUCCESSES.get(status, "")
            if self._shows_version() and status in {"200", "201"}:
                response["headers"] = ETAG
        if self._reads_versions():
            responses |= UNCHANGED
        self.resolve_serializer(ProblemSerializer, direction)
        return responses | {status: {"$ref": f"#/components/responses/{status}"} for status in sorted(self._refusals())}

    def get_override_parameters(self) -> list[Any]:
        parameters = list(super().get_override_parameters())
        if self.method not in permissions.SAFE_METHODS:
            parameters.append(IDEMPOTENCY)
        if self._reads_versions():
            parameters.append(IF_NONE_MATCH)
        if self._edits_versions():
            parameters.append(IF_MATCH)
        return parameters

    def get_extensions(self) -> dict[str, Any]:
        scope = self.token_scope()
        return super().get_extensions() | ({"x-scope": scope.value} if scope else {})

    @property
    def _action(self) -> str:
        return getattr(self.view, "action", None) or ""

    def token_scope(self) -> Scope | None:
        """What a token needs for the operation; None where no token may do it."""
        asked = getattr(self.view, "required_scope", None)  # views are not known here: they name this module's class
        return asked(self._action, self.method) if asked else None

    def _shows_version(self) -> bool:
        """Whether the answer is one thing that has a version, and not a list of them."""
        return hasattr(self.view, "edits") and self._action != "list"

    def _reads_versions(self) -> bool:
        return self._shows_version() and self.method == "GET"

    def _edits_versions(self) -> bool:
        return self._action in getattr(self.view, "edits", ())

    def _refusals(self) -> set[str]:
        statuses = {"406", "503"}
        places = {parameter["in"] for parameter in self._get_parameters()}
        if "path" in places:
            statuses.add("404")
        if "query" in places:
            statuses |= {"400", "404"}
        if self.method not in permissions.SAFE_METHODS:
            statuses |= {"400", "403", "404", "409", "422", "429"}
        if self._edits_versions():
            statuses.add("412")
        if self.token_scope():
            statuses |= {"401", "403", "429"}
        if self._get_request_body():
            statuses |= {"413", "415"}
        if {} not in self.get_auth():
            statuses |= {"401", "403"}
        return statuses


def _add_pattern(schema: dict[str, Any], field: serializers.Field) -> None:
    if isinstance(field, serializers.ListField):
        _add_pattern(schema["items"], field.child)
    elif isinstance(field, TextField):
        schema["pattern"] = field.pattern


def describe_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's hook: the refusals that all operations point at."""
    content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    result["components"]["responses"] = {
        status: {"description": meaning, "content": content} | ({"headers": RETRY} if status in LATER else {})
        for status, meaning in REFUSALS.items()
    }
    return result


def parameters_of(query: type[FilterSet]) -> list[OpenApiParameter]:
    """The parameters of a report, which is no list and so has no filters for drf-spectacular to find."""
    return [
        OpenApiParameter(name, _schema_of(field), OpenApiParameter.QUERY, description=field.extra.get("label") or "")
        for name, field in query.base_filters.items()
    ]


def _schema_of(field: Filter) -> dict[str, Any]:
    if isinstance(field, ChoiceFilter):
        return {"type": "string", "enum": [value for value, _ in field.extra["choices"]]}
    schema: dict[str, Any] = get_override(field, "field")
    return schema


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
