"""Who did what in a society."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from campus.directory.queries.audit import society_record
from campus.directory.rules import Right
from frontend.audit import record_csv, record_page
from frontend.manage.scope import desk_for


@login_required
@require_safe
def audit(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The society's record, for who keeps it."""
    desk = desk_for(request, university, society, Right.KEEP_SOCIETY)
    record = society_record(desk.person, desk.society)
    csv_url = reverse("manage_audit_csv", args=(desk.society.university.slug, desk.society.slug))
    return record_page(request, "manage/audit.html", record, desk.page("manage_settings"), csv_url)


@login_required
@require_safe
def audit_csv(request: HttpRequest, university: str, society: str) -> StreamingHttpResponse:
    """The same as CSV."""
    desk = desk_for(request, university, society, Right.KEEP_SOCIETY)
    return record_csv(request, society_record(desk.person, desk.society), desk.society.slug)
