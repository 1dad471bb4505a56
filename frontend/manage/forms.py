"""What officers write."""

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campus.activities.actions import ActivityPlan
from campus.activities.models import Activity, Series
from campus.directory.models import Office, Society

WEEKDAYS = (
    ("MO", _("Mon")),
    ("TU", _("Tue")),
    ("WE", _("Wed")),
    ("TH", _("Thu")),
    ("FR", _("Fri")),
    ("SA", _("Sat")),
    ("SU", _("Sun")),
)


class ActivityForm(forms.Form):
    """A rhythm for people who never heard of RRULE: how often, on which days, at what time, until when."""

    class Rhythm:
        ONCE, WEEKLY, MONTHLY = "once", "weekly", "monthly"

    name = forms.CharField(
        max_length=120,
        label=_("Name"),
        error_messages={"required": _("Say what it is called, for example Tuesday Circle.")},
    )
    description = forms.CharField(
        max_length=2000,
        required=False,
        label=_("What happens there"),
        help_text=_("Two or three sentences for somebody who has never come."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    for_newcomers = forms.BooleanField(required=False, label=_("Good for newcomers"), initial=True)
    rhythm = forms.ChoiceField(
        choices=((Rhythm.ONCE, _("Once")), (Rhythm.WEEKLY, _("Weekly")), (Rhythm.MONTHLY, _("Monthly"))),
        initial=Rhythm.WEEKLY,
        label=_("How often?"),
        widget=forms.RadioSelect,
    )
    interval = forms.TypedChoiceField(
        choices=((1, _("week or month")), (2, _("second one")), (3, _("third one")), (4, _("fourth one"))),
        coerce=int,
        initial=1,
        required=False,
        empty_value=1,
        label=_("Every"),
    )
    weekdays = forms.MultipleChoiceField(
        choices=WEEKDAYS,
        required=False,
        label=_("On"),
        help_text=_("For a weekly rhythm; none means the weekday of the first date."),
        widget=forms.CheckboxSelectMultiple,
    )
    first_date = forms.DateField(
        label=_("First date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say on which date it begins.")},
    )
    start_time = forms.TimeField(
        label=_("Starts"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Say at what time it starts, for example 17:30.")},
    )
    minutes = forms.IntegerField(
        min_value=1,
        max_value=60 * 24 * 14,
        label=_("Minutes"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Say how long it takes, for example 90."),
            "invalid": _("Say how long it takes in minutes, for example 90."),
            "min_value": _("It takes at least one minute."),
            "max_value": _("It takes two weeks at most."),
        },
    )
    until = forms.DateField(
        required=False,
        label=_("Last date"),
        help_text=_("Empty: it goes on, term after term."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    window = forms.ChoiceField(
        choices=Activity.Window.choices, initial=Activity.Window.TEACHING, label=_("Which part of the year?")
    )
    place = forms.CharField(max_length=160, required=False, label=_("Place"), help_text=_("Room and building."))
    link = forms.URLField(required=False, assume_scheme="https", label=_("Link"), help_text=_("For meetings online."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, until = data.get("first_date"), data.get("until")
        if first and until and until < first:
            self.add_error("until", _("The last date comes before the first one."))
        return data

    def rrule(self) -> str:
        """The rule in RFC 5545's words; "" means once. Only after is_valid()."""
        data = self.cleaned_data
        first: date = data["first_date"]
        if data["rhythm"] == self.Rhythm.ONCE:
            return ""
        parts = {"FREQ": data["rhythm"].upper()}
        if data["interval"] > 1:
            parts["INTERVAL"] = str(data["interval"])
        if data["rhythm"] == self.Rhythm.MONTHLY:
            parts["BYDAY"] = f"{(first.day - 1) // 7 + 1}{WEEKDAYS[first.weekday()][0]}"
        else:
            parts["BYDAY"] = ",".join(data["weekdays"]) or WEEKDAYS[first.weekday()][0]
        if data["until"]:
            parts["UNTIL"] = f"{data['until']:%Y%m%d}"
        return ";".join(f"{key}={value}" for key, value in parts.items())

    def plan(self, society: Society) -> ActivityPlan:
        """What was entered, for the domain. Times are local to the university. Only after is_valid()."""
        data = self.cleaned_data
        start: time = data["start_time"]
        return ActivityPlan(
            name=data["name"],
            description=data["description"],
            rrule=self.rrule(),
            first_date=data["first_date"],
            start_time=start,
            minutes=data["minutes"],
            zone=society.university.zone,
            window=data["window"],
            place=data["place"],
            link=data["link"],
            for_newcomers=data["for_newcomers"],
        )


class CancelForm(forms.Form):
    reason = forms.CharField(
        max_length=300,
        label=_("Reason"),
        help_text=_("Everybody sees it, for example: the projector is out for repair."),
        error_messages={"required": _("Say why, so that people who come know.")},
    )


class SeriesForm(forms.ModelForm):
    class Meta:
        model = Series
        fields = ("name", "description", "for_newcomers", "opens_before", "closes_after")
        labels = {
            "name": _("Name"),
            "description": _("What happens there"),
            "for_newcomers": _("Good for newcomers"),
            "opens_before": _("Check-in opens, minutes before the start"),
            "closes_after": _("Check-in closes, minutes after the end"),
        }
        help_texts = {"opens_before": "", "closes_after": ""}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class OfficeForm(forms.Form):
    """An invitation to an office in a society."""

    role = forms.ChoiceField(
        choices=[
            (role.value, role.label)
            for role in (Office.Role.PRESIDENT, Office.Role.SECRETARY, Office.Role.EVENTS, Office.Role.TREASURER)
        ],
        label=_("Office"),
    )
    address = forms.EmailField(
        max_length=254,
        label=_("E-mail"),
        help_text=_("The invitation goes there; the office begins when it is accepted."),
        error_messages={"required": _("Write the address the invitation goes to.")},
    )
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends_on = forms.DateField(
        required=False,
        label=_("Last day"),
        help_text=_("Rights end with it. Most mandates last one year."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class SocietyForm(forms.Form):
    name = forms.CharField(max_length=120, label=_("Name"))
    purpose = forms.CharField(max_length=2000, label=_("What it is for"), widget=forms.Textarea(attrs={"rows": 4}))
    first_time = forms.CharField(
        max_length=2000,
        required=False,
        label=_("Your first time"),
        help_text=_("What somebody should know who comes for the first time."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
