"""The posters of a society: print one, or replace a code that leaked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from campus.activities import actions
from campus.activities.models import Code, Occurrence, Series
from campus.activities.poster import poster_pdf
from campus.activities.queries import codes_in_force
from campus.base import clock, codes
from campus.directory.models import Society
from campus.directory.rules import Right, may
from frontend.manage.scope import society_for, with_tabs
from frontend.people import person_of


@login_required
@require_GET
def posters(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """Every code in force with its poster."""
    here = society_for(request, university, society, Right.TAKE_PAPERS)
    context = {
        "codes": [(code, codes.printed(code.code), _opens(code).name) for code in codes_in_force(here)],
        "may_replace": may(person_of(request), Right.RUN_ACTIVITIES, here),
    }
    return render(request, "manage/posters.html", with_tabs(request, here, "manage_posters", **context))


@login_required
@require_GET
def poster(request: HttpRequest, university: str, society: str, code: str) -> HttpResponse:
    """The poster of a code as a PDF on A4."""
    here = society_for(request, university, society, Right.TAKE_PAPERS)
    found = _code_of(here, code)
    answer = HttpResponse(poster_pdf(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="poster-{found.code}.pdf"'
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, university: str, society: str, code: str) -> HttpResponse:
    """Replace a code by a new one: asks first, since every printed poster of the old one dies."""
    here = society_for(request, university, society, Right.RUN_ACTIVITIES)
    found = _code_of(here, code)
    if request.method == "POST":
        made = actions.replace_code(by=request.user, code=found, at=clock.now())
        messages.success(request, _("The new code is %(code)s. Print its poster.") % {"code": codes.printed(made.code)})
        return redirect("manage_posters", university=university, society=society)
    context = with_tabs(request, here, "manage_posters", code=found, printed_code=codes.printed(found.code))
    return render(request, "manage/replace_code.html", context)


def _code_of(society: Society, typed: str) -> Code:
    in_force = Code.objects.select_related("series", "occurrence", "society__university")
    return get_object_or_404(in_force, society=society, code=codes.normalise(typed), replaced_at=None)


def _opens(code: Code) -> Series | Occurrence:
    """What a code opens."""
    target = code.series or code.occurrence
    assert target is not None  # noqa: S101 - the database holds that it has one
    return target
