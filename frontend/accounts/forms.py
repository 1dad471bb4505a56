"""What people type to come in, and what they choose for themselves."""

from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from campus.people.models import Person


def languages() -> list[tuple[str, str]]:
    """Each language we speak, named in itself."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


class AddressForm(forms.Form):
    """Where the code goes."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send a code there. Whoever is new here starts the same way."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "autofocus": True}),
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("This is not a complete address. Something like amina@karura.example."),
        },
    )


class CodeForm(forms.Form):
    """The code from the mail, compared with the one that was sent."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
        error_messages={"required": _("Type the code from the mail.")},
    )

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._expected = expected

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if not compare_user_code(actual=code, expected=self._expected):
            raise forms.ValidationError(_("This is not the code we sent. Look for the newest mail from us."))
        return code


class SettingsForm(forms.Form):
    """How we call somebody, and how the pages speak and look to them."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=120,
        help_text=_("Officers of the societies you go to see it. Nobody else does."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Of the pages, and of mail from us."), choices=languages
    )
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        required=False,
        choices=((Person.Theme.DEVICE, _("Device")), (Person.Theme.LIGHT, _("Light")), (Person.Theme.DARK, _("Dark"))),
        widget=forms.RadioSelect(attrs={"data-short": True}),
    )


class FindUniversityForm(forms.Form):
    """Part of a university's name, or its city."""

    q = forms.CharField(
        label=_("Name or city"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
