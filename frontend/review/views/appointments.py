"""The offices that operators give: operators, coordinators of a country, and the first staff of a university."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions
from campus.directory.queries import offices_appointed
from campus.directory.rules import is_operator
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.review.forms import AppointmentForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appointments(request: HttpRequest) -> HttpResponse:
    """Who is operator or coordinator, and a form to invite one more."""
    person, at = signed_in(request), clock.now()
    if not is_operator(person, at):
        raise not_here()
    today = clock.today("UTC", at)
    form = AppointmentForm(request.POST if request.method == "POST" else None, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.invite_to_office(by=person, at=at, **form.cleaned_data)
            messages.success(request, _("The invitation is on its way."))
            return redirect("appointments")
    context = {"offices": offices_appointed(person), "today": today, "may_appoint": True}
    return form_page(request, "review/appointments.html", form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an office or withdraw an invitation: asks first."""
    person = signed_in(request)
    office = offices_appointed(person).filter(pk=pk).first()
    if office is None:
        raise not_here()
    if request.method == "POST":
        was_held = office.accepted_at is not None
        actions.end_office(by=person, office=office, at=clock.now())
        said = _("The office is ended; its rights ended with it.") if was_held else _("The invitation is withdrawn.")
        messages.success(request, said)
        return redirect("review" if office.person_id == person.pk else "appointments")
    return render(request, "review/end_appointment.html", {"office": office})
