"""Two societies become one: what would move, and the decision, which cannot be undone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.base.errors import not_here
from campus.custody.joining import join_societies, preview_join
from campus.directory.queries import societies_kept
from campus.reports.disclosure import Audience, shown, shown_visits
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.review.registration_forms import JoinForm
from frontend.review.scope import university_for, with_tabs


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """Which society this one becomes part of; its numbers first, and its name typed by hand."""
    here, person, at = university_for(request, university), signed_in(request), clock.now()
    found = societies_kept(person, here).filter(slug=society, approved_at__isnull=False).first()
    if found is None or found.joined_into_id is not None:
        raise not_here()
    form = JoinForm(found, here, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            into = join_societies(by=person, society=found, at=at, **form.cleaned_data)
            messages.success(request, _("Done. %(former)s is part of %(name)s now.") % {"former": found, "name": into})
            return redirect("review_society", university=university, pk=into.pk)
    preview, audience, small = preview_join(found, at), Audience.UNIVERSITY, here.small_number
    context = {
        "society": found,
        "preview": preview,
        "members": shown(preview.members, audience, small),
        "participants": shown(preview.participants, audience, small),
        "visits": shown_visits(preview.visits, preview.participants, audience, small),
    }
    return form_page(request, "review/join_society.html", form, with_tabs(here, "review_societies", **context))
