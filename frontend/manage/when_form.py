"""When an activity takes place, asked of people who never heard of RRULE: the part that planning and changing share."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.activities import rule_text
from campus.activities.models import Activity, Timing
from campus.activities.public_holidays import holidays_available, holidays_known
from campus.base.errors import Invalid
from campus.directory.models import Calendar, Society
from campus.directory.words import ends_before_start
from frontend.inputs import date_field, several_dates, several_times
from frontend.manage import rhythm
from frontend.manage.rhythm import DAILY, DATES, DAY, MONTHLY, NEVER, ONCE, TIMES, UNTIL, WEEKDAY, WEEKLY, YEARLY
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
RHYTHMS = (
    (WEEKLY, _("Weekly"), _("On the days you choose")),
    (ONCE, _("Once"), _("One date")),
    (DAILY, _("Daily"), _("Every day or workday")),
    (MONTHLY, _("Monthly"), _("Like the second Tuesday")),
    (YEARLY, _("Yearly"), _("On the same day")),
    (DATES, _("Chosen dates"), _("A list of your own")),
)
PLACES = (
    ("", pgettext_lazy("place in the month", "the same")),
    ("1", pgettext_lazy("place in the month", "first")),
    ("2", pgettext_lazy("place in the month", "second")),
    ("3", pgettext_lazy("place in the month", "third")),
    ("4", pgettext_lazy("place in the month", "fourth")),
    ("-1", pgettext_lazy("place in the month", "last")),
)
WHOLE_DAY = 24 * 60
MIDNIGHT = time(0)

# What the form asks only of some rhythms, ends or timings; elsewhere it is not shown, not read and not complained of.
ASKED_WHEN: Mapping[str, tuple[str, frozenset[str]]] = {
    "only_workdays": ("rhythm", frozenset({DAILY})),
    "weekdays": ("rhythm", frozenset({WEEKLY})),
    "month_by": ("rhythm", frozenset({MONTHLY})),
    "month_place": ("rhythm", frozenset({MONTHLY})),
    "month_weekday": ("rhythm", frozenset({MONTHLY})),
    "month_day": ("rhythm", frozenset({MONTHLY})),
    "year_by": ("rhythm", frozenset({YEARLY})),
    "interval": ("rhythm", frozenset({DAILY, WEEKLY, MONTHLY, YEARLY})),
    "until": ("ends", frozenset({UNTIL})),
    "count": ("ends", frozenset({TIMES})),
    "start_time": ("timing", frozenset({Timing.TIMED.value})),
    "minutes": ("timing", frozenset({Timing.TIMED.value})),
    "more_times": ("timing", frozenset({Timing.TIMED.value})),
    "days": ("timing", frozenset({Timing.ALL_DAY.value, Timing.TO_CONFIRM.value})),
}


class WhenForm(PlainForm):
    """A rhythm, a time of day, an end, and which part of the year."""

    rhythm = forms.ChoiceField(
        choices=[(value, name) for value, name, _hint in RHYTHMS],
        initial=WEEKLY,
        label=_("How often?"),
        widget=forms.RadioSelect,
    )
    first_date = date_field(_("First date"), error_messages={"required": _("Say on which date it begins.")})
    interval = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=99,
        initial=1,
        label=_("Every"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "tiny"}),
    )
    only_workdays = forms.BooleanField(required=False, label=_("Monday to Friday only"))
    weekdays = forms.MultipleChoiceField(
        choices=WEEKDAYS,
        required=False,
        label=_("On"),
        help_text=_("None means the weekday of the first date."),
        widget=forms.CheckboxSelectMultiple,
    )
    month_by = forms.ChoiceField(
        choices=((WEEKDAY, _("A weekday, like the second Tuesday")), (DAY, _("A day of the month, like the 15th"))),
        required=False,
        initial=WEEKDAY,
        label=_("On"),
        widget=forms.RadioSelect,
    )
    month_place = forms.ChoiceField(choices=PLACES, required=False, label=_("Which one"))
    month_weekday = forms.ChoiceField(
        choices=(("", _("weekday as on the first date")), *WEEKDAYS), required=False, label=_("Weekday")
    )
    month_day = forms.ChoiceField(
        choices=(
            ("", _("day as on the first date")),
            *((str(day), str(day)) for day in range(1, 32)),
            ("-1", _("last day")),
        ),
        required=False,
        label=_("Day"),
        help_text=_("A month without it is left out; the last day is in every month."),
    )
    year_by = forms.ChoiceField(
        choices=((DAY, _("The same date, like 8 March")), (WEEKDAY, _("The same weekday, like the third Thursday"))),
        required=False,
        initial=DAY,
        label=_("On"),
        widget=forms.RadioSelect,
    )
    with_dates = forms.BooleanField(required=False, label=_("Also on single dates outside of the rhythm"))
    dates = several_dates(_("Further dates"))
    timing = forms.ChoiceField(
        choices=Timing.choices,
        required=False,
        initial=Timing.TIMED,
        label=_("At what time?"),
        widget=forms.RadioSelect(attrs={"data-short": ""}),
    )
    start_time = forms.TimeField(
        required=False,
        label=_("Starts"),
        initial="18:00",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    minutes = forms.IntegerField(
        required=False,
        label=_("Minutes"),
        initial=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "tiny"}),
        error_messages={"invalid": _("Say how long it takes in minutes, for example 90.")},
    )
    days = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=14,
        initial=1,
        label=_("How many days"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "tiny"}),
    )
    more_times = several_times(_("Again on the same day at"))
    ends = forms.ChoiceField(
        choices=(
            (NEVER, _("It goes on, term after term")),
            (UNTIL, _("On a date")),
            (TIMES, _("After a number of times")),
        ),
        required=False,
        initial=NEVER,
        label=_("Ends"),
        widget=forms.RadioSelect,
    )
    until = date_field(_("Last date"), required=False)
    count = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=1000,
        label=_("How many times"),
        help_text=_("Dates that fall in a break count, too."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "tiny"}),
    )
    window = forms.ChoiceField(
        choices=Activity.Window.choices, initial=Activity.Window.TEACHING, label=_("Which part of the year?")
    )
    calendar = forms.ChoiceField(required=False, label=_("By which calendar"))
    skips_holidays = forms.BooleanField(required=False, label=_("Leave out public holidays"))
    rule = forms.CharField(
        required=False,
        max_length=rule_text.MAX_LENGTH,
        label=_("Rule (RFC 5545)"),
        help_text=_("For example FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-2. It takes the place of what is chosen above."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )

    hints: ClassVar[Mapping[str, Any]] = {value: hint for value, _name, hint in RHYTHMS}

    def __init__(self, *args: Any, society: Society | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if society is None or not (holidays_available() and holidays_known(str(society.university.country))):
            del self.fields["skips_holidays"]
        self.calendars = list(society.university.calendars.all()) if society else []
        if len(self.calendars) < 2:
            del self.fields["calendar"]
        else:
            choices = [("", _("the society’s own")), *((str(each.pk), each.name) for each in self.calendars)]
            self.fields["calendar"].choices = choices  # type: ignore[attr-defined]

    def clean_rule(self) -> str:
        written = str(self.cleaned_data["rule"]).strip().upper().removeprefix("RRULE:")
        try:
            if written:
                rule_text.parse(written)
        except Invalid as refusal:
            raise ValidationError(str(refusal.sentence)) from refusal
        return written

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["ends"] = data.get("ends") or (UNTIL if data.get("until") else TIMES if data.get("count") else NEVER)
        data["timing"] = data.get("timing") or Timing.TIMED.value
        data["month_by"], data["year_by"] = data.get("month_by") or WEEKDAY, data.get("year_by") or DAY
        self._pass_over(data)
        if data.get("rhythm") != DATES and not data.get("with_dates"):
            self.errors.pop("dates", None)
            data["dates"] = []
        self._clean_time(data)
        self._clean_end(data)
        is_list = data.get("rhythm") == DATES and not data.get("rule")
        if is_list and data.get("dates") == []:
            self.add_error("dates", _("Add a further date, or choose Once."))
        return data

    def _pass_over(self, data: dict[str, Any]) -> None:
        """Forget what was entered into inputs that the choices made leave out of sight."""
        for name, (decides, values) in ASKED_WHEN.items():
            if data.get(decides) is not None and data[decides] not in values:
                self.errors.pop(name, None)
                data[name] = [] if isinstance(data.get(name), list) else None

    def _clean_time(self, data: dict[str, Any]) -> None:
        if data["timing"] != Timing.TIMED:
            data["start_time"], data["minutes"] = MIDNIGHT, (data.get("days") or 1) * WHOLE_DAY
            return
        if data.get("start_time") is None and "start_time" not in self.errors:
            self.add_error("start_time", _("Say at what time it starts, for example 17:30."))
        if data.get("minutes") is None and "minutes" not in self.errors:
            self.add_error("minutes", _("Say how long it takes, for example 90."))

    def _clean_end(self, data: dict[str, Any]) -> None:
        first, until = data.get("first_date"), data.get("until")
        if first and until and until < first:
            self.add_error("until", ends_before_start(first, until))
        if data["ends"] == UNTIL and until is None and "until" not in self.errors:
            self.add_error("until", _("Say on which date it ends, or let it go on."))
        if data["ends"] == TIMES and data.get("count") is None and "count" not in self.errors:
            self.add_error("count", _("Say how many times, or let it go on."))

    def holds(self, *names: str) -> bool:
        """Whether something was entered into one of these, or is wrong with it: then what folds them away is open."""
        return any(self.errors.get(name) or _is_filled(self[name].value()) for name in names if name in self.fields)

    @property
    def has_more_times(self) -> bool:
        return self.holds("more_times")

    @property
    def has_rule(self) -> bool:
        return self.holds("rule")

    def rrule(self) -> str:
        """The rule in RFC 5545's words; "" for what follows none. Only after is_valid()."""
        return rhythm.rule_of(self.cleaned_data, self.cleaned_data["first_date"])

    def when(self) -> dict[str, Any]:
        """What was entered, as ActivityPlan and Edit call it. Only after is_valid()."""
        data = self.cleaned_data
        return {
            "rrule": self.rrule(),
            "first_date": data["first_date"],
            "start_time": data["start_time"],
            "minutes": data["minutes"],
            "timing": data["timing"],
            "more_times": tuple(data["more_times"] or ()),
            "extra_dates": tuple(datetime.combine(day, data["start_time"]) for day in data["dates"]),
            "window": data["window"],
            "calendar": self._calendar(),
            "skips_holidays": data.get("skips_holidays", False),
        }

    def _calendar(self) -> Calendar | None:
        chosen = self.cleaned_data.get("calendar")
        return next((each for each in self.calendars if str(each.pk) == chosen), None)


def _is_filled(value: Any) -> bool:
    return any(value) if isinstance(value, list) else bool(value)


def initial_when(
    *, rrule: str, first: date, timing: str, start_time: time, minutes: int, extra: tuple[datetime, ...] = ()
) -> dict[str, Any]:
    """How the form says when something is."""
    length = {"minutes": minutes, "start_time": start_time}
    if timing != Timing.TIMED:
        length = {"days": max(1, minutes // WHOLE_DAY)}
    return {
        **rhythm.said_of(rrule, first, has_dates=bool(extra)),
        "first_date": first,
        "timing": timing,
        "dates": sorted({start.date() for start in extra}),
        "with_dates": bool(extra and rrule),
        **length,
    }
