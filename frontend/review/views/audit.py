"""Who did what at a university; and everywhere, for operators."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from campus.directory.queries.audit import installation_record, university_record
from frontend.audit import record_csv, record_page
from frontend.people import signed_in
from frontend.review.scope import university_for, with_tabs


@login_required
@require_safe
def audit(request: HttpRequest, university: str) -> HttpResponse:
    """The university's record, for who keeps it."""
    here = university_for(request, university)
    record = university_record(signed_in(request), here)
    csv_url = reverse("review_audit_csv", args=(here.slug,))
    return record_page(request, "review/audit.html", record, with_tabs(here, "review_settings"), csv_url)


@login_required
@require_safe
def audit_csv(request: HttpRequest, university: str) -> StreamingHttpResponse:
    """The same as CSV."""
    here = university_for(request, university)
    return record_csv(request, university_record(signed_in(request), here), here.slug)


@login_required
@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """The record of the whole installation, for operators."""
    record = installation_record(signed_in(request))
    return record_page(request, "review/whole_audit.html", record, {}, reverse("audit_csv"))


@login_required
@require_safe
def whole_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as CSV."""
    return record_csv(request, installation_record(signed_in(request)), "all")
