"""What the staff of a university write about its calendars."""

from typing import Any, Self

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from campus.directory.calendar_content import WEEK_FIELDS, BreakContent, Content, TermContent
from campus.directory.models import Break, Calendar, CalendarRevision, Enrolment, University
from frontend.inputs import date_field, long_text
from frontend.sentences import PlainForm

SHORT = {"class": "short"}


def source_field() -> forms.CharField:
    """Where dates or numbers were read."""
    return forms.CharField(
        max_length=300,
        required=False,
        label=_("Where the dates stand"),
        help_text=_("An address on the web, or in words. It stays in the history."),
    )


class TermForm(PlainForm):
    """A term: teaching dates inside a wider span in which societies meet."""

    name = forms.CharField(max_length=80, label=_("Name"), help_text=_("For example Semester 1, 2026/27."))
    active_from = date_field(_("Societies meet from"))
    teaching_from = date_field(_("Teaching begins"))
    teaching_to = date_field(_("Teaching ends"))
    active_to = date_field(_("Societies meet until"))
    first_week = forms.IntegerField(
        required=False,
        label=_("Number of its first teaching week"),
        help_text=_(
            "Only where it differs from the calendar’s, for example 0 for a term that begins with a part week."
        ),
        widget=forms.TextInput(attrs=SHORT),
    )

    @classmethod
    def of(cls, term: TermContent, data: Any = None) -> Self:
        """The form of a term as it stands, or with what was entered."""
        return cls(data, initial={name: getattr(term, name) for name in cls.base_fields})


class NewTermForm(TermForm):
    """A term and the calendar it is added to."""

    calendar = forms.ModelChoiceField(queryset=Calendar.objects.none(), label=_("Calendar"), empty_label=None)
    field_order = ("calendar",)

    def __init__(self, university: University, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["calendar"].queryset = university.calendars.all()  # type: ignore[attr-defined]


class BreakForm(PlainForm):
    """Days of a term without teaching."""

    COUNTS = (("", _("As the calendar says")), ("yes", _("Yes, it is counted")), ("no", _("No, it is skipped")))

    kind = forms.ChoiceField(choices=Break.Kind.choices, label=_("Kind"))
    name = forms.CharField(max_length=80, required=False, label=_("Name"))
    starts_on = date_field(_("First day"))
    ends_on = date_field(_("Last day"))
    takes_number = forms.ChoiceField(
        choices=COUNTS,
        required=False,
        label=_("A week of it has a number"),
    )

    @classmethod
    def of(cls, pause: BreakContent | None, data: Any = None) -> Self:
        """The form of a break as it stands, of a new one, or with what was entered."""
        initial = {name: getattr(pause, name) for name in cls.base_fields} if pause else {}
        if pause:
            initial["takes_number"] = {None: "", True: "yes", False: "no"}[pause.takes_number]
        return cls(data, prefix="break", initial=initial)

    def clean_takes_number(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["takes_number"])


class WeeksForm(PlainForm):
    """How the weeks of a calendar are counted and called."""

    week_starts_on = forms.TypedChoiceField(choices=WEEKDAYS.items(), coerce=int, label=_("Weeks start on"))
    week_labels = forms.ChoiceField(
        choices=Calendar.WeekLabels.choices,
        initial=Calendar.WeekLabels.NUMBER,
        required=False,
        label=_("Weeks are called like this"),
    )
    first_week = forms.IntegerField(
        initial=1,
        label=_("Number of the first teaching week"),
        help_text=_("Most count from 1, some from 0."),
        widget=forms.TextInput(attrs=SHORT),
    )
    weeks_before = forms.IntegerField(
        initial=0,
        required=False,
        label=_("Weeks counted before teaching"),
        help_text=_("2 gives a week 0 and a week −1 where teaching begins in week 1."),
        widget=forms.TextInput(attrs=SHORT),
    )
    weeks_after = forms.BooleanField(required=False, label=_("Weeks after teaching are counted on"))
    breaks_take_number = forms.BooleanField(required=False, label=_("Weeks in a break are counted too"))

    @classmethod
    def of(cls, content: Content, data: Any = None) -> Self:
        """The form of weeks as they are counted now, or with what was entered."""
        return cls(data, initial={name: getattr(content, name) for name in WEEK_FIELDS})

    def clean_week_labels(self) -> str:
        return self.cleaned_data["week_labels"] or Calendar.WeekLabels.NUMBER

    def clean_weeks_before(self) -> int:
        return self.cleaned_data["weeks_before"] or 0


class CalendarForm(WeeksForm):
    """One more calendar."""

    name = forms.CharField(max_length=80, label=_("Name"), help_text=_("For example Main calendar."))
    field_order = ("name",)


class CalendarNameForm(PlainForm):
    """What a calendar is called; one that does not carry the figures can take them over."""

    name = forms.CharField(max_length=80, label=_("Name"))
    is_reporting = forms.BooleanField(
        required=False,
        label=_("Count figures to the terms of this calendar"),
        help_text=_("They leave the other calendar, and all figures are counted again."),
    )

    def __init__(self, calendar: Calendar, data: Any = None) -> None:
        super().__init__(data, initial={"name": calendar.name, "is_reporting": calendar.is_reporting})
        if calendar.is_reporting:
            del self.fields["is_reporting"]

    def clean_is_reporting(self) -> bool | None:
        """An empty box leaves the figures where they are."""
        return self.cleaned_data["is_reporting"] or None


class SourceForm(PlainForm):
    """Where the dates of a version stand, and when they were read there."""

    source = source_field()
    read_on = date_field(_("Read there on"), required=False)
    note = forms.CharField(
        max_length=300, required=False, label=_("Note"), help_text=_("Why it changes, if not plain.")
    )

    @classmethod
    def of(cls, revision: CalendarRevision, data: Any = None) -> Self:
        """That of a version as it stands, or with what was entered."""
        return cls(data, initial={name: getattr(revision, name) for name in cls.base_fields})


class ImportForm(PlainForm):
    """A file with terms and breaks, or the same pasted; and where it comes from."""

    file = forms.FileField(
        required=False,
        label=_("File"),
        help_text=_("A table (.csv) or a calendar (.ics), at most 256 KB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.ics,text/csv,text/calendar"}),
    )
    text = long_text(
        _("Or paste it here"),
        rows=6,
        max_length=262_144,
        required=False,
        strip=False,
    )
    keeps_others = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Keep terms that are not in the file"),
    )
    source = source_field()
    read_on = date_field(_("Read there on"), required=False)


class EnrolmentForm(PlainForm):
    """How many students there were on a day."""

    counted_on = date_field(_("Census date"), help_text=_("The day on which they were counted."))
    students = forms.IntegerField(
        label=_("Students"), widget=forms.TextInput({"class": "short", "inputmode": "numeric"})
    )
    source = forms.CharField(
        max_length=300,
        label=_("Where the number stands"),
        help_text=_("An address on the web, or in words."),
        error_messages={"required": _("Say where this number stands.")},
    )

    @classmethod
    def of(cls, enrolment: Enrolment, data: Any = None) -> Self:
        """A count as it stands, or with what was entered."""
        return cls(data, initial={name: getattr(enrolment, name) for name in cls.base_fields})
