"""Who came to which date, and taking one back."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from campus.activities.models import Occurrence
from campus.activities.queries import occurrences_for
from campus.base import clock
from campus.base.errors import not_here
from campus.checkin import actions
from campus.checkin.actions.voids import OFFICERS_REASONS
from campus.checkin.queries import attendance_by_id, attendances_at, counts_of
from campus.directory.models import Society
from campus.directory.rules import Right
from frontend.forms import form_page, refusals_on
from frontend.manage.scope import society_for, with_tabs
from frontend.people import person_of

PER_PAGE = 20


class VoidForm(forms.Form):
    """Why an attendance is taken back."""

    reason = forms.ChoiceField(
        choices=[(reason.value, reason.label) for reason in OFFICERS_REASONS],
        label=lazy("Why?"),
        widget=forms.RadioSelect,
    )


@login_required
@require_GET
def attendance(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The dates that began, newest first, with their counts; one of them with names."""
    here = society_for(request, university, society, Right.SEE_NAMES)
    person = person_of(request)
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
    return render(request, "manage/attendance.html", with_tabs(request, here, "manage_attendance", **context))


@login_required
@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """Take one attendance back: asks why first. The row stays and says who did it."""
    here = society_for(request, university, society, Right.SEE_NAMES)
    found = attendance_by_id(person_of(request), pk)
    if found.society_id != here.pk:
        raise not_here()
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.void_attendance(by=request.user, attendance=found, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Taken back. It counts no more."))
            back = reverse("manage_attendance", kwargs={"university": university, "society": society})
            return redirect(f"{back}?occurrence={found.occurrence_id}")
    return form_page(request, "manage/void.html", form, with_tabs(request, here, "manage_attendance", attendance=found))


def _chosen(society: Society, asked: str) -> Occurrence | None:
    return society.occurrences.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else None
