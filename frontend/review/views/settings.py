"""What a university says of itself, and what it decides about check-in and small numbers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.base.errors import Sentence
from campus.custody.retention import due_for
from campus.directory import actions
from campus.directory.models import University
from campus.directory.rules import may_keep_sign_in
from campus.reports.disclosure import Audience, Shown, shown
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.review.forms import UniversityForm
from frontend.review.scope import university_for, with_tabs


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, university: str) -> HttpResponse:
    """One form for all of it."""
    here = university_for(request, university)
    form = UniversityForm(here, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.change_university(by=signed_in(request), university=here, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(request.path)
    context = with_tabs(
        here,
        "review_settings",
        may_keep_sign_in=may_keep_sign_in(signed_in(request), here),
        due=_due(request, here),
    )
    return form_page(request, "review/settings.html", form, context)


def _due(request: HttpRequest, university: University) -> list[tuple[Sentence, Shown]]:
    """What the next night would remove, as it may be told here: small counts are people one could find out."""
    due = due_for(signed_in(request), university, clock.now())
    return [(row.rule.says, shown(row.count, Audience.UNIVERSITY, university.small_number)) for row in due]
