"""Filters of lists that take exactly what the schema says, and say what is the matter with anything else."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from backend.fields import LARGEST_ID, SAYS_SOMETHING


class FilterBackend(DjangoFilterBackend):
    """Refuses a filter without a value; django-filter takes it for none."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: APIView) -> QuerySet:
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        checked(filterset)
        return filterset.qs


def checked(filterset: django_filters.FilterSet) -> dict[str, Any]:
    """What was asked for, by filter. Raises ValidationError with a sentence for each filter at fault."""
    empty = [name for name in filterset.filters if not filterset.data.get(name, "given").strip()]
    if empty:
        raise ValidationError({name: [_("Give it a value, or leave it out.")] for name in empty})
    if not filterset.form.is_valid():
        raise ValidationError(filterset.form.errors)
    return dict(filterset.form.cleaned_data)


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


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": 120, "pattern": SAYS_SOMETHING})
class TextFilter(django_filters.CharFilter):
    """A text of up to 120 characters that is more than space."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)


@extend_schema_field({"type": "string", "pattern": "^[A-Z]{2}$"})
class CountryFilter(django_filters.CharFilter):
    """A country by its two letters (ISO 3166-1)."""

    field_class = forms.RegexField

    def __init__(self, **kwargs: Any) -> None:
        sentence = _("Write the two letters of a country, like KE.")
        super().__init__(regex=r"\A[A-Z]{2}\Z", error_messages={"invalid": sentence}, **kwargs)
