"""Asking for a society that nobody leads at the moment."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.directory.queries import is_led, society_by_slugs
from campus.membership.actions import ask_for_office
from campus.membership.queries import is_member, waiting_request
from frontend.forms import form_page, refusals_on
from frontend.inputs import long_text
from frontend.people import signed_in
from frontend.sentences import PlainForm


class AskForm(PlainForm):
    """What a member writes to the university."""

    message: forms.CharField = long_text(
        gettext_lazy("Message to your university"),
        rows=6,
        max_length=1000,
        help_text=gettext_lazy("Who you are in the society, and what you would do first. They see your name."),
        error_messages={"required": gettext_lazy("Write a sentence or two.")},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lead(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """A message to the university; or that the request waits, that somebody leads, or that members may ask."""
    person, at = signed_in(request), clock.now()
    found = society_by_slugs(person, university, society)
    if found.slug != society:
        return redirect("lead_society", found.university.slug, found.slug, permanent=True)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            ask_for_office(by=person, society=found, message=form.cleaned_data["message"], at=at)
            messages.success(request, _("Your university has your message. The answer comes by mail."))
            return redirect(request.path)
    context = {
        "society": found,
        "is_led": is_led(found, at),
        "is_member": is_member(person, found),
        "waiting": waiting_request(person, found),
    }
    return form_page(request, "directory/lead.html", form, context)
