"""My addresses: put another account, or another address of mine, together with this one; and take it apart again."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campus.base import clock
from campus.base.errors import not_here
from campus.custody.actions import unmerge
from campus.custody.queries import merges_of
from frontend.accounts.forms import AddressForm
from frontend.forms import form_page, refusals_on
from frontend.people import signed_in
from frontend.sentences import PlainForm


class OtherAddressForm(AddressForm):
    """The address that leads to the other account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = gettext_lazy("The other address")
        self.fields["email"].help_text = gettext_lazy("We send one code there and one to the address you have here.")


def _code(label: Any) -> forms.CharField:
    widget = forms.TextInput(
        attrs={"class": "code", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
    )
    missing = gettext_lazy("Type the code from the mail.")
    return forms.CharField(label=label, max_length=40, widget=widget, error_messages={"required": missing})


class TwoCodesForm(PlainForm):
    """A code from each mailbox."""

    own = _code(gettext_lazy("The code sent to your address here"))
    other = _code(gettext_lazy("The code sent to the other address"))

    def clean_own(self) -> str:
        return normalize_user_code(self.cleaned_data["own"])

    def clean_other(self) -> str:
        return normalize_user_code(self.cleaned_data["other"])


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def add_address(request: HttpRequest) -> HttpResponse:
    """Ask for the other address; the answer is the same whether we know it or not."""
    person = signed_in(request)
    form = OtherAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            get_adapter().begin_merge(request, person, form.cleaned_data["email"])
            return redirect("merge_codes")
    return form_page(request, "accounts/merge.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def merge_codes(request: HttpRequest) -> HttpResponse:
    """Ask for both codes. What belongs to the other address is told once both are right."""
    person = signed_in(request)
    waiting = get_adapter().pending_merge(request, person)
    if waiting is None:
        return redirect("merge")
    form = TwoCodesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if waiting.are(form.cleaned_data["own"], form.cleaned_data["other"]):
            with refusals_on(form):
                get_adapter().finish_merge(request, person, waiting)
                messages.success(request, _("Done. Both addresses lead here now, and everything is in one place."))
                return redirect("me")
        elif get_adapter().record_wrong_codes(request, waiting):
            form.add_error(None, _("These are not the two codes we sent. Look for the newest mail in each mailbox."))
        else:
            messages.error(request, _("Those were not the codes either, so they count no more. Begin again."))
            return redirect("merge")
    return form_page(request, "accounts/merge_codes.html", form, {"address": waiting.address})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Take apart again what I put together: says first what goes and what stays."""
    person = signed_in(request)
    merge = merges_of(person, clock.now()).filter(pk=pk).first()
    if merge is None:
        raise not_here()
    if request.method == "POST":
        unmerge(by=person, merge=merge, at=clock.now())
        messages.success(request, _("Taken apart. Each has its own again."))
        return redirect("me")
    return render(request, "accounts/part.html", {"merge": merge})
