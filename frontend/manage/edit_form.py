"""The forms that change dates: one, it and those after it, or all; and many chosen ones at once."""

from datetime import datetime, time
from typing import Any, ClassVar, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from campus.activities.edits import Batch, Deed, Edit, Scope
from campus.activities.models import Activity, Occurrence
from campus.directory.models import Society
from frontend.inputs import date_field, long_text
from frontend.manage.when_form import MIDNIGHT, WhenForm, initial_when
from frontend.sentences import PlainForm

SCOPES = (
    (Scope.THIS.value, _("This date"), _("The others stay as they are")),
    (Scope.FOLLOWING.value, _("This and following"), _("Earlier dates stay as they are")),
    (Scope.ALL.value, _("All to come"), _("Also those before this one")),
)
RHYTHM = {
    "rhythm",
    "interval",
    "only_workdays",
    "weekdays",
    "month_by",
    "month_place",
    "month_weekday",
    "month_day",
    "year_by",
    "ends",
    "until",
    "count",
    "rule",
}


class EditForm(WhenForm):
    """What is to change; what is left as it was changes nothing."""

    scope = forms.ChoiceField(
        choices=[(value, name) for value, name, _hint in SCOPES],
        initial=Scope.THIS.value,
        label=_("Which dates?"),
        widget=forms.RadioSelect,
    )
    name = forms.CharField(max_length=120, label=_("Name"), error_messages={"required": _("Say what it is called.")})
    date = date_field(_("Date"), required=False)
    description = long_text(
        _("What this date is about"), rows=3, required=False, help_text=_("The others do not show it.")
    )
    place = forms.CharField(max_length=160, required=False, label=_("Place"), help_text=_("Room and building."))
    link = forms.URLField(required=False, assume_scheme="https", label=_("Link"), help_text=_("For meetings online."))
    capacity = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=100_000,
        label=_("Places"),
        help_text=_("How many may say yes; whoever comes later waits. Empty: no limit."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "tiny"}),
    )
    goal = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=100_000,
        label=_("Goal"),
        help_text=_("How many you hope for on this date. Only your committee sees it."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "tiny"}),
    )

    def __init__(self, *args: Any, occurrence: Occurrence, society: Society, **kwargs: Any) -> None:
        super().__init__(*args, society=society, **kwargs)
        self.occurrence, self.activity = occurrence, occurrence.activity
        self.fields["first_date"].required = False
        self.is_single = not self.activity.rrule and not self.activity.extra_dates
        if self.is_single:
            self.fields["scope"].required = False

    @classmethod
    def of(cls, occurrence: Occurrence, society: Society, data: Any = None) -> Self:
        """The form of a date as it stands, or with what was entered."""
        return cls(data, initial=_initial(occurrence), occurrence=occurrence, society=society)

    @property
    def has_further(self) -> bool:
        return self.holds("more_times", "calendar", "skips_holidays", "rule")

    @property
    def scope_now(self) -> Scope:
        chosen = str(self["scope"].value() or Scope.THIS)
        return Scope(chosen) if chosen in set(Scope) else Scope.THIS

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["scope"] = self.cleaned_data.get("scope") or Scope.THIS.value
        self.cleaned_data["first_date"] = self.activity.first_date
        data = super().clean()
        if data["scope"] == Scope.THIS:
            for name in [*RHYTHM, "dates", "with_dates", "more_times", "window", "calendar", "skips_holidays"]:
                self.errors.pop(name, None)
        if data["scope"] == Scope.THIS and data.get("date") is None and "date" not in self.errors:
            self.add_error("date", _("Say on which date it is."))
        return data

    def edit(self) -> Edit:
        """What is to change. Only after is_valid()."""
        said: dict[str, Any] = self._everywhere()
        said |= self._of_one() if self.scope_now is Scope.THIS else self._of_many()
        return Edit(**said)

    def _everywhere(self) -> dict[str, Any]:
        """What one date and many have alike; a capacity taken away is 0."""
        data, row = self.cleaned_data, self.occurrence
        said: dict[str, Any] = {name: data[name] for name in ("name", "place", "link") if name in self.changed_data}
        if "capacity" in self.changed_data:
            said["capacity"] = data["capacity"] or 0
        now = {"timing": row.timing, "start_time": row.time, "minutes": row.minutes}
        return said | {name: data[name] for name, before in now.items() if data[name] != before}

    def _of_one(self) -> dict[str, Any]:
        data, said = self.cleaned_data, dict[str, Any]()
        if data["date"] != self.occurrence.date:
            said["date"] = data["date"]
        if "description" in self.changed_data:
            said["description"] = data["description"]
        if "goal" in self.changed_data:
            said["goal"] = data["goal"] or 0
        return said

    def _of_many(self) -> dict[str, Any]:
        data, changed = self.cleaned_data, set(self.changed_data)
        said: dict[str, Any] = {name: data[name] for name in ("window", "skips_holidays") if name in changed}
        if changed & RHYTHM:
            said["rrule"] = self.rrule()
        if "calendar" in changed:
            said["calendar"] = self.when()["calendar"]
        if "more_times" in changed:
            said["more_times"] = tuple(data["more_times"] or ())
        if changed & {"dates", "with_dates"}:
            said["extra_dates"] = self._extra_dates()
        return said

    def _extra_dates(self) -> tuple[datetime, ...]:
        """Those that stood there keep their time."""
        known = {start.date(): start for start in _starts(self.activity.extra_dates)}
        start_time = self.cleaned_data["start_time"] or MIDNIGHT
        return tuple(known.get(day, datetime.combine(day, start_time)) for day in self.cleaned_data["dates"])


def _starts(written: list[str]) -> tuple[datetime, ...]:
    return tuple(datetime.fromisoformat(each) for each in written)


def _initial(row: Occurrence) -> dict[str, Any]:
    activity: Activity = row.activity
    when = initial_when(
        rrule=activity.rrule,
        first=activity.first_date,
        timing=row.timing,
        start_time=row.time,
        minutes=row.minutes,
        extra=_starts(activity.extra_dates),
    )
    return {
        **{name: getattr(row, name) for name in ("name", "description", "place", "link", "date", "capacity", "goal")},
        **when,
        "more_times": [time.fromisoformat(each) for each in activity.more_times],
        "window": activity.window,
        "skips_holidays": activity.skips_holidays,
        "calendar": str(activity.calendar_id or ""),
    }


class BatchForm(PlainForm):
    """One thing done to the dates that were chosen."""

    deeds: ClassVar = (
        (Deed.MOVE.value, _("Move"), _("To another day or time")),
        (Deed.CANCEL.value, _("Cancel"), _("With a reason for all")),
        (Deed.RESTORE.value, _("Put on again"), _("What was cancelled")),
        (Deed.RENAME.value, _("Rename"), _("One name for all")),
        (Deed.PLACE.value, _("New place"), _("One place for all")),
    )

    deed = forms.ChoiceField(
        choices=[(value, name) for value, name, _hint in deeds],
        label=_("What is to happen?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is to happen to these dates.")},
    )
    days = forms.IntegerField(
        required=False,
        min_value=-366,
        max_value=366,
        label=_("By how many days"),
        help_text=_("7 is a week later, −1 the day before; empty: the day stays."),
        widget=forms.TextInput(attrs={"inputmode": "text", "class": "tiny"}),
    )
    start_time = forms.TimeField(
        required=False,
        label=_("New time"),
        help_text=_("Empty: the time stays."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    reason = forms.CharField(
        required=False,
        max_length=300,
        label=_("Reason"),
        help_text=_("Everybody sees it, for example: the projector is out for repair."),
    )
    name = forms.CharField(required=False, max_length=120, label=_("New name"))
    place = forms.CharField(required=False, max_length=160, label=_("New place"), help_text=_("Room and building."))

    def clean_days(self) -> int:
        return self.cleaned_data["days"] or 0

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        deed = data.get("deed")
        if deed == Deed.MOVE and not data.get("days") and not data.get("start_time") and not self.errors:
            self.add_error("days", _("Say by how many days, or give a new time."))
        if deed == Deed.CANCEL and not data.get("reason"):
            self.add_error("reason", _("Say why, so that people who come know."))
        if deed == Deed.RENAME and not data.get("name"):
            self.add_error("name", _("Say what they are called."))
        return data

    def batch(self) -> Batch:
        """What is to be done. Only after is_valid()."""
        data = self.cleaned_data
        return Batch(
            do=data["deed"],
            days=data["days"] if data["deed"] == Deed.MOVE else 0,
            start_time=data["start_time"] if data["deed"] == Deed.MOVE else None,
            reason=data["reason"],
            name=data["name"],
            place=data["place"],
        )
