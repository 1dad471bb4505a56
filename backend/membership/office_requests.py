"""Asking for a society that nobody leads, and the university's decision."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.directory.serializers import ReasonInput, SocietyRefSerializer
from backend.fields import TextField
from backend.views import CampusViewSet, require
from campus.base import clock
from campus.directory import rules
from campus.directory.queries.by_number import society_by_number, university_by_number
from campus.membership import actions
from campus.membership.models import OfficeRequest
from campus.membership.queries import office_request_by_number, office_requests_of


class OfficeRequestSerializer(serializers.ModelSerializer):
    """A member asks to lead a society; the answer, once there is one."""

    society = SocietyRefSerializer()
    asked_by = serializers.CharField(source="person.name", help_text="The name of who asks.")

    class Meta:
        model = OfficeRequest
        fields = ("id", "society", "asked_by", "message", "at", "decision", "decided_at", "reason")


class OfficeRequestInput(serializers.Serializer):
    message = TextField(max_length=1000)


class SocietyOfficeRequestsViewSet(CampusViewSet):
    queryset = OfficeRequest.objects.none()
    serializer_class = OfficeRequestSerializer

    @extend_schema(request=OfficeRequestInput, responses={201: OfficeRequestSerializer})
    def create(self, request: Request, society: int) -> Response:
        """Ask to lead a society.

        For its members, while nobody holds an office there. The university sees your name and your message.
        """
        message = self.input(OfficeRequestInput)["message"]
        found = society_by_number(self.acting, society)
        return self.created(actions.ask_for_office(by=self.acting, society=found, message=message, at=clock.now()))


class UniversityOfficeRequestsViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = OfficeRequest.objects.none()
    serializer_class = OfficeRequestSerializer
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("-at", "-pk")

    def get_queryset(self) -> QuerySet[OfficeRequest]:
        university = university_by_number(self.acting, self.kwargs["university"])
        require(rules.may_keep(self.acting, university))
        return office_requests_of(university, self.acting)

    def list(self, request: Request, university: int) -> Response:
        """List who asks to lead a society.

        For the university's staff; the latest first, decided ones among them.
        """
        return super().list(request)


class OfficeRequestViewSet(CampusViewSet):
    queryset = OfficeRequest.objects.none()
    serializer_class = OfficeRequestSerializer
    permission_classes = (permissions.IsAuthenticated,)

    def get_object(self) -> OfficeRequest:
        return office_request_by_number(self.acting, self.kwargs["pk"])

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show a request to lead a society.

        To whoever asked, and to the university's staff.
        """
        return self.output(self.get_object())

    @extend_schema(request=None, responses={201: OfficeRequestSerializer})
    @action(detail=True, methods=["post"])
    def grants(self, request: Request, pk: int) -> Response:
        """Give the society.

        For the university's staff. Whoever asked is its president from today on; other requests for it are declined.
        """
        return self.created(actions.give_office(by=self.acting, request=self.get_object(), at=clock.now()))

    @extend_schema(request=ReasonInput, responses={201: OfficeRequestSerializer})
    @action(detail=True, methods=["post"])
    def declines(self, request: Request, pk: int) -> Response:
        """Decline a request to lead a society.

        For the university's staff, with why.
        """
        reason, asked = self.input(ReasonInput)["reason"], self.get_object()
        declined = actions.decline_office_request(by=self.acting, request=asked, reason=reason, at=clock.now())
        return self.created(declined)
