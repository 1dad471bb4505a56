"""Tokens for programs that act in somebody's name: made, told once, listed, revoked."""

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
from campus.custody.actions import give_token
from campus.people import actions
from campus.people.models import ApiToken
from campus.people.tokens import token_by_number, tokens_of
from frontend.forms import form_page, refusals_on
from frontend.once import tell_next, told_now
from frontend.people import signed_in
from frontend.sentences import PlainForm

DAYS = (
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("366", gettext_lazy("A year")),
    ("0", gettext_lazy("Until I revoke it")),
)


class TokenForm(PlainForm):
    """What a program is to be allowed."""

    name = forms.CharField(
        max_length=60,
        label=gettext_lazy("What it is for"),
        help_text=gettext_lazy("So that you know it again, for example: the screen in the hall."),
        error_messages={"required": gettext_lazy("Say what it is for, so that you know it again.")},
    )
    scopes = forms.MultipleChoiceField(
        choices=ApiToken.Scope.choices,
        label=gettext_lazy("What it may do"),
        widget=forms.CheckboxSelectMultiple(attrs={"data-long": True}),
        error_messages={"required": gettext_lazy("Choose at least one thing that it may do.")},
    )
    days = forms.TypedChoiceField(
        choices=DAYS,
        coerce=lambda days: int(days) or None,
        initial="90",
        label=gettext_lazy("How long it works"),
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """Those that work, a form for a new one, and just after it was made its secret."""
    person = signed_in(request)
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _token, secret = give_token(by=person, at=clock.now(), **form.cleaned_data)
            tell_next(request, "token", secret)
            return redirect("tokens")
    context: dict[str, Any] = {
        "tokens": tokens_of(person, clock.now()),
        "scopes": dict(ApiToken.Scope.choices),
        "secret": told_now(request, "token"),
    }
    return form_page(request, "accounts/tokens.html", form, context)


@require_POST
@login_required
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """It works no more."""
    person = signed_in(request)
    token = actions.revoke_token(by=person, token=token_by_number(person, pk), at=clock.now())
    messages.success(request, _("%(name)s is revoked. No program gets in with it any more.") % {"name": token.name})
    return redirect("tokens")
