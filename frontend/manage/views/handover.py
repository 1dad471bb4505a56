"""The hand-over of a society: what changes hands, the days, the next committee, the end, and the paper."""

from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions
from campus.directory.models import Handover
from campus.directory.queries import open_handover
from campus.directory.rules import Right
from campus.reports.hand_over import changing_hands, pack_pdf
from frontend.forms import form_page, refusals_on
from frontend.manage.handover_forms import CommitteeForm, HandoverForm, TaskForm
from frontend.manage.scope import Desk, desk_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """What changes hands; where nothing is prepared yet, the form that begins it."""
    desk, at = desk_for(request, university, society), clock.now()
    form = HandoverForm.fresh(_today(desk, at), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.begin_handover(by=desk.person, society=desk.society, at=at, **form.cleaned_data)
            messages.success(request, _("The hand-over is being prepared. Invite the next committee."))
            return redirect(request.path)
    context = {
        "hands": changing_hands(desk.person, desk.society, at),
        "today": _today(desk, at),
        "task_form": TaskForm(),
        "may_appoint": desk.may(Right.APPOINT_OFFICERS),
        "may_prepare": desk.is_officer or desk.may(Right.APPOINT_OFFICERS),
    }
    return form_page(request, "manage/handover.html", form, desk.page("manage_offices", **context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def committee(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The next committee, invited in one form."""
    desk = desk_for(request, university, society, Right.APPOINT_OFFICERS)
    found, at = _open(desk), clock.now()
    seats = changing_hands(desk.person, desk.society, at).seats
    form = CommitteeForm(seats, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            invited = actions.invite_committee(
                by=desk.person, handover=found, addresses=form.addresses, ends_on=form.cleaned_data["ends_on"], at=at
            )
            said = ngettext(
                "%(count)d invitation is on its way.", "%(count)d invitations are on their way.", len(invited)
            )
            messages.success(request, said % {"count": len(invited)})
            return redirect("manage_handover", university=university, society=society)
    return form_page(request, "manage/handover_committee.html", form, desk.page("manage_offices", handover=found))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """Its notes, for every officer; its days, for who may appoint and while they are still to come."""
    desk, at = desk_for(request, university, society), clock.now()
    found = _open(desk)
    may_move = desk.may(Right.APPOINT_OFFICERS) and found.takes_over_on > _today(desk, at)
    form = HandoverForm.of(found, request.POST if request.method == "POST" else None, keep_days=not may_move)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.change_handover(by=desk.person, handover=found, at=at, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("manage_handover", university=university, society=society)
    return form_page(request, "manage/handover_change.html", form, desk.page("manage_offices", handover=found))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """Close it, or call it off while the next committee has not taken over: asks first."""
    desk, at = desk_for(request, university, society, Right.APPOINT_OFFICERS), clock.now()
    found = _open(desk)
    is_early = found.takes_over_on > _today(desk, at)
    if request.method == "POST":
        actions.close_handover(by=desk.person, handover=found, at=at)
        said = _("The hand-over is called off.") if is_early else _("The hand-over is closed.")
        messages.success(request, said)
        return redirect("manage_handover", university=university, society=society)
    context = desk.page("manage_offices", handover=found, is_early=is_early)
    return render(request, "manage/handover_close.html", context)


@login_required
@require_safe
def pack(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """All that changes hands as a PDF."""
    desk = desk_for(request, university, society)
    paper = pack_pdf(changing_hands(desk.person, desk.society, clock.now()))
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="handover-{desk.society.slug}.pdf"'
    return answer


def _open(desk: Desk) -> Handover:
    """The hand-over that is being prepared. Raises NotFound when none is."""
    found = open_handover(desk.society)
    if found is None:
        raise not_here()
    return found


def _today(desk: Desk, at: datetime) -> date:
    return clock.today(desk.society.university.zone, at)
