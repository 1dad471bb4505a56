"""Which terms a report is about, and how its rows stand."""

import django_filters

from backend.filters import IdFilter, TextFilter
from campus.reports.figures import ORDERS


class TermQuery(django_filters.FilterSet):
    """The reporting term, by its number; the running one when left out."""

    term = IdFilter(label="A term of the reporting calendar; the running one when left out.")


class ParticipationQuery(TermQuery):
    """A second term to stand beside the first, and the order and names of the societies. No filter changes a figure."""

    beside = IdFilter(label="Another term of the reporting calendar, to stand beside it.")
    order = django_filters.ChoiceFilter(choices=[(order, order) for order in ORDERS], empty_label=None)
    name = TextFilter(label="Only societies whose name holds this.")
