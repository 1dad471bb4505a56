"""Codes: what one finds, and for officers the ones in force, one for a single date, and replacing one."""

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.activities.codes import found_code
from backend.activities.filters import CodeFilterSet
from backend.activities.serializers import CodeSerializer, FoundCodeSerializer
from backend.renderers import PdfRenderer
from backend.views import CampusViewSet, require
from campus.activities import actions, queries
from campus.activities.models import Code
from campus.activities.poster import poster_pdf
from campus.activities.queries.hosting import hosts_of
from campus.base import clock
from campus.checkin import privacy
from campus.checkin.rules import takes_names, takes_numbers
from campus.directory import rules
from campus.directory.queries.by_number import society_by_number


class CodeViewSet(CampusViewSet):
    queryset = Code.objects.none()
    serializer_class = CodeSerializer
    lookup_field = "code"
    lookup_value_converter = "str"

    @extend_schema(responses=FoundCodeSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        """Show what a code finds.

        The occurrence that one would check in to at this moment, or when that will be. Letter case and hyphens do not
        matter. Too many wrong codes from one network are refused for a while.
        """
        known, found = found_code(code, clock.now(), network=self.network)
        university = known.society.university
        hosts = hosts_of(found.occurrence) if found.occurrence else [known.society]
        shown = {
            "state": found.state,
            "occurrence": found.occurrence,
            "others": found.others,
            "opens_at": found.opens_at,
            "takes_names": takes_names(university),
            "takes_student_numbers": takes_numbers(university),
            "asks_under_18": university.asks_under_18,
            "hosts": hosts if found.occurrence else [],
            "privacy": privacy.sentence(found.occurrence, hosts) if found.occurrence else "",
            "privacy_version": privacy.version(university, hosts),
        }
        return self.output(shown, FoundCodeSerializer)

    @extend_schema(request=None, responses={201: CodeSerializer})
    @action(detail=True, methods=["post"])
    def replacements(self, request: Request, code: str) -> Response:
        """Replace a code.

        For the society's president, secretary and events officer, when it got into wrong hands. The old one accepts
        nothing any more; the answer is the new one.
        """
        known, _ = found_code(code, clock.now(), network=self.network)
        return self.created(actions.replace_code(by=self.acting, code=known, at=clock.now()))


class PosterViewSet(CampusViewSet):
    queryset = Code.objects.none()
    renderer_classes = (PdfRenderer,)
    permission_classes = (permissions.IsAuthenticated,)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY}, operation_id="codes_poster_retrieve")
    def retrieve(self, request: Request, code: str) -> Response:
        """Take the poster of a code.

        For the society's officers and its university's staff: one page of A4 as PDF.
        """
        known, _ = found_code(code, clock.now(), network=self.network)
        require(rules.may(self.acting, rules.Right.TAKE_PAPERS, known.society))
        named = f'inline; filename="poster-{known.code}.pdf"'
        return Response(poster_pdf(known), headers={"Content-Disposition": named})


class OccurrenceCodesViewSet(CampusViewSet):
    queryset = Code.objects.none()
    serializer_class = CodeSerializer

    @extend_schema(request=None, responses={201: CodeSerializer})
    def create(self, request: Request, occurrence: int) -> Response:
        """Make a code for one occurrence.

        For the society's president, secretary and events officer. It opens this date only; asked again, the answer
        is the same code.
        """
        found = queries.occurrence_by_id(self.acting, occurrence)
        return self.created(actions.code_for_occurrence(by=self.acting, occurrence=found, at=clock.now()))


class SocietyCodesViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Code.objects.none()
    serializer_class = CodeSerializer
    filterset_class = CodeFilterSet
    permission_classes = (permissions.IsAuthenticated,)

    def get_queryset(self) -> QuerySet[Code]:
        society = society_by_number(self.acting, self.kwargs["society"])
        require(rules.may(self.acting, rules.Right.RUN_ACTIVITIES, society))
        return queries.codes_in_force(society)

    def list(self, request: Request, society: int) -> Response:
        """List the codes in force.

        For the society's president, secretary and events officer: whoever has a code can check in with it.
        """
        return super().list(request)
