"""Dated meetings: what is on, what a society had, and cancelling one."""

from collections.abc import Sequence

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions
from rest_framework.request import Request
from rest_framework.response import Response

from backend.activities.filters import DatesFilterSet, OccurrenceFilterSet
from backend.activities.serializers import CancellationInput, OccurrenceSerializer
from backend.etags import VersionedViewSet
from backend.views import CampusViewSet, require
from campus.activities import actions, queries
from campus.activities.models import Occurrence
from campus.base import clock
from campus.directory import rules
from campus.directory.queries.by_number import society_by_number


class OccurrenceViewSet(mixins.ListModelMixin, VersionedViewSet):
    queryset = Occurrence.objects.none()
    serializer_class = OccurrenceSerializer
    filterset_class = OccurrenceFilterSet
    ordering = ("starts_at", "pk")

    def get_queryset(self) -> QuerySet[Occurrence]:
        return queries.upcoming(at=clock.now())

    def list(self, request: Request) -> Response:
        """List what is on.

        The public dates that are not over, the nearest first; cancelled ones say so.
        """
        return super().list(request)

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show an occurrence.

        To everybody while its society is approved, past ones too.
        """
        return self.output(queries.occurrence_by_id(self.person, pk))


class SocietyOccurrencesViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Occurrence.objects.none()
    serializer_class = OccurrenceSerializer
    filterset_class = DatesFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("-starts_at", "-pk")

    def get_queryset(self) -> QuerySet[Occurrence]:
        society = society_by_number(self.acting, self.kwargs["society"])
        require(rules.may(self.acting, rules.Right.TAKE_PAPERS, society))
        return queries.occurrences_for(self.acting, society)

    def list(self, request: Request, society: int) -> Response:
        """List all dates of a society.

        Past ones too, the latest first, for its officers and its university's staff.
        """
        return super().list(request)


class CancellationViewSet(VersionedViewSet):
    queryset = Occurrence.objects.none()
    serializer_class = OccurrenceSerializer
    edits = ("create", "destroy")

    def get_object(self) -> Occurrence:
        return queries.occurrence_by_id(self.acting, self.kwargs["occurrence"])

    def locks(self, thing: Occurrence) -> Sequence[Model]:
        return (thing.society, thing.series, thing)

    @extend_schema(request=CancellationInput, responses={201: OccurrenceSerializer})
    def create(self, request: Request, occurrence: int) -> Response:
        """Cancel an occurrence.

        For the society's president, secretary and events officer. It takes no check-ins; everybody reads the reason.
        """
        reason = self.input(CancellationInput)["reason"]
        found = self.get_object()
        with self.unchanged(found):
            cancelled = actions.cancel_occurrence(by=self.acting, occurrence=found, reason=reason, at=clock.now())
        return self.created(cancelled)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, occurrence: int) -> Response:
        """Restore an occurrence.

        For the society's president, secretary and events officer. It takes place after all.
        """
        found = self.get_object()
        with self.unchanged(found):
            actions.restore_occurrence(by=self.acting, occurrence=found, at=clock.now())
        return self.gone()
