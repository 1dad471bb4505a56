"""Editing dates in three scopes and several at once, each seen beforehand; and dates in each other's way."""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

import django_filters
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.activities.serializers import LONGEST, MOST_PEOPLE, ActivitySerializer, OccurrenceSerializer
from backend.directory.serializers import SocietyRefSerializer
from backend.etags import VersionedViewSet
from backend.fields import (
    ChoiceField,
    DayField,
    IdField,
    LocalStartField,
    LocalTimeField,
    TextField,
    WholeNumberField,
    YesNoField,
)
from backend.filters import DayFilter, checked
from backend.views import CampusViewSet, require
from campus.activities import actions, queries
from campus.activities.edits import Batch, Deed, Edit, Scope
from campus.activities.models import Activity, Occurrence, Timing
from campus.activities.selecting import MOST
from campus.base import clock
from campus.base.errors import Invalid
from campus.directory import rules
from campus.directory.models import Society
from campus.directory.queries.by_number import calendar_by_number, society_by_number

SPAN = 400  # days of conflicts at once
FOUR_WEEKS = timedelta(weeks=4)


class EditInput(serializers.Serializer):
    """What is left out stays as it is. Dates and times are local to the zone of the activity."""

    scope = ChoiceField([(scope.value, scope.value) for scope in Scope], help_text="Which dates it is about.")
    name = TextField(max_length=120, required=False)
    description = TextField(
        max_length=2000, blank=True, required=False, help_text="Of the date; for all of the series."
    )
    place = TextField(max_length=160, blank=True, required=False)
    link = TextField(max_length=200, blank=True, required=False)
    date = DayField(required=False, help_text="For one date only.")
    start_time = LocalTimeField(required=False)
    minutes = WholeNumberField(min_value=1, max_value=LONGEST, required=False)
    timing = ChoiceField(Timing.choices, required=False)
    rrule = TextField(
        max_length=500,
        blank=True,
        required=False,
        help_text="RFC 5545; empty for once. It and what follows: not for one.",
    )
    first_date = DayField(required=False)
    window = ChoiceField(Activity.Window.choices, required=False)
    calendar = IdField(required=False)
    skips_holidays = YesNoField(required=False)
    more_times = serializers.ListField(child=LocalTimeField(), required=False, max_length=1000)
    extra_dates = serializers.ListField(child=LocalStartField(), required=False, max_length=1000)
    skipped_dates = serializers.ListField(child=LocalStartField(), required=False, max_length=1000)
    capacity = WholeNumberField(min_value=0, max_value=MOST_PEOPLE, required=False, help_text="0 for no limit.")
    goal = WholeNumberField(min_value=0, max_value=MOST_PEOPLE, required=False, help_text="0 for none.")


class BatchInput(serializers.Serializer):
    """One thing done to several dates of the society."""

    occurrences = serializers.ListField(child=IdField(), min_length=1, max_length=MOST)
    do = ChoiceField([(deed.value, deed.value) for deed in Deed])
    days = WholeNumberField(min_value=-366, max_value=366, default=0, help_text="By how many days they move.")
    start_time = LocalTimeField(required=False, help_text="To what time they move.")
    reason = TextField(max_length=300, blank=True, default="", help_text="Why they are cancelled; everybody reads it.")
    name = TextField(max_length=120, blank=True, default="")
    place = TextField(max_length=160, blank=True, default="")


class DateChangeSerializer(serializers.Serializer):
    """What happens to one date; its local starts before and after, null where there is none."""

    occurrence = serializers.IntegerField(source="occurrence.pk", allow_null=True, default=None)
    before = LocalStartField(allow_null=True)
    after = LocalStartField(allow_null=True)
    why = serializers.CharField()


class ChangesSerializer(serializers.Serializer):
    """What would happen; nothing was saved. `added` are new dates, or such as the calendar gives back."""

    kept = DateChangeSerializer(many=True)
    moved = DateChangeSerializer(many=True)
    added = DateChangeSerializer(many=True)
    cancelled = DateChangeSerializer(many=True)
    deleted = DateChangeSerializer(many=True)
    untouched = DateChangeSerializer(many=True)
    warnings = serializers.ListField(child=serializers.CharField())


class BatchSerializer(serializers.Serializer):
    """The dates as they are now."""

    occurrences = OccurrenceSerializer(many=True)


class ConflictingDateSerializer(serializers.ModelSerializer):
    """A date, as much of it as everybody may know."""

    society = SocietyRefSerializer()
    time = LocalTimeField()

    class Meta:
        model = Occurrence
        fields = ("id", "society", "name", "date", "time", "minutes", "zone")


class ConflictSerializer(serializers.Serializer):
    """Two dates at once: of one society, or in one room. The second is null where it is not public."""

    kind = serializers.ChoiceField(["society", "room"])
    first = ConflictingDateSerializer()
    second = ConflictingDateSerializer(allow_null=True)


class ConflictsSerializer(serializers.Serializer):
    conflicts = ConflictSerializer(many=True)


class ConflictFilterSet(django_filters.FilterSet):
    """By local date; both ends belong to it. Today, and four weeks on, when left out."""

    from_date = DayFilter()
    to_date = DayFilter()


class EditsViewSet(VersionedViewSet):
    queryset = Occurrence.objects.none()
    serializer_class = OccurrenceSerializer
    edits: ClassVar[Sequence[str]] = ("create",)

    def get_object(self) -> Occurrence:
        return queries.occurrence_by_id(self.acting, self.kwargs["occurrence"])

    def locks(self, thing: Occurrence) -> Sequence[Model]:
        """Parents first; the dates themselves are locked by the action, all in their one order."""
        return (thing.society, thing.series, thing.activity)

    @extend_schema(request=EditInput, responses={201: ActivitySerializer})
    def create(self, request: Request, occurrence: int) -> Response:
        """Edit an occurrence, it and those after it, or all.

        For the society's president, secretary and events officer. Answers with the activity that the date is of then:
        a new one of the same series where it and those after it were edited.
        """
        scope, edit = self._edit()
        found = self.get_object()
        with self.unchanged(found):
            made = actions.edit_dates(by=self.acting, occurrence=found, scope=scope, edit=edit, at=clock.now())
        return Response(ActivitySerializer(made, context=self.get_serializer_context()).data, status=201)

    def _edit(self) -> tuple[Scope, Edit]:
        entered = self.input(EditInput)
        scope = Scope(entered.pop("scope"))
        for name in ("more_times", "extra_dates", "skipped_dates"):
            if name in entered:
                entered[name] = tuple(entered[name])
        if "calendar" in entered:
            entered["calendar"] = calendar_by_number(self.acting, entered["calendar"])
        return scope, Edit(**entered)


class EditPreviewsViewSet(EditsViewSet):
    takes_keys = False
    edits: ClassVar[Sequence[str]] = ()

    @extend_schema(request=EditInput, responses={200: ChangesSerializer})
    def create(self, request: Request, occurrence: int) -> Response:
        """Show what an edit of dates would do.

        For the society's president, secretary and events officer. Nothing is saved.
        """
        scope, edit = self._edit()
        said = queries.preview_edit(
            by=self.acting, occurrence=self.get_object(), scope=scope, edit=edit, at=clock.now()
        )
        return Response(ChangesSerializer(said).data)


class DateBatchesViewSet(CampusViewSet):
    queryset = Occurrence.objects.none()

    @extend_schema(request=BatchInput, responses={201: BatchSerializer})
    def create(self, request: Request, society: int) -> Response:
        """Change several dates.

        For the society's president, secretary and events officer. What cannot be done to one of them leaves that one
        as it is; people hear of the whole batch once.
        """
        found, batch = self._batch(society)
        changed = actions.change_dates(by=self.acting, occurrences=found, batch=batch, at=clock.now())
        return self.created({"occurrences": changed}, BatchSerializer)

    def _batch(self, number: int) -> tuple[list[Occurrence], Batch]:
        society = society_by_number(self.acting, number)
        entered = self.input(BatchInput)
        numbers = set(entered.pop("occurrences"))
        found = list(Occurrence.objects.filter(pk__in=numbers, society=society))
        require(len(found) == len(numbers))
        return found, Batch(**entered)


class DateBatchPreviewsViewSet(DateBatchesViewSet):
    takes_keys = False

    @extend_schema(request=BatchInput, responses={200: ChangesSerializer})
    def create(self, request: Request, society: int) -> Response:
        """Show what changing several dates would do.

        For the society's president, secretary and events officer. Nothing is saved.
        """
        found, batch = self._batch(society)
        said = queries.preview_batch(by=self.acting, occurrences=found, batch=batch, at=clock.now())
        return Response(ChangesSerializer(said).data)


class EndingPreviewsViewSet(CampusViewSet):
    queryset = Occurrence.objects.none()
    takes_keys = False

    @extend_schema(request=None, responses={200: ChangesSerializer})
    def create(self, request: Request, series: int) -> Response:
        """Show what ending a series would do.

        For the society's president, secretary and events officer. Nothing is saved.
        """
        found = queries.series_by_id(self.acting, series)
        return Response(ChangesSerializer(queries.preview_end(by=self.acting, series=found, at=clock.now())).data)


class ConflictsViewSet(CampusViewSet):
    queryset = Occurrence.objects.none()
    permission_classes = (permissions.IsAuthenticated,)
    filterset_class = ConflictFilterSet
    pagination_class = None

    @extend_schema(responses=ConflictsSerializer)
    def retrieve(self, request: Request, society: int) -> Response:
        """List dates in each other's way.

        For the society's president, secretary and events officer: two of its dates at once, or its room taken by
        another one, over at most 400 days.
        """
        found = self._planning(society)
        span = checked(ConflictFilterSet(request.query_params, Occurrence.objects.none()))
        since = span["from_date"] or clock.today(found.university.zone)
        last = span["to_date"] or since + FOUR_WEEKS
        if not 0 <= (last - since).days <= SPAN:
            sentence = _("Choose a span of at most 400 days, the first day first.")
            raise Invalid("span", sentence, fields={"to_date": sentence})
        return self.output({"conflicts": queries.conflicts_of(found, since, last)}, ConflictsSerializer)

    def _planning(self, number: int) -> Society:
        society = society_by_number(self.acting, number)
        require(rules.may(self.acting, rules.Right.RUN_ACTIVITIES, society))
        return society
