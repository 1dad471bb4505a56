"""Offices: whose they are, who may see that, and their end."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions
from rest_framework.request import Request
from rest_framework.response import Response

from backend.directory.filters import OfficeFilterSet
from backend.directory.serializers import OfficeInput, OfficeSerializer, OwnOfficeSerializer
from backend.views import CampusViewSet, require
from campus.base import clock
from campus.directory import actions, queries, rules
from campus.directory.models import Office
from campus.directory.queries.by_number import office_by_number, society_by_number, university_by_number


class SocietyOfficesViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Office.objects.none()
    serializer_class = OfficeSerializer
    filterset_class = OfficeFilterSet
    ordering = ("starts_on", "pk")

    def get_queryset(self) -> QuerySet[Office]:
        return queries.officers_shown(self.person, society_by_number(self.person, self.kwargs["society"]))

    def list(self, request: Request, society: int) -> Response:
        """List the officers of a society.

        Those in office today whom you may see by name: everybody sees who chose to be seen; officers, the university
        and the movement see all.
        """
        return super().list(request)


class UniversityOfficesViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Office.objects.none()
    serializer_class = OwnOfficeSerializer
    filterset_class = OfficeFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("starts_on", "pk")

    def get_queryset(self) -> QuerySet[Office]:
        university = university_by_number(self.acting, self.kwargs["university"])
        require(rules.may_appoint(self.acting, Office(role=Office.Role.STAFF, university=university)))
        return queries.offices_of_university(university).filter(accepted_at__isnull=False)

    def list(self, request: Request, university: int) -> Response:
        """List the staff of a university.

        For who may appoint it: the staff itself, operators, and the coordinator while there is none.
        """
        return super().list(request)


class OfficeViewSet(CampusViewSet):
    queryset = Office.objects.none()
    serializer_class = OwnOfficeSerializer
    permission_classes = (permissions.IsAuthenticated,)

    def get_object(self) -> Office:
        return office_by_number(self.acting, self.kwargs["pk"])

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show an office.

        To its holder, to the other officers of its society, and to who may end it.
        """
        return self.output(self.get_object())

    @extend_schema(request=OfficeInput, responses=OwnOfficeSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Let everybody see your name, or not.

        For who holds an office in a society.
        """
        office, changes = self.get_object(), self.input(OfficeInput, partial=True)
        if changes:
            office = actions.show_office(by=self.acting, office=office, at=clock.now(), **changes)
        return self.output(office)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """End an office.

        Resign from your own, withdraw an invitation, or dismiss whom you may appoint; from this moment on.
        """
        actions.end_office(by=self.acting, office=self.get_object(), at=clock.now())
        return self.gone()
