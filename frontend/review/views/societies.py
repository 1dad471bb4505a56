"""The societies of a university: suspend, reopen, archive."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions
from frontend.forms import form_page, refusals_on
from frontend.review.forms import ReasonForm
from frontend.review.scope import university_for, with_tabs


@login_required
@require_GET
def societies(request: HttpRequest, university: str) -> HttpResponse:
    """Every society of the university and the state it is in."""
    here = university_for(request, university)
    context = with_tabs(here, "review_societies", societies=here.societies.exclude(status="draft"))
    return render(request, "review/societies.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def society(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """One society: its state, since when, and what may be done to it."""
    here = university_for(request, university)
    found = here.societies.exclude(status="draft").filter(pk=pk).first()
    if found is None:
        raise not_here()
    do = request.POST.get("do", "")
    form = ReasonForm(request.POST if do in ("suspend", "archive") else None)
    if request.method == "POST":
        with refusals_on(form):
            if do == "reopen":
                actions.reopen_society(by=request.user, society=found, at=clock.now())
                messages.success(request, _("%(name)s is open again.") % {"name": found.name})
                return redirect(request.path)
            if form.is_valid():
                act = actions.suspend_society if do == "suspend" else actions.archive_society
                act(by=request.user, society=found, reason=form.cleaned_data["reason"], at=clock.now())
                messages.success(request, _("Saved. Its page says so from now on."))
                return redirect(request.path)
    return form_page(request, "review/society.html", form, with_tabs(here, "review_societies", society=found))
