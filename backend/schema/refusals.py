"""How the description tells of refusals: one form for all, and each status once."""

from typing import Any

from rest_framework import serializers

CONTENT_TYPE = "application/problem+json"
REFUSALS = {
    "400": "Something entered cannot be so: `fields` says what, by input.",
    "401": "Nobody is signed in, or the token does not work.",
    "403": "Signed in, but not allowed to do this; the token’s scope is too small; or the CSRF token is missing.",
    "404": "Not here, or not yours to see.",
    "406": "The answer is not to be had in any form that `Accept` names.",
    "409": "It was right, but the state of things does not allow it; or the first with its key is still at work.",
    "412": "`If-Match` names another version: somebody changed it meanwhile.",
    "413": "The body is larger than a mebibyte.",
    "415": "The body is of another type than the operation takes.",
    "422": "The `Idempotency-Key` was sent before, with something else.",
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


def describe_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's hook: the refusals that all operations point at."""
    content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    result["components"]["responses"] = {
        status: {"description": meaning, "content": content} | ({"headers": RETRY} if status in LATER else {})
        for status, meaning in REFUSALS.items()
    }
    return result
