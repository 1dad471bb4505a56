"""Request bodies: one JSON object, and a clear refusal of anything else."""

from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, parsers, status


class TooLarge(exceptions.APIException):
    """For a body over DATA_UPLOAD_MAX_MEMORY_SIZE."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = _("This is too large to take in. Send less at once.")


class NotJson(exceptions.ParseError):
    default_code = "not_json"
    default_detail = _("This is not complete JSON. Check that all of it was sent.")


class JSONParser(parsers.JSONParser):
    """DRF's parser lets deep nesting through to a RecursionError, and takes lists and bare values; this one neither."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        try:
            data = super().parse(stream, media_type, parser_context)
        except (exceptions.ParseError, RecursionError) as error:
            raise NotJson from error
        if not isinstance(data, dict):
            raise NotJson(_("Send one JSON object, in curly brackets."), code="not_an_object")
        return data
