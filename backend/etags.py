"""Versions of what people edit: GET answers with an ETag, and a write with If-Match is refused when somebody was first.

The ETag is a hash of what is shown, in the language of the source, so that all readers hold the same one. It is
compared inside the transaction of the write, under the locks that the write takes: of two writers with the same ETag
one succeeds (RFC 9110, 13.1).
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.middleware import gzip
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from rest_framework import exceptions, permissions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from backend.views import CampusViewSet
from campus.base.rows import locked


class ChangedMeanwhile(exceptions.APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "changed_meanwhile"
    default_detail = _("Somebody changed this meanwhile. Look at it again, then change it.")


class VersionedViewSet(CampusViewSet):
    """One thing at its address, with a version. `edits` names the actions that honour If-Match."""

    edits: ClassVar[Sequence[str]] = ("partial_update", "destroy")

    def locks(self, thing: Any) -> Sequence[Model]:
        """The rows that the actions on `thing` lock, in their order: in another one, two could wait in a circle."""
        return (thing,)

    def version(self, thing: Any) -> str:
        """The strong ETag of the thing as it stands."""
        with override(settings.LANGUAGE_CODE):
            shown = self.get_serializer_class()(thing, context=self.get_serializer_context()).data
        return f'"{hashlib.sha256(JSONRenderer().render(shown)).hexdigest()[:32]}"'

    def output(self, thing: Any, serializer_class: Any = None) -> Response:
        """The thing with its ETag; 304 without it for a reader who has this version."""
        answer = super().output(thing, serializer_class)
        answer["ETag"] = self.version(thing)
        if self.request.method in permissions.SAFE_METHODS and _conditional(self.request, answer["ETag"]):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": answer["ETag"]})
        return answer

    @contextmanager
    def unchanged(self, thing: Any) -> Iterator[None]:
        """Do what is inside only if `thing` is still what If-Match names. Raises ChangedMeanwhile.

        What the action refuses comes before it, as RFC 9110 (13.2.1) has it: so it is tried, and rolled back.
        """
        if "If-Match" not in self.request.headers:
            yield
            return
        with transaction.atomic():
            for row in self.locks(thing):
                locked(row)
            present = self.version(self.get_object())
            yield
            if not parse_etags(self.request.headers["If-Match"]) or _conditional(self.request, present):
                raise ChangedMeanwhile


def _conditional(request: Request, etag: str) -> bool:
    """Whether a condition of the request decides against an ordinary answer."""
    return get_conditional_response(request._request, etag=etag) is not None


class GZipMiddleware(gzip.GZipMiddleware):
    """Leaves what has a strong ETag as it is: compressing would make it weak, and If-Match must not accept that one."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if response.get("ETag", "").startswith('"') else super().process_response(request, response)
