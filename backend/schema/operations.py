"""What is said of an operation: its summary, its body and answers, its parameters, the scope it takes."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc
from drf_spectacular.utils import Direction
from rest_framework import permissions, serializers

from backend.fields import TextField
from backend.schema.parameters import IDEMPOTENCY, IF_MATCH, IF_NONE_MATCH
from backend.schema.refusals import ProblemSerializer
from backend.tokens import Scope

SUCCESSES = {"200": "Here it is.", "201": "It was made.", "204": "It is done; there is nothing to show."}
UNCHANGED = {"304": {"description": "You have this version already."}}
ETAG = {"ETag": {"description": "The version of what is shown.", "schema": {"type": "string"}}}


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
        if self._takes_keys():
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

    def _takes_keys(self) -> bool:
        return self.method not in permissions.SAFE_METHODS and getattr(self.view, "takes_keys", False)

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
            statuses |= {"400", "403", "404", "409", "429"}
        if self._takes_keys():
            statuses.add("422")
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
