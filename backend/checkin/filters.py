"""How lists of attendances are narrowed."""

import django_filters

from backend.filters import DayFilter, IdFilter
from campus.checkin.models import Attendance


class AttendanceFilterSet(django_filters.FilterSet):
    identity = django_filters.ChoiceFilter(choices=Attendance.Identity.choices, empty_label=None)
    channel = django_filters.ChoiceFilter(choices=Attendance.Channel.choices, empty_label=None)


class OwnAttendanceFilterSet(django_filters.FilterSet):
    """By the local date of the occurrence; both ends belong to it."""

    society = IdFilter(field_name="society_id")
    from_date = DayFilter(field_name="occurrence__date", lookup_expr="gte")
    to_date = DayFilter(field_name="occurrence__date", lookup_expr="lte")
