"""The tasks of a hand-over: written down, ticked, opened again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions
from campus.directory.queries import open_handover
from campus.directory.queries.handovers import task_by_number
from frontend.forms import form_page, refusals_on
from frontend.manage.handover_forms import TaskForm
from frontend.manage.scope import desk_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """One more thing to be done; a page of its own when something is wrong with it."""
    desk = desk_for(request, university, society)
    found = open_handover(desk.society)
    if found is None:
        raise not_here()
    form = TaskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.add_task(by=desk.person, handover=found, text=form.cleaned_data["text"], at=clock.now())
            messages.success(request, _("Written down."))
            return redirect("manage_handover", university=university, society=society)
    return form_page(request, "manage/handover_task.html", form, desk.page("manage_offices"))


@login_required
@require_POST
def tick(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """It is done, or with done=no to be done after all."""
    desk = desk_for(request, university, society)
    task = task_by_number(desk.person, pk)
    if task.handover.society_id != desk.society.pk:
        raise not_here()
    act = actions.untick_task if request.POST.get("done") == "no" else actions.tick_task
    act(by=desk.person, task=task, at=clock.now())
    return redirect("manage_handover", university=university, society=society)
