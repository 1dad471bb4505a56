"""Refusals of the domain as pages: the one place where pages turn them into messages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from campus.base.errors import CampusError
from frontend.refusals import refusal_page


class RefusalMiddleware:
    """Answers a CampusError that no form took with the page that says it. The API answers its own before this."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal_page(request, exception) if isinstance(exception, CampusError) else None
