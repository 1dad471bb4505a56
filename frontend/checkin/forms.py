from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campus.directory.models import University
from frontend.sentences import PlainForm

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
        if university.requires_domain:
            domains = ", ".join(row.domain for row in university.domains.all())
            self.fields["email"].help_text = _("Yours at %(domains)s, so that you are counted once.") % {
                "domains": domains
            }


class ButtonForm(forms.Form):
    """A button that may be refused, and nothing to fill in."""
