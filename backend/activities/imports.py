"""Somebody else's calendar: what importing it would do, and importing it."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.activities.serializers import ActivitySerializer
from backend.fields import ChoiceField, TextField
from backend.views import CampusViewSet
from campus.activities.actions.imports import import_activities
from campus.activities.ics_lines import MOST_BYTES
from campus.activities.models import Activity
from campus.activities.queries.imports import State, preview_import
from campus.activities.rules import refuse_unless_running
from campus.base import clock
from campus.directory.models import Society
from campus.directory.queries.by_number import society_by_number

MOST_CHOSEN = 200


class ImportPreviewInput(serializers.Serializer):
    text = TextField(max_length=MOST_BYTES, help_text="An iCalendar file, 1 MB at most.")
    window = ChoiceField(
        Activity.Window.choices, default=Activity.Window.ALWAYS, help_text="Which of its dates are planned."
    )


class ImportInput(ImportPreviewInput):
    chosen = serializers.ListField(
        child=TextField(max_length=255), max_length=MOST_CHOSEN, help_text="The UIDs of the events to be planned."
    )


class ImportRowSerializer(serializers.Serializer):
    """An event of the file and what becomes of it."""

    uid = serializers.CharField()
    line = serializers.IntegerField(source="event.line", help_text="The line on which it begins.")
    name = serializers.CharField(source="event.plan.name")
    state = serializers.ChoiceField([state.value for state in State])
    in_words = serializers.CharField(help_text="When it is, as people say it.")
    zone = serializers.CharField(source="event.plan.zone")
    starts = serializers.ListField(child=serializers.DateTimeField(), help_text="Its dates, local to `zone`.")
    differs = serializers.ListField(child=serializers.CharField(), help_text="What is changed.")
    problem = serializers.CharField(help_text="Why nothing can be done, or empty.")
    notes = serializers.ListField(source="event.notes", child=serializers.CharField())


class RefusedEventSerializer(serializers.Serializer):
    line = serializers.IntegerField()
    name = serializers.CharField()
    sentence = serializers.CharField()


class ImportPreviewSerializer(serializers.Serializer):
    """What an import would do; nothing was saved."""

    rows = ImportRowSerializer(many=True)
    refused = RefusedEventSerializer(many=True)
    over = serializers.IntegerField(help_text="So many events have no date to come.")


class ImportSerializer(serializers.Serializer):
    """The activities that were planned and those that were changed."""

    planned = ActivitySerializer(many=True)
    changed = ActivitySerializer(many=True)


class _AskingViewSet(CampusViewSet):
    queryset = Activity.objects.none()
    permission_classes = (permissions.IsAuthenticated,)

    def asked(self, number: int, taken: type[serializers.Serializer]) -> tuple[Society, dict[str, Any]]:
        """Who may not import learns nothing of what is wrong with the text."""
        society = society_by_number(self.acting, number)
        refuse_unless_running(self.acting, society, clock.now())
        return society, self.input(taken)


class ImportPreviewViewSet(_AskingViewSet):
    serializer_class = ImportPreviewSerializer

    @extend_schema(request=ImportPreviewInput, responses={200: ImportPreviewSerializer})
    def create(self, request: Request, society: int) -> Response:
        """Show what importing a calendar would do.

        For the society's president, secretary and events officer. Nothing is saved; what cannot be read is named with
        its line.
        """
        found, entered = self.asked(society, ImportPreviewInput)
        return self.output(preview_import(found, at=clock.now(), **entered))


class ImportViewSet(_AskingViewSet):
    serializer_class = ImportSerializer

    @extend_schema(request=ImportInput, responses={201: ImportSerializer})
    def create(self, request: Request, society: int) -> Response:
        """Import a calendar.

        For the society's president, secretary and events officer. Plans the events chosen by their UID; one that was
        imported before is changed to what the calendar says now, or left where nothing is different.
        """
        found, entered = self.asked(society, ImportInput)
        return self.created(import_activities(by=self.acting, society=found, at=clock.now(), **entered))
