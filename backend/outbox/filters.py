"""How lists of messages are narrowed."""

import django_filters

from backend.filters import TextFilter, YesNoFilter


class DeliveryFilterSet(django_filters.FilterSet):
    kind = TextFilter()
    is_delivered = YesNoFilter(field_name="delivered_at", lookup_expr="isnull", exclude=True)
