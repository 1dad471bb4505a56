"""A society's name and words. A new name keeps the old address as a redirect."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.directory import actions
from campus.directory.rules import Right
from frontend.forms import form_page, refusals_on
from frontend.manage.forms import SocietyForm
from frontend.manage.scope import society_for, with_tabs


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, university: str, society: str) -> HttpResponse:
    here = society_for(request, university, society, Right.KEEP_SOCIETY)
    initial = {"name": here.name, "purpose": here.purpose, "first_time": here.first_time}
    form = SocietyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            changed = actions.change_society(by=request.user, society=here, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("manage_settings", university=university, society=changed.slug)
    return form_page(request, "manage/settings.html", form, with_tabs(request, here, "manage_settings"))
