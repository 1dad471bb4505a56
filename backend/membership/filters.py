"""How lists of members and registrations are narrowed."""

import django_filters

from backend.filters import DayFilter, IdFilter
from campus.membership.models import Registration


class MemberFilterSet(django_filters.FilterSet):
    joined_from = DayFilter(field_name="joined_on", lookup_expr="gte")
    joined_to = DayFilter(field_name="joined_on", lookup_expr="lte")


class MembershipFilterSet(django_filters.FilterSet):
    university = IdFilter(field_name="society__university_id")


class RegistrationFilterSet(django_filters.FilterSet):
    society = IdFilter(field_name="society_id")
    decision = django_filters.ChoiceFilter(
        choices=[choice for choice in Registration.Decision.choices if choice[0]], empty_label=None
    )
