"""Hand-overs of a society: begun, changed, closed; the next committee; tasks."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.directory.serializers import (
    CommitteeInput,
    HandoverInput,
    HandoverSerializer,
    HandoverTaskInput,
    HandoverTaskSerializer,
    InvitationSerializer,
    TickInput,
)
from backend.views import CampusViewSet, require
from campus.base import clock
from campus.directory import actions, queries, rules
from campus.directory.models import Handover, HandoverTask
from campus.directory.queries.by_number import society_by_number
from campus.directory.queries.handovers import handover_by_number, task_by_number
from campus.directory.rules import Right


class SocietyHandoversViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Handover.objects.none()
    serializer_class = HandoverSerializer
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("-takes_over_on", "-pk")

    def get_queryset(self) -> QuerySet[Handover]:
        society = society_by_number(self.acting, self.kwargs["society"])
        require(rules.may(self.acting, Right.TAKE_PAPERS, society))
        return queries.handovers_of(society, self.acting)

    def list(self, request: Request, society: int) -> Response:
        """List the hand-overs of a society.

        For its officers, those who look on, and its university's staff; the latest first.
        """
        return super().list(request)

    @extend_schema(request=HandoverInput, responses={201: HandoverSerializer})
    def create(self, request: Request, society: int) -> Response:
        """Begin a hand-over.

        For the president, the secretary and the university's staff. One is prepared at a time.
        """
        found, entered = society_by_number(self.acting, society), self.input(HandoverInput)
        return self.created(actions.begin_handover(by=self.acting, society=found, at=clock.now(), **entered))


class HandoverViewSet(CampusViewSet):
    queryset = Handover.objects.none()
    serializer_class = HandoverSerializer
    pagination_class = None  # a committee has few members: their invitations are answered all at once
    permission_classes = (permissions.IsAuthenticated,)

    def get_object(self) -> Handover:
        return handover_by_number(self.acting, self.kwargs["pk"])

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show a hand-over.

        To the society's officers, those who look on, and its university's staff.
        """
        return self.output(self.get_object())

    @extend_schema(request=HandoverInput, responses=HandoverSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change a hand-over.

        Its notes, for all officers; its days, for who may appoint. With the first day move the offices around it.
        """
        changes = self.input(HandoverInput, partial=True)
        changed = actions.change_handover(by=self.acting, handover=self.get_object(), at=clock.now(), **changes)
        return self.output(changed)

    @extend_schema(request=CommitteeInput, responses={201: InvitationSerializer(many=True)})
    @action(detail=True, methods=["post"])
    def invitations(self, request: Request, pk: int) -> Response:
        """Invite the next committee.

        For who may appoint. Their offices begin on the first day; whoever holds them now, holds them until the day
        before. All are invited, or nobody is.
        """
        addresses = self.input(CommitteeInput)
        invited = actions.invite_committee(
            by=self.acting,
            handover=self.get_object(),
            ends_on=addresses.pop("ends_on", None),
            addresses=addresses,
            at=clock.now(),
        )
        return Response(InvitationSerializer(invited, many=True).data, status=201)

    @extend_schema(request=HandoverTaskInput, responses={201: HandoverTaskSerializer})
    @action(detail=True, methods=["post"])
    def tasks(self, request: Request, pk: int) -> Response:
        """Write down a task.

        For all officers.
        """
        text = self.input(HandoverTaskInput)["text"]
        made = actions.add_task(by=self.acting, handover=self.get_object(), text=text, at=clock.now())
        return self.created(made, HandoverTaskSerializer)

    @extend_schema(request=None, responses={201: HandoverSerializer})
    @action(detail=True, methods=["post"])
    def closings(self, request: Request, pk: int) -> Response:
        """Close a hand-over, or call it off.

        For who may appoint. Before the first day it is called off: invitations that wait are withdrawn, and last days
        given back.
        """
        return self.created(actions.close_handover(by=self.acting, handover=self.get_object(), at=clock.now()))


class HandoverTaskViewSet(CampusViewSet):
    queryset = HandoverTask.objects.none()
    serializer_class = HandoverTaskSerializer

    @extend_schema(request=TickInput, responses=HandoverTaskSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Tick a task, or open it again.

        For all officers.
        """
        task, changes = task_by_number(self.acting, pk), self.input(TickInput, partial=True)
        act = actions.tick_task if changes.get("is_done", task.done_at) else actions.untick_task
        return self.output(act(by=self.acting, task=task, at=clock.now()))
