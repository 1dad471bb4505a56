"""Filters of lists that take exactly what the schema says, and say what is the matter with anything else."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from backend.fields import LARGEST_ID

YES_NO = {"true": True, "false": False}


class _IdFormField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        sentence = _("Write the number of a row here.")
        super().__init__(min_value=1, max_value=LARGEST_ID, error_messages={"invalid": sentence}, **kwargs)


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": LARGEST_ID})
class IdFilter(django_filters.Filter):
    """Rows that belong to the row of this number."""

    field_class = _IdFormField


@extend_schema_field({"type": "boolean"})
class YesNoFilter(django_filters.TypedChoiceFilter):
    """`true` or `false`; django-filter's own filter takes any other word for "not given"."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [(word, word) for word in YES_NO]
        super().__init__(choices=choices, coerce=lambda word: YES_NO.get(word, word), **kwargs)


@extend_schema_field({"type": "string", "format": "date"})
class DayFilter(django_filters.DateFilter):
    """A calendar date, 2026-10-20."""

    def __init__(self, **kwargs: Any) -> None:
        sentence = _("Write a date like 2026-10-20.")
        super().__init__(input_formats=["%Y-%m-%d"], error_messages={"invalid": sentence}, **kwargs)


@extend_schema_field({"type": "string", "pattern": "^[A-Z]{2}$"})
class CountryFilter(django_filters.CharFilter):
    """A country by its two letters (ISO 3166-1)."""

    field_class = forms.RegexField

    def __init__(self, **kwargs: Any) -> None:
        sentence = _("Write the two letters of a country, like KE.")
        super().__init__(regex=r"\A[A-Z]{2}\Z", error_messages={"invalid": sentence}, **kwargs)
