"""The form of a new activity."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campus.activities.actions import ActivityPlan
from campus.activities.models import Activity
from campus.directory.models import Society
from campus.directory.words import ends_before_start
from frontend.inputs import date_field, long_text
from frontend.sentences import PlainForm

WEEKDAYS = (
    ("MO", _("Mon")),
    ("TU", _("Tue")),
    ("WE", _("Wed")),
    ("TH", _("Thu")),
    ("FR", _("Fri")),
    ("SA", _("Sat")),
    ("SU", _("Sun")),
)
ONCE, WEEKLY, MONTHLY = "once", "weekly", "monthly"


class ActivityForm(PlainForm):
    """A rhythm for people who never heard of RRULE: how often, on which days, at what time, until when."""

    name = forms.CharField(
        max_length=120,
        label=_("Name"),
        error_messages={"required": _("Say what it is called, for example Tuesday Circle.")},
    )
    description = long_text(
        _("What happens there"),
        rows=3,
        required=False,
        help_text=_("Two or three sentences for somebody who has never come."),
    )
    for_newcomers = forms.BooleanField(required=False, label=_("Good for newcomers"), initial=True)
    rhythm = forms.ChoiceField(
        choices=((ONCE, _("Once")), (WEEKLY, _("Weekly")), (MONTHLY, _("Monthly"))),
        initial=WEEKLY,
        label=_("How often?"),
        widget=forms.RadioSelect,
    )
    interval = forms.ChoiceField(
        choices=(("", _("week or month")), ("2", _("second one")), ("3", _("third one")), ("4", _("fourth one"))),
        required=False,
        label=_("Every"),
    )
    weekdays = forms.MultipleChoiceField(
        choices=WEEKDAYS,
        required=False,
        label=_("On"),
        help_text=_("For a weekly rhythm; none means the weekday of the first date."),
        widget=forms.CheckboxSelectMultiple,
    )
    first_date = date_field(
        _("First date"),
        error_messages={"required": _("Say on which date it begins.")},
    )
    start_time = forms.TimeField(
        label=_("Starts"),
        initial="18:00",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Say at what time it starts, for example 17:30.")},
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        initial=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={
            "required": _("Say how long it takes, for example 90."),
            "invalid": _("Say how long it takes in minutes, for example 90."),
        },
    )
    until = date_field(_("Last date"), required=False, help_text=_("Empty: it goes on, term after term."))
    window = forms.ChoiceField(
        choices=Activity.Window.choices, initial=Activity.Window.TEACHING, label=_("Which part of the year?")
    )
    place = forms.CharField(max_length=160, required=False, label=_("Place"), help_text=_("Room and building."))
    link = forms.URLField(required=False, assume_scheme="https", label=_("Link"), help_text=_("For meetings online."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, until = data.get("first_date"), data.get("until")
        if first and until and until < first:
            self.add_error("until", ends_before_start(first, until))
        return data

    def rrule(self) -> str:
        """The rule in RFC 5545's words; "" means once. Only after is_valid()."""
        data = self.cleaned_data
        if data["rhythm"] == ONCE:
            return ""
        parts = {"FREQ": data["rhythm"].upper()}
        if data["interval"]:
            parts["INTERVAL"] = data["interval"]
        if data["rhythm"] == MONTHLY:
            parts["BYDAY"] = _place_in_month(data["first_date"])
        else:
            parts["BYDAY"] = ",".join(data["weekdays"]) or _weekday(data["first_date"])
        if data["until"]:
            parts["UNTIL"] = f"{data['until']:%Y%m%d}"
        return ";".join(f"{key}={value}" for key, value in parts.items())

    def plan(self, society: Society) -> ActivityPlan:
        """What was entered, for the domain. Times are local to the university. Only after is_valid()."""
        data = self.cleaned_data
        return ActivityPlan(
            name=data["name"],
            description=data["description"],
            rrule=self.rrule(),
            first_date=data["first_date"],
            start_time=data["start_time"],
            minutes=data["minutes"],
            zone=society.university.zone,
            window=data["window"],
            place=data["place"],
            link=data["link"],
            for_newcomers=data["for_newcomers"],
        )


def _weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()][0]


def _place_in_month(day: date) -> str:
    """2TU for the second Tuesday of a month; a fifth one is taken for the last, which every month has."""
    place = (day.day - 1) // 7 + 1
    return f"{place if place < 5 else -1}{_weekday(day)}"
