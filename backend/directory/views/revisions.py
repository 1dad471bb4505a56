"""Versions of a calendar: proposed, then accepted or discarded."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.directory.filters import RevisionFilterSet
from backend.directory.serializers import RevisionInput, RevisionSerializer
from backend.directory.serializers.revisions import content_from
from backend.views import CampusViewSet, require
from campus.base import clock
from campus.directory import actions, rules
from campus.directory.models import Calendar, CalendarRevision
from campus.directory.queries import revisions_of
from campus.directory.queries.by_number import calendar_by_number, revision_by_number


class CalendarRevisionsViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = CalendarRevision.objects.none()
    serializer_class = RevisionSerializer
    filterset_class = RevisionFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("-number",)

    def home(self) -> Calendar:
        """The calendar, for who keeps its university."""
        calendar = calendar_by_number(self.acting, self.kwargs["calendar"])
        require(rules.may_keep(self.acting, calendar.university))
        return calendar

    def get_queryset(self) -> QuerySet[CalendarRevision]:
        return revisions_of(self.home())

    def list(self, request: Request, calendar: int) -> Response:
        """List the versions of a calendar.

        For the university's staff; the latest first, proposed and discarded ones among them.
        """
        return super().list(request)

    @extend_schema(request=RevisionInput, responses={201: RevisionSerializer})
    def create(self, request: Request, calendar: int) -> Response:
        """Propose a version of a calendar.

        For the university's staff. Nothing moves before it is accepted. It is the whole calendar: terms keep their
        meetings by their id, and a term that is missing is taken out. There is one proposal at a time.
        """
        home = calendar_by_number(self.acting, calendar)
        said = self.input(RevisionInput)
        waiting = said.pop("instead_of")
        made = actions.propose_revision(
            by=self.acting,
            calendar=home,
            instead_of=revision_by_number(self.acting, waiting) if waiting else None,
            at=clock.now(),
            **{**said, "content": content_from(said["content"])},
        )
        return self.created(made)


class CalendarRevisionViewSet(CampusViewSet):
    queryset = CalendarRevision.objects.none()
    serializer_class = RevisionSerializer
    permission_classes = (permissions.IsAuthenticated,)

    def get_object(self) -> CalendarRevision:
        return revision_by_number(self.acting, self.kwargs["pk"])

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show a version of a calendar.

        For the university's staff.
        """
        return self.output(self.get_object())

    @extend_schema(request=None, responses={201: RevisionSerializer})
    @action(detail=True, methods=["post"])
    def acceptances(self, request: Request, pk: int) -> Response:
        """Accept a version of a calendar.

        For the university's staff. Planned meetings follow, and figures are counted anew. Refused when the calendar
        was changed after the version was proposed.
        """
        return self.created(actions.accept_revision(by=self.acting, revision=self.get_object(), at=clock.now()))

    @extend_schema(request=None, responses={201: RevisionSerializer})
    @action(detail=True, methods=["post"])
    def discards(self, request: Request, pk: int) -> Response:
        """Discard a version of a calendar.

        For the university's staff. It stays in the list.
        """
        return self.created(actions.discard_revision(by=self.acting, revision=self.get_object(), at=clock.now()))
