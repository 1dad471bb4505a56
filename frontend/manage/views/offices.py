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
from campus.directory.models import Office, Society
from campus.directory.queries import offices_of_society
from campus.directory.rules import Right, may
from frontend.forms import form_page, refusals_on
from frontend.manage.forms import OfficeForm
from frontend.manage.scope import society_for, with_tabs
from frontend.people import person_of


@login_required
@require_http_methods(["GET", "POST"])
def offices(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The offices of a society and the invitations that wait; a form to invite for those who appoint."""
    here = society_for(request, university, society)
    at = clock.now()
    today = clock.today(here.university.zone, at)
    may_appoint = may(person_of(request), Right.APPOINT_OFFICERS, here)
    form = OfficeForm(request.POST or None, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.invite_to_office(by=request.user, society=here, at=at, **form.cleaned_data)
            messages.success(request, _("The invitation is on its way. It is listed below until it is accepted."))
            return redirect(request.path)
    context = {"offices": offices_of_society(here), "may_appoint": may_appoint, "today": today}
    return form_page(request, "manage/offices.html", form, with_tabs(request, here, "manage_offices", **context))


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """End an office or withdraw an invitation: asks first."""
    here = society_for(request, university, society)
    office = _office_of(here, pk)
    if request.method == "POST":
        actions.end_office(by=request.user, office=office, at=clock.now())
        messages.success(request, _("The office is ended; its rights ended with it."))
        if office.person_id == request.user.pk:
            return redirect("manage")
        return redirect("manage_offices", university=university, society=society)
    context = with_tabs(request, here, "manage_offices", office=office)
    return render(request, "manage/end_office.html", context)


def _office_of(society: Society, pk: int) -> Office:
    found = society.offices.filter(pk=pk, ended_at=None).select_related("person").first()
    if found is None:
        raise not_here()
    return found
