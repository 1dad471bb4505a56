"""Refusals as problem details (RFC 9457): the one place where the API turns them into responses."""

import logging
import math
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, UnreadablePostError
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from backend.parsers import NotJson, TooLarge
from campus.base.errors import (
    CampusError,
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    TooMany,
    Unavailable,
    not_here,
)

STATUS = {
    Invalid: status.HTTP_400_BAD_REQUEST,
    NotAllowed: status.HTTP_403_FORBIDDEN,
    NotFound: status.HTTP_404_NOT_FOUND,
    Conflict: status.HTTP_409_CONFLICT,
    TooMany: status.HTTP_429_TOO_MANY_REQUESTS,
    Unavailable: status.HTTP_503_SERVICE_UNAVAILABLE,
}
BUSY = Unavailable("busy", _("Too much is going on at this moment. Try again in a little while."))
SAID: dict[type[Exception], tuple[str, Any]] = {
    exceptions.NotAuthenticated: ("not_authenticated", _("Sign in first.")),
    exceptions.MethodNotAllowed: ("method_not_allowed", _("That cannot be done at this address.")),
    exceptions.NotAcceptable: ("not_acceptable", _("The answer is not to be had in the form you asked for.")),
    exceptions.UnsupportedMediaType: ("unsupported_media_type", _("Send JSON, as application/json.")),
    # Whoever may not do something is told so by the action; what is left is a session's write without its token.
    exceptions.PermissionDenied: (
        "csrf_failed",
        _("This did not come from a page of ours: the CSRF token is missing."),
    ),
}
PASSED_ON = ("WWW-Authenticate", "Retry-After", "Allow")
CONTENT_TYPE = "application/problem+json"
logger = logging.getLogger(__name__)


def problem(*, code: str, sentence: str, status: int, fields: dict[str, list[str]] | None = None) -> Response:
    """A response of type application/problem+json: `code` for programs, `detail` for people, `fields` by input."""
    body: dict[str, Any] = {
        "type": f"urn:campus:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": sentence,
    }
    if fields:
        body["fields"] = fields
    return Response(body, status=status, content_type=CONTENT_TYPE)


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: domain refusals first, then DRF's own in the same shape."""
    error = _as_refusal(error)
    if isinstance(error, CampusError):
        return _refusal(error)
    answer = exception_handler(error, context)
    if answer is None:
        return None
    shaped = _shape(error, answer)
    for name in PASSED_ON:
        if name in answer:
            shaped[name] = answer[name]
    return shaped


def _as_refusal(error: Exception) -> Exception:
    """What Django raises while it reads a body or asks the database, as the refusal it amounts to."""
    if isinstance(error, RequestDataTooBig):
        return TooLarge()
    if isinstance(error, UnreadablePostError):  # the client broke off
        return NotJson()
    if isinstance(error, OperationalError):  # the database is locked, out of connections or gone
        logger.error("database unavailable", exc_info=error)
        return BUSY
    return error


def _refusal(error: CampusError) -> Response:
    answer = problem(
        code=error.code,
        sentence=str(error.sentence),
        status=STATUS[type(error)],
        fields={name: [str(sentence)] for name, sentence in error.fields.items()},
    )
    wait = error.retry_after if isinstance(error, TooMany) else timedelta(seconds=5)
    if isinstance(error, TooMany | Unavailable):
        answer["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return answer


def _shape(error: Exception, answer: Response) -> Response:
    if isinstance(error, exceptions.ValidationError):
        fields = by_input(answer.data)
        first = next(iter(fields.values()))[0]
        return problem(code="invalid", sentence=first, status=answer.status_code, fields=fields)
    if isinstance(error, Http404 | exceptions.NotFound):
        return _refusal(not_here())
    said = getattr(error, "detail", "")
    code, sentence = SAID.get(type(error), (getattr(said, "code", "error"), said))
    return problem(code=code, sentence=str(sentence), status=answer.status_code)


def by_input(data: Any, name: str = "") -> dict[str, list[str]]:
    """Sentences by input, however deeply DRF nested them: {"plan.minutes": ["…"]}; "" is the whole body."""
    if isinstance(data, dict):
        found: dict[str, list[str]] = {}
        for key, inner in data.items():
            step = "" if key == "non_field_errors" else str(key)
            found |= by_input(inner, ".".join(part for part in (name, step) if part))
        return found
    if any(isinstance(item, dict | list) for item in data):
        data = {str(position): item for position, item in enumerate(data) if item}
        return by_input(data, name)
    return {name: [str(item) for item in data]}
