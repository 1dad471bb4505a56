"""How lists of universities, terms, societies and offices are narrowed."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from backend.filters import CountryFilter, DayFilter, IdFilter, TextFilter, YesNoFilter
from campus.base.text import name_key
from campus.directory.models import Break, CalendarRevision, Office, Society, Term, University


class NameFilter(TextFilter):
    """Names that contain these words in this order, whatever their letter case and accents."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(field_name="name_key", lookup_expr="contains", **kwargs)

    def filter(self, qs: QuerySet, value: str | None) -> QuerySet:
        return super().filter(qs, name_key(value) if value else value)


class UniversityFilterSet(django_filters.FilterSet):
    country = CountryFilter()
    kind = django_filters.ChoiceFilter(choices=University.Kind.choices, empty_label=None)
    name = NameFilter()


class CalendarFilterSet(django_filters.FilterSet):
    is_reporting = YesNoFilter()


class TermFilterSet(django_filters.FilterSet):
    on = DayFilter(method="holding", label="In whose active period this date lies.")

    def holding(self, terms: QuerySet[Term], name: str, day: object) -> QuerySet[Term]:
        return terms.filter(active_from__lte=day, active_to__gte=day)


class BreakFilterSet(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=Break.Kind.choices, empty_label=None)


class RevisionFilterSet(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=CalendarRevision.State.choices, empty_label=None)


class SocietyFilterSet(django_filters.FilterSet):
    university = IdFilter(field_name="university_id")
    country = CountryFilter(field_name="university__country")
    name = NameFilter()


class OwnSocietyFilterSet(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=Society.Status.choices, empty_label=None)


class OfficeFilterSet(django_filters.FilterSet):
    role = django_filters.ChoiceFilter(choices=Office.Role.choices, empty_label=None)
