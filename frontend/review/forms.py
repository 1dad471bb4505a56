"""What reviewers write."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campus.directory.models import Break, Calendar, University


def date_field(label: str, **options: Any) -> forms.DateField:
    """A date input; the format is the one that browsers send."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class ReasonForm(forms.Form):
    """Why something is returned, declined, suspended: the people it concerns read it."""

    reason = forms.CharField(
        max_length=500,
        label=_("Message"),
        help_text=_("Say what to change and by when."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, so that they know what to do.")},
    )


class TermForm(forms.Form):
    """A term: teaching dates inside a wider span in which societies meet."""

    calendar = forms.ModelChoiceField(queryset=Calendar.objects.none(), label=_("Calendar"), empty_label=None)
    name = forms.CharField(max_length=80, label=_("Name"), help_text=_("For example Semester 1, 2026/27."))
    active_from = date_field(_("Societies meet from"))
    teaching_from = date_field(_("Teaching begins"))
    teaching_to = date_field(_("Teaching ends"))
    active_to = date_field(_("Societies meet until"))

    def __init__(self, university: University, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calendar"].queryset = university.calendars.all()  # type: ignore[attr-defined]


class BreakForm(forms.Form):
    """Days of a term without teaching."""

    kind = forms.ChoiceField(choices=Break.Kind.choices, label=_("Kind"))
    name = forms.CharField(max_length=80, required=False, label=_("Name"))
    starts_on = date_field(_("First day"))
    ends_on = date_field(_("Last day"))


class CalendarForm(forms.Form):
    """How the weeks of a calendar are counted."""

    WEEKDAYS = (
        (0, _("Monday")),
        (1, _("Tuesday")),
        (2, _("Wednesday")),
        (3, _("Thursday")),
        (4, _("Friday")),
        (5, _("Saturday")),
        (6, _("Sunday")),
    )
    name = forms.CharField(max_length=80, label=_("Name"), help_text=_("For example Main calendar."))
    week_starts_on = forms.TypedChoiceField(choices=WEEKDAYS, coerce=int, label=_("Weeks start on"))
    first_week = forms.IntegerField(
        min_value=-1, max_value=1, initial=1, label=_("Number of the first teaching week"), help_text=_("1, 0 or −1.")
    )
    breaks_take_number = forms.BooleanField(required=False, label=_("Weeks in a break are counted too"))


class StaffForm(forms.Form):
    """An invitation to the staff of a university."""

    address = forms.EmailField(
        max_length=254, label=_("E-mail"), help_text=_("The invitation goes there; rights begin when it is accepted.")
    )
    starts_on = date_field(_("First day"))
    ends_on = date_field(_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))


class UniversityForm(forms.Form):
    """What a university decides about check-in and small numbers."""

    city = forms.CharField(max_length=80, required=False, label=_("City"))
    domains = forms.CharField(
        label=_("E-mail domains"),
        required=False,
        help_text=_("One a line, for example karura.example."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    requires_domain = forms.BooleanField(
        required=False,
        label=_("Take only addresses at these domains"),
        help_text=_("At check-in and when a society is registered."),
    )
    asks_under_18 = forms.BooleanField(
        required=False, label=_("Say at check-in: under 18? Choose just count me"), help_text=""
    )
    small_number = forms.IntegerField(
        min_value=5,
        max_value=100,
        label=_("Hide counts of people below"),
        help_text=_("Five at least. It can be raised, never lowered."),
    )

    def clean_domains(self) -> list[str]:
        return self.cleaned_data["domains"].split()
