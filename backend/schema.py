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

from backend.fields import TextField

CONTENT_TYPE = "application/problem+json"
SUCCESSES = {"200": "Here it is.", "201": "It was made.", "204": "It is done; there is nothing to show."}
REFUSALS = {
    "400": "Something entered cannot be so: `fields` says what, by input.",
    "401": "Nobody is signed in.",
    "403": "Signed in, but not allowed to do this; or the CSRF token is missing.",
    "404": "Not here, or not yours to see.",
    "406": "The answer is not to be had in any form that `Accept` names.",
    "409": "It was right, but the state of things does not allow it.",
    "413": "The body is larger than a mebibyte.",
    "415": "The body is not `application/json`.",
    "429": "Too often in a short time: `Retry-After` says when to come back.",
    "503": "Not possible at this moment: try again a little later.",
}
LATER = {"429", "503"}
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

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        responses = super()._get_response_bodies(direction)
        for status, response in responses.items():
            response["description"] = response["description"] or SUCCESSES.get(status, "")
        self.resolve_serializer(ProblemSerializer, direction)
        return responses | {status: {"$ref": f"#/components/responses/{status}"} for status in sorted(self._refusals())}

    def _refusals(self) -> set[str]:
        statuses = {"406", "503"}
        places = {parameter["in"] for parameter in self._get_parameters()}
        if "path" in places:
            statuses.add("404")
        if "query" in places:
            statuses |= {"400", "404"}
        if self.method not in permissions.SAFE_METHODS:
            statuses |= {"400", "403", "404", "409", "429"}
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
