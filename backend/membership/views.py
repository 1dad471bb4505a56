"""Joining and leaving a society; its registration and the university's decision."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.membership.filters import MemberFilterSet, MembershipFilterSet, RegistrationFilterSet
from backend.membership.serializers import (
    JoinInput,
    MemberSerializer,
    MembershipSerializer,
    RegistrationInput,
    RegistrationSerializer,
    ReturnInput,
)
from backend.views import CampusViewSet, require
from campus.base import clock
from campus.directory import rules
from campus.directory.queries.by_number import society_by_number, university_by_number
from campus.membership import actions, queries
from campus.membership.models import Membership, Registration


class SocietyMembershipsViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Membership.objects.none()
    serializer_class = MemberSerializer
    filterset_class = MemberFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("-joined_on", "-pk")

    def get_queryset(self) -> QuerySet[Membership]:
        society = society_by_number(self.acting, self.kwargs["society"])
        require(rules.may(self.acting, rules.Right.SEE_NAMES, society))
        return queries.members_of(society, self.acting)

    def list(self, request: Request, society: int) -> Response:
        """List the members of a society.

        By name, for its president, secretary and events officer.
        """
        return super().list(request)

    @extend_schema(request=JoinInput, responses={201: MembershipSerializer})
    def create(self, request: Request, society: int) -> Response:
        """Join a society.

        You, from today on. Joining twice is joining once. With `news` it may write to you.
        """
        joined, news = society_by_number(self.acting, society), self.input(JoinInput)["news"]
        made = actions.join(by=self.acting, society=joined, at=clock.now(), news=news)
        return self.created(made, MembershipSerializer)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, society: int) -> Response:
        """Leave a society.

        You, from today on. Who is no member stays none.
        """
        joined = queries.joined_societies(self.acting).filter(pk=society).first()
        left = joined or society_by_number(self.acting, society)
        actions.leave(by=self.acting, society=left, at=clock.now())
        return self.gone()


class MyMembershipsViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Membership.objects.none()
    serializer_class = MembershipSerializer
    filterset_class = MembershipFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("-joined_on", "-pk")

    def get_queryset(self) -> QuerySet[Membership]:
        return queries.memberships_of(self.acting)

    def list(self, request: Request) -> Response:
        """List your memberships.

        Those that stand today, the newest first.
        """
        return super().list(request)


class SocietyRegistrationsViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Registration.objects.none()
    serializer_class = RegistrationSerializer
    filterset_class = RegistrationFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("submitted_at", "pk")

    def get_queryset(self) -> QuerySet[Registration]:
        society = society_by_number(self.acting, self.kwargs["society"])
        require(rules.may_edit(self.acting, society) or rules.may_keep(self.acting, society.university))
        return queries.registrations_of(society).select_related("society__university")

    def list(self, request: Request, society: int) -> Response:
        """List the registrations of a society.

        For its people and its university, the oldest first.
        """
        return super().list(request)

    @extend_schema(request=RegistrationInput, responses={201: RegistrationSerializer})
    def create(self, request: Request, society: int) -> Response:
        """Submit a registration, or renew one.

        Puts a draft or a returned society before its university. An approved one renews, inside the window for it;
        what was approved last stays public until the university decides. Again while it waits changes nothing.
        """
        entered = self.input(RegistrationInput)
        asked = {row["key"]: row["answer"] for row in entered["questions"]}
        applicant, message, at = society_by_number(self.acting, society), entered["message"], clock.now()
        if applicant.approved_at is None:
            made = actions.submit_registration(
                by=self.acting, society=applicant, message=message, questions=asked, at=at
            )
            return self.created(made)
        words = {name: entered.get(name, getattr(applicant, name)) for name in ("name", "purpose", "first_time")}
        made = actions.renew_registration(
            by=self.acting, society=applicant, message=message, questions=asked, at=at, **words
        )
        return self.created(made)


class UniversityRegistrationsViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Registration.objects.none()
    serializer_class = RegistrationSerializer
    filterset_class = RegistrationFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("submitted_at", "pk")

    def get_queryset(self) -> QuerySet[Registration]:
        university = university_by_number(self.acting, self.kwargs["university"])
        require(rules.may_keep(self.acting, university))
        if "decision" in self.request.query_params:
            return queries.registrations_decided(university, self.acting)
        return queries.registrations_waiting(university, self.acting)

    def list(self, request: Request, university: int) -> Response:
        """List the registrations at a university.

        For its staff. Those that wait for a decision, the longest first; with `decision`, those so decided.
        """
        return super().list(request)


class RegistrationViewSet(CampusViewSet):
    queryset = Registration.objects.none()
    serializer_class = RegistrationSerializer
    permission_classes = (permissions.IsAuthenticated,)

    def get_object(self) -> Registration:
        return queries.registration_by_number(self.acting, self.kwargs["pk"])

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show a registration.

        To the society's people and to its university.
        """
        return self.output(self.get_object())

    @extend_schema(request=None, responses={201: RegistrationSerializer})
    @action(detail=True, methods=["post"])
    def approvals(self, request: Request, pk: int) -> Response:
        """Approve a registration.

        For the university's staff. A new society is public from then on, and who applied is its president; of a
        renewal, what was proposed takes the place of what was public.
        """
        return self.created(
            actions.approve_registration(by=self.acting, registration=self.get_object(), at=clock.now())
        )

    @extend_schema(request=ReturnInput, responses={201: RegistrationSerializer})
    @action(detail=True, methods=["post"])
    def returns(self, request: Request, pk: int) -> Response:
        """Return a registration.

        For the university's staff, with what is missing. The society can be changed and submitted again.
        """
        entered = self.input(ReturnInput)
        said = {row["field"]: row["reason"] for row in entered["field_reasons"]}
        returned = actions.return_registration(
            by=self.acting, registration=self.get_object(), reason=entered["reason"], field_reasons=said, at=clock.now()
        )
        return self.created(returned)
