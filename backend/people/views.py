"""Oneself."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions
from rest_framework.request import Request
from rest_framework.response import Response

from backend.directory.filters import OfficeFilterSet, OwnSocietyFilterSet
from backend.directory.serializers import OwnOfficeSerializer, SocietySerializer
from backend.people.serializers import PersonInput, PersonSerializer
from backend.views import CampusViewSet
from campus.base import clock
from campus.directory import queries
from campus.directory.models import Office, Society
from campus.people import actions
from campus.people.models import Person


class MeViewSet(CampusViewSet):
    queryset = Person.objects.none()
    serializer_class = PersonSerializer
    permission_classes = (permissions.IsAuthenticated,)

    def retrieve(self, request: Request) -> Response:
        """Show yourself.

        Your name, your proven address and how you like the pages.
        """
        return self.output(self.acting)

    @extend_schema(request=PersonInput, responses=PersonSerializer)
    def partial_update(self, request: Request) -> Response:
        """Change your name, language or theme.

        What is left out stays as it is; an empty text takes a value back.
        """
        changes = self.input(PersonInput, partial=True)
        return self.output(actions.change_person(by=self.acting, at=clock.now(), **changes))


class MyOfficesViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Office.objects.none()
    serializer_class = OwnOfficeSerializer
    filterset_class = OfficeFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("starts_on", "pk")

    def get_queryset(self) -> QuerySet[Office]:
        return queries.offices_of(self.acting).select_related("person")

    def list(self, request: Request) -> Response:
        """List your offices.

        With the societies, universities or countries they are for.
        """
        return super().list(request)


class MySocietiesViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Society.objects.none()
    serializer_class = SocietySerializer
    filterset_class = OwnSocietyFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("name_key", "pk")

    def get_queryset(self) -> QuerySet[Society]:
        return queries.societies_for(self.acting).select_related("university")

    def list(self, request: Request) -> Response:
        """List the societies that you keep.

        Those in which you hold an office, and those that you drafted.
        """
        return super().list(request)
