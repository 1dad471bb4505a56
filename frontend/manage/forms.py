"""What officers write."""

from datetime import timedelta
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from campus.activities.models import Series
from campus.checkin.actions import OFFICERS_REASONS
from campus.directory.models import Calendar, Office, Society
from campus.directory.words import date_in_words
from frontend.inputs import date_field, long_text
from frontend.sentences import PlainForm

Role = Office.Role


class CancelForm(PlainForm):
    """Why one date does not take place."""

    reason = forms.CharField(
        max_length=300,
        label=_("Reason"),
        help_text=_("Everybody sees it, for example: the projector is out for repair."),
        error_messages={"required": _("Say why, so that people who come know.")},
    )


class SeriesForm(PlainForm):
    """What a series is called, and when its doors open around each date."""

    name = forms.CharField(max_length=120, label=_("Name"))
    description = long_text(_("What happens there"), rows=3, required=False)
    for_newcomers = forms.BooleanField(required=False, label=_("Good for newcomers"))
    opens_before = forms.IntegerField(
        label=_("Check-in opens"), help_text=_("Minutes before the start."), widget=forms.TextInput({"class": "short"})
    )
    closes_after = forms.IntegerField(
        label=_("Check-in closes"), help_text=_("Minutes after the end."), widget=forms.TextInput({"class": "short"})
    )

    takes_answers = forms.BooleanField(
        required=False,
        label=_("People may say whether they come"),
        help_text=_("Yes, maybe or no, until it begins. Only officers see names."),
    )
    capacity = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=100_000,
        label=_("Places"),
        help_text=_("How many may say yes to each date; the others wait. Empty for no limit."),
        widget=forms.TextInput({"class": "short", "inputmode": "numeric"}),
    )
    in_time_hours = forms.IntegerField(
        min_value=0,
        max_value=336,
        label=_("A yes is taken back in time until"),
        help_text=_("Hours before the start."),
        widget=forms.TextInput({"class": "short", "inputmode": "numeric"}),
    )

    def clean_capacity(self) -> int:
        """Nothing entered takes the limit away."""
        return self.cleaned_data["capacity"] or 0

    @classmethod
    def of(cls, series: Series, data: Any = None) -> Self:
        """The form of a series as it stands, or with what was entered."""
        return cls(data, initial={name: getattr(series, name) for name in cls.base_fields})


class OfficeForm(PlainForm):
    """An invitation to an office in a society."""

    role = forms.ChoiceField(
        choices=[(role.value, role.label) for role in (Role.PRESIDENT, Role.SECRETARY, Role.EVENTS, Role.TREASURER)],
        label=_("Office"),
    )
    address = forms.EmailField(
        max_length=254,
        label=_("E-mail"),
        help_text=_("The invitation goes there; the office begins when it is accepted."),
        error_messages={"required": _("Write the address the invitation goes to.")},
    )
    starts_on = date_field(_("First day"))
    ends_on = date_field(_("Last day"), required=False, help_text=_("Rights end with it. Most mandates last one year."))
    ends_holder = forms.BooleanField(required=False)

    def offer_end(self, holder: Office | None) -> None:
        """Offer to end the office of who holds it now the day before; nothing to offer when nobody does."""
        if holder is None or not self.is_bound:
            del self.fields["ends_holder"]
            return
        day = date_in_words(self.cleaned_data["starts_on"] - timedelta(days=1))
        sentence = _("End the office of %(holder)s on %(day)s, the day before")
        self["ends_holder"].label = sentence % {"holder": holder.person, "day": day}


class SocietyForm(PlainForm):
    """What a society says of itself, and by which of its university's calendars it plans."""

    name = forms.CharField(max_length=120, label=_("Name"), help_text=_("A new one changes the address of the page."))
    purpose = long_text(_("What it is for"), rows=4)
    first_time = long_text(
        _("Your first time"),
        rows=4,
        required=False,
        help_text=_("What somebody should know who comes for the first time."),
    )
    calendar = forms.ModelChoiceField(
        queryset=Calendar.objects.none(),
        required=False,
        label=_("Calendar you plan by"),
        empty_label=_("The one the figures use"),
    )

    def __init__(self, society: Society, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(society, name) for name in self.base_fields})
        calendars = society.university.calendars.all()
        if len(calendars) > 1:
            self.fields["calendar"].queryset = calendars  # type: ignore[attr-defined]
        else:
            del self.fields["calendar"]


class VoidForm(PlainForm):
    """Why an attendance is taken back."""

    reason = forms.ChoiceField(
        choices=[(reason.value, reason.label) for reason in OFFICERS_REASONS],
        label=_("Why?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why: entered by mistake, left again, or counted twice.")},
    )
