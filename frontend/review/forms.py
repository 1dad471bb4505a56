"""What reviewers write."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from campus.directory.models import AffiliationKind, Office, University, UniversityDomain
from frontend.directory.forms import zones
from frontend.inputs import date_field, long_text
from frontend.sentences import PlainForm


class ReasonForm(PlainForm):
    """Why something is returned, declined, suspended: the people it concerns read it."""

    reason = long_text(
        _("Message"),
        rows=3,
        max_length=500,
        help_text=_("Say what to change and by when."),
        error_messages={"required": _("Say why, so that they know what to do.")},
    )


class StaffForm(PlainForm):
    """An invitation to the staff of a university."""

    address = forms.EmailField(
        max_length=254,
        label=_("E-mail"),
        help_text=_("The invitation goes there; rights begin when it is accepted."),
        error_messages={"required": _("Write the address the invitation goes to.")},
    )
    starts_on = date_field(_("First day"))
    ends_on = date_field(_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))


class AppointmentForm(StaffForm):
    """An invitation to an office that operators give."""

    role = forms.ChoiceField(
        choices=[
            (role.value, role.label) for role in (Office.Role.COORDINATOR, Office.Role.STAFF, Office.Role.OPERATOR)
        ],
        label=_("Office"),
    )
    country = forms.ChoiceField(
        choices=lambda: [("", ""), *countries], required=False, label=_("Country"), help_text=_("For a coordinator.")
    )
    university = forms.ModelChoiceField(
        queryset=University.objects.filter(status=University.Status.APPROVED),
        required=False,
        empty_label="",
        label=_("University"),
        help_text=_("For its staff."),
    )
    field_order = ("role", "country", "university", "address", "starts_on", "ends_on")

    def clean(self) -> dict[str, Any]:
        """The scope that the office needs, and no other."""
        data = super().clean() or {}
        if data.get("role") != Office.Role.COORDINATOR:
            data["country"] = ""
        elif not data.get("country"):
            self.add_error("country", _("Choose the country that the coordinator looks after."))
        if data.get("role") != Office.Role.STAFF:
            data["university"] = None
        elif not data.get("university"):
            self.add_error("university", _("Choose the university whose staff it is."))
        return data


class UniversityForm(PlainForm):
    """What a university says of itself, and what it decides about check-in and small numbers."""

    name = forms.CharField(max_length=160, label=_("Name"))
    city = forms.CharField(max_length=80, required=False, label=_("City"))
    zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Of activities planned from now on; what is planned keeps its own.")
    )
    holiday_region = forms.CharField(
        max_length=8,
        required=False,
        label=_("Region whose public holidays it keeps"),
        help_text=_(
            "The letters after the country in ISO 3166-2, for example MD for Madrid. Empty: the whole country’s."
        ),
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    domains = long_text(
        _("E-mail domains"), rows=2, required=False, help_text=_("One a line, for example karura.example.")
    )
    requires_domain = forms.BooleanField(
        required=False,
        label=_("Take only addresses at these domains"),
        help_text=_("At check-in and when a society is registered."),
    )
    asks_under_18 = forms.BooleanField(required=False, label=_("Say at check-in: under 18? Choose just count me"))
    small_number = forms.IntegerField(
        label=_("Hide counts of people below"),
        help_text=_("Five at least. It can be raised, never lowered."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )

    takes_student_numbers = forms.BooleanField(
        required=False,
        label=_("A student number may be typed at check-in in the place of an address"),
        help_text=_("The number is not kept, only a key that cannot be read back. Nobody gets a mail about it."),
    )
    keep_attendance_months = forms.IntegerField(
        label=_("Months until visits lose their name"),
        help_text=_("After somebody’s last visit, or the end of their membership. 1 to 120; numbers do not change."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    keep_audit_months = forms.IntegerField(
        label=_("Months for which the record is kept"),
        help_text=_("Who did what in the university and its societies. 6 to 120."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )

    def __init__(self, university: University, data: Any = None) -> None:
        stands = {name: getattr(university, name) for name in self.base_fields if name != "domains"}
        domains = "\n".join(row.domain for row in university.domains.all())
        super().__init__(data, initial={**stands, "domains": domains})
        names = sorted({*zones(), university.zone})
        self.fields["zone"].choices = [(name, name.replace("_", " ")) for name in names]  # type: ignore[attr-defined]
        self.domain_fields = {f"affiliation_{row.pk}": row for row in university.domains.all()}
        for name, row in self.domain_fields.items():
            self.fields[name] = _affiliation_field(row)
        self.order_fields(["name", "city", "zone", "holiday_region", "domains", *self.domain_fields])
        if university.kind == University.Kind.SCHOOL:
            del self.fields["takes_student_numbers"]

    def clean_domains(self) -> list[str]:
        return self.cleaned_data["domains"].replace(",", " ").replace(";", " ").split()

    def clean(self) -> dict[str, Any]:
        """What is said of a domain that goes in the same moment goes with it."""
        data = super().clean() or {}
        said = {row.domain: data.pop(name, "") for name, row in self.domain_fields.items()}
        kept = {domain.casefold().lstrip("@") for domain in data.get("domains", [])}
        return {**data, "affiliations": {domain: kind for domain, kind in said.items() if domain in kept}}


def _affiliation_field(row: UniversityDomain) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[("", _("nothing")), *AffiliationKind.choices],
        required=False,
        initial=row.affiliation,
        label=_("An address at %(domain)s says that its owner is") % {"domain": row.domain},
        help_text=_("It holds from their next sign-in on, and only they see it."),
    )
