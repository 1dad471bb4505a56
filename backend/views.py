"""What every endpoint shares: who asks, what came in, what goes out."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, cast

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers, status
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from backend import idempotency
from backend.tokens import HasScope, Scope
from campus.base import links
from campus.base.errors import not_here
from campus.people.models import Person


class CampusViewSet(GenericViewSet):
    """An endpoint moves in three steps: find the thing through queries, call one action, render."""

    http_method_names = (
        "get",
        "post",
        "patch",
        "delete",
        "head",
    )  # what a thing takes is in the schema, not in OPTIONS
    lookup_value_converter = "number"
    takes_keys = True  # whether a write that comes again with its Idempotency-Key is done once
    # What a token needs for an action that is no plain reading or writing; None: no token may.
    scopes: ClassVar[Mapping[str, Scope | None]] = {}

    def required_scope(self, action: str, method: str) -> Scope | None:
        """The scope that a token needs for an action; None where somebody must sign in themself."""
        usual = Scope.READ if method in permissions.SAFE_METHODS else Scope.WRITE
        return self.scopes.get(action, usual)

    def get_permissions(self) -> list[Any]:
        return [*super().get_permissions(), HasScope()]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """It is known who asks, and that they may; a write with an Idempotency-Key is done once."""
        super().initial(request, *args, **kwargs)
        if self.takes_keys and idempotency.concerns(request):
            name = (request.method or "").lower()
            if handler := getattr(self, name, None):
                setattr(self, name, partial(idempotency.once, handler))

    @property
    def person(self) -> Person | None:
        """Who is signed in."""
        return self.request.user if self.request.user.is_authenticated else None

    @property
    def acting(self) -> Person:
        """Who is signed in, where somebody must be."""
        if self.person is None:
            raise NotAuthenticated
        return self.person

    @property
    def network(self) -> str:
        """The address of the network that asks, for limits; "" behind a server that does not say."""
        address: str = self.request.META.get("REMOTE_ADDR", "")
        return address

    def input(self, serializer_class: type[serializers.Serializer], *, partial: bool = False) -> dict[str, Any]:
        """The checked body. Raises ValidationError with a sentence for each input at fault."""
        serializer = serializer_class(data=self.request.data, partial=partial, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return cast(dict[str, Any], serializer.validated_data)

    def output(self, thing: Any, serializer_class: type[serializers.BaseSerializer] | None = None) -> Response:
        """200 with the thing, by the viewset's own serializer unless another is named."""
        render = serializer_class or self.get_serializer_class()
        return Response(render(thing, context=self.get_serializer_context()).data)

    def created(self, thing: Any, serializer_class: type[serializers.BaseSerializer] | None = None) -> Response:
        """201 with the thing that was made."""
        answer = self.output(thing, serializer_class)
        answer.status_code = status.HTTP_201_CREATED
        return answer

    def told_once(self, thing: Any, serializer_class: type[serializers.BaseSerializer]) -> Response:
        """201 with a secret in it, which nothing on the way may keep."""
        answer = self.created(thing, serializer_class)
        answer["Cache-Control"] = "no-store"
        return answer

    def gone(self) -> Response:
        """204: what was named is not there any more."""
        return Response(status=status.HTTP_204_NO_CONTENT)


def require(allowed: bool) -> None:
    """Whoever may not even see a thing is told that it is not here. Raises NotFound."""
    if not allowed:
        raise not_here()


class RootView(APIView):
    """Where to begin."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """The collections that need no number, and the description of all others."""
        names = ("universities-list", "societies-list", "series-list", "occurrences-list", "me", "schema")
        return Response({name.removesuffix("-list"): links.absolute(reverse(f"api:{name}")) for name in names})


class NothingHereView(APIView):
    """Every address below /api/ that is none: refused as a problem, like everything else here."""

    schema = None
    authentication_classes = ()
    permission_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise not_here()
