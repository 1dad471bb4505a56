"""Files that the API gives away: sent as they are, while what is refused stays a problem in JSON."""

from typing import Any

from rest_framework import renderers


class FileRenderer(renderers.BaseRenderer):
    """Sends a text or bytes as it is; anything else is the body of a problem."""

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> str | bytes:
        if isinstance(data, str | bytes):
            return data
        return renderers.JSONRenderer().render(data, renderer_context=renderer_context)


class CsvRenderer(FileRenderer):
    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"


class PdfRenderer(FileRenderer):
    media_type = "application/pdf"
    format = "pdf"
    charset = None
    render_style = "binary"
