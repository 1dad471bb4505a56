"""Who holds which office in a society: invite, withdraw, dismiss, resign."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions
from campus.directory.queries import holder_to_end, offices_of_society
from campus.directory.rules import Right
from frontend.forms import form_page, refusals_on
from frontend.manage.forms import OfficeForm
from frontend.manage.scope import desk_for
from frontend.offices import past_last


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offices(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The offices of a society and the invitations that wait; a form to invite for those who appoint."""
    desk = desk_for(request, university, society)
    here, at = desk.society, clock.now()
    today = clock.today(here.university.zone, at)
    form = OfficeForm(request.POST if request.method == "POST" else None, initial={"starts_on": today})
    entered = form.cleaned_data if request.method == "POST" and form.is_valid() else None
    form.offer_end(holder_to_end(here, entered["role"], entered["starts_on"], at) if entered else None)
    if entered is not None:
        with refusals_on(form):
            actions.invite_to_office(by=desk.person, society=here, at=at, **entered)
            messages.success(request, _("The invitation is on its way. It is listed here until it is accepted."))
            return redirect(request.path)
    context = {
        "offices": past_last(offices_of_society(here), today),
        "may_appoint": desk.may(Right.APPOINT_OFFICERS),
        "today": today,
    }
    return form_page(request, "manage/offices.html", form, desk.page("manage_offices", **context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """End an office or withdraw an invitation: asks first."""
    desk = desk_for(request, university, society)
    office = offices_of_society(desk.society).filter(pk=pk).first()
    if office is None:
        raise not_here()
    was_held = office.accepted_at is not None
    if request.method == "POST":
        actions.end_office(by=desk.person, office=office, at=clock.now())
        said = _("The office is ended; its rights ended with it.") if was_held else _("The invitation is withdrawn.")
        messages.success(request, said)
        if office.person_id == desk.person.pk:
            return redirect("manage")
        return redirect("manage_offices", university=university, society=society)
    return render(request, "manage/end_office.html", desk.page("manage_offices", office=office))
