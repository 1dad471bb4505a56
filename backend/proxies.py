"""The address of the network a request came from, told by the proxies we trust and by nobody else."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class RealAddressMiddleware:
    """Puts the client's address into REMOTE_ADDR.

    With `PROXIES` = n, the n-th entry of X-Forwarded-For from the right was written by our own outermost proxy;
    whatever stands left of it a stranger may have typed. Without proxies the header is ignored.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if settings.PROXIES and len(hops) >= settings.PROXIES:
            request.META["REMOTE_ADDR"] = hops[-settings.PROXIES]
        return self.get_response(request)
