"""Where I am signed in, and how to end it there."""

from typing import Any

from allauth.usersessions.adapter import get_adapter as get_sessions
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe


@require_safe
@never_cache
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Every browser and app, the last seen first."""
    devices = [(device, _in_words(device)) for device in get_sessions().devices_of(request)]
    others = sum(not device.is_this for device, _words in devices)
    return render(request, "accounts/sessions.html", {"devices": devices, "others": others})


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of them at once; the one that asks is signed out."""
    get_sessions().end(request, pk)
    messages.success(request, _("Ended. Whoever used it has to sign in again."))
    return redirect("sessions" if request.user.is_authenticated else "home")


@require_POST
@login_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End every one but this."""
    get_sessions().end_others(request)
    messages.success(request, _("You are signed in here and nowhere else."))
    return redirect("sessions")


def _in_words(device: Any) -> str:
    """What it is, as far as it said."""
    named = {"program": device.program, "system": device.system}
    if device.is_app:
        return _("The app %(program)s") % named if device.program else _("An app")
    if device.program and device.system:
        return _("%(program)s on %(system)s") % named
    return device.program or device.system or _("A browser that does not say which")
