"""One's own tokens: listed, made, revoked. Only by who is signed in themself: a token makes no token."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions
from rest_framework.request import Request
from rest_framework.response import Response

from backend.people.serializers import ApiTokenInput, ApiTokenSerializer, NewApiTokenSerializer
from backend.views import CampusViewSet
from campus.base import clock
from campus.custody.actions import give_token
from campus.people import actions
from campus.people.models import ApiToken
from campus.people.tokens import tokens_of


class MyTokensViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = ApiToken.objects.none()
    serializer_class = ApiTokenSerializer
    filter_backends = ()
    permission_classes = (permissions.IsAuthenticated,)
    scopes = {"list": None, "create": None, "destroy": None}

    def get_queryset(self) -> QuerySet[ApiToken]:
        return tokens_of(self.acting, clock.now())

    def list(self, request: Request) -> Response:
        """List your tokens.

        Those that work, the newest first.
        """
        return super().list(request)

    @extend_schema(request=ApiTokenInput, responses={201: NewApiTokenSerializer})
    def create(self, request: Request) -> Response:
        """Make a token.

        For a machine that acts in your name, with the rights that you have at each moment. Its secret is told once.
        """
        token, secret = give_token(by=self.acting, at=clock.now(), **self.input(ApiTokenInput))
        token.secret = secret  # type: ignore[attr-defined]
        return self.told_once(token, NewApiTokenSerializer)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Revoke a token.

        It works no more, from this moment on.
        """
        actions.revoke_token(by=self.acting, token=self.get_object(), at=clock.now())
        return self.gone()
