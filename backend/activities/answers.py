"""Whether people come to a date, and what one answered and follows oneself."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.activities.serializers import OccurrenceSerializer, SeriesRefSerializer
from backend.directory.serializers import SocietyRefSerializer
from backend.fields import ChoiceField, IdField
from backend.filters import DayFilter, IdFilter, YesNoFilter
from backend.views import CampusViewSet
from campus.activities import actions, queries
from campus.activities.models import Follow, Observance, Occurrence, Rsvp
from campus.activities.queries.answers import answers_for, my_answers
from campus.activities.queries.follows import follow_by_number, follows_of, thing_of
from campus.base import clock
from campus.base.errors import Invalid, not_here
from campus.directory.queries.by_number import society_by_number


class AnswerFilterSet(django_filters.FilterSet):
    waiting = YesNoFilter(field_name="is_waiting")


class OwnAnswerFilterSet(AnswerFilterSet):
    """By local date; both ends belong to it."""

    society = IdFilter(field_name="society_id")
    from_date = DayFilter(field_name="occurrence__date", lookup_expr="gte")
    to_date = DayFilter(field_name="occurrence__date", lookup_expr="lte")


class FollowFilterSet(django_filters.FilterSet):
    society = IdFilter(field_name="society_id")
    series = IdFilter(field_name="series_id")


class RsvpInput(serializers.Serializer):
    answer = ChoiceField(Rsvp.Answer.choices)


class RsvpSerializer(serializers.ModelSerializer):
    """An answer by name, for officers who may see names."""

    name = serializers.CharField(source="person.name")

    class Meta:
        model = Rsvp
        fields = (
            "id",
            "name",
            "answer",
            "is_waiting",
            "queued_at",
            "answered_at",
            "former_answer",
            "former_at",
            "withdrawn_in_time",
        )


class OwnRsvpSerializer(serializers.ModelSerializer):
    """What one answered oneself. A yes beyond the capacity waits: `place` says where in the line, from 1."""

    occurrence = OccurrenceSerializer()
    place = serializers.IntegerField(help_text="0 for who does not wait.")

    class Meta:
        model = Rsvp
        fields = ("id", "occurrence", "answer", "is_waiting", "place", "answered_at")


class ObservanceRefSerializer(serializers.ModelSerializer):
    """An observance, named."""

    class Meta:
        model = Observance
        fields = ("id", "slug", "name")


class FollowSerializer(serializers.ModelSerializer):
    """One thing that one follows: exactly one of the three is given."""

    society = SocietyRefSerializer(allow_null=True)
    series = SeriesRefSerializer(allow_null=True)
    observance = ObservanceRefSerializer(allow_null=True)

    class Meta:
        model = Follow
        fields = ("id", "society", "series", "observance", "since")


class FollowInput(serializers.Serializer):
    """Exactly one of the three, by its number."""

    society = IdField(required=False)
    series = IdField(required=False)
    observance = IdField(required=False)


class OccurrenceAnswersViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Rsvp.objects.none()
    serializer_class = RsvpSerializer
    filterset_class = AnswerFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("answered_at", "pk")

    def get_queryset(self) -> QuerySet[Rsvp]:
        return answers_for(self.acting, self._occurrence())

    def list(self, request: Request, occurrence: int) -> Response:
        """List who answered.

        By name, for the society's president, secretary and events officer.
        """
        return super().list(request)

    @extend_schema(request=RsvpInput, responses={201: OwnRsvpSerializer})
    def create(self, request: Request, occurrence: int) -> Response:
        """Say whether you come.

        Until the start; the last word counts, and the same again changes nothing. A yes beyond the capacity waits.
        """
        answer = self.input(RsvpInput)["answer"]
        row = actions.answer_occurrence(by=self.acting, occurrence=self._occurrence(), answer=answer, at=clock.now())
        return self.created(my_answers(self.acting).get(pk=row.pk), OwnRsvpSerializer)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, occurrence: int) -> Response:
        """Take your answer away.

        As if you had given none; not after the start.
        """
        own = my_answers(self.acting).filter(occurrence=occurrence).first()
        found = own.occurrence if own else self._occurrence()
        actions.withdraw_answer(by=self.acting, occurrence=found, at=clock.now())
        return self.gone()

    def _occurrence(self) -> Occurrence:
        return queries.occurrence_by_id(self.acting, self.kwargs["occurrence"])


class MyAnswersViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Rsvp.objects.none()
    serializer_class = OwnRsvpSerializer
    filterset_class = OwnAnswerFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("-answered_at", "-pk")

    def get_queryset(self) -> QuerySet[Rsvp]:
        return my_answers(self.acting)

    def list(self, request: Request) -> Response:
        """List what you answered.

        The latest answer first, about past dates too.
        """
        return super().list(request)


class MyFollowsViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Follow.objects.none()
    serializer_class = FollowSerializer
    filterset_class = FollowFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("-since", "-pk")

    def get_queryset(self) -> QuerySet[Follow]:
        return follows_of(self.acting)

    def list(self, request: Request) -> Response:
        """List what you follow.

        The latest first; nobody else sees it.
        """
        return super().list(request)

    @extend_schema(request=FollowInput, responses={201: FollowSerializer})
    def create(self, request: Request) -> Response:
        """Follow a society, a series or an observance.

        You hear when its dates change, and they stand in your own calendar. Twice is once.
        """
        made = actions.follow(by=self.acting, thing=self._thing(self.input(FollowInput)), at=clock.now())
        return self.created(made)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Stop following.

        By the number of the row, not of what is followed.
        """
        row = follow_by_number(self.acting, pk)
        actions.unfollow(by=self.acting, thing=thing_of(row), at=clock.now())
        return self.gone()

    def _thing(self, entered: dict[str, Any]) -> Any:
        if len(entered) != 1:
            raise Invalid("one_thing", _("Name exactly one: a society, a series or an observance."))
        kind, number = next(iter(entered.items()))
        if kind == "society":
            return society_by_number(self.acting, number)
        if kind == "series":
            return queries.series_by_id(self.acting, number)
        found = Observance.objects.filter(pk=number).first()
        if found is None:
            raise not_here()
        return found
