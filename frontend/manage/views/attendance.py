"""Who came to which date, and taking one back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.activities.models import Occurrence
from campus.activities.queries import occurrences_for
from campus.base import clock
from campus.base.errors import not_here
from campus.checkin import actions
from campus.checkin.queries import attendance_by_id, attendances_at, counts_of
from campus.directory.models import Society
from campus.directory.rules import Right
from frontend.forms import form_page, refusals_on
from frontend.manage.forms import VoidForm
from frontend.manage.scope import desk_for

PER_PAGE = 20


@login_required
@require_safe
def attendance(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The dates that began, newest first, with their counts; one of them with names."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    here, person = desk.society, desk.person
    begun = occurrences_for(person, here).filter(opens_at__lte=clock.now()).order_by("-starts_at", "-pk")
    page = Paginator(begun, PER_PAGE).get_page(request.GET.get("page"))
    counts = counts_of([row.pk for row in page], here, person)
    chosen = _chosen(here, request.GET.get("occurrence", "")) or next(iter(page), None)
    context = {
        "page": page,
        "dates": [(row, counts.get(row.pk)) for row in page],
        "chosen": chosen,
        "came": attendances_at(chosen, person) if chosen else [],
    }
    return render(request, "manage/attendance.html", desk.page("manage_attendance", **context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """Take one attendance back: asks why first. The row stays and says who did it."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    found = attendance_by_id(desk.person, pk)
    if found.society_id != desk.society.pk:
        raise not_here()
    form = VoidForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.void_attendance(by=desk.person, attendance=found, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Taken back. It counts no more."))
            back = reverse("manage_attendance", kwargs={"university": university, "society": society})
            return redirect(f"{back}?occurrence={found.occurrence_id}")
    return form_page(request, "manage/void.html", form, desk.page("manage_attendance", attendance=found))


def _chosen(society: Society, asked: str) -> Occurrence | None:
    return society.occurrences.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else None
