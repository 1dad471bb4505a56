"""Refusals as problem details (RFC 9457): the one place where the API turns them into responses."""

import math
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from campus.base.errors import CampusError, Conflict, Invalid, NotAllowed, NotFound, TooMany, Unavailable

STATUS = {
    Invalid: status.HTTP_400_BAD_REQUEST,
    NotAllowed: status.HTTP_403_FORBIDDEN,
    NotFound: status.HTTP_404_NOT_FOUND,
    Conflict: status.HTTP_409_CONFLICT,
    TooMany: status.HTTP_429_TOO_MANY_REQUESTS,
    Unavailable: status.HTTP_503_SERVICE_UNAVAILABLE,
}


def problem(*, code: str, sentence: str, status: int, fields: dict[str, Any] | None = None) -> Response:
    """A response of type application/problem+json: `code` for programs, `detail` for people, `fields` by input."""
    body: dict[str, Any] = {"type": f"urn:campus:{code}", "code": code, "title": sentence, "status": status}
    if fields:
        body["fields"] = fields
    return Response(body, status=status, content_type="application/problem+json")


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: domain refusals first, then DRF's own in the same shape."""
    if isinstance(error, CampusError):
        answer = problem(
            code=error.code,
            sentence=str(error.sentence),
            status=STATUS[type(error)],
            fields={name: [str(sentence)] for name, sentence in error.fields.items()},
        )
        if isinstance(error, TooMany):
            answer["Retry-After"] = str(math.ceil(error.retry_after.total_seconds()))
        return answer
    answer = exception_handler(error, context)
    if answer is None:
        return None
    headers = {name: answer[name] for name in ("WWW-Authenticate", "Retry-After", "Allow") if name in answer}
    shaped = _shape(error, answer)
    for name, value in headers.items():
        shaped[name] = value
    return shaped


def _shape(error: Exception, answer: Response) -> Response:
    if isinstance(error, exceptions.ValidationError):
        fields = answer.data if isinstance(answer.data, dict) else {"non_field_errors": answer.data}
        sentence = str(_first_sentence(fields))
        return problem(code="invalid", sentence=sentence, status=answer.status_code, fields=fields)
    if isinstance(error, Http404 | exceptions.NotFound):
        missing = exceptions.NotFound()
        return problem(code="not_found", sentence=str(missing.detail), status=answer.status_code)
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    detail = getattr(error, "detail", "")
    return problem(code=getattr(detail, "code", "error"), sentence=str(detail), status=answer.status_code)


def _first_sentence(data: Any) -> Any:
    while isinstance(data, dict | list) and data:
        data = next(iter(data.values())) if isinstance(data, dict) else data[0]
    return data
