"""Societies: listed, drafted, changed, suspended, reopened, archived."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.directory.filters import SocietyFilterSet
from backend.directory.serializers import ReasonInput, SocietyDraftInput, SocietyInput, SocietySerializer
from backend.etags import VersionedViewSet
from campus.base import clock
from campus.directory import actions, queries
from campus.directory.models import Society
from campus.directory.queries.by_number import calendar_by_number, society_by_number, university_by_number
from campus.membership.actions import delete_draft


class SocietyViewSet(mixins.ListModelMixin, VersionedViewSet):
    queryset = Society.objects.none()
    serializer_class = SocietySerializer
    filterset_class = SocietyFilterSet
    ordering = ("name_key", "pk")

    def get_queryset(self) -> QuerySet[Society]:
        return queries.public_societies().select_related("university")

    def get_object(self) -> Society:
        return society_by_number(self.person, self.kwargs["pk"])

    def locks(self, thing: Society) -> Sequence[Model]:
        return (thing.university, thing)

    def list(self, request: Request) -> Response:
        """List the societies.

        Those that their universities approved, for everybody, by name.
        """
        return super().list(request)

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show a society.

        Before it was approved only to its people and to its university.
        """
        return self.output(self.get_object())

    @extend_schema(request=SocietyDraftInput, responses={201: SocietySerializer})
    def create(self, request: Request) -> Response:
        """Draft a society.

        Anybody signed in may. Submit a registration to put it before the university.
        """
        entered = self.input(SocietyDraftInput)
        university = university_by_number(self.person, entered.pop("university"))
        return self.created(actions.draft_society(by=self.acting, university=university, at=clock.now(), **entered))

    @extend_schema(request=SocietyInput, responses=SocietySerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change a society.

        For its president and secretary, or its drafter before it is approved. A renamed society keeps its old address.
        """
        changes: dict[str, Any] = self.input(SocietyInput, partial=True)
        if changes.get("calendar"):
            changes["calendar"] = calendar_by_number(self.person, changes["calendar"])
        society = self.get_object()
        with self.unchanged(society):
            changed = actions.change_society(by=self.acting, society=society, at=clock.now(), **changes)
        return self.output(changed)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Remove a draft.

        For who drafted it, and once it was submitted for its university. What was ever approved is archived instead.
        """
        society = self.get_object()
        with self.unchanged(society):
            delete_draft(by=self.acting, society=society, at=clock.now())
        return self.gone()

    @extend_schema(request=ReasonInput, responses={201: SocietySerializer})
    @action(detail=True, methods=["post"])
    def suspensions(self, request: Request, pk: int) -> Response:
        """Suspend a society.

        For the university's staff. It plans and counts nothing until it is reopened; its officers read the reason.
        """
        reason = self.input(ReasonInput)["reason"]
        society = self.get_object()
        return self.created(actions.suspend_society(by=self.acting, society=society, reason=reason, at=clock.now()))

    @extend_schema(request=None, responses={201: SocietySerializer})
    @action(detail=True, methods=["post"])
    def reopenings(self, request: Request, pk: int) -> Response:
        """Reopen a suspended society.

        For the university's staff.
        """
        return self.created(actions.reopen_society(by=self.acting, society=self.get_object(), at=clock.now()))

    @extend_schema(request=ReasonInput, responses={201: SocietySerializer})
    @action(detail=True, methods=["post"])
    def archivings(self, request: Request, pk: int) -> Response:
        """Archive a society.

        For the university's staff. What it did stays on record.
        """
        reason = self.input(ReasonInput)["reason"]
        society = self.get_object()
        return self.created(actions.archive_society(by=self.acting, society=society, reason=reason, at=clock.now()))
