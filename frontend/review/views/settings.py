"""What a university decides about check-in and small numbers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.directory import actions
from frontend.forms import form_page, refusals_on
from frontend.review.forms import UniversityForm
from frontend.review.scope import university_for, with_tabs

SETTINGS = ("city", "requires_domain", "asks_under_18", "small_number")


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, university: str) -> HttpResponse:
    here = university_for(request, university)
    domains = "\n".join(here.domains.values_list("domain", flat=True))
    initial = {"domains": domains, **{name: getattr(here, name) for name in SETTINGS}}
    form = UniversityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.change_university(by=request.user, university=here, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(request.path)
    return form_page(request, "review/settings.html", form, with_tabs(here, "review_settings"))
