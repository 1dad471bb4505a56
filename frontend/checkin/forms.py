from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """A code as somebody types it from a poster."""

    code = forms.CharField(
        max_length=40,
        label=_("Code"),
        help_text=_("Eight letters and digits, on the poster."),
        widget=forms.TextInput(
            attrs={"class": "in code", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class TypedForm(forms.Form):
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
        error_messages={
            "required": _("Write your e-mail address, so that you are counted once."),
            "invalid": _("An e-mail address looks like amina@karura.example."),
        },
        widget=forms.EmailInput(attrs={"class": "in", "autocomplete": "email", "inputmode": "email"}),
    )
