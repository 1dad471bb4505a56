"""How lists of series, activities, occurrences and codes are narrowed."""

import django_filters

from backend.filters import CountryFilter, DayFilter, IdFilter, YesNoFilter


class SeriesFilterSet(django_filters.FilterSet):
    society = IdFilter(field_name="society_id")
    university = IdFilter(field_name="university_id")
    for_newcomers = YesNoFilter()


class ActivityFilterSet(django_filters.FilterSet):
    from_date = DayFilter(field_name="first_date", lookup_expr="gte")


class DatesFilterSet(django_filters.FilterSet):
    """By local date; both ends belong to it."""

    series = IdFilter(field_name="series_id")
    from_date = DayFilter(field_name="date", lookup_expr="gte")
    to_date = DayFilter(field_name="date", lookup_expr="lte")
    cancelled = YesNoFilter(field_name="cancelled_at", lookup_expr="isnull", exclude=True)


class OccurrenceFilterSet(DatesFilterSet):
    society = IdFilter(field_name="society_id")
    university = IdFilter(field_name="university_id")
    country = CountryFilter(field_name="university__country")
    for_newcomers = YesNoFilter(field_name="series__for_newcomers")


class CodeFilterSet(django_filters.FilterSet):
    series = IdFilter(field_name="series_id")
    occurrence = IdFilter(field_name="occurrence_id")
