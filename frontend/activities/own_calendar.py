"""The secret address of somebody's own calendar: made, told once, replaced, revoked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campus.activities.actions.calendar_address import make_calendar_address, revoke_calendar_address
from campus.activities.links import own_calendar_link
from campus.activities.queries.feeds import calendar_addresses_of
from campus.base import clock
from frontend.activities.adding import ways_to_subscribe
from frontend.once import tell_next, told_now
from frontend.people import signed_in


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Whether there is one, how to use it, and just after it was made its address. A post makes a new one."""
    person = signed_in(request)
    if request.method == "POST":
        tell_next(request, "my_calendar", make_calendar_address(by=person, at=clock.now()))
        return redirect("my_calendar")
    secret = told_now(request, "my_calendar")
    context = {
        "address": calendar_addresses_of(person).first(),
        "ways": ways_to_subscribe(own_calendar_link(secret), _("My dates")) if secret else None,
    }
    return render(request, "activities/my_calendar.html", context)


@require_POST
@login_required
def revoke_calendar(request: HttpRequest) -> HttpResponse:
    """It works no more."""
    revoke_calendar_address(by=signed_in(request), at=clock.now())
    messages.success(request, _("The address is revoked. No calendar program gets your dates with it any more."))
    return redirect("my_calendar")
