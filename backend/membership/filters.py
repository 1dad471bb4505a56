"""How lists of members and registrations are narrowed."""

import django_filters

from backend.filters import DayFilter, IdFilter
from campus.membership.models import Registration, RegistrationWindow


class MemberFilterSet(django_filters.FilterSet):
    joined_from = DayFilter(field_name="joined_on", lookup_expr="gte")
    joined_to = DayFilter(field_name="joined_on", lookup_expr="lte")


class MembershipFilterSet(django_filters.FilterSet):
    university = IdFilter(field_name="society__university_id")


class RegistrationFilterSet(django_filters.FilterSet):
    society = IdFilter(field_name="society_id")
    window = IdFilter(field_name="window_id")
    kind = django_filters.ChoiceFilter(choices=Registration.Kind.choices, empty_label=None)
    decision = django_filters.ChoiceFilter(
        choices=[choice for choice in Registration.Decision.choices if choice[0]], empty_label=None
    )


class RegistrationWindowFilterSet(django_filters.FilterSet):
    """Windows whose renewing has begun, or not ended, by a day."""

    begun_by = DayFilter(field_name="renew_from", lookup_expr="lte")
    open_on_or_after = DayFilter(field_name="renew_to", lookup_expr="gte")

    class Meta:
        model = RegistrationWindow
        fields: tuple[str, ...] = ()
