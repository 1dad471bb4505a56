from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Sentence
from campus.checkin.rules import takes_numbers
from campus.directory.models import University
from campus.membership.numbers import normalised
from frontend.sentences import SAID_OF_EVERY_FIELD, PlainForm

UNKNOWN = _("We do not know this code. Eight letters and digits, like K7M2-PX4D.")


class CodeForm(PlainForm):
    """A code as somebody types it from a poster."""

    code = forms.CharField(
        max_length=40,
        label=_("Code"),
        help_text=_("Eight letters and digits, on the poster."),
        error_messages={
            "required": _("Type the code of the poster: eight letters and digits, like K7M2-PX4D."),
            "max_length": UNKNOWN,
        },
        widget=forms.TextInput(
            attrs={"class": "in code", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class TypedForm(PlainForm):
    """Name and address of somebody who is counted without an account."""

    name = forms.CharField(
        max_length=120,
        label=_("Your name"),
        error_messages={"required": _("Write your name, as people call you.")},
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "name"}),
    )
    email = forms.EmailField(
        max_length=254,
        label=_("E-mail"),
        help_text=_("So that you are counted once, however often you come."),
        error_messages={"required": _("Write your e-mail address, so that you are counted once.")},
        widget=forms.EmailInput(attrs={"class": "in", "autocomplete": "email", "inputmode": "email"}),
    )

    def __init__(self, university: University, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domains = ", ".join(row.domain for row in university.domains.all()) if university.requires_domain else ""
        if takes_numbers(university):
            self.fields["email"] = AddressOrNumberField(domains)
        elif domains:
            self.fields["email"].help_text = _("Yours at %(domains)s, so that you are counted once.") % {
                "domains": domains
            }

    @property
    def claim(self) -> dict[str, str]:
        """What was typed to say who it is, as the action takes it: an `address` or a `number`."""
        typed = self.cleaned_data["email"]
        return {"address": typed} if "@" in typed else {"number": typed}


class AddressOrNumberField(forms.CharField):
    """An e-mail address, or a student number in the form in which numbers are compared."""

    def __init__(self, domains: str) -> None:
        hint: Sentence = _("Whichever you like, but the same each time: so you are counted once.")
        if domains:
            sentence = _("Your address at %(domains)s, or your number: the same each time, so you are counted once.")
            hint = sentence % {"domains": domains}
        super().__init__(
            max_length=254,
            label=_("E-mail or student number"),
            help_text=str(hint),  # made for each request, in its language
            error_messages={
                **SAID_OF_EVERY_FIELD,
                "required": _("Write your e-mail address or your student number, so that you are counted once."),
                "invalid": _(
                    "This is neither. An address looks like amina@karura.example, a student number like SCT211-0042."
                ),
            },
            widget=forms.TextInput(
                attrs={"class": "in", "autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
            ),
        )

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if "@" in typed:
            return forms.EmailField(max_length=254, error_messages=self.error_messages).clean(typed)
        if number := normalised(typed):
            return number
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class ButtonForm(forms.Form):
    """A button that may be refused, and nothing to fill in."""
