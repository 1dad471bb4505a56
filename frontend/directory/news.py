"""News of a society: somebody says that it may write to them, or that it may not any more."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campus.base import clock
from campus.directory.queries import society_by_slugs
from campus.membership.actions import want_news, want_no_news
from frontend.links import next_page
from frontend.people import person_of


@require_POST
def news(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """Keep what was chosen; a box that was not ticked changes nothing. Whoever is not signed in does that first."""
    person, at = person_of(request), clock.now()
    found = society_by_slugs(person, university, society)
    page = next_page(request, reverse("society", args=(university, found.slug)))
    if person is None:
        return redirect_to_login(page)
    if request.POST.get("answer") == "no":
        want_no_news(by=person, society=found, at=at)
        messages.success(request, _("%(society)s writes to you no more.") % {"society": found.name})
    elif request.POST.get("news") == "yes":
        want_news(by=person, society=found, where="receipt" if "/receipt/" in page else "society", at=at)
        messages.success(request, _("%(society)s may write to you now.") % {"society": found.name})
    else:
        messages.info(request, _("You ticked nothing, so nothing changed."))
    return redirect(page)
