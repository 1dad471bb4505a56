"""Visits that were typed with my address before I proved it, and what officers think is me: mine or not."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campus.base import clock
from campus.base.errors import not_here
from campus.checkin.models import Attendance
from campus.custody.actions import answer_merge_offer, decide_visits
from campus.custody.queries import offers_for, undecided_visits
from campus.people.models import Person
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.sentences import PlainForm

AT_ONCE = 50
MINE, NOT_MINE, LATER = "mine", "not_mine", ""
CHOICES = (
    (MINE, gettext_lazy("That was me")),
    (NOT_MINE, gettext_lazy("Not me")),
    (LATER, gettext_lazy("Decide later")),
)


class VisitsForm(PlainForm):
    """One choice for each visit."""

    def __init__(self, visits: list[Attendance], data: Any = None) -> None:
        super().__init__(data)
        self.visits = visits
        for visit in visits:
            self.fields[_name(visit)] = forms.ChoiceField(
                choices=CHOICES, required=False, initial=LATER, widget=forms.RadioSelect, label=visit.occurrence.name
            )

    def numbers(self, choice: str) -> list[int]:
        """The visits about which this was said; a button may say of all that they were."""
        if self.data.get("all") == MINE:
            return [visit.pk for visit in self.visits] if choice == MINE else []
        return [visit.pk for visit in self.visits if self.cleaned_data[_name(visit)] == choice]

    @property
    def rows(self) -> list[tuple[Attendance, forms.BoundField]]:
        return [(visit, self[_name(visit)]) for visit in self.visits]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def visits(request: HttpRequest) -> HttpResponse:
    """Say of each whether it was me. Nothing is taken over or taken back by itself."""
    person = signed_in(request)
    form = VisitsForm(_undecided(person), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            mine, not_mine = form.numbers(MINE), form.numbers(NOT_MINE)
            left = decide_visits(by=person, mine=mine, not_mine=not_mine, at=clock.now())
            if mine or not_mine:
                messages.success(request, _("Done. What was you stands with your visits now."))
            return redirect("my_visits" if left else "me")
    return form_page(request, "accounts/my_visits.html", form)


@require_POST
@login_required
def answer_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say to officers whether the visits they mean are mine."""
    person = signed_in(request)
    offer = offers_for(person).filter(pk=pk).first()
    if offer is None:
        raise not_here()
    is_me = request.POST.get("answer") == "yes"
    answer_merge_offer(by=person, offer=offer, is_me=is_me, at=clock.now())
    if is_me:
        messages.success(request, _("Those visits stand with yours now. You can take it back for 30 days."))
    else:
        messages.success(request, _("Nothing was changed."))
    return redirect("me")


def _undecided(person: Person) -> list[Attendance]:
    return list(undecided_visits(person)[:AT_ONCE])


def _name(visit: Attendance) -> str:
    return f"visit-{visit.pk}"
