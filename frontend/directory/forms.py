"""What people enter to find a university, to propose one and to register a society."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from campus.directory.models import University
from campus.directory.queries import listed_universities

REGIONS = frozenset({"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})


def zones() -> list[str]:
    """The IANA zones that are places, in order: Africa/Abidjan to Pacific/Wallis."""
    return sorted(zone for zone in available_timezones() if zone.partition("/")[0] in REGIONS)


def countries_in_use() -> list[tuple[str, Any]]:
    """The countries that have a listed university, by name."""
    codes = set(listed_universities().order_by().values_list("country", flat=True).distinct())
    return [("", _("All countries")), *((code, name) for name, code in sorted((countries.name(c), c) for c in codes))]


class FindForm(forms.Form):
    """The filter of the list of universities."""

    q = forms.CharField(
        label=_("Name or city"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    country = forms.ChoiceField(label=_("Country"), required=False, choices=countries_in_use)


class ProposalForm(forms.Form):
    """A university or school that is not listed yet."""

    name = forms.CharField(label=_("Name"), max_length=160, help_text=_("As it calls itself in its own language."))
    kind = forms.ChoiceField(
        label=_("What it is"), choices=University.Kind.choices, initial="university", widget=forms.RadioSelect
    )
    country = forms.ChoiceField(label=_("Country"), choices=lambda: [("", _("Choose")), *countries])
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("The nearest large city in it, for example Africa/Nairobi. All its times are meant there."),
        choices=lambda: [("", _("Choose")), *((zone, zone.replace("_", " ")) for zone in zones())],
    )
    domains = forms.CharField(
        label=_("E-mail domains"),
        required=False,
        help_text=_("What stands after the @ in its addresses, like karura.example; several with a comma between."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    evidence_url = forms.URLField(
        label=_("A page that shows it exists"),
        help_text=_("Its own website, for example. Whoever approves it looks there."),
        assume_scheme="https",
        error_messages={"invalid": _("This is not a complete web address, like https://karura.example.")},
    )

    def clean_domains(self) -> list[str]:
        return [part for part in self.cleaned_data["domains"].replace(";", ",").replace(" ", ",").split(",") if part]


class SocietyForm(forms.Form):
    """What a society says of itself when it begins."""

    name = forms.CharField(label=_("Name of the society"), max_length=120)
    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=2000,
        help_text=_("One or two sentences. They stand on its public page."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    first_time = forms.CharField(
        label=_("Your first time"),
        required=False,
        max_length=2000,
        help_text=_("What somebody should know who comes alone and knows nobody."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RegistrationForm(SocietyForm):
    """The same, and a word to the university with the application."""

    message = forms.CharField(
        label=_("A word to the university"),
        required=False,
        max_length=2000,
        help_text=_("Only its staff read it: who advises you, where you meet, what you need."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
