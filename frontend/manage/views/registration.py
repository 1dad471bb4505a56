"""A society's registration: its yearly renewal, what was answered to it, and what waits for whom."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.directory.rules import Right
from campus.membership.actions import renew_registration
from campus.membership.models import Registration
from campus.membership.queries import registrations_of
from campus.membership.renewals import renewal_of
from campus.membership.requirements import requirements_of
from campus.membership.waiting import waiting_in
from frontend.directory.answers import AnswersForm, as_it_stands
from frontend.forms import form_page, refusals_on
from frontend.manage.scope import desk_for
from frontend.waiting import remind_from

PAGE = "manage_registration"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """Renew it while the window is open; before, since when it is registered, and when the next one opens."""
    desk, at = desk_for(request, university, society, Right.KEEP_SOCIETY), clock.now()
    here = desk.society
    if request.POST.get("remind"):
        remind_from(request, desk.person, here)
        return redirect(PAGE, university=university, society=here.slug)
    renewal = renewal_of(here, at)
    returned = renewal.registration if renewal.state == renewal.state.RETURNED else None
    last = returned or registrations_of(here).filter(decision=Registration.Decision.APPROVED).last()
    begun = as_it_stands(here, last)
    form = AnswersForm(
        renewal.window if renewal.may_be_handed_in else None,
        request.POST if request.method == "POST" else None,
        initial=begun if returned else {**begun, **as_it_stands(here), "message": ""},
        reasons=returned.field_reasons if returned else None,
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            renew_registration(by=desk.person, society=here, at=at, **form.entered)
            messages.success(request, _("Handed in. You get a mail when the university has decided."))
            return redirect(PAGE, university=university, society=here.slug)
    context = {
        "renewal": renewal,
        "state": str(renewal.state),
        "requirements": requirements_of(renewal.window, here, at) if renewal.window else [],
        "lines": waiting_in(here, desk.person, at),
        "reader": desk.person,
        "history": registrations_of(here).order_by("-submitted_at", "-pk"),
    }
    return form_page(request, "manage/registration.html", form, desk.page(PAGE, **context))
