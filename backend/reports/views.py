"""Reports: who is new in a society, and participation across a university's societies."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import permissions
from rest_framework.request import Request
from rest_framework.response import Response

from backend.filters import checked
from backend.renderers import CsvRenderer
from backend.reports.filters import ParticipationQuery, TermQuery
from backend.reports.serializers import NewcomersSerializer, ParticipationSerializer
from backend.schema import parameters_of
from backend.views import CampusViewSet
from campus.base import clock
from campus.base.errors import NotFound, not_here
from campus.directory.calendar import ReportingTerm
from campus.directory.models import Society, University
from campus.directory.queries import reporting_terms
from campus.directory.queries.by_number import society_by_number, university_by_number
from campus.reports.figures import (
    Newcomers,
    ParticipationTable,
    newcomers,
    newcomers_csv,
    participation,
    participation_csv,
)

CSV = {(200, "text/csv"): OpenApiTypes.STR}


class ReportViewSet(CampusViewSet):
    permission_classes = (permissions.IsAuthenticated,)
    query: type[FilterSet]

    def asked(self) -> dict[str, Any]:
        """The checked query. Raises ValidationError."""
        return checked(self.query(self.request.query_params, queryset=Society.objects.none()))

    def as_file(self, text: str, name: str) -> Response:
        """A CSV that a browser saves under `name`."""
        return Response(text, headers={"Content-Disposition": f'attachment; filename="{name}.csv"'})


class NewcomersViewSet(ReportViewSet):
    queryset = Society.objects.none()
    serializer_class = NewcomersSerializer
    query = TermQuery

    @extend_schema(parameters=parameters_of(TermQuery))
    def retrieve(self, request: Request, society: int) -> Response:
        """Show who is new this term.

        For the society's officers: exact figures, newcomers by week, first-timers to greet, last term beside it.
        """
        return self.output(self._newcomers())

    def _newcomers(self) -> Newcomers:
        society = society_by_number(self.acting, self.kwargs["society"])
        term = term_asked(society.university, self.asked()["term"])
        return newcomers(self.acting, society, term, clock.now())


class NewcomersCsvViewSet(NewcomersViewSet):
    renderer_classes = (CsvRenderer,)

    @extend_schema(parameters=parameters_of(TermQuery), responses=CSV, operation_id="societies_newcomers_csv_retrieve")
    def retrieve(self, request: Request, society: int) -> Response:
        """Take the first-timers to greet away as CSV.

        For the society's officers; empty but for its heading for those who may not see names.
        """
        return self.as_file(newcomers_csv(self._newcomers()), "newcomers")


class ParticipationViewSet(ReportViewSet):
    queryset = University.objects.none()
    serializer_class = ParticipationSerializer
    query = ParticipationQuery

    @extend_schema(parameters=parameters_of(ParticipationQuery))
    def retrieve(self, request: Request, university: int) -> Response:
        """Show participation at a university.

        For its staff: its societies side by side, this term and another, small numbers held back.
        """
        return self.output(self._table())

    def _table(self) -> ParticipationTable:
        university = university_by_number(self.acting, self.kwargs["university"])
        asked = self.asked()
        beside = asked["beside"]
        return participation(
            self.acting,
            university,
            term_asked(university, asked["term"]),
            beside=term_asked(university, beside) if beside else None,
            order=asked["order"] or "name",
            name_filter=asked["name"],
            at=clock.now(),
        )


class ParticipationCsvViewSet(ParticipationViewSet):
    renderer_classes = (CsvRenderer,)

    @extend_schema(
        parameters=parameters_of(ParticipationQuery),
        responses=CSV,
        operation_id="universities_participation_csv_retrieve",
    )
    def retrieve(self, request: Request, university: int) -> Response:
        """Take participation at a university away as CSV.

        For its staff: the same cells as in the table.
        """
        return self.as_file(participation_csv(self._table()), "participation")


def term_asked(university: University, number: int | None) -> ReportingTerm:
    """The reporting term of this number, or the running one. Raises NotFound where there is none."""
    terms = reporting_terms(university)
    if not terms:
        raise NotFound("no_terms", _("This university has no term dates here yet, so nothing is counted by term."))
    today = clock.today(university.zone)
    found = next((term for term in terms if (term.holds(today) if number is None else term.term.pk == number)), None)
    if found is None:
        raise not_here()
    return found
