"""Where the links in mails lead: no more of it, and "that was not me". Opening a link changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.checkin import actions as checkin
from campus.checkin.queries import claimed_by
from campus.outbox import actions as outbox
from campus.outbox.queries import what_stops


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # mail programs post here by themselves (RFC 8058); the token in the address is the permission
@never_cache
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Say what would stop, and stop it when the button, or a mail program, says so."""
    context = {"stops": what_stops(token)}
    if request.method == "POST":
        outbox.stop_mail(token=token, at=clock.now())
        return render(request, "accounts/mail_stopped.html", context)
    return render(request, "accounts/stop_mail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """Say what was counted under this address that day, and take it back when its owner says so."""
    if request.method == "POST":
        return render(request, "accounts/not_me_done.html", {"claimed": checkin.not_me(token=token, at=clock.now())})
    return render(request, "accounts/not_me.html", {"claimed": claimed_by(token)})
