"""What keeps order in a society: why something of it is hidden, and whom it does not count by name."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from campus.activities.actions import appeal_hiding
from campus.activities.order import may_appeal
from campus.activities.queries.order import hiding_by_number
from campus.activities.subjects import subject_by_key
from campus.base import clock
from campus.base.errors import not_here
from campus.checkin.queries import attendance_by_id
from campus.directory.rules import Right
from campus.membership import actions
from campus.membership.queries import blocks_of, members_of
from campus.people.models import Person
from frontend.forms import form_page, refusals_on
from frontend.manage.scope import Desk, desk_for
from frontend.order_forms import AppealForm
from frontend.sentences import PlainForm
from frontend.subjects import subject_url

PER_PAGE = 50


class BlockForm(PlainForm):
    """Why somebody is blocked."""

    reason = forms.CharField(
        max_length=300,
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Your fellow officers read it, and the person if they ask for a copy of their data."),
        error_messages={"required": gettext_lazy("Say why, for the officers who come after you.")},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hiding(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """Why something of the society is hidden; its president and secretary appeal once."""
    desk = desk_for(request, university, society)
    found, at = hiding_by_number(desk.person, pk), clock.now()
    if found.society_id != desk.society.pk:
        raise not_here()
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            appeal_hiding(by=desk.person, hiding=found, at=at, **form.cleaned_data)
            messages.success(request, _("Your appeal is sent. You get a mail when it is answered."))
            return redirect(request.path)
    subject = subject_by_key(found.subject)
    context: dict[str, Any] = {
        "hiding": found,
        "subject": subject,
        "url": subject_url(subject),
        "zone": found.university.zone,
        "appeal_form": form,
        "may_appeal": may_appeal(desk.person, found, at),
        "hidden": [],  # this page says it all
    }
    return form_page(request, "manage/hiding.html", form, desk.page("", **context))


@login_required
@require_safe
def blocks(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """Who is blocked now, newest first."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    page = Paginator(blocks_of(desk.society, desk.person), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "manage/blocks.html", desk.page("manage_members", page=page))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def block_member(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """Block a member: asks why first."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    membership = members_of(desk.society, desk.person).filter(pk=pk).first()
    if membership is None:
        raise not_here()
    return _block(request, desk, membership.person)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def block_attendee(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """Block whoever an attendance is of: asks why first."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    attendance = attendance_by_id(desk.person, pk)
    if attendance.society_id != desk.society.pk or attendance.person is None:
        raise not_here()
    return _block(request, desk, attendance.person)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lift_block(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """Let somebody be counted by name again: asks first."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    block = blocks_of(desk.society, desk.person).filter(pk=pk).first()
    if block is None:
        raise not_here()
    if request.method == "POST":
        actions.lift_block(by=desk.person, block=block, at=clock.now())
        messages.success(request, _("Lifted. They are counted by name again."))
        return redirect("manage_blocks", university=university, society=society)
    return render(request, "manage/lift_block.html", desk.page("manage_members", blocked=block))


def _block(request: HttpRequest, desk: Desk, person: Person) -> HttpResponse:
    form = BlockForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            actions.block_person(
                by=desk.person, society=desk.society, person=person, at=clock.now(), **form.cleaned_data
            )
            messages.success(request, _("Blocked. They are not counted by name here any more."))
            return redirect("manage_blocks", desk.society.university.slug, desk.society.slug)
    return form_page(request, "manage/block.html", form, desk.page("manage_members", person=person))
