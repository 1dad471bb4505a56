"""Breaks in a term."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from backend.directory.filters import BreakFilterSet
from backend.directory.serializers import BreakInput, BreakSerializer
from backend.views import CampusViewSet
from campus.base import clock
from campus.directory import actions
from campus.directory.models import Break
from campus.directory.queries.by_number import break_by_number, term_by_number


class TermBreaksViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Break.objects.none()
    serializer_class = BreakSerializer
    filterset_class = BreakFilterSet
    ordering = ("starts_on", "pk")

    def get_queryset(self) -> QuerySet[Break]:
        return Break.objects.filter(term=term_by_number(self.person, self.kwargs["term"]))

    def list(self, request: Request, term: int) -> Response:
        """List the breaks of a term.

        Reading weeks, recesses, exams and holidays, in order of time.
        """
        return super().list(request)

    @extend_schema(request=BreakInput, responses={201: BreakSerializer})
    def create(self, request: Request, term: int) -> Response:
        """Add a break.

        For the university's staff. It lies within the active period of its term.
        """
        home = term_by_number(self.person, term)
        made = actions.add_break(by=self.acting, term=home, at=clock.now(), **self.input(BreakInput))
        return self.created(made)


class BreakViewSet(CampusViewSet):
    queryset = Break.objects.none()
    serializer_class = BreakSerializer

    def get_object(self) -> Break:
        return break_by_number(self.person, self.kwargs["pk"])

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show a break.

        Both its dates belong to it.
        """
        return self.output(self.get_object())

    @extend_schema(request=BreakInput, responses=BreakSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change a break.

        For the university's staff. Planned meetings follow.
        """
        changes = self.input(BreakInput, partial=True)
        changed = actions.change_break(by=self.acting, brk=self.get_object(), at=clock.now(), **changes)
        return self.output(changed)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Remove a break.

        For the university's staff.
        """
        actions.remove_break(by=self.acting, brk=self.get_object(), at=clock.now())
        return self.gone()
