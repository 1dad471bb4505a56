"""The parameters that many operations share, and those of reports."""

from typing import Any

from django_filters import ChoiceFilter, FilterSet
from django_filters.filters import Filter
from drf_spectacular.drainage import get_override
from drf_spectacular.utils import OpenApiParameter

from backend import idempotency

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
