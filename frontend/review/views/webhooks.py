"""Webhooks of a university."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontend.review.scope import university_for, with_tabs
from frontend.webhooks import list_page, webhook_page


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest, university: str) -> HttpResponse:
    """Which programs are told what happens in the university's societies."""
    here = university_for(request, university)
    return list_page(request, here, "review/webhooks.html", partial(with_tabs, here, "review_settings"))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """One of them, and what was sent to it."""
    here = university_for(request, university)
    return webhook_page(request, here, pk, "review/webhook.html", partial(with_tabs, here, "review_settings"))
