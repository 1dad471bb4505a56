"""Refusals of the domain as pages: which status, which page."""

import math

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campus.base.errors import CampusError, Conflict, Invalid, NotAllowed, NotFound, TooMany, Unavailable

STATUS = {Invalid: 400, NotAllowed: 403, NotFound: 404, Conflict: 409, TooMany: 429, Unavailable: 503}


def status_of(refusal: CampusError) -> int:
    return next(status for family, status in STATUS.items() if isinstance(refusal, family))


def refusal_page(request: HttpRequest, refusal: CampusError) -> HttpResponse:
    """The sentence of a refusal as a page, with its status."""
    answer = render(request, "site/refusal.html", {"refusal": refusal}, status=status_of(refusal))
    if isinstance(refusal, TooMany):
        answer["Retry-After"] = str(math.ceil(refusal.retry_after.total_seconds()))
    return answer
