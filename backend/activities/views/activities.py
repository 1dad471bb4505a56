"""Activities: planned, and their dates seen beforehand."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from backend.activities.filters import ActivityFilterSet
from backend.activities.serializers import (
    ActivityInput,
    ActivitySerializer,
    PlanInput,
    PreviewSerializer,
)
from backend.etags import VersionedViewSet
from backend.views import CampusViewSet
from campus.activities import actions, queries
from campus.activities.actions import ActivityPlan
from campus.activities.models import Activity
from campus.activities.queries.by_number import activities_of, activity_by_number
from campus.activities.queries.observances import observance_by_slug
from campus.activities.rules import refuse_unless_running
from campus.base import clock
from campus.directory.models import Society
from campus.directory.queries.by_number import calendar_by_number, society_by_number
from campus.people.models import Person


class SeriesActivitiesViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Activity.objects.none()
    serializer_class = ActivitySerializer
    filterset_class = ActivityFilterSet

    def get_queryset(self) -> QuerySet[Activity]:
        return activities_of(queries.series_by_id(self.person, self.kwargs["series"]))

    def list(self, request: Request, series: int) -> Response:
        """List the activities of a series.

        Its stretches, each with its own rule; the newest first.
        """
        return super().list(request)


class ActivityViewSet(VersionedViewSet):
    queryset = Activity.objects.none()
    serializer_class = ActivitySerializer

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show an activity.

        To everybody while its society is approved.
        """
        return self.output(activity_by_number(self.person, pk))

    @extend_schema(request=ActivityInput, responses={201: ActivitySerializer})
    def create(self, request: Request) -> Response:
        """Plan an activity.

        For the society's president, secretary and events officer. Makes its dates for the coming 12 months or to the
        end of the next term, and without `series` a new series with its poster code.
        """
        entered = self.input(ActivityInput)
        number = entered.pop("series", None)
        series = queries.series_by_id(self.acting, number) if number else None
        society, plan = plan_of(self.acting, entered)
        made = actions.plan_activity(by=self.acting, society=society, plan=plan, series=series, at=clock.now())
        return self.created(made)


class PreviewViewSet(CampusViewSet):
    queryset = Activity.objects.none()

    @extend_schema(request=PlanInput, responses={200: PreviewSerializer})
    def create(self, request: Request) -> Response:
        """Show the dates of a plan.

        For the society's president, secretary and events officer. Nothing is saved.
        """
        society, plan = plan_of(self.acting, self.input(PlanInput))
        refuse_unless_running(self.acting, society, clock.now())
        return self.output(queries.preview(society, plan, clock.now()), PreviewSerializer)


def plan_of(person: Person, entered: dict[str, Any]) -> tuple[Society, ActivityPlan]:
    """The society that a plan is for, and the plan, whose zone is the university's unless it says otherwise."""
    society = society_by_number(person, entered.pop("society"))
    if "calendar" in entered:
        entered["calendar"] = calendar_by_number(person, entered["calendar"])
    slug = entered.pop("observance")
    entered["observance"] = observance_by_slug(slug) if slug else None
    for several in ("more_times", "extra_dates", "skipped_dates"):
        entered[several] = tuple(entered[several])
    return society, ActivityPlan(**{"zone": society.university.zone, **entered})
