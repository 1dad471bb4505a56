"""Universities: listed, proposed, approved or declined, changed."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.directory.filters import UniversityFilterSet
from backend.directory.serializers import ProposalInput, ReasonInput, UniversityInput, UniversitySerializer
from backend.views import CampusViewSet
from campus.base import clock
from campus.directory import actions, queries
from campus.directory.models import University
from campus.directory.queries.by_number import university_by_number


class UniversityViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = University.objects.none()
    serializer_class = UniversitySerializer
    filterset_class = UniversityFilterSet
    ordering = ("name_key",)

    def get_queryset(self) -> QuerySet[University]:
        return queries.listed_universities().prefetch_related("domains")

    def get_object(self) -> University:
        return university_by_number(self.person, self.kwargs["pk"])

    def list(self, request: Request) -> Response:
        """List the universities.

        Those that were approved, for everybody, by name.
        """
        return super().list(request)

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show a university.

        Before it is approved only to its proposer and to those who may approve it.
        """
        return self.output(self.get_object())

    @extend_schema(request=ProposalInput, responses={201: UniversitySerializer})
    def create(self, request: Request) -> Response:
        """Propose a university.

        It stays unlisted until an operator or the coordinator of its country approves it.
        """
        university = actions.propose_university(by=self.acting, at=clock.now(), **self.input(ProposalInput))
        return self.created(university)

    @extend_schema(request=UniversityInput, responses=UniversitySerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change a university.

        For its staff. What is left out stays as it is.
        """
        changes = self.input(UniversityInput, partial=True)
        changed = actions.change_university(by=self.acting, university=self.get_object(), at=clock.now(), **changes)
        return self.output(changed)

    @extend_schema(request=None, responses={201: UniversitySerializer})
    @action(detail=True, methods=["post"])
    def approvals(self, request: Request, pk: int) -> Response:
        """Approve a proposed university.

        For operators and the coordinator of its country. It is listed from then on.
        """
        approved = actions.approve_university(by=self.acting, university=self.get_object(), at=clock.now())
        return self.created(approved)

    @extend_schema(request=ReasonInput, responses={201: UniversitySerializer})
    @action(detail=True, methods=["post"])
    def declines(self, request: Request, pk: int) -> Response:
        """Decline a proposed university.

        For operators and the coordinator of its country. Its proposer reads the reason.
        """
        reason = self.input(ReasonInput)["reason"]
        university = self.get_object()
        declined = actions.decline_university(by=self.acting, university=university, reason=reason, at=clock.now())
        return self.created(declined)


class ProposalViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = University.objects.none()
    serializer_class = UniversitySerializer
    filterset_class = UniversityFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("status_at", "pk")

    def get_queryset(self) -> QuerySet[University]:
        return queries.universities_to_review(self.acting).prefetch_related("domains")

    def list(self, request: Request) -> Response:
        """List the universities that wait for your decision.

        For operators all of them, for a coordinator those of the country; for anybody else the list is empty.
        """
        return super().list(request)
