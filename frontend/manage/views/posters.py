"""The posters of a society: print one, or replace a code that leaked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.activities import actions
from campus.activities.models import Code
from campus.activities.poster import poster_pdf
from campus.activities.queries import codes_in_force
from campus.base import clock, codes
from campus.base.errors import not_here
from campus.directory.models import Society
from campus.directory.rules import Right
from frontend.manage.scope import desk_for


@login_required
@require_safe
def posters(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """Every code in force with its poster."""
    desk = desk_for(request, university, society)
    context = {"codes": codes_in_force(desk.society), "may_replace": desk.may(Right.RUN_ACTIVITIES)}
    return render(request, "manage/posters.html", desk.page("manage_posters", **context))


@login_required
@require_safe
def poster(request: HttpRequest, university: str, society: str, code: str) -> HttpResponse:
    """The poster of a code as a PDF on A4."""
    desk = desk_for(request, university, society)
    found = _code_of(desk.society, code)
    answer = HttpResponse(poster_pdf(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="poster-{found.code}.pdf"'
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, university: str, society: str, code: str) -> HttpResponse:
    """Replace a code by a new one: asks first, since every printed poster of the old one dies."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    found = _code_of(desk.society, code)
    if request.method == "POST":
        made = actions.replace_code(by=desk.person, code=found, at=clock.now())
        messages.success(request, _("The new code is %(code)s. Print its poster.") % {"code": codes.printed(made.code)})
        return redirect("manage_posters", university=university, society=society)
    return render(request, "manage/replace_code.html", desk.page("manage_posters", code=found))


def _code_of(society: Society, typed: str) -> Code:
    found = codes_in_force(society).filter(code=codes.normalise(typed)).first()
    if found is None:
        raise not_here()
    return found
