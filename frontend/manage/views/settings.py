"""A society's name and words. A new name keeps the old address as a redirect."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.directory import actions
from campus.directory.models import Society
from campus.directory.rules import Right
from campus.membership.models import Registration
from campus.membership.queries import registrations_of
from frontend.forms import form_page, refusals_on
from frontend.manage.forms import SocietyForm
from frontend.manage.scope import desk_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """What the society says of itself, and by which calendar it plans where there are several."""
    desk = desk_for(request, university, society, Right.KEEP_SOCIETY)
    here = desk.society
    form = SocietyForm(here, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            changed = actions.change_society(by=desk.person, society=here, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("manage_settings", university=university, society=changed.slug)
    return form_page(
        request, "manage/settings.html", form, desk.page("manage_settings", renewal_waits=_renewal_waits(here))
    )


def _renewal_waits(society: Society) -> bool:
    """Whether a renewal waits: what it says takes the place of this once it is approved."""
    return registrations_of(society).filter(decision=Registration.Decision.WAITING).exists()
