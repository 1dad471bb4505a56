"""Who joined a society."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campus.directory.rules import Right
from campus.membership.queries import members_of
from frontend.manage.scope import desk_for

PER_PAGE = 50


@login_required
@require_safe
def members(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The members of today, newest first."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    page = Paginator(members_of(desk.society, desk.person), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "manage/members.html", desk.page("manage_members", page=page))
