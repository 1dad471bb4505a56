"""Being counted by a code, taking that back, and who was there."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.activities.codes import found_code
from backend.checkin.counting import browser_at, chosen, count
from backend.checkin.filters import AttendanceFilterSet, OwnAttendanceFilterSet
from backend.checkin.serializers import (
    AttendanceSerializer,
    CheckInInput,
    CheckInSerializer,
    OwnAttendanceSerializer,
    VoidInput,
    WithdrawalInput,
)
from backend.tokens import Scope
from backend.views import CampusViewSet
from campus.activities.queries import occurrence_by_id, occurrence_counted_at
from campus.base import clock
from campus.checkin import actions, queries
from campus.checkin.models import Attendance


class CheckInViewSet(CampusViewSet):
    queryset = Attendance.objects.none()
    scopes = {"create": Scope.DOOR}
    permission_classes = (permissions.AllowAny,)

    @extend_schema(request=CheckInInput, responses={201: CheckInSerializer})
    def create(self, request: Request) -> Response:
        """Check in.

        By the code on a poster: just counted, with name and e-mail, or signed in. A second time is a success. The
        answer to a typed address is the same whether it is known, unknown or counted already.
        """
        entered, at = self.input(CheckInInput), clock.now()
        code, found = found_code(entered["code"], at, network=self.network)
        occurrence = chosen(found, entered.get("occurrence"))
        browser = browser_at(occurrence, entered.get("secret", ""))
        counted = count(
            person=self.person,
            occurrence=occurrence,
            code=code,
            entered=entered,
            browser=browser,
            at=at,
            network=self.network,
        )
        answer = {**counted, "occurrence": occurrence, "secret": browser.secret, "receipt": browser.receipt}
        return self.created(answer, CheckInSerializer)


class WithdrawalViewSet(CampusViewSet):
    queryset = Attendance.objects.none()
    scopes = {"create": Scope.DOOR}
    permission_classes = (permissions.AllowAny,)

    @extend_schema(request=WithdrawalInput, responses={204: None})
    def create(self, request: Request) -> Response:
        """Take a check-in back.

        With the receipt of the device that made it. The answer is the same when that device made none.
        """
        entered = self.input(WithdrawalInput)
        occurrence = occurrence_counted_at(entered["occurrence"])
        actions.undo_check_in(occurrence=occurrence, receipt=entered["receipt"], at=clock.now())
        return self.gone()


class OccurrenceAttendancesViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Attendance.objects.none()
    serializer_class = AttendanceSerializer
    filterset_class = AttendanceFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("at", "pk")

    def get_queryset(self) -> QuerySet[Attendance]:
        occurrence = occurrence_by_id(self.acting, self.kwargs["occurrence"])
        return queries.attendances_at(occurrence, self.acting)

    def list(self, request: Request, occurrence: int) -> Response:
        """List who was there.

        By name and in order of arrival, for the society's president, secretary and events officer.
        """
        return super().list(request)


class AttendanceViewSet(CampusViewSet):
    queryset = Attendance.objects.none()
    serializer_class = AttendanceSerializer
    permission_classes = (permissions.IsAuthenticated,)

    def get_object(self) -> Attendance:
        return queries.attendance_by_id(self.acting, self.kwargs["pk"])

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show an attendance.

        For the society's president, secretary and events officer; a void one says since when and why.
        """
        return self.output(self.get_object())

    @extend_schema(request=VoidInput, responses={201: AttendanceSerializer})
    @action(detail=True, methods=["post"])
    def voids(self, request: Request, pk: int) -> Response:
        """Void an attendance.

        For the society's president, secretary and events officer. It counts no more; the row stays.
        """
        reason = self.input(VoidInput)["reason"]
        voided = actions.void_attendance(by=self.acting, attendance=self.get_object(), reason=reason, at=clock.now())
        return self.created(voided)


class MyAttendancesViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Attendance.objects.none()
    serializer_class = OwnAttendanceSerializer
    filterset_class = OwnAttendanceFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("-at", "-pk")

    def get_queryset(self) -> QuerySet[Attendance]:
        return queries.attendances_of(self.acting).select_related(
            "occurrence__series", "occurrence__society__university"
        )

    def list(self, request: Request) -> Response:
        """List where you were counted.

        What stands under your own name, the newest first.
        """
        return super().list(request)
