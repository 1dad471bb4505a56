"""The filter of the start page."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from campus.directory.models import University
from campus.directory.queries import listed_universities
from campus.membership.queries import memberships_of
from campus.people.models import Person

WEEK, MONTH, ALL = "week", "month", "all"
DAYS = {WEEK: 7, MONTH: 28}
COUNTRY = "country:"


@dataclass(frozen=True)
class Place:
    """Where to look: one university, one country (ISO 3166, two letters), or everywhere."""

    university: University | None = None
    country: str | None = None


class Filter(forms.Form):
    """By word, place, time, and whether it is good for newcomers. Nothing chosen is a choice too."""

    q = forms.CharField(
        label=_("Word or society"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    where = forms.ChoiceField(label=_("Where"), required=False)
    when = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=((WEEK, _("Next 7 days")), (MONTH, _("Next 4 weeks")), (ALL, _("All ahead"))),
    )
    newcomers = forms.BooleanField(label=_("Good for newcomers"), required=False)

    def __init__(self, data: Any, person: Person | None) -> None:
        self._universities = list(listed_universities())
        self.is_filtered = any(data.get(name) for name in ("q", "where", "when", "newcomers"))
        values = data.dict()
        if "where" not in values:
            values["where"] = self._own(person)
        values.setdefault("when", MONTH)
        super().__init__(values)
        cast(forms.ChoiceField, self.fields["where"]).choices = self._places()

    @property
    def days(self) -> int | None:
        """How many days ahead, or None for all."""
        return DAYS.get(self.cleaned_data.get("when", MONTH))

    @property
    def place(self) -> Place:
        chosen = self.cleaned_data.get("where", "")
        if chosen.startswith(COUNTRY):
            return Place(country=chosen.removeprefix(COUNTRY))
        return Place(university=next((known for known in self._universities if known.slug == chosen), None))

    def _own(self, person: Person | None) -> str:
        """The university of a person who belongs to one only."""
        slugs = {membership.society.university.slug for membership in memberships_of(person)}
        return slugs.pop() if len(slugs) == 1 else ""

    def _places(self) -> list[Any]:
        codes = {str(university.country) for university in self._universities}
        named = sorted((countries.name(code), f"{COUNTRY}{code}") for code in codes)
        return [
            ("", _("Everywhere")),
            (_("Countries"), [(value, name) for name, value in named]),
            (_("Universities"), [(university.slug, university.name) for university in self._universities]),
        ]
