"""Saying that something public should not be so."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.activities.actions import report_page
from campus.activities.queries.order import subject_to_report
from campus.base import clock
from campus.directory.models import Flag
from frontend.forms import form_page, refusals_on
from frontend.inputs import long_text
from frontend.people import person_of
from frontend.sentences import PlainForm
from frontend.subjects import subject_url


class ReportForm(PlainForm):
    """What is the matter with a page."""

    reason = forms.ChoiceField(
        choices=Flag.Reason.choices,
        label=_("What is the matter?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is the matter with it.")},
    )
    text = long_text(
        _("In your words"),
        rows=4,
        max_length=1000,
        required=False,
        help_text=_("What helps to find it and to understand it. Leave out what is nobody’s business."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """One form, with an account or without. `about` in the address says what it is about, like society:12."""
    about = request.GET.get("about", "")
    if not about:
        return render(request, "site/report_what.html")
    subject = subject_to_report(about)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            report_page(
                by=person_of(request),
                subject=subject,
                at=clock.now(),
                network=request.META["REMOTE_ADDR"],
                **form.cleaned_data,
            )
            return redirect("reported")
    return form_page(request, "site/report.html", form, {"subject": subject, "back": subject_url(subject)})


@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "site/reported.html")
