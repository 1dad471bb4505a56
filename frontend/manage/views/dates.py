"""Dates that are planned: one is cancelled or restored; one, those after it or all are changed; so are chosen ones."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from campus.activities import actions
from campus.activities.models import Occurrence
from campus.activities.queries import occurrence_by_id, preview_batch, preview_edit
from campus.base import clock
from campus.base.errors import not_here
from campus.directory.rules import Right
from frontend.forms import form_page, refusals_on
from frontend.manage.answers import answers_context
from frontend.manage.edit_form import SCOPES, BatchForm, EditForm
from frontend.manage.forms import CancelForm
from frontend.manage.scope import Desk, desk_for
from frontend.manage.together_part import together_context
from frontend.manage.two_steps import is_seen, shown
from frontend.manage.when_form import RHYTHMS

MOST = 200  # dates changed at once


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def occurrence(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """One date: cancel it with a reason everybody sees, or take the cancelling back."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    found, at = _date(desk, pk), clock.now()
    do = request.POST.get("do")
    form = CancelForm(request.POST if do == "cancel" else None)
    with refusals_on(form):
        if do == "restore":
            actions.restore_occurrence(by=desk.person, occurrence=found, at=at)
            messages.success(request, _("The date is on again."))
            return redirect(request.path)
        if form.is_valid():
            actions.cancel_occurrence(by=desk.person, occurrence=found, at=at, **form.cleaned_data)
            messages.success(request, _("The date is cancelled. Its page says why."))
            return redirect(request.path)
    answers = answers_context(desk, found, at)
    more = {**answers, **together_context(desk, found, at), "may_write": desk.is_officer and desk.may(Right.SEE_NAMES)}
    context = desk.page("manage_plan", occurrence=found, is_over=found.ends_at <= at, **more)
    return form_page(request, "manage/occurrence.html", form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """Change this date, it and those after it, or all: first what comes of it, then it is done."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    found, at = _date(desk, pk), clock.now()
    form = EditForm.of(found, desk.society, request.POST if request.method == "POST" else None)
    if request.method == "POST" and request.POST.get("do") in {"back", "more"}:
        form.is_valid()
        form.errors.clear()
    elif request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return _edit(request, desk, form, at)
    context = {"occurrence": found, "is_over": found.ends_at <= at, "scopes": SCOPES, "rhythms": RHYTHMS}
    return form_page(request, "manage/edit_occurrence.html", form, desk.page("manage_plan", **context))


def _edit(request: HttpRequest, desk: Desk, form: EditForm, at: datetime) -> HttpResponse:
    """The second step of what was entered, or, where that was seen, what it leads to."""
    found, scope, wanted = form.occurrence, form.scope_now, form.edit()
    address = (desk.society.university.slug, desk.society.slug)
    if not wanted.given:
        messages.info(request, _("Nothing was changed."))
        return redirect("manage_occurrence", *address, found.pk)
    changes = preview_edit(by=desk.person, occurrence=found, scope=scope, edit=wanted, at=at)
    if not is_seen(request, changes):
        context = {"occurrence": found, "scope": scope, "step": shown(request, changes)}
        return render(request, "manage/edit_changes.html", desk.page("manage_plan", form=form, **context))
    actions.edit_dates(by=desk.person, occurrence=found, scope=scope, edit=wanted, at=at)
    messages.success(request, _("Changed. Whoever answered or follows is told once, if something moved."))
    return redirect("manage_series", *address, found.series_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """Move, cancel, put on again, rename or place the dates that were chosen in a list."""
    desk = desk_for(request, university, society, Right.RUN_ACTIVITIES)
    at = clock.now()
    chosen = _chosen(request, desk)
    if not chosen:
        messages.warning(request, _("Choose the dates first, then what is to happen to them."))
        return redirect("plan_dates", university=university, society=society)
    is_sent = request.method == "POST" and request.POST.get("do") != "back"
    form = BatchForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"dates": chosen}
    if not is_sent and form.is_bound:
        form.is_valid()
        form.errors.clear()
    elif is_sent and form.is_valid():
        with refusals_on(form):
            changes = preview_batch(by=desk.person, occurrences=chosen, batch=form.batch(), at=at)
            if not is_seen(request, changes):
                context |= {"step": shown(request, changes)}
                return render(request, "manage/changed_dates.html", desk.page("manage_plan", form=form, **context))
            return _change(request, desk, form, chosen, at)
    return form_page(request, "manage/change_dates.html", form, desk.page("manage_plan", **context))


def _change(request: HttpRequest, desk: Desk, form: BatchForm, chosen: list[Occurrence], at: datetime) -> HttpResponse:
    changed = actions.change_dates(by=desk.person, occurrences=chosen, batch=form.batch(), at=at)
    said = ngettext("%(count)d date is changed.", "%(count)d dates are changed.", len(changed))
    messages.success(request, said % {"count": len(changed)})
    return redirect("plan_dates", university=desk.society.university.slug, society=desk.society.slug)


def _date(desk: Desk, pk: int) -> Occurrence:
    """A date of the society. Raises NotFound for one of another."""
    found = occurrence_by_id(desk.person, pk)
    if found.society_id != desk.society.pk:
        raise not_here()
    return found


def _chosen(request: HttpRequest, desk: Desk) -> list[Occurrence]:
    """The dates of the society that were ticked, in order of time."""
    sent = (request.POST if request.method == "POST" else request.GET).getlist("date")[:MOST]
    numbers = [int(each) for each in sent if each.isdecimal() and len(each) < 10]
    return list(desk.society.occurrences.filter(pk__in=numbers).select_related("series").order_by("starts_at", "pk"))
