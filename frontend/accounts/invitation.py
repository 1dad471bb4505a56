"""An invitation to an office: what it is, what holds for whoever takes it, and yes or no."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.directory.actions import accept_office, decline_office
from campus.directory.queries import invitation_by_token
from campus.directory.rules import is_open_invitation, sleeps
from frontend.accounts.checklist_form import ChecklistForm
from frontend.forms import form_page, refusals_on
from frontend.offices import desk_url
from frontend.people import person_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link may read it and say no; to say yes one signs in and confirms what holds for officers."""
    office, person, at = invitation_by_token(token), person_of(request), clock.now()
    if request.method == "POST" and request.POST.get("answer") == "no":
        decline_office(by=person, token=token, at=at)
        return render(request, "accounts/invitation_declined.html", {"office": office})
    if request.method == "POST" and person is None:
        return redirect_to_login(request.get_full_path())
    form = ChecklistForm(office, request.POST if request.method == "POST" else None)
    if person is not None and form.is_valid():
        with refusals_on(form):
            checklist = form.cleaned_data["checklist"]
            office = accept_office(by=person, token=token, checklist=checklist, confirmed=form.confirmed, at=at)
            messages.success(request, _("The office is yours. Welcome!"))
            return redirect("security" if sleeps(office, person) else desk_url(office))
    context = {"office": office, "person": person, "is_open": is_open_invitation(office, at)}
    return form_page(request, "accounts/invitation.html", form, context)
