"""The windows in which societies of a university apply and renew."""

from collections.abc import Sequence

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from backend.etags import VersionedViewSet
from backend.membership.filters import RegistrationWindowFilterSet
from backend.membership.serializers import RegistrationWindowInput, RegistrationWindowSerializer
from backend.views import CampusViewSet
from campus.base import clock
from campus.directory.queries.by_number import university_by_number
from campus.membership import actions
from campus.membership.models import RegistrationWindow
from campus.membership.windows import window_by_number, windows_of


class UniversityWindowsViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = RegistrationWindow.objects.none()
    serializer_class = RegistrationWindowSerializer
    filterset_class = RegistrationWindowFilterSet
    ordering = ("-renew_from", "-pk")

    def get_queryset(self) -> QuerySet[RegistrationWindow]:
        return windows_of(university_by_number(self.person, self.kwargs["university"]))

    def list(self, request: Request, university: int) -> Response:
        """List the registration windows of a university.

        When societies apply and renew, the latest first. Without any, societies may apply at all times.
        """
        return super().list(request)

    @extend_schema(request=RegistrationWindowInput, responses={201: RegistrationWindowSerializer})
    def create(self, request: Request, university: int) -> Response:
        """Add a registration window.

        For the university's staff. Two windows share no day of applying, and none of renewing.
        """
        home = university_by_number(self.person, university)
        made = actions.add_window(
            by=self.acting, university=home, at=clock.now(), **self.input(RegistrationWindowInput)
        )
        return self.created(made)


class WindowViewSet(VersionedViewSet):
    queryset = RegistrationWindow.objects.none()
    serializer_class = RegistrationWindowSerializer

    def locks(self, thing: RegistrationWindow) -> Sequence[Model]:
        return (thing.university, thing)

    def get_object(self) -> RegistrationWindow:
        return window_by_number(self.person, self.kwargs["pk"])

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show a registration window.

        Its days are local to the university, and all of them belong to it.
        """
        return self.output(self.get_object())

    @extend_schema(request=RegistrationWindowInput, responses=RegistrationWindowSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change a registration window.

        For the university's staff. What was handed in already keeps the questions it was asked.
        """
        changes = self.input(RegistrationWindowInput, partial=True)
        window = self.get_object()
        with self.unchanged(window):
            changed = actions.change_window(by=self.acting, window=window, at=clock.now(), **changes)
        return self.output(changed)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Remove a registration window.

        For the university's staff, while no society applied in it.
        """
        window = self.get_object()
        with self.unchanged(window):
            actions.remove_window(by=self.acting, window=window, at=clock.now())
        return self.gone()
