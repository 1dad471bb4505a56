"""An invitation to an office: what it is, and yes or no."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.directory.actions import accept_office, decline_office
from campus.directory.queries import invitation_by_token
from campus.directory.rules import is_open_invitation
from frontend.offices import desk_url
from frontend.people import person_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link may read it and say no; to say yes one signs in."""
    office = invitation_by_token(token)
    if request.method == "POST" and request.POST.get("answer") == "no":
        decline_office(by=person_of(request), token=token, at=clock.now())
        return render(request, "accounts/invitation_declined.html", {"office": office})
    if request.method == "POST":
        person = person_of(request)
        if person is None:
            return redirect_to_login(request.get_full_path())
        office = accept_office(by=person, token=token, at=clock.now())
        messages.success(request, _("The office is yours. Welcome!"))
        return redirect(desk_url(office))
    context = {
        "office": office,
        "person": person_of(request),
        "is_open": is_open_invitation(office, clock.now()),
    }
    return render(request, "accounts/invitation.html", context)
