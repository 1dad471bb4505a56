"""Who joined a society."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from campus.directory.rules import Right
from campus.membership.queries import members_of
from frontend.manage.scope import society_for, with_tabs
from frontend.people import person_of


@login_required
@require_GET
def members(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The members of today, newest first."""
    here = society_for(request, university, society, Right.SEE_NAMES)
    page = Paginator(members_of(here, person_of(request)), 50).get_page(request.GET.get("page"))
    return render(request, "manage/members.html", with_tabs(request, here, "manage_members", page=page))
