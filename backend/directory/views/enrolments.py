"""How many students a university had on its census dates."""

from collections.abc import Sequence

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from backend.directory.serializers import EnrolmentInput, EnrolmentSerializer
from backend.etags import VersionedViewSet
from backend.views import CampusViewSet
from campus.base import clock
from campus.directory import actions
from campus.directory.models import Enrolment
from campus.directory.queries import enrolments_of
from campus.directory.queries.by_number import enrolment_by_number, university_by_number


class UniversityEnrolmentsViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Enrolment.objects.none()
    serializer_class = EnrolmentSerializer
    ordering = ("-counted_on", "-pk")

    def get_queryset(self) -> QuerySet[Enrolment]:
        return enrolments_of(university_by_number(self.person, self.kwargs["university"]))

    def list(self, request: Request, university: int) -> Response:
        """List how many students a university had.

        On its census dates, the latest first, as it publishes them.
        """
        return super().list(request)

    @extend_schema(request=EnrolmentInput, responses={201: EnrolmentSerializer})
    def create(self, request: Request, university: int) -> Response:
        """Add a count of students.

        For the university's staff; one for each census date.
        """
        home = university_by_number(self.person, university)
        made = actions.add_enrolment(by=self.acting, university=home, at=clock.now(), **self.input(EnrolmentInput))
        return self.created(made)


class EnrolmentViewSet(VersionedViewSet):
    queryset = Enrolment.objects.none()
    serializer_class = EnrolmentSerializer

    def locks(self, thing: Enrolment) -> Sequence[Model]:
        return (thing.university, thing)

    def get_object(self) -> Enrolment:
        return enrolment_by_number(self.person, self.kwargs["pk"])

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show a count of students.

        With its census date and where it stands.
        """
        return self.output(self.get_object())

    @extend_schema(request=EnrolmentInput, responses=EnrolmentSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Correct a count of students.

        For the university's staff.
        """
        changes = self.input(EnrolmentInput, partial=True)
        enrolment = self.get_object()
        with self.unchanged(enrolment):
            changed = actions.change_enrolment(by=self.acting, enrolment=enrolment, at=clock.now(), **changes)
        return self.output(changed)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Remove a count of students.

        For the university's staff.
        """
        enrolment = self.get_object()
        with self.unchanged(enrolment):
            actions.remove_enrolment(by=self.acting, enrolment=enrolment, at=clock.now())
        return self.gone()
