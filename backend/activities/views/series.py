"""Series: listed, changed, ended."""

from collections.abc import Sequence

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.activities.filters import SeriesFilterSet
from backend.activities.serializers import SeriesInput, SeriesSerializer
from backend.etags import VersionedViewSet
from campus.activities import actions, queries
from campus.activities.models import Series
from campus.activities.queries.by_number import public_series
from campus.base import clock


class SeriesViewSet(mixins.ListModelMixin, VersionedViewSet):
    queryset = Series.objects.none()
    serializer_class = SeriesSerializer
    filterset_class = SeriesFilterSet

    def get_queryset(self) -> QuerySet[Series]:
        return public_series()

    def get_object(self) -> Series:
        return queries.series_by_id(self.person, self.kwargs["pk"])

    def locks(self, thing: Series) -> Sequence[Model]:
        return (thing.society, thing)

    def list(self, request: Request) -> Response:
        """List the series.

        Those of approved societies that go on, for everybody; the newest first.
        """
        return super().list(request)

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show a series.

        To everybody while its society is approved. An ended one keeps its address.
        """
        return self.output(self.get_object())

    @extend_schema(request=SeriesInput, responses=SeriesSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change a series.

        For the society's president, secretary and events officer. Coming dates follow, past ones stay.
        """
        changes = self.input(SeriesInput, partial=True)
        series = self.get_object()
        with self.unchanged(series):
            changed = actions.change_series(by=self.acting, series=series, at=clock.now(), **changes)
        return self.output(changed)

    @extend_schema(request=None, responses={201: SeriesSerializer})
    @action(detail=True, methods=["post"])
    def endings(self, request: Request, pk: int) -> Response:
        """End a series.

        For the society's president, secretary and events officer. Dates that have not begun leave the plan.
        """
        return self.created(actions.end_series(by=self.acting, series=self.get_object(), at=clock.now()))
