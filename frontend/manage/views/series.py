"""One series of a society: its name and door times, its rhythm, its dates, and its end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.activities import actions
from campus.activities.models import Series
from campus.activities.queries import code_in_force, upcoming
from campus.base import clock, codes
from campus.base.errors import not_here
from campus.directory.models import Society
from campus.directory.rules import Right
from frontend.activities.views import rhythms
from frontend.forms import form_page, refusals_on
from frontend.manage.forms import SeriesForm
from frontend.manage.scope import society_for, with_tabs


@login_required
@require_http_methods(["GET", "POST"])
def series(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """Change a series or end it; its dates stay where they are listed."""
    here = society_for(request, university, society, Right.RUN_ACTIVITIES)
    found = _series_of(here, pk)
    at = clock.now()
    if request.POST.get("do") == "end":
        actions.end_series(by=request.user, series=found, at=at)
        messages.success(request, _("The series is ended. Its past dates and figures stay."))
        return redirect(request.path)
    form = SeriesForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.change_series(by=request.user, series=_series_of(here, pk), at=at, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(request.path)
    code = code_in_force(found)
    context = {
        "series": found,
        "dates": upcoming(at=at, series=found)[:30],
        "rhythms": rhythms(found),
        "code": code,
        "printed_code": codes.printed(code.code) if code else "",
    }
    return form_page(request, "manage/series.html", form, with_tabs(request, here, "manage_plan", **context))


def _series_of(society: Society, pk: int) -> Series:
    found = society.series.filter(pk=pk).first()
    if found is None:
        raise not_here()
    return found
