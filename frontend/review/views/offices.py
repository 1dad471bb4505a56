"""The staff of a university."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions
from campus.directory.models import Office
from campus.directory.queries import offices_of_university
from frontend.forms import form_page, refusals_on
from frontend.offices import past_last
from frontend.people import signed_in
from frontend.review.forms import StaffForm
from frontend.review.scope import university_for, with_tabs


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offices(request: HttpRequest, university: str) -> HttpResponse:
    """Who is on the staff, and a form to invite one more."""
    here, at = university_for(request, university), clock.now()
    today = clock.today(here.zone, at)
    form = StaffForm(request.POST if request.method == "POST" else None, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        invitation = {"role": Office.Role.STAFF, "university": here, **form.cleaned_data}
        with refusals_on(form):
            actions.invite_to_office(by=signed_in(request), at=at, **invitation)
            messages.success(request, _("The invitation is on its way. It is listed here until it is accepted."))
            return redirect(request.path)
    context = {"offices": past_last(offices_of_university(here), today), "today": today, "may_appoint": True}
    return form_page(request, "review/offices.html", form, with_tabs(here, "review_offices", **context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """End an office or withdraw an invitation: asks first."""
    here, person = university_for(request, university), signed_in(request)
    office = offices_of_university(here).filter(pk=pk).first()
    if office is None:
        raise not_here()
    was_held = office.accepted_at is not None
    if request.method == "POST":
        actions.end_office(by=person, office=office, at=clock.now())
        said = _("The office is ended; its rights ended with it.") if was_held else _("The invitation is withdrawn.")
        messages.success(request, said)
        if office.person_id == person.pk:
            return redirect("review")
        return redirect("review_offices", university=university)
    return render(request, "review/end_office.html", with_tabs(here, "review_offices", office=office))
