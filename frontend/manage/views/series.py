"""One series of a society: its name and door times, its rhythm, its dates, and its end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campus.activities import actions
from campus.activities.models import Series
from campus.activities.queries import code_in_force, coming, preview_end
from campus.base import clock
from campus.base.errors import not_here
from campus.directory.models import Society
from campus.directory.rules import Right
from frontend.forms import form_page, refusals_on
from frontend.manage.forms import SeriesForm
from frontend.manage.scope import desk_for
from frontend.manage.together_part import together_context

DATES_SHOWN = 12


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def series(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """Its dates and its code; a form to change what it is called and when its doors open."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    found, at = _series_of(desk.society, pk), clock.now()
    form = SeriesForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.change_series(by=desk.person, series=found, at=at, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(request.path)
    context = {
        "series": found,
        "dates": coming(at=at, series=found)[:DATES_SHOWN],
        "can_change": True,
        "code": code_in_force(found) if found.ended_at is None else None,
        **together_context(desk, found, at),
    }
    return form_page(request, "manage/series.html", form, desk.page("manage_plan", **context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """End a series: shows first what becomes of its dates, for it cannot be begun again."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    found, at = _series_of(desk.society, pk), clock.now()
    if request.method == "POST":
        actions.end_series(by=desk.person, series=found, at=at)
        messages.success(request, _("The series is ended. Its past dates and figures stay."))
        return redirect("manage_series", university=university, society=society, pk=pk)
    changes = preview_end(by=desk.person, series=found, at=at)
    return render(request, "manage/end_series.html", desk.page("manage_plan", series=found, changes=changes))


def _series_of(society: Society, pk: int) -> Series:
    found = society.series.filter(pk=pk).first()
    if found is None:
        raise not_here()
    return found
