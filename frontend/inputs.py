"""Inputs that several forms have."""

from typing import Any

from django import forms


def date_field(label: Any, **options: Any) -> forms.DateField:
    """A date; its format is the one that browsers send."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def long_text(label: Any, *, rows: int, max_length: int = 2000, **options: Any) -> forms.CharField:
    """A text of several lines, drawn `rows` lines high."""
    return forms.CharField(label=label, max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **options)
