"""Webhooks of a society."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campus.directory.rules import Right
from frontend.manage.scope import desk_for
from frontend.webhooks import list_page, webhook_page


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """Which programs are told what happens in the society."""
    desk = desk_for(request, university, society, Right.KEEP_SOCIETY)
    return list_page(request, desk.society, "manage/webhooks.html", partial(desk.page, "manage_settings"))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """One of them, and what was sent to it."""
    desk = desk_for(request, university, society, Right.KEEP_SOCIETY)
    return webhook_page(request, desk.society, pk, "manage/webhook.html", partial(desk.page, "manage_settings"))
