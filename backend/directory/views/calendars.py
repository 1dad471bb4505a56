"""Calendars of a university, and their terms."""

from collections.abc import Sequence

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from backend.directory.filters import CalendarFilterSet, TermFilterSet
from backend.directory.serializers import (
    CalendarInput,
    CalendarSerializer,
    TermInput,
    TermSerializer,
)
from backend.etags import VersionedViewSet
from backend.views import CampusViewSet
from campus.base import clock
from campus.directory import actions
from campus.directory.models import Calendar, Term
from campus.directory.queries.by_number import (
    calendar_by_number,
    term_by_number,
    university_by_number,
)


class UniversityCalendarsViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Calendar.objects.none()
    serializer_class = CalendarSerializer
    filterset_class = CalendarFilterSet
    ordering = ("name_key",)

    def get_queryset(self) -> QuerySet[Calendar]:
        university = university_by_number(self.person, self.kwargs["university"])
        return Calendar.objects.filter(university=university)

    def list(self, request: Request, university: int) -> Response:
        """List the calendars of a university.

        By name. Exactly one of them is the reporting calendar, by which every figure is counted.
        """
        return super().list(request)

    @extend_schema(request=CalendarInput, responses={201: CalendarSerializer})
    def create(self, request: Request, university: int) -> Response:
        """Add a calendar.

        For the university's staff.
        """
        home = university_by_number(self.person, university)
        made = actions.add_calendar(by=self.acting, university=home, at=clock.now(), **self.input(CalendarInput))
        return self.created(made)


class CalendarViewSet(CampusViewSet):
    queryset = Calendar.objects.none()
    serializer_class = CalendarSerializer

    def get_object(self) -> Calendar:
        return calendar_by_number(self.person, self.kwargs["pk"])

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show a calendar.

        How its weeks are counted; its terms are a list of their own.
        """
        return self.output(self.get_object())

    @extend_schema(request=CalendarInput, responses=CalendarSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change a calendar.

        For the university's staff. Planned meetings follow, and figures are counted anew.
        """
        changes = self.input(CalendarInput, partial=True)
        changed = actions.change_calendar(by=self.acting, calendar=self.get_object(), at=clock.now(), **changes)
        return self.output(changed)


class CalendarTermsViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Term.objects.none()
    serializer_class = TermSerializer
    filterset_class = TermFilterSet
    ordering = ("active_from",)

    def get_queryset(self) -> QuerySet[Term]:
        calendar = calendar_by_number(self.person, self.kwargs["calendar"])
        return Term.objects.filter(calendar=calendar).prefetch_related("breaks")

    def list(self, request: Request, calendar: int) -> Response:
        """List the terms of a calendar.

        In order of time, each with its breaks.
        """
        return super().list(request)

    @extend_schema(request=TermInput, responses={201: TermSerializer})
    def create(self, request: Request, calendar: int) -> Response:
        """Add a term.

        For the university's staff. Active periods of one calendar do not overlap.
        """
        home = calendar_by_number(self.person, calendar)
        made = actions.add_term(by=self.acting, calendar=home, at=clock.now(), **self.input(TermInput))
        return self.created(made)


class TermViewSet(VersionedViewSet):
    queryset = Term.objects.none()
    serializer_class = TermSerializer

    def get_object(self) -> Term:
        return term_by_number(self.person, self.kwargs["pk"])

    def locks(self, thing: Term) -> Sequence[Model]:
        return (thing.university, thing.calendar, thing)

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show a term.

        Its dates are local to the university, and both ends belong to it.
        """
        return self.output(self.get_object())

    @extend_schema(request=TermInput, responses=TermSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change a term.

        For the university's staff. Planned meetings follow, and figures are counted anew.
        """
        changes = self.input(TermInput, partial=True)
        term = self.get_object()
        with self.unchanged(term):
            changed = actions.change_term(by=self.acting, term=term, at=clock.now(), **changes)
        return self.output(changed)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Remove a term.

        For the university's staff.
        """
        term = self.get_object()
        with self.unchanged(term):
            actions.remove_term(by=self.acting, term=term, at=clock.now())
        return self.gone()
