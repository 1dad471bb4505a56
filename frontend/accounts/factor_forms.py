"""What is typed, or comes from a passkey, to show and to set up a second step of signing in."""

from typing import Any

from allauth.mfa.adapter import get_adapter as get_factors
from allauth.mfa.models import Authenticator
from django import forms
from django.utils.translation import gettext_lazy as _

from campus.people.models import Person
from frontend.sentences import PlainForm

CODE_OF_APP = {
    "class": "code",
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "spellcheck": "false",
    "autofocus": True,
}


class FactorForm(PlainForm):
    """A code of the app, a recovery code, or what a passkey answers: one of them."""

    code = forms.CharField(
        label=_("Code from your app"),
        help_text=_("Or one of your recovery codes."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=CODE_OF_APP),
    )
    credential = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person
        self.factors = get_factors().factors_of(person)
        if self.factors.app is None:
            self.fields["code"].label, self.fields["code"].help_text = _("Recovery code"), ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned["code"] and not cleaned["credential"]:
            self.add_error("code", _("Type the code, without it nothing opens here."))
        return cleaned

    def factor(self) -> Authenticator:
        """The factor that was shown. Raises Invalid, TooMany."""
        if self.cleaned_data["credential"]:
            return get_factors().check_passkey(self._person, self.cleaned_data["credential"])
        return get_factors().check_code(self._person, self.cleaned_data["code"])


class PasskeyForm(PlainForm):
    """A new passkey, and what its owner calls it."""

    name = forms.CharField(
        label=_("What do you call it?"),
        help_text=_("To tell it from others when you come to remove one."),
        required=False,
        max_length=60,
    )
    credential = forms.CharField(
        widget=forms.HiddenInput,
        error_messages={"required": _("No passkey came with this. Press the button again.")},
    )


class AppForm(PlainForm):
    """What the app shows once it knows the secret; `setup` is the secret on its way through the page."""

    setup = forms.CharField(widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("Code that the app shows"),
        max_length=40,
        widget=forms.TextInput(attrs={**CODE_OF_APP, "autofocus": False}),
        error_messages={"required": _("Type the six digits that the app shows.")},
    )
