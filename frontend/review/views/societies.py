"""The societies of a university: suspend, reopen, archive."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions
from campus.directory.models import Society
from campus.directory.queries import societies_kept, worries_about
from campus.membership.queries import office_requests_of
from campus.membership.renewals import renewal_of
from campus.membership.waiting import not_renewed
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.review.forms import ReasonForm
from frontend.review.registration_forms import RenameForm
from frontend.review.scope import university_for, with_tabs

PER_PAGE = 50
CLOSING = {"suspend": actions.suspend_society, "archive": actions.archive_society}


@login_required
@require_safe
def societies(request: HttpRequest, university: str) -> HttpResponse:
    """Every society of the university and the state it is in."""
    here = university_for(request, university)
    page = Paginator(societies_kept(signed_in(request), here), PER_PAGE).get_page(request.GET.get("page"))
    late = not_renewed(here, signed_in(request), clock.now())
    context = {
        "page": page,
        "not_renewed": late,
        "worries": worries_about(page.object_list, clock.now()),
        "asking": office_requests_of(here, signed_in(request)).filter(decision="").count(),
    }
    return render(request, "review/societies.html", with_tabs(here, "review_societies", **context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def society(request: HttpRequest, university: str, pk: int) -> HttpResponse:
    """One society: its state, since when, and what may be done to it."""
    here, person, at = university_for(request, university), signed_in(request), clock.now()
    found = societies_kept(person, here).filter(pk=pk).first()
    if found is None:
        raise not_here()
    do = request.POST.get("do", "")
    form = ReasonForm(request.POST if do in CLOSING else None)
    rename = RenameForm(request.POST if do == "rename" else None, initial={"name": found.name}, auto_id="rename_%s")
    if rename.is_valid() and _renamed(request, found, rename, at):
        return redirect(request.path)
    with refusals_on(form):
        if do == "reopen":
            actions.reopen_society(by=person, society=found, at=at)
            messages.success(request, _("%(name)s is open again.") % {"name": found.name})
            return redirect(request.path)
        if form.is_valid():
            CLOSING[do](by=person, society=found, at=at, **form.cleaned_data)
            messages.success(request, _("Saved. Its officers read your message."))
            return redirect(request.path)
    late = renewal_of(found, at).is_not_renewed
    context = with_tabs(here, "review_societies", society=found, rename=rename, is_not_renewed=late)
    context["worries"] = worries_about([found], at).get(found.pk)
    return form_page(request, "review/society.html", rename if rename.errors else form, {**context, "form": form})


def _renamed(request: HttpRequest, society: Society, form: RenameForm, at: datetime) -> bool:
    """Give it the name that was entered; whether that was taken."""
    with refusals_on(form):
        renamed = actions.rename_society(by=signed_in(request), society=society, at=at, **form.cleaned_data)
        messages.success(request, _("It is called %(name)s now. Its officers get a mail.") % {"name": renamed.name})
    return not form.errors
