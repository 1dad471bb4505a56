"""Two entries that may be one person: find them, look at both, put them together, take them apart again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base import clock
from campus.base.errors import not_here
from campus.custody.actions import merge, offer_merge, unmerge
from campus.custody.likeness import Comparison, compare, named_like, same_names
from campus.custody.queries import UNDO_FOR, merges_in, offers_of
from campus.directory.rules import Right
from frontend.forms import form_page, refusals_on
from frontend.manage.scope import Desk, desk_for
from frontend.sentences import PlainForm


class KeepForm(PlainForm):
    """Which of the two names stays."""

    keep = forms.TypedChoiceField(label=gettext_lazy("Which name stays?"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, compared: Comparison, data: Any = None) -> None:
        first, second = compared.first.person, compared.second.person
        super().__init__(data, initial={"keep": first.pk})
        self.fields["keep"].choices = [(first.pk, str(first)), (second.pk, str(second))]  # type: ignore[attr-defined]


@login_required
@require_safe
def people(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """The same name twice, who is found by name, whom we asked, and what can be undone."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    at, name = clock.now(), request.GET.get("name", "").strip()[:120]
    context = {
        "name": name,
        "found": named_like(desk.society, desk.person, name, at) if name else None,
        "groups": same_names(desk.society, desk.person, at),
        "offers": offers_of(desk.society, desk.person, at),
        "merges": [(made, made.at + UNDO_FOR) for made in merges_in(desk.society, desk.person, at)],
    }
    return render(request, "manage/people.html", desk.page("manage_attendance", **context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def compare_people(request: HttpRequest, university: str, society: str) -> HttpResponse:
    """Two beside each other, what would change, and the button: together, or ask who proved an address."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    chosen = request.GET.getlist("person")
    if len(set(chosen)) != 2:
        messages.info(request, _("Choose two, then compare them."))
        return redirect("manage_people", university=university, society=society)
    compared = compare(desk.society, desk.person, _numbers(chosen), clock.now())
    form = KeepForm(compared, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (compared.asks or form.is_valid()):
        with refusals_on(form):
            messages.success(request, _put_together(desk, compared, form))
            return redirect("manage_people", university=university, society=society)
    return form_page(request, "manage/compare_people.html", form, desk.page("manage_attendance", compared=compared))


@login_required
@require_POST
def undo(request: HttpRequest, university: str, society: str, pk: int) -> HttpResponse:
    """Take two apart again that were put together here."""
    desk = desk_for(request, university, society, Right.SEE_NAMES)
    made = merges_in(desk.society, desk.person, clock.now()).filter(pk=pk).first()
    if made is None:
        raise not_here()
    unmerge(by=desk.person, merge=made, at=clock.now())
    messages.success(request, _("Taken apart. Each has their own visits again."))
    return redirect("manage_people", university=university, society=society)


def _put_together(desk: Desk, compared: Comparison, form: KeepForm) -> str:
    """Do it, or ask for it; what to say about it."""
    pair, at = (compared.first.person, compared.second.person), clock.now()
    if compared.asks:
        (unproven,) = (person for person in pair if person != compared.asks)
        offer_merge(by=desk.person, society=desk.society, unproven=unproven, proven=compared.asks, at=at)
        return _("We asked %(name)s. Nothing changes until they say yes.") % {"name": compared.asks}
    survivor, other = sorted(pair, key=lambda person: person.pk != form.cleaned_data["keep"])
    merge(by=desk.person, survivor=survivor, other=other, society=desk.society, at=at)
    return _("%(name)s is one person now. You can undo it for 30 days.") % {"name": survivor}


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 19]
