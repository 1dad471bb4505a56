"""Holding something together: who was asked, and asking, accepting and ending."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.directory.serializers import SocietyRefSerializer
from backend.fields import IdField
from backend.views import CampusViewSet, require
from campus.activities.actions.hosting import invite_cohost
from campus.activities.models import CoHost
from campus.activities.queries import hosting, occurrence_by_id, series_by_id
from campus.base import clock
from campus.base.errors import not_here
from campus.checkin import actions
from campus.directory import rules
from campus.directory.queries.by_number import society_by_number
from campus.people.models import Person


class CoHostSerializer(serializers.ModelSerializer):
    """A society is asked to hold a series, or one date, with its host; it does so once it accepted."""

    society = SocietyRefSerializer(help_text="The host.")
    guest = SocietyRefSerializer(help_text="Who is asked.")

    class Meta:
        model = CoHost
        fields = ("id", "society", "guest", "series", "occurrence", "invited_at", "accepted_at", "ended_at")


class CoHostInput(serializers.Serializer):
    guest = IdField(help_text="The society that is asked.")


def _asked(person: Person, number: int) -> CoHost:
    return hosting.cohost_by_number(person, number)


class SocietyCoHostsViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = CoHost.objects.none()
    serializer_class = CoHostSerializer
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("-invited_at", "-pk")

    def get_queryset(self) -> QuerySet[CoHost]:
        society = society_by_number(self.acting, self.kwargs["society"])
        require(rules.may(self.acting, rules.Right.RUN_ACTIVITIES, society))
        return hosting.together(self.acting, society)

    def list(self, request: Request, society: int) -> Response:
        """List what a society holds with others.

        What it asked for and what it was asked, the latest first, for its president, secretary and events officer.
        """
        return super().list(request)


class SeriesCoHostsViewSet(CampusViewSet):
    queryset = CoHost.objects.none()
    serializer_class = CoHostSerializer
    permission_classes = (permissions.IsAuthenticated,)

    @extend_schema(request=CoHostInput, responses={201: CoHostSerializer})
    def create(self, request: Request, series: int) -> Response:
        """Ask a society to hold a series with its host.

        For the host's president, secretary and events officer. Any approved society, of this university or another;
        its officers get a mail. Asked twice it is asked once.
        """
        guest = society_by_number(self.acting, self.input(CoHostInput)["guest"])
        target = series_by_id(self.acting, series)
        return self.created(invite_cohost(by=self.acting, target=target, guest=guest, at=clock.now()))


class OccurrenceCoHostsViewSet(CampusViewSet):
    queryset = CoHost.objects.none()
    serializer_class = CoHostSerializer
    permission_classes = (permissions.IsAuthenticated,)

    @extend_schema(request=CoHostInput, responses={201: CoHostSerializer})
    def create(self, request: Request, occurrence: int) -> Response:
        """Ask a society to hold one date with its host.

        As for a series, before the date begins.
        """
        guest = society_by_number(self.acting, self.input(CoHostInput)["guest"])
        target = occurrence_by_id(self.acting, occurrence)
        return self.created(invite_cohost(by=self.acting, target=target, guest=guest, at=clock.now()))


class CoHostViewSet(CampusViewSet):
    queryset = CoHost.objects.none()
    serializer_class = CoHostSerializer
    permission_classes = (permissions.IsAuthenticated,)

    def get_object(self) -> CoHost:
        return _asked(self.acting, self.kwargs["pk"])

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show an invitation to hold something together.

        To the president, secretary and events officer of both societies.
        """
        return self.output(self.get_object())

    @extend_schema(request=None, responses={201: CoHostSerializer})
    @action(detail=True, methods=["post"])
    def acceptances(self, request: Request, pk: int) -> Response:
        """Accept to hold it together.

        For the president, secretary and events officer of the society that was asked. It counts from then on: whoever
        is counted at a date that has not begun counts for both.
        """
        cohost = self.get_object()
        if not rules.may(self.acting, rules.Right.RUN_ACTIVITIES, cohost.guest):
            raise not_here()
        return self.created(actions.accept_cohost(by=self.acting, cohost=cohost, at=clock.now()))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Decline it, take it back, or hold it together no longer.

        For the president, secretary and events officer of either society. Dates that have begun stay what they were.
        """
        actions.end_cohost(by=self.acting, cohost=self.get_object(), at=clock.now())
        return self.gone()
