"""Inputs that several forms have."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


def date_field(label: Any, **options: Any) -> forms.DateField:
    """A date; its format is the one that browsers send."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def long_text(label: Any, *, rows: int, max_length: int = 2000, **options: Any) -> forms.CharField:
    """A text of several lines, drawn `rows` lines high."""
    return forms.CharField(label=label, max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **options)


class SeveralInputs(forms.MultipleHiddenInput):
    """Inputs of one name and kind beside each other: one for each value, and some that are empty."""

    input_type = "date"

    def __init__(self, kind: str, *, least: int, label: Any) -> None:
        super().__init__()
        self.input_type = kind  # not "hidden": a page draws it
        self.least, self.label = least, label
        self.use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        values = [f"{each:%H:%M}" if isinstance(each, time) else str(each) for each in value or () if each]
        blank = max(1, self.least - len(values))
        own = {**(attrs or {}), "class": "in short"}
        context = super().get_context(name, [*values, *[""] * blank], attrs)
        for number, input_ in enumerate(context["widget"]["subwidgets"], start=1):
            label = str(self.label) % {"number": number}
            input_["type"] = self.input_type
            input_["attrs"] = {**own, "id": input_["attrs"].get("id", ""), "aria-label": label}
        return context

    def format_value(self, value: Any) -> list[str]:
        return list(value)


class SeveralField(forms.Field):
    """Any number of values of one kind; what was left empty is none."""

    def __init__(self, each: forms.Field, widget: SeveralInputs, *, most: int, **options: Any) -> None:
        super().__init__(required=False, widget=widget, **options)
        self.each, self.most = each, most

    def clean(self, value: Iterable[str] | None) -> list[Any]:
        entered = [each.strip() for each in value or () if each.strip()]
        if len(entered) > self.most:
            raise forms.ValidationError(TOO_MANY % {"most": self.most})
        return sorted({self.each.clean(each) for each in entered})

    def has_changed(self, initial: Iterable[Any] | None, data: Iterable[str] | None) -> bool:
        try:
            return self.clean(data) != sorted(initial or ())
        except forms.ValidationError:
            return True


TOO_MANY = ngettext_lazy("Enter at most %(most)d.", "Enter at most %(most)d.", "most")
NOT_A_DATE, NOT_A_TIME = _("Write a date like 2026-11-24."), _("Write a time like 17:30.")


def several_dates(label: Any, *, least: int = 3, **options: Any) -> SeveralField:
    """Any number of dates, in the format that browsers send."""
    each = forms.DateField(error_messages={"invalid": NOT_A_DATE})
    widget = SeveralInputs("date", least=least, label=_("Date %(number)d"))
    return SeveralField(each, widget, most=60, label=label, **options)


def several_times(label: Any, *, least: int = 2, **options: Any) -> SeveralField:
    """Some times of day."""
    each = forms.TimeField(error_messages={"invalid": NOT_A_TIME})
    widget = SeveralInputs("time", least=least, label=_("Time %(number)d"))
    return SeveralField(each, widget, most=6, label=label, **options)
