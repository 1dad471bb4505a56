"""The days societies plan around, what a society makes of each, and the templates of activities."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import django_filters
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.etags import VersionedViewSet
from backend.fields import ChoiceField, DayField
from backend.filters import CountryFilter, YesNoFilter
from backend.views import CampusViewSet, require
from campus.activities.actions import observances as actions
from campus.activities.models import Observance, ObservanceChoice
from campus.activities.queries.observances import Choosable, choosable, coming_observances
from campus.activities.templates import TEMPLATES
from campus.base import clock
from campus.base.errors import not_here
from campus.directory.models import Society
from campus.directory.queries.by_number import society_by_number
from campus.directory.rules import Right, may


class ObservanceSerializer(serializers.ModelSerializer):
    """A day or span of every year or month; `rrule` gives its first day."""

    first_year = serializers.IntegerField(min_value=1, max_value=9999, allow_null=True, required=False)

    next_on = serializers.SerializerMethodField(help_text="Its next first day, or that of a span that goes on.")

    class Meta:
        model = Observance
        fields = (
            "id",
            "slug",
            "name",
            "kind",
            "rrule",
            "days",
            "next_on",
            "country",
            "tier",
            "theme",
            "first_year",
            "on_un_list",
            "instrument",
            "shows_by_default",
            "needs_opt_in",
            "source",
            "verified",
            "note",
        )

    country = serializers.CharField(help_text="Two letters (ISO 3166-1); empty: kept everywhere.")

    def get_next_on(self, observance: Observance) -> str | None:
        found = coming_observances([observance], clock.today("UTC"))
        return found[0].official_on.isoformat() if found else None


class SocietyObservanceSerializer(serializers.Serializer):
    """What a society makes of an observance: its next time there, and where it shows."""

    slug = serializers.CharField(source="observance.slug")
    name = serializers.CharField(source="observance.name")
    needs_opt_in = serializers.BooleanField(source="observance.needs_opt_in")
    choice = serializers.ChoiceField([*ObservanceChoice.Choice.values, ""], help_text="follow, hide, or empty.")
    is_shown = serializers.BooleanField(help_text="Whether the plan of the society shows it.")
    official_on = serializers.DateField(source="marked.official_on")
    starts_on = serializers.DateField(source="marked.starts_on", help_text="The first day as the society marks it.")
    ends_on = serializers.DateField(source="marked.ends_on")
    teaching_day = serializers.DateField(
        allow_null=True, help_text="The nearest teaching day, when it falls outside teaching."
    )


class ListedObservanceSerializer(SocietyObservanceSerializer):
    """The same from a row of the table, by what the view gathered of all."""

    def to_representation(self, instance: Observance) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(self.context["choosable"][instance.pk])
        return shown


class SocietyObservanceInput(serializers.Serializer):
    """What is left out stays as it is."""

    choice = ChoiceField([*ObservanceChoice.Choice.values, ""], help_text="follow, hide, or empty for neither.")
    observed_on = DayField(
        allow_null=True, help_text="The day on which the society marks it next time; null: the official one."
    )


class ObservanceFilterSet(django_filters.FilterSet):
    """Those that need to be asked for are listed only with `needs_opt_in=true`."""

    country = CountryFilter(method="kept_in", help_text="Those kept there and those kept everywhere.")
    kind = django_filters.ChoiceFilter(choices=Observance.Kind.choices)
    tier = django_filters.ChoiceFilter(choices=Observance.Tier.choices)
    on_un_list = YesNoFilter()
    needs_opt_in = YesNoFilter()

    def kept_in(self, rows: QuerySet[Observance], name: str, value: str) -> QuerySet[Observance]:
        return rows.filter(Q(country="") | Q(country=value))


class ObservanceViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Observance.objects.none()
    serializer_class = ObservanceSerializer
    filterset_class = ObservanceFilterSet
    ordering = ("slug",)

    def get_queryset(self) -> QuerySet[Observance]:
        asked_for = self.request.query_params.get("needs_opt_in") == "true"
        return Observance.objects.all() if asked_for else Observance.objects.filter(needs_opt_in=False)

    def list(self, request: Request) -> Response:
        """List the observances.

        Days and spans that societies plan around, for everybody, with their sources and next dates. Those that are
        dangerous to mark in some places are listed only with `needs_opt_in=true`.
        """
        return super().list(request)


class SocietyObservancesViewSet(mixins.ListModelMixin, VersionedViewSet):
    queryset = Observance.objects.none()
    serializer_class = SocietyObservanceSerializer
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("slug",)
    lookup_field = "slug"
    lookup_value_converter = "slug"

    def get_queryset(self) -> QuerySet[Observance]:
        return Observance.objects.all()

    def get_serializer_class(self) -> type[serializers.BaseSerializer]:
        return ListedObservanceSerializer if self.action == "list" else SocietyObservanceSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        context: dict[str, Any] = {**super().get_serializer_context()}
        if self.action == "list" and "society" in self.kwargs:
            context["choosable"] = {each.observance.pk: each for each in self._all()}
        return context

    def get_object(self) -> Choosable:
        found = next((each for each in self._all() if each.observance.slug == self.kwargs["slug"]), None)
        if found is None:
            raise not_here()
        return found

    def locks(self, thing: Choosable) -> Sequence[Model]:
        return (self._society(),)

    @extend_schema(responses=SocietyObservanceSerializer)
    def list(self, request: Request, society: int) -> Response:
        """List what a society makes of the observances.

        For its president, secretary and events officer: what it follows or hides, and when it marks each next.
        """
        self._society()
        return super().list(request)

    def retrieve(self, request: Request, society: int, slug: str) -> Response:
        """Show what a society makes of an observance.

        For its president, secretary and events officer.
        """
        return self.output(self.get_object())

    @extend_schema(request=SocietyObservanceInput, responses=SocietyObservanceSerializer)
    def partial_update(self, request: Request, society: int, slug: str) -> Response:
        """Change what a society makes of an observance.

        For its president, secretary and events officer: follow it, hide it or neither; mark it on another day, at most
        60 days from the official one, for this time.
        """
        found, entered = self.get_object(), self.input(SocietyObservanceInput, partial=True)
        asked: dict[str, Any] = {
            "by": self.acting,
            "society": self._society(),
            "observance": found.observance,
            "at": clock.now(),
        }
        with self.unchanged(found):
            if "choice" in entered:
                CHOOSE[entered["choice"]](**asked)
            if "observed_on" in entered:
                official = found.marked.official_on
                actions.observe_on(official_on=official, observed_on=entered["observed_on"] or official, **asked)
        return self.output(self.get_object())

    def _society(self) -> Society:
        society = society_by_number(self.acting, self.kwargs["society"])
        require(may(self.acting, Right.RUN_ACTIVITIES, society))
        return society

    def _all(self) -> Sequence[Choosable]:
        society = self._society()
        return choosable(society, clock.today(society.university.zone))


CHOOSE = {
    "follow": actions.follow_observance,
    "hide": actions.hide_observance,
    "": actions.clear_observance_choice,
}


class TemplateSerializer(serializers.Serializer):
    """An activity as societies hold it, in words of the language asked for."""

    id = serializers.CharField()
    name = serializers.CharField()
    purpose = serializers.CharField()
    cadence = serializers.CharField(help_text="How often, as people say it.")
    rrule = serializers.CharField(help_text="RFC 5545, without DTSTART; empty for once. Its weekdays are examples.")
    minutes = serializers.IntegerField()
    timing = serializers.CharField(help_text="timed, all_day or to_confirm.")
    window = serializers.CharField(help_text="always, active or teaching.")
    observance = serializers.CharField(help_text="The slug of the day it is held for, or empty.")
    days_before = serializers.IntegerField(help_text="So many days before that day it begins.")
    newcomer_friendly = serializers.BooleanField()
    roles = serializers.ListField(child=serializers.CharField())
    facilitation = serializers.ListField(child=serializers.CharField())
    safeguarding = serializers.ListField(child=serializers.CharField())
    materials = serializers.ListField(child=serializers.CharField())
    record = serializers.ListField(child=serializers.CharField(), help_text="What to write down of it.")
    source = serializers.CharField()  # type: ignore[assignment] # DRF takes it off the class
    verified = serializers.CharField()


class TemplatesSerializer(serializers.Serializer):
    """All templates: there are few, so they come at once."""

    templates = TemplateSerializer(many=True)


class ActivityTemplatesViewSet(CampusViewSet):
    queryset = Observance.objects.none()
    serializer_class = TemplatesSerializer
    pagination_class = None

    def retrieve(self, request: Request) -> Response:
        """List the templates of activities.

        What societies hold, to start from: purpose, rhythm, length, roles, how to lead it, how to keep people safe.
        """
        return self.output({"templates": [_in_words(asdict(template)) for template in TEMPLATES.values()]})


SAID = ("name", "purpose", "cadence", "roles", "facilitation", "safeguarding", "materials", "record")


def _in_words(template: dict[str, Any]) -> dict[str, Any]:
    said = {
        name: gettext(text) if isinstance(text := template[name], str) else [gettext(each) for each in text]
        for name in SAID
    }
    return {**template, **said}
