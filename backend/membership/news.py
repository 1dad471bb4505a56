"""Whether a society may write to somebody."""

from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.views import CampusViewSet
from campus.base import clock
from campus.directory.queries.by_number import society_by_number
from campus.membership import actions
from campus.people.models import Consent


class NewsViewSet(CampusViewSet):
    queryset = Consent.objects.none()
    serializer_class = serializers.Serializer  # nothing goes in or out
    permission_classes = (permissions.IsAuthenticated,)

    @extend_schema(request=None, responses={204: None})
    def create(self, request: Request, society: int) -> Response:
        """Ask for news of a society.

        It may write to you about what it plans, until you take that back. Again is the same.
        """
        actions.want_news(by=self.acting, society=society_by_number(self.acting, society), where="api", at=clock.now())
        return self.gone()

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, society: int) -> Response:
        """Take that back.

        Who asked for no news changes nothing.
        """
        here = society_by_number(self.acting, society)
        actions.want_no_news(by=self.acting, society=here, at=clock.now())
        return self.gone()
