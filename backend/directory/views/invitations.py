"""Invitations to an office: sent, and answered with the token that the mail holds."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions
from rest_framework.request import Request
from rest_framework.response import Response

from backend.directory.filters import OfficeFilterSet
from backend.directory.serializers import (
    AcceptanceInput,
    ChecklistSerializer,
    InvitationInput,
    InvitationSerializer,
    OwnOfficeSerializer,
    TokenInput,
)
from backend.views import CampusViewSet, require
from campus.base import clock
from campus.base.errors import not_here
from campus.directory import actions, checklist, queries, rules
from campus.directory.models import Office
from campus.directory.queries.by_number import society_by_number, university_by_number


class InvitationViewSet(CampusViewSet):
    queryset = Office.objects.none()

    @extend_schema(request=InvitationInput, responses={201: InvitationSerializer})
    def create(self, request: Request) -> Response:
        """Invite somebody to an office.

        For who may appoint to it: in a society its president, its secretary and the university's staff. A mail goes
        to the address; the office begins when it is accepted.
        """
        entered: dict[str, Any] = self.input(InvitationInput)
        if "university" in entered:
            entered["university"] = university_by_number(self.person, entered["university"])
        if "society" in entered:
            entered["society"] = society_by_number(self.person, entered["society"])
        office = actions.invite_to_office(by=self.acting, at=clock.now(), **entered)
        return self.created(office, InvitationSerializer)


class InvitationListViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Office.objects.none()
    serializer_class = InvitationSerializer
    filterset_class = OfficeFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("starts_on", "pk")


class SocietyInvitationsViewSet(InvitationListViewSet):
    def get_queryset(self) -> QuerySet[Office]:
        society = society_by_number(self.acting, self.kwargs["society"])
        require(rules.may(self.acting, rules.Right.APPOINT_OFFICERS, society))
        return queries.offices_of_society(society).filter(accepted_at__isnull=True)

    def list(self, request: Request, society: int) -> Response:
        """List the invitations to a society's offices.

        Those not answered yet, for who may appoint its officers.
        """
        return super().list(request)


class UniversityInvitationsViewSet(InvitationListViewSet):
    def get_queryset(self) -> QuerySet[Office]:
        university = university_by_number(self.acting, self.kwargs["university"])
        require(rules.may_appoint(self.acting, Office(role=Office.Role.STAFF, university=university)))
        return queries.offices_of_university(university).filter(accepted_at__isnull=True)

    def list(self, request: Request, university: int) -> Response:
        """List the invitations to a university's staff.

        Those not answered yet, for who may appoint its staff.
        """
        return super().list(request)


class InvitationAcceptanceViewSet(CampusViewSet):
    queryset = Office.objects.none()

    @extend_schema(request=AcceptanceInput, responses={201: OwnOfficeSerializer})
    def create(self, request: Request) -> Response:
        """Accept an invitation.

        The office becomes that of the person who is signed in, from its first day on. Every point of today's
        checklist is to be confirmed; that is kept with its version.
        """
        office = actions.accept_office(by=self.acting, at=clock.now(), **self.input(AcceptanceInput))
        return self.created(office, OwnOfficeSerializer)


class ChecklistViewSet(CampusViewSet):
    queryset = Office.objects.none()
    serializer_class = ChecklistSerializer
    permission_classes = (permissions.AllowAny,)

    def retrieve(self, request: Request, kind: str) -> Response:
        """Show what holds for whoever takes an office.

        For everybody. `kind` is "society" for offices in a society, "beyond" for staff, coordinators and operators.
        """
        version = {"society": checklist.SOCIETY, "beyond": checklist.BEYOND}.get(kind)
        if version is None:
            raise not_here()
        return self.output({"version": version, "points": checklist.WORDINGS[version]})


class InvitationDeclineViewSet(CampusViewSet):
    queryset = Office.objects.none()
    permission_classes = (permissions.AllowAny,)

    @extend_schema(request=TokenInput, responses={204: None})
    def create(self, request: Request) -> Response:
        """Decline an invitation.

        The token is enough: nobody has to sign in for a no.
        """
        actions.decline_office(by=self.person, token=self.input(TokenInput)["token"], at=clock.now())
        return self.gone()
